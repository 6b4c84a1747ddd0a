"""核数: the four verdicts, each with its reason; what counts as true for calendar months; the JSON of one claim."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from tests.reports import small
from tests.reports.small import YEAR
from tests.spec.tables import rows
from zelian.exchange.document_text import read_document
from zelian.kernel.period import Period
from zelian.org.models import Org
from zelian.reports.check.annotate import annotated
from zelian.reports.check.verify import after_months, elapsed_months, verify
from zelian.reports.document import official

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(db) -> Org:
    street = small.build()
    for number in range(13):
        small.service(f"2026-03-{number + 1:02}", f"第{number}次", caring=number < 6)
    return street


def one(street: Org, text: str, period: Period = YEAR):
    [found] = verify(text, street, period)
    return found


VERDICTS = """
    sentence                         | verdict       | why
    全年开展志愿服务13次。              | supported     | 台账里“志愿服务次数”为 13次，13 条记录
    全年开展志愿服务10余次。            | supported     | 台账里“志愿服务次数”为 13次
    全年开展志愿服务近14次。            | supported     | 为 13次
    全年开展志愿服务14次。              | contradicted  | 写的是14次，台账里“志愿服务次数”为 13次
    全年开展志愿服务20余次。            | contradicted  | 写的是20余次，
    全年开展志愿服务超过13次。          | contradicted  | 写的是超过13次，台账里“志愿服务次数”为 13次
    关爱帮扶占比46.2%。                | supported     | 为 46.15%
    关爱帮扶占比50%。                  | contradicted  | 为 46.15%
    新建口袋公园3个。                  | unverifiable  | 没有对应的统计口径
    项目落地用时30天。                 | unverifiable  | 台账里本期没有“项目落地用时”的记录
    上半年开展志愿服务13次。            | unverifiable  | 说的是“上半年”的数，不是样例街道2026年的
    星河社区开展志愿服务13次。          | unverifiable  | 说的是“星河社区”的数
    开展志愿服务*次。                  | not_a_result  | 数字缺失：台账里“志愿服务次数”为 13次
    新建口袋公园*个。                  | not_a_result  | 数字缺失：文中没有写出数来
    明年计划开展志愿服务20次。          | not_a_result  | 这是打算，不是已完成的数
    每季度开展志愿服务1次。             | not_a_result  | 这是要求的频次，不是已完成的数
    去年开展志愿服务8次。               | not_a_result  | 这是往年的数
"""


@pytest.mark.parametrize("row", rows(VERDICTS), ids=lambda row: row["sentence"])
def test_verdicts(street, row):
    found = one(street, row["sentence"])
    assert found.verdict == row["verdict"], found.why
    assert row["why"] in found.why


def test_another_period_has_other_numbers(street):
    assert one(street, "开展志愿服务13次。", Period.parse("2026Q1")).verdict == "supported"
    assert one(street, "开展志愿服务13次。", Period.parse("2026Q2")).verdict == "contradicted"
    assert one(street, "上半年开展志愿服务13次。", Period.parse("2026H1")).verdict == "supported"


def test_a_community_checks_its_own_report(street):
    xinghe = Org.objects.get(code="xinghe")
    assert one(xinghe, "星河社区开展志愿服务13次。").verdict == "supported"


def test_the_json_of_one_claim(street):
    text = "全年，开展志愿服务10余次。"
    assert one(street, text).as_dict() == {
        "text": "10余次",
        "start": 9,
        "end": 13,
        "value": 10,
        "unit": "次",
        "comparator": "plus",
        "object": "开展志愿服务",
        "state": "done",
        "verdict": "supported",
        "figure": "services",
        "ledger_value": 13,
        "rows": 13,
        "why": "台账里“志愿服务次数”为 13次，13 条记录",
    }


def test_a_text_without_numbers(street):
    assert verify("没有数字。", street, YEAR) == []


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-03", 1, "2026-04-03"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-08-31", 13, "2027-09-30"),
        ("2026-05-05", 0, "2026-05-05"),
    ],
)
def test_a_month_later(start, months, end):
    assert after_months(dt.date.fromisoformat(start), months) == dt.date.fromisoformat(end)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2026-01-31", "2026-02-28", 1),
        ("2026-03-03", "2026-04-03", 1),
        ("2026-03-03", "2026-04-02", Fraction(30, 31)),
        ("2026-03-03", "2026-03-03", 0),
        ("2026-03-03", "2027-03-03", 12),
    ],
)
def test_months_between_two_days(first, last, months):
    assert elapsed_months(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) == months


MONTHS = """
    first      | last       | said        | verdict
    2026-01-31 | 2026-02-28 | 一个月内     | supported
    2026-01-31 | 2026-03-01 | 一个月内     | contradicted
    2026-03-03 | 2026-04-03 | 一个月内     | supported
    2026-03-03 | 2026-04-04 | 一个月内     | contradicted
    2026-03-03 | 2026-03-17 | 半个月内     | supported
    2026-03-03 | 2026-03-25 | 半个月内     | contradicted
    2026-03-03 | 2026-05-03 | 两个月       | supported
    2026-03-03 | 2026-03-31 | 三个月       | contradicted
    2026-03-03 | 2026-05-20 | 三个月       | supported
    2026-03-03 | 2026-05-20 | 两个多月     | supported
    2026-03-03 | 2026-06-20 | 两个多月     | contradicted
    2026-03-03 | 2026-06-03 | 三个月以上   | supported
    2026-03-03 | 2026-05-03 | 三个月以上   | contradicted
    2026-03-03 | 2026-12-03 | 一年内       | supported
"""


@pytest.mark.parametrize("row", rows(MONTHS), ids=lambda row: f"{row['first']}-{row['last']}-{row['said']}")
def test_calendar_months(db, row):
    street = small.build()
    small.landed(row["first"], "甲")
    small.landed(row["last"], "乙")
    found = one(street, f"{row['said']}完成项目落地。")
    assert found.verdict == row["verdict"], (found.claim, found.why)


def test_the_document_comes_back_with_a_comment_at_each_claim(street):
    data = official(small.bound("开展志愿服务{{ services }}次，计划明年开展志愿服务20次。"))
    text, document = read_document(data, "a.docx")
    found = verify(text, street, YEAR)
    text_after, _ = read_document(annotated(data, document, found), "a.docx")
    assert [checked.verdict for checked in found] == ["supported", "not_a_result"]
    assert text_after == text
