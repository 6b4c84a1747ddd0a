"""Every way a day or month is written in a ledger: the right one, or a message with the guess. Never shifted."""

from datetime import date, datetime

import pytest

from zelian.exchange.dates import as_date, as_month
from zelian.exchange.errors import CellError

DAY = date(2023, 7, 5)


@pytest.mark.parametrize(
    "value, day",
    [
        (DAY, DAY),
        (datetime(2023, 7, 5, 0, 0), DAY),
        (datetime(2023, 7, 5, 23, 59), DAY),
        ("2023-07-05", DAY),
        ("2023-7-5", DAY),
        ("2023.7.5", DAY),
        ("2023.07.05", DAY),
        ("2023/7/5", DAY),
        ("20230705", DAY),
        (20230705, DAY),
        (20230705.0, DAY),
        ("2023年7月5日", DAY),
        ("2023年07月05号", DAY),
        ("2023年7月5", DAY),
        ("2023 年 7 月 5 日", DAY),
        ("２０２３．７．５", DAY),
        ("　2023-07-05\u200b ", DAY),
        ("2023-07-05 00:00:00", DAY),
        ("2023-07-05T14:30", DAY),
        ("2023/7/5 9:05", DAY),
        ("2023年7月5日9时30分", DAY),
        ("2023年7月5日（星期三）", DAY),
        ("2023-7-5周三", DAY),
        ("二〇二三年七月五日", DAY),
        ("二零二三年七月五日", DAY),
        ("二○二三年七月五日", DAY),
        ("二O二三年七月五日", DAY),
        ("二〇二三年十月十日", date(2023, 10, 10)),
        ("二〇二三年十二月二十日", date(2023, 12, 20)),
        ("二〇二三年十二月三十一日", date(2023, 12, 31)),
        ("2024-02-29", date(2024, 2, 29)),
        (45112, DAY),
        (45112.0, DAY),
        (45112.75, DAY),
        (10_000, date(1927, 5, 18)),
        (73_050, date(2099, 12, 31)),
    ],
)
def test_a_day(value, day):
    assert as_date(value) == (day, None)


@pytest.mark.parametrize("value", [None, "", "  ", "　", "\u200b\ufeff", "\n"])
def test_blank_is_neither_value_nor_error(value):
    assert as_date(value) == (None, None)
    assert as_month(value) == (None, None)


@pytest.mark.parametrize(
    "value, day",
    [
        ("7月5日", DAY),
        ("7月5号", DAY),
        ("07月05日", DAY),
        ("7月5日（周三）", DAY),
        ("七月五日", DAY),
        ("7.5", DAY),
        ("7/5", DAY),
        ("7-5", DAY),
    ],
)
def test_a_day_without_a_year_needs_the_year(value, day):
    assert as_date(value, default_year=2023) == (day, None)
    nothing, message = as_date(value)
    assert nothing is None
    assert "没有年份：请补上年份，写成 2023-07-05 这样" in message


@pytest.mark.parametrize(
    "value, words",
    [
        ("2023-02-30", "“2023-02-30”这一天不存在（2023 年 2 月 30 日）"),
        ("2023年2月29日", "不存在"),
        ("2023.13.5", "不存在"),
        ("20231305", "不存在"),
        (20230230, "不存在"),
        ("二〇二三年二月三十日", "不存在"),
        ("13/5/2023", "是不是 2023-05-13？"),
        ("5/13/2023", "是不是 2023-05-13？"),
        ("5/6/2023", "是不是 2023-06-05 或 2023-05-06？"),
        ("5-5-2023", "是不是 2023-05-05？"),
        ("23.7.5", "年份只有两位，是不是 2023-07-05？"),
        ("23年7月5日", "年份只有两位，是不是 2023-07-05？"),
        ("'23.7.5", "年份只有两位，是不是 2023-07-05？"),
        ("45112", "像是 Excel 的日期序号，是不是 2023-07-05？"),
        ("2023年7月", "只有月份，没有日"),
        ("2023-07", "只有月份"),
        ("2023.7", "只有月份"),
        ("202307", "只有月份"),
        (202307, "只有月份"),
        (2023.7, "只有年月"),
        ("7月", "只有月份"),
        ("2023", "只有年份"),
        (2023, "只有年份"),
        ("2023年", "只有年份"),
        (7.5, "一个小数，可能想写几月几日"),
        ("2023.7.5-7.8", "是一段时间"),
        ("7月5日至8日", "是一段时间"),
        ("7月5日-8日", "是一段时间"),
        ("2023年7月5日—2023年7月8日", "是一段时间"),
        ("2023-07-05～2023-07-08", "是一段时间"),
        ("2023.7/5", "不是日期"),
        ("2023年7月上旬", "不是日期"),
        ("明天", "不是日期"),
        ("/", "不是日期"),
        ("3023-01-01", "年份不在 1900–2100 之间"),
        (date(1899, 12, 31), "年份不在"),
        (True, "不是日期"),
        (0, "不是日期"),
        (-45112, "不是日期"),
        (9_999, "不是日期"),
        (73_051, "不是日期"),
        (float("nan"), "不是日期"),
        (float("inf"), "不是日期"),
        (1e300, "不是日期"),
        (CellError("#REF!"), "“#REF!”"),
        ("1-" * 20_000, "不是日期"),
    ],
)
def test_what_is_no_day_is_refused_with_the_guess(value, words):
    day, message = as_date(value)
    assert day is None
    assert words in message and "请" in message and "\n" not in message and len(message) < 120


def test_the_1904_date_system():
    assert as_date(43650, epoch_1904=True) == (DAY, None)
    assert as_month(43650, epoch_1904=True) == (202307, None)


@pytest.mark.parametrize(
    "value, month",
    [
        ("2023年7月", 202307),
        ("2023年7月份", 202307),
        ("2023年12月", 202312),
        ("2023-07", 202307),
        ("2023.7", 202307),
        ("2023/7", 202307),
        ("202307", 202307),
        (202307, 202307),
        (202307.0, 202307),
        ("二〇二三年七月", 202307),
        ("二〇二三年十一月", 202311),
        ("2023.1", 202301),
        ("2023.10", 202310),
        (2023.7, 202307),
        (2023.11, 202311),
        (2023.12, 202312),
        (2023.01, 202301),
        (DAY, 202307),
        (45112, 202307),
        ("2023-07-05", 202307),
        ("20230705", 202307),
    ],
)
def test_a_month(value, month):
    assert as_month(value) == (month, None)


def test_a_month_without_a_year_needs_the_year():
    assert as_month("7月", default_year=2023) == (202307, None)
    assert as_month("七月份", default_year=2023) == (202307, None)
    assert "只有月份" not in as_month("2023", default_year=2023)[1]


@pytest.mark.parametrize(
    "value, words",
    [
        (2023.1, "可能是 1 月，也可能是 10 月"),
        (2023.13, "不是有效的月份"),
        (2023.123, "不是月份"),
        ("2023-13", "不是有效的月份"),
        ("2023-00", "不是有效的月份"),
        ("202313", "不是日期"),
        ("2023", "只有年份：请写成 2023-07 这样的月份"),
        ("上半年", "不是日期：请写成 2023-07 这样的月份"),
        (CellError("#N/A"), "“#N/A”"),
        (float("nan"), "不是日期"),
        (True, "不是日期"),
    ],
)
def test_what_is_no_month_is_refused(value, words):
    month, message = as_month(value)
    assert month is None
    assert words in message
