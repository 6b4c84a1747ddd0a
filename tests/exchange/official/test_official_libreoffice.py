"""The page as it is really set: 22 lines of 28 characters, nothing lost. Needs LibreOffice and pdftotext."""

import itertools
import os
import shutil
import subprocess
from collections import Counter

import pytest

from zelian.exchange.official import (
    AppendixTitle,
    Heading,
    Number,
    PageBreak,
    Paragraph,
    Signature,
    Table,
    Text,
    Title,
    write,
)
from zelian.exchange.official.fontconfig import write_fontconfig

pytestmark = pytest.mark.libreoffice

# 28 x 22 x 2 characters without punctuation; no two lines are alike, so a shifted one shows.
KNOWN = "".join(
    itertools.islice(itertools.cycle("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云"), 1230)
)
# Marks that would fall on the 29th place, with and without others on the line.
MARKS = [
    Paragraph(text[:at] + mark + text[at:])
    for at in (26, 54)
    for mark in "，。、；："
    for text in ("坚持把责任落实到岗" * 8, "把任务，细化到每一个人" * 8)
]
RATE = Paragraph((Text("政" * 25), Number("96.5", "rate"), Text("万元，以及其他费用。")))


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The text of each page of one document, as lines."""
    for program in ("soffice", "pdftotext"):
        if shutil.which(program) is None:
            pytest.skip(f"没有 {program}：无法检查版面（需要 LibreOffice 和 poppler-utils）")
    folder = tmp_path_factory.mktemp("official")
    write_fontconfig(folder / "fonts.conf")
    blocks = [Paragraph(KNOWN), PageBreak(), *(Heading(1, "一、标题") for _ in range(21)), RATE, PageBreak(), *MARKS]
    tables = [AppendixTitle("附件1", "明细"), Table(("序号", "事项"), tuple((str(n), "走访慰问") for n in range(60)))]
    signed = [PageBreak(), Title("报告"), Paragraph("正文。"), Signature("云溪街道党工委", "2027年1月8日")]
    write([*blocks, *tables, *signed], folder / "page.docx")
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    environment = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    subprocess.run(
        [*command, "--outdir", str(folder), str(folder / "page.docx")],
        env=environment, capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    done = subprocess.run(
        ["pdftotext", "-layout", str(folder / "page.pdf"), "-"], capture_output=True, text=True, check=True
    )
    return [[line.strip() for line in page.split("\n") if line.strip()] for page in done.stdout.split("\f")[:-1]]


def test_a_page_holds_22_lines_of_28_characters(pages):
    *lines, number = pages[0]
    assert number.replace(" ", "") == "—1—"
    assert [len(line) for line in lines] == [26] + [28] * 21
    assert "".join(lines) == KNOWN[: 22 * 28 - 2]
    assert pages[1][:-1] == [KNOWN[i : i + 28] for i in range(22 * 28 - 2, len(KNOWN), 28)]


def test_headings_leave_no_hole_in_the_page(pages):
    assert len(pages[2][:-1]) == 22


def test_a_decimal_number_is_not_broken(pages):
    lines = [line.replace(" ", "") for page in pages for line in page]
    assert "96.5万元，以及其他费用。" in lines  # the line before would have held 96. and no more


def test_no_punctuation_is_lost_at_the_edge(pages):
    shown = Counter(c for page in pages for line in page for c in line if c in "，。、；：")
    written = Counter(c for block in MARKS for c in block.runs if c in "，。、；：")
    assert {c: shown[c] for c in "；："} == {c: written[c] for c in "；："}
    assert shown["、"] == written["、"] + 21  # the headings 一、
    assert shown["，"] == written["，"] + 1


def test_the_head_of_a_table_stands_on_each_of_its_pages(pages):
    with_rows = [page for page in pages if any("走访慰问" in line for line in page)]
    assert len(with_rows) >= 2
    assert all(any(line.split() == ["序号", "事项"] for line in page) for page in with_rows)


def test_the_page_number_of_even_pages_stands_left(pages):
    assert [page[-1].replace(" ", "") for page in pages] == [f"—{n}—" for n in range(1, len(pages) + 1)]
