"""Plausible days: working days without weekends and public holidays, and how long after an event it was entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from random import Random

from zelian.kernel.period import first_day, last_day

# First and last day of the public holidays of the sample years; make-up days are not worked here.
_HOLIDAYS = [
    ("2022-01-01", "2022-01-03"),
    ("2022-01-31", "2022-02-06"),
    ("2022-04-03", "2022-04-05"),
    ("2022-04-30", "2022-05-04"),
    ("2022-06-03", "2022-06-05"),
    ("2022-09-10", "2022-09-12"),
    ("2022-10-01", "2022-10-07"),
    ("2022-12-31", "2023-01-02"),
    ("2023-01-21", "2023-01-27"),
    ("2023-04-05", "2023-04-05"),
    ("2023-04-29", "2023-05-03"),
    ("2023-06-22", "2023-06-24"),
    ("2023-09-29", "2023-10-06"),
    ("2023-12-30", "2024-01-01"),
    ("2024-02-10", "2024-02-17"),
    ("2024-04-04", "2024-04-06"),
    ("2024-05-01", "2024-05-05"),
    ("2024-06-08", "2024-06-10"),
    ("2024-09-15", "2024-09-17"),
    ("2024-10-01", "2024-10-07"),
    ("2025-01-01", "2025-01-01"),
]
_SPANS = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in _HOLIDAYS]


@cache
def is_workday(day: date) -> bool:
    """Monday to Friday and no public holiday."""
    return day.weekday() < 5 and not any(first <= day <= last for first, last in _SPANS)


@cache
def workdays(year: int, month: int) -> tuple[date, ...]:
    """The working days of a month."""
    start, end = first_day(year * 100 + month), last_day(year * 100 + month)
    every = (start + timedelta(days=offset) for offset in range((end - start).days + 1))
    return tuple(day for day in every if is_workday(day))


def next_workday(day: date) -> date:
    """The day itself or the first working day after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def workday_between(rng: Random, first: date, last: date) -> date:
    """A working day from `first` to `last`; the first one after `first` where there is none."""
    every = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    open_days = [day for day in every if is_workday(day)]
    return rng.choice(open_days) if open_days else next_workday(first)


def entered(rng: Random, day: date) -> date:
    """When an event of `day` was entered: mostly within the week, one in twenty some weeks late."""
    chance = rng.random()
    if chance < 0.70:
        lag = rng.randint(0, 3)
    elif chance < 0.90:
        lag = rng.randint(4, 7)
    elif chance < 0.95:
        lag = rng.randint(8, 14)
    else:
        lag = rng.randint(20, 55)
    return next_workday(day + timedelta(days=lag))


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """`total` split into whole parts in proportion to the weights; the largest remainders get the rest."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts
