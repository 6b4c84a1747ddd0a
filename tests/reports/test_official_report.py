"""The bound report as an official document: the same bytes each time, numbers as content controls, a table of them."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from tests.reports import small
from zelian.exchange.document_text import read_document
from zelian.figures.grid import Cell
from zelian.reports.document import official, value_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(db):
    small.build()
    for number in range(13):
        small.service(f"2026-03-{number + 1:02}", f"第{number}次", caring=number % 2 == 0)
    return small.bound("开展志愿服务{{ services | yu }}次，{{ attendance }}人次。", "占比{{ caring_rate | percent }}。")


def xml(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.read("word/document.xml").decode()


def test_the_same_report_gives_the_same_bytes(report):
    assert official(report, appendix=True) == official(report, appendix=True)


def test_the_text_comes_out_whole(report):
    text, _ = read_document(official(report), "a.docx")
    assert "样例街道2026年情况" in text
    assert "开展志愿服务10余次，130人次。" in text
    assert "占比53.8%。" in text


def test_each_number_is_a_content_control_of_its_figure(report):
    tags = re.findall(r'<w:tag w:val="([^"]+)"', xml(official(report)))
    assert tags == ["services", "attendance", "caring_rate"]


def test_the_appendix_shows_each_figure_once_with_its_value_and_rows(report):
    text, _ = read_document(official(report, appendix=True), "a.docx")
    assert "报告数字与台账对照表" in text
    for told in ("志愿服务次数", "10余", "13次", "53.85%（7/13）"):
        assert told in text
    assert text.count("志愿服务人次") == 1


def test_the_office_signs_on_the_last_day_of_the_period(report):
    signed = replace(report, office="样例街道党工委")
    text, _ = read_document(official(signed), "a.docx")
    assert "样例街道党工委" in text
    assert "2026年12月31日" in text


@pytest.mark.parametrize(
    ("cell", "unit", "text"),
    [
        (Cell(7, 7, "counted"), "次", "7次"),
        (Cell(0, 0, "zero"), "次", "0次"),
        (Cell(None, 0, "unknown"), "次", "——"),
        (Cell(50, 4, "counted", 2, 4), "%", "50%（2/4）"),
    ],
)
def test_values_in_tables(cell, unit, text):
    assert value_text(cell, unit) == text
