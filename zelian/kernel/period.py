"""Business time: months as integers (202611) and the periods people report by.

A `Period` is a run of whole months, optionally cut at an "as of" date (截至). Written forms:
`2026` year, `2026H1` half, `2026Q3` quarter, `202609` month, `202512-202611` range. All dates are local
calendar dates entered by people; there is no time zone here.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date

from zelian.kernel.errors import BadInput

FIRST_MONTH = 190001
LAST_MONTH = 999912  # "never ends": the open end of half-open month intervals

_FORM = re.compile(r"(?P<year>\d{4})(?:(?P<half>H[12])|(?P<quarter>Q[1-4])|(?P<month>\d{2}))?")
_DIGITS = "零一二三四"


def month_of(day: date) -> int:
    """The month a date lies in, as an integer: 2026-11-23 → 202611."""
    return day.year * 100 + day.month


def add_months(month: int, count: int) -> int:
    """`month` moved by `count` months: add_months(202611, 2) → 202701."""
    index = (month // 100) * 12 + month % 100 - 1 + count
    return index // 12 * 100 + index % 12 + 1


def first_day(month: int) -> date:
    """First day of a month integer."""
    return date(month // 100, month % 100, 1)


def last_day(month: int) -> date:
    """Last day of a month integer; leap years included."""
    year, number = divmod(month, 100)
    return date(year, number, calendar.monthrange(year, number)[1])


def months_between(first: int, last: int) -> list[int]:
    """All months from `first` to `last`, both included."""
    months = []
    while first <= last:
        months.append(first)
        first = add_months(first, 1)
    return months


def check_month(month: int) -> int:
    """The month itself, or BadInput when it is not a real month (202613, 202600)."""
    if not (1900 <= month // 100 <= 9999 and 1 <= month % 100 <= 12):
        raise BadInput(f"“{month}”不是月份：应写成 202611 这样的六位数字")
    return month


@dataclass(frozen=True, order=True)
class Period:
    """Whole months `first`..`last` (both included), counted only up to `as_of` when that is given."""

    first: int
    last: int
    as_of: date | None = None

    @classmethod
    def parse(cls, text: str, as_of: date | None = None) -> Period:
        """Reads one written form; raises BadInput (Chinese) for anything else."""
        parts = str(text).strip().upper().split("-")
        if len(parts) == 2 and all(re.fullmatch(r"\d{6}", part) for part in parts):
            first, last = (check_month(int(part)) for part in parts)
            if first > last:
                raise BadInput(f"时期“{text}”的起月晚于止月：应写成 202601-202610")
            return cls(first, last).cut(as_of)
        found = _FORM.fullmatch(str(text).strip().upper())
        if not found:
            raise BadInput(f"时期“{text}”看不懂：可写 2026、2026H1、2026Q3、202609 或 202601-202610")
        year = int(found["year"]) * 100
        if found["half"]:
            start = 1 if found["half"] == "H1" else 7
            return cls(check_month(year + start), year + start + 5).cut(as_of)
        if found["quarter"]:
            start = int(found["quarter"][1]) * 3 - 2
            return cls(check_month(year + start), year + start + 2).cut(as_of)
        if found["month"]:
            month = check_month(year + int(found["month"]))
            return cls(month, month).cut(as_of)
        return cls(check_month(year + 1), year + 12).cut(as_of)

    @classmethod
    def year(cls, year: int) -> Period:
        """The whole year."""
        return cls(year * 100 + 1, year * 100 + 12)

    def cut(self, as_of: date | None) -> Period:
        """The same period counted only up to `as_of`; BadInput when that lies before it begins."""
        if as_of is None or as_of >= last_day(self.last):
            return replace(self, as_of=None)
        if as_of < first_day(self.first):
            raise BadInput(f"截至日期 {as_of} 早于时期 {self.code} 的开始：请换一个时期或日期")
        return replace(self, as_of=as_of)

    @property
    def start(self) -> date:
        """First day."""
        return first_day(self.first)

    @property
    def end(self) -> date:
        """Last day that counts: the last month's end, or the as-of date."""
        return self.as_of or last_day(self.last)

    @property
    def end_month(self) -> int:
        """The month `end` lies in: the structure and the stock figures of a period are those of this month."""
        return month_of(self.end)

    @property
    def months(self) -> list[int]:
        """Months that count, up to the as-of date."""
        return months_between(self.first, self.end_month)

    @property
    def code(self) -> str:
        """The shortest written form; `parse(p.code, p.as_of) == p`."""
        year, number = divmod(self.first, 100)
        length = len(months_between(self.first, self.last))
        if self.first == self.last:
            return str(self.first)
        if length == 12 and number == 1:
            return str(year)
        if length == 6 and number in (1, 7):
            return f"{year}H{1 if number == 1 else 2}"
        if length == 3 and number in (1, 4, 7, 10):
            return f"{year}Q{number // 3 + 1}"
        return f"{self.first}-{self.last}"

    @property
    def name(self) -> str:
        """As an official would write it: 2023年三季度（截至9月28日）."""
        year, number = divmod(self.first, 100)
        code = self.code
        if "H" in code:
            name = f"{year}年{'上' if code.endswith('1') else '下'}半年"
        elif "Q" in code:
            name = f"{year}年{_DIGITS[int(code[-1])]}季度"
        elif len(code) == 4:
            name = f"{year}年"
        elif len(code) == 6:
            name = f"{year}年{number}月"
        else:
            name = f"{year}年{number}月至{self.last // 100}年{self.last % 100}月"
        if self.as_of:
            name += f"（截至{self.as_of.month}月{self.as_of.day}日）"
        return name

    def parts(self, size: int) -> list[Period]:
        """The period cut into consecutive windows of `size` months (1, 3, 6, 12), the last possibly shorter.

        Windows after the as-of date are left out: nothing can have happened in them yet.
        """
        windows = []
        for start in self.months[::size]:
            window = Period(start, min(add_months(start, size - 1), self.last))
            windows.append(window.cut(self.as_of) if self.as_of else window)
        return windows

    def previous(self) -> Period:
        """The period of the same length one year before, cut at the same calendar day."""
        before = Period(self.first - 100, self.last - 100)
        if not self.as_of:
            return before
        day = min(self.as_of.day, last_day(month_of(self.as_of) - 100).day)
        return before.cut(self.as_of.replace(year=self.as_of.year - 1, day=day))

    def __str__(self) -> str:
        return self.code
