"""Reading a .docx: every character that a person sees, each with its place; anything doubtful is refused."""

import io
import zipfile

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.official.wordfiles import document, docx, p, packed, parts, r, relations
from zelian.exchange.docx_text import Bound, DocText, Span, read_docx, read_in_child
from zelian.exchange.errors import ExchangeError
from zelian.exchange.official import package

CELL = "<w:tc>{}</w:tc>"
TABLE = f"<w:tbl><w:tr>{CELL.format(p(r('社区')))}{CELL.format(p(r('12')))}</w:tr></w:tbl>"
BOX = "<w:txbxContent>" + p(r("框内7件")) + "</w:txbxContent>"
TEXT_BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>" + BOX + "</wps:txbx></mc:Choice>"
    "<mc:Fallback><w:pict><v:textbox>" + BOX + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p(r("一")) + p() + p(r("二")), "一\n\n二"),
        (p(r("前")) + TABLE + p(r("后")), "前\n社区\n12\n后"),
        (p(r("会议"), "<w:sdt><w:sdtContent>" + r("26") + "</w:sdtContent></w:sdt>", r("次")), "会议26次"),
        ("<w:sdt><w:sdtContent>" + p(r("整段")) + "</w:sdtContent></w:sdt>", "整段"),
        (p("<w:hyperlink w:anchor='a'>" + r("链接") + "</w:hyperlink>"), "链接"),
        (p("<w:ins>" + r("增9件") + "</w:ins>", "<w:del><w:r><w:delText>删8件</w:delText></w:r></w:del>"), "增9件"),
        (p("<w:moveFrom>" + r("旧处") + "</w:moveFrom>", "<w:moveTo>" + r("新处") + "</w:moveTo>"), "新处"),
        (p("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>右</w:t></w:r>"), "上\n下\t右"),
        (p("<w:r><w:instrText>PAGE 9</w:instrText></w:r>", r("3")), "3"),
        (p("<w:fldSimple w:instr='NUMPAGES'>" + r("5") + "</w:fldSimple>"), "5"),
        (p(r("见图"), TEXT_BOX, r("。")), "见图。\n框内7件"),
        (p(r("12<!-- 注 -->3件")), "123件"),
        (p(r("显"), r("隐", "<w:rPr><w:vanish/></w:rPr>")), "显"),
        (p(r("显", "<w:rPr><w:vanish w:val='0'/></w:rPr>")), "显"),
        (p("<m:oMath><m:r><m:t>x=5</m:t></m:r></m:oMath>"), "x=5"),
        (
            p(
                "<w:r><w:ruby><w:rt><w:r><w:t>yi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>一</w:t></w:r></w:rubyBase>"
                "</w:ruby></w:r>"
            ),
            "一",
        ),
    ],
)
def test_text_is_what_a_person_sees(body, text):
    assert read_docx(docx(body)).text == text


def test_agrees_with_another_reader_on_its_own_files():
    made = python_docx.Document()
    made.add_heading("一、履职情况", 1)
    made.add_paragraph("召开会议").add_run("26次").bold = True
    made.add_table(1, 2).cell(0, 1).text = "331件"
    out = io.BytesIO()
    made.save(out)
    assert read_docx(out.getvalue()).text == "一、履职情况\n召开会议26次\n\n331件"


def test_places_lead_back_to_paragraphs():
    found = read_docx(docx(p(r("一是")) + TABLE + p(r("走访"), r("331件"))))
    assert found.text == "一是\n社区\n12\n走访331件"
    start = found.text.index("331件")
    assert found.locate(start, start + 4) == [(3, 2, 6)]
    assert found.locate(0, len(found.text)) == [(0, 0, 2), (1, 0, 2), (2, 0, 2), (3, 0, 6)]
    assert found.locate(2, 3) == []  # the line feed between two paragraphs


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (0, 99)])
def test_a_place_outside_the_text_is_an_error(start, end):
    with pytest.raises(ValueError, match="不在文中"):
        read_docx(docx(p(r("一二三")))).locate(start, end)


@settings(deadline=None)
@given(st.lists(st.text("一2三", max_size=4), min_size=1, max_size=6), st.data())
def test_located_pieces_are_the_text_asked_for(lines, data):
    at, spans = 0, []
    for path, line in enumerate(lines):
        spans.append(Span(at, at + len(line), path))
        at += len(line) + 1
    found = DocText("\n".join(lines), tuple(spans))
    start = data.draw(st.integers(0, len(found.text)))
    end = data.draw(st.integers(start, len(found.text)))
    pieces = [lines[path][low:high] for path, low, high in found.locate(start, end)]
    assert "".join(pieces) == found.text[start:end].replace("\n", "")


def test_bound_figures_are_found_by_their_tag():
    control = "<w:sdt><w:sdtPr><w:tag w:val='talks'/></w:sdtPr><w:sdtContent>" + r("103") + "</w:sdtContent></w:sdt>"
    assert read_docx(docx(p(r("谈话")) + p(r("共"), control, r("人次")))).bound == (Bound(4, 7, "talks"),)


def test_what_is_not_read_is_said():
    note = p(r("正文", "<w:rPr><w:vanish/></w:rPr>"), "<w:r><w:footnoteReference w:id='1'/></w:r>")
    assert read_docx(docx(note)).skipped == ("脚注1处", "隐藏文字1处")


def test_a_child_process_reads_the_same():
    data = docx(p(r("共"), r("12件")) + TABLE)
    assert read_in_child(data) == read_docx(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(stream):
    return OLE + bytes(504) + (stream.encode("utf-16-le") + bytes(2)).ljust(128, b"\0") + bytes(512)


def with_flag(data):
    """The same zip with the flag of a password set on its first entry."""
    at = data.index(b"PK\x01\x02")
    return data[:at] + data[at : at + 8] + bytes([data[at + 8] | 1]) + data[at + 9 :]


GOOD = parts(p(r("正文")))
REFUSED = {
    "empty": (b"", "空"),
    "text": ("工作报告".encode(), "纯文本"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "rtf": (b"{\\rtf1 }", "RTF"),
    "picture": (b"\x89PNG\r\n\x1a\n....", "图片"),
    "old doc": (ole("WordDocument"), "Word 97-2003"),
    "encrypted": (ole("EncryptedPackage"), "打开密码"),
    "workbook": (packed({"xl/workbook.xml": "<workbook/>"}), "Excel"),
    "zip": (packed({"a.txt": "1"}), "ZIP"),
    "truncated": (packed(GOOD)[:-60], "不完整"),
    "password in zip": (with_flag(packed(GOOD)), "密码"),
    "macro part": (packed({**GOOD, "word/vbaProject.bin": b"1"}), "宏"),
    "embedded object": (packed({**GOOD, "word/embeddings/oleObject1.bin": b"1"}), "嵌有"),
    "outside picture": (
        packed({**GOOD, "word/_rels/document.xml.rels": relations(("image", "http://x.test/a.png", "External"))}),
        "外部",
    ),
    "doctype": (
        packed({**GOOD, "word/document.xml": document("").replace("<w:doc", "<!DOCTYPE x><w:doc", 1)}),
        "DOCTYPE",
    ),
    "entity in styles": (packed({**GOOD, "word/styles.xml": '<!ENTITY e "1"><a/>'}), "ENTITY"),
    "utf-16": (packed({**GOOD, "word/document.xml": document("").encode("utf-16")}), "UTF-8"),
    "another encoding": (
        packed({**GOOD, "word/document.xml": document("").replace("UTF-8", "GB18030")}),
        "UTF-8",
    ),
    "bomb": (packed({**GOOD, "word/media/a.png": bytes(20_000_000)}), "压缩比"),
    "many parts": (packed({**GOOD, **{f"word/media/{n}.png": b"1" for n in range(2000)}}), "部件"),
    "names outside": (packed({**GOOD, "../evil.xml": "<a/>"}), "部件名"),
    "broken xml": (packed({**GOOD, "word/document.xml": "<w:document"}), "已损坏"),
    "strict": (
        packed({**GOOD, "word/document.xml": '<d xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'}),
        "严格 Open XML",
    ),
    "not a document": (packed({**GOOD, "word/document.xml": "<a/>"}), "不是 Word 正文"),
    "no main part": (packed({**GOOD, "_rels/.rels": relations()}), "没有指明"),
    "main part missing": (
        packed({**GOOD, "_rels/.rels": relations(("officeDocument", "word/other.xml"))}),
        "缺少部件",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_one_chinese_line(name):
    data, reason = REFUSED[name]
    with pytest.raises(ExchangeError, match=reason) as caught:
        read_docx(data)
    message = str(caught.value)
    assert "\n" not in message
    assert "Excel 或 WPS" not in message  # the advice is for a document, not a workbook


def test_sizes_that_lie_are_counted():
    data = bytearray(packed({**GOOD, "word/media/a.png": bytes(3_000_000)}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = archive.getinfo("word/media/a.png").filename.encode()
    at = data.rindex(name) - 46  # the entry in the directory
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(ExchangeError):
        read_docx(bytes(data))


def test_too_large_when_unpacked(monkeypatch):
    monkeypatch.setattr(package, "UNPACKED_BYTES", 1000)
    with pytest.raises(ExchangeError, match="展开后"):
        read_docx(docx(p(r("字" * 1000))))


def test_the_main_part_is_the_one_word_opens():
    decoy = parts(
        p(r("给人看的")),
        **{
            "_rels/.rels": relations(("officeDocument", "word/real.xml")),
            "word/real.xml": document(p(r("真正的正文"))),
        },
    )
    assert read_docx(packed(decoy)).text == "真正的正文"
