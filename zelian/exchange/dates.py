"""Cell → date or month. Pure; the same contract as `cells`: `(value, message)`, both None for a blank cell.

A date is taken only when one day is meant. Impossible days, day-first orders and dates without a year are
refused with the guess; nothing is ever shifted (security F26).
"""

from __future__ import annotations

import datetime
import re

from zelian.exchange.cells import fold, is_blank, refused, shown

FIRST_YEAR, LAST_YEAR = 1900, 2100
_SERIAL_FROM, _SERIAL_UNTIL = 10_000, 73_050  # 1927-05-18 … 2099-12-31; smaller numbers are not dates
_LONGEST = 60  # longer text is no date, and the patterns below are not meant for it
_EPOCH_1900 = datetime.date(1899, 12, 30)  # not 31: Excel counts a 1900-02-29 that never was
_EPOCH_1904 = datetime.date(1904, 1, 1)
_WANTED = "请写成 2023-07-05 这样的日期"
_WANTED_MONTH = "请写成 2023-07 这样的月份"

_TIME = r"(?:[T ]*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?)?[分秒]?Z?)?"
_WEEKDAY = r"(?:\(?(?:星期|周)[一二三四五六日天]\)?)?"
_FULL = re.compile(rf"(\d{{4}})([-./])(\d{{1,2}})\2(\d{{1,2}})[日号]?{_WEEKDAY}{_TIME}")
_CHINESE_FULL = re.compile(rf"(\d{{4}})年(\d{{1,2}})月(\d{{1,2}})[日号]?{_WEEKDAY}{_TIME}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:([-./])(\d{1,2})|年(\d{1,2})月份?)")
_COMPACT_MONTH = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])")
_YEARLESS = re.compile(rf"(\d{{1,2}})月(\d{{1,2}})[日号]?{_WEEKDAY}")
_YEARLESS_SIGNED = re.compile(r"(\d{1,2})[./-](\d{1,2})")
_YEARLESS_MONTH = re.compile(r"(\d{1,2})月份?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})")
_SHORT_YEAR = re.compile(r"'?(\d{2})(?:([-./])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)")
_RANGE = re.compile(r".*\d.*[至到~—–].*\d.*|.*[年月日\d]-\d+[月日].*|(?:\d+[./]){1,2}\d+-(?:\d+[./])*\d+")
_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_CHINESE_YEAR = re.compile(r"([〇零○OＯo0一二三四五六七八九]{4})年")
_CHINESE_PART = re.compile(r"([一二三四五六七八九十]{1,3})(?=[月日号])")


def as_date(
    value: object, *, default_year: int | None = None, epoch_1904: bool = False
) -> tuple[datetime.date | None, str | None]:
    """A day: real dates, Excel serials (numbers only), 2023-07-05 2023.7.5 2023/7/5 20230705 2023年7月5日
    二〇二三年七月五日; with `default_year` also 7月5日 7.5 7/5 (as text). Times of day are dropped.

    `epoch_1904`: the workbook's date system (`Sheet.epoch_1904`). Years outside 1900–2100 are refused.
    """
    if is_blank(value):
        return None, None
    if message := refused(value):
        return None, message
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return _day(value.year, value.month, value.day, value)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None, f"“{shown(value)}”不是日期：{_WANTED}"
    if not isinstance(value, str):
        return _from_number(value, epoch_1904)
    return _from_text(value, default_year)


def as_month(
    value: object, *, default_year: int | None = None, epoch_1904: bool = False
) -> tuple[int | None, str | None]:
    """A month as the integer yyyymm: 2023年7月 2023-07 2023.7 202307 二〇二三年七月, or the month of a full date;
    with `default_year` also 7月. The number 2023.1 is refused: it may have been 2023.10.
    """
    if is_blank(value):
        return None, None
    if isinstance(value, float | int) and not isinstance(value, bool):
        if isinstance(value, float) and FIRST_YEAR <= value <= LAST_YEAR + 1 and value != int(value):
            return _month_from_float(value)
        value_text = str(int(value)) if value == value // 1 else ""
    else:
        value_text = _western(fold(value)) if isinstance(value, str) and len(value) <= _LONGEST else ""
    if found := _MONTH.fullmatch(value_text):
        return _month(int(found[1]), int(found[3] or found[4]), value)
    if found := _COMPACT_MONTH.fullmatch(value_text):
        return _month(int(found[1]), int(found[2]), value)
    if (found := _YEARLESS_MONTH.fullmatch(value_text)) and default_year is not None:
        return _month(default_year, int(found[1]), value)
    day, message = as_date(value, default_year=default_year, epoch_1904=epoch_1904)
    if day is None:
        return None, (message or "").replace(_WANTED, _WANTED_MONTH) or None
    return day.year * 100 + day.month, None


def _from_number(value: int | float, epoch_1904: bool) -> tuple[datetime.date | None, str | None]:
    if _SERIAL_FROM <= value < _SERIAL_UNTIL + 1:
        return (_EPOCH_1904 if epoch_1904 else _EPOCH_1900) + datetime.timedelta(days=int(value)), None
    if value == value // 1 and _COMPACT.fullmatch(str(int(value))):
        return _from_text(str(int(value)), None)
    if isinstance(value, float) and FIRST_YEAR <= value <= LAST_YEAR + 1 and value != int(value):
        return None, f"“{shown(value)}”只有年月，没有日：{_WANTED}"
    if isinstance(value, float) and 1 <= value < 13 and value != int(value):
        return None, f"“{shown(value)}”是一个小数，可能想写几月几日：{_WANTED}，并把这一列设为“日期”或“文本”格式"
    return _from_text(str(int(value)) if value == value // 1 else shown(value), None)


def _month_from_float(value: float) -> tuple[int | None, str | None]:
    year, _, decimals = f"{value:.15g}".partition(".")
    if decimals == "1":
        return None, f"“{shown(value)}”可能是 1 月，也可能是 10 月（末尾的 0 被 Excel 去掉了）：{_WANTED_MONTH}"
    if len(decimals) > 2:
        return None, f"“{shown(value)}”不是月份：{_WANTED_MONTH}"
    return _month(int(year), int(decimals), value)


def _from_text(value: str, default_year: int | None) -> tuple[datetime.date | None, str | None]:
    if len(value) > _LONGEST:
        return None, f"“{shown(value)}”不是日期：{_WANTED}"
    text = _western(fold(value))
    if found := _FULL.fullmatch(text):
        return _day(int(found[1]), int(found[3]), int(found[4]), value)
    if found := _CHINESE_FULL.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]), value)
    found = _YEARLESS.fullmatch(text) or _YEARLESS_SIGNED.fullmatch(text)
    if found:
        month, day = int(found[1]), int(found[2])
        if default_year is not None:
            return _day(default_year, month, day, value)
        return None, f"“{shown(value)}”没有年份：请补上年份，写成 2023-{month:02d}-{day:02d} 这样"
    return None, _why_not(value, text)


def _western(text: str) -> str:
    """Chinese numerals of a date → Arabic; blanks out, except one between date and time."""
    text = re.sub(r"\s*([-./年月日号:])\s*", r"\1", text)
    if not _CHINESE_PART.search(text) and not _CHINESE_YEAR.match(text):
        return text
    text = _CHINESE_YEAR.sub(lambda m: m[1].translate(_DIGITS).replace("O", "0").replace("o", "0") + "年", text, 1)
    return _CHINESE_PART.sub(lambda m: _tens(m[1]), text)


def _tens(numeral: str) -> str:
    """一 … 九十九 → digits; anything malformed is left for the message."""
    if "十" not in numeral:
        return numeral.translate(_DIGITS) if len(numeral) == 1 else numeral
    tens, _, ones = numeral.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return numeral
    return (tens.translate(_DIGITS) or "1") + (ones.translate(_DIGITS) or "0")


def _why_not(value: str, text: str) -> str:
    seen = f"“{shown(value)}”"
    if _MONTH.fullmatch(text) or _COMPACT_MONTH.fullmatch(text) or _YEARLESS_MONTH.fullmatch(text):
        return f"{seen}只有月份，没有日：{_WANTED}"
    if re.fullmatch(r"(?:19|20)\d{2}年?", text):
        return f"{seen}只有年份：{_WANTED}"
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        guesses = [g for g in (_iso(year, second, first), _iso(year, first, second)) if g]
        if guesses:
            return f"{seen}的年份写在最后，是不是 {' 或 '.join(dict.fromkeys(guesses))}？请写成四位年份-月-日"
    if found := _SHORT_YEAR.fullmatch(text):
        month, day = int(found[3] or found[5]), int(found[4] or found[6])
        if guess := _iso(2000 + int(found[1]), month, day):
            return f"{seen}的年份只有两位，是不是 {guess}？请写成四位年份-月-日"
    if re.fullmatch(r"\d{5}", text) and _SERIAL_FROM <= int(text) <= _SERIAL_UNTIL:
        guess = _EPOCH_1900 + datetime.timedelta(days=int(text))
        return f"{seen}像是 Excel 的日期序号，是不是 {guess.isoformat()}？请写成四位年份-月-日"
    if _RANGE.fullmatch(text):
        return f"{seen}是一段时间：请只填一个日期，{_WANTED}"
    return f"{seen}不是日期：{_WANTED}"


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _day(year: int, month: int, day: int, value: object) -> tuple[datetime.date | None, str | None]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None, f"“{shown(value)}”的年份不在 {FIRST_YEAR}–{LAST_YEAR} 之间：请核对"
    try:
        return datetime.date(year, month, day), None
    except ValueError:
        return None, f"“{shown(value)}”这一天不存在（{year} 年 {month} 月 {day} 日）：请核对"


def _month(year: int, month: int, value: object) -> tuple[int | None, str | None]:
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        return None, f"“{shown(value)}”不是有效的月份：{_WANTED_MONTH}"
    return year * 100 + month, None
