"""Rows being written for the sample street: plain values, nothing of the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from zelian.packs.sample import days
from zelian.packs.sample.roster import Human, Street
from zelian.packs.sample.targets import GAPS

Part = tuple[str, Human | str]  # role, and a known person or a name nobody could resolve


@dataclass(frozen=True)
class Row:
    """One ledger row to be: organisation and persons by code, dates as dates, the day it was entered."""

    kind: str
    org: str
    on: date
    recorded: date
    slots: dict[str, object] = field(hash=False)
    parts: tuple[Part, ...] = ()
    steps: tuple[tuple[str, date], ...] = ()
    extra: dict[str, str] = field(default_factory=dict, hash=False)
    void: str = ""


@dataclass
class Book:
    """Collects the rows of one chapter (a chapter has its own stream of chance, so that none disturbs another)."""

    street: Street
    rng: Random
    rows: list[Row] = field(default_factory=list)
    _used: dict[tuple[str, str], set[date]] = field(default_factory=lambda: defaultdict(set))

    def add(
        self,
        kind: str,
        org: str,
        on: date,
        *,
        parts: Iterable[Part] = (),
        steps: Sequence[tuple[str, date]] = (),
        extra: dict[str, str] | None = None,
        void: str = "",
        **slots: object,
    ) -> None:
        """Writes one row. `void` is the reason it was taken back, if it was. It is entered after its last step."""
        last = max([on, *(day for _, day in steps)])
        self.rows.append(
            Row(kind, org, on, days.entered(self.rng, last), slots, tuple(parts), tuple(steps), dict(extra or {}), void)
        )

    def day(self, kind: str, org: str, year: int, month: int, *, weekdays: Iterable[int] = range(5)) -> date:
        """A working day of the month not yet used for that kind and organisation."""
        allowed = set(weekdays)
        used = self._used[kind, org]
        free = [day for day in days.workdays(year, month) if day.weekday() in allowed and day not in used]
        day = self.rng.choice(free or [day for day in days.workdays(year, month) if day not in used])
        used.add(day)
        return day

    def weekend_or_workday(self, kind: str, org: str, year: int, month: int) -> date:
        """Like `day`; one in four falls on a Saturday."""
        day = self.day(kind, org, year, month)
        saturday = day + timedelta(days=5 - day.weekday())
        if self.rng.random() < 0.25 and saturday.month == month and saturday not in self._used[kind, org]:
            self._used[kind, org].add(saturday)
            return saturday
        return day

    def present(self, expected: int, low: float = 0.8) -> int:
        """How many of the expected came."""
        return self.rng.randint(max(1, round(expected * low)), expected)

    def months(self, year: int, unit: str) -> list[int]:
        """Months in which a village or community kept its pace."""
        return [month for month in range(1, 13) if month not in GAPS[year].get(unit, ())]

    def over_months(self, total: int, months: Sequence[int]) -> list[int]:
        """`total` months drawn from `months`, a little uneven, in order."""
        weights = [0.7 + self.rng.random() * 0.6 for _ in months]
        counts = days.shares(total, weights)
        return [month for month, count in zip(months, counts, strict=True) for _ in range(count)]
