"""The dense grid: every organisation × period asked for, whether any fact exists or not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from operator import itemgetter

from zelian.figures.spec import Figure
from zelian.kernel.amount import percent, ratio
from zelian.kernel.period import Period

Line = Sequence  # what one statement found for one organisation and period: integers, and days for spans
Lines = Sequence[Mapping[int, Line]]  # by index of the period, then organisation id


@dataclass(frozen=True)
class Cell:
    """One number: `value` (None where there is none), how many rows it counts, and why it is as it is.

    `state` is counted | zero | unknown | not_applicable. A ratio carries its numerator and denominator; its rows are
    those of the denominator.
    """

    value: int | Fraction | None
    rows: int
    state: str
    num: int | None = None
    den: int | None = None


@dataclass(frozen=True)
class Place:
    """Where a figure's numbers stand in the lines of the statement that counted it; `last` only for spans."""

    lines: Lines
    value: int
    rows: int
    last: int | None = None


class Grid:
    """Values of figures for organisations and periods. Absent facts are filled in by each figure's own rule."""

    def __init__(
        self,
        figures: Sequence[Figure],
        orgs: Sequence[int],
        periods: Sequence[Period],
        places: Mapping[str, Place],
        parts: Sequence[Figure] = (),
    ):
        """`figures` are those asked for, `parts` the others that their ratios are made of."""
        self.asked = [figure.code for figure in figures]
        self.figures = {figure.code: figure for figure in (*figures, *parts)}
        self.orgs = list(orgs)
        self.periods = list(periods)
        self._known_orgs = set(orgs)
        self._order = {period: index for index, period in enumerate(self.periods)}
        self._places = places

    def cell(self, code: str, org: int, period: Period) -> Cell:
        """One number with its state; ratios are made here, last, from their sums. KeyError for what was not asked."""
        figure = self.figures[code]
        if org not in self._known_orgs:
            raise KeyError(org)
        if figure.aggregate == "ratio":
            return _ratio(figure, self.cell(figure.num, org, period), self.cell(figure.den, org, period))
        value, rows = _counted(self._places[code], org, self._order[period])
        if rows:
            return Cell(value, rows, "counted")
        return Cell(0, 0, "zero") if figure.empty == "zero" else Cell(None, 0, figure.empty)

    def cells(self) -> Iterator[tuple[str, int, Period, Cell]]:
        """Every cell of the figures asked for, figures outermost, dense."""
        for code in self.asked:
            for org in self.orgs:
                for period in self.periods:
                    yield code, org, period, self.cell(code, org, period)

    def numbers(self) -> Iterator[tuple[int, Period, tuple[int, ...]]]:
        """Organisation, period and the bare integers of all figures but ratios, in their order; zero where no fact is.

        Much cheaper than `cells`: every statement's line is looked up once.
        """
        places = [self._places[code] for code, figure in self.figures.items() if figure.aggregate != "ratio"]
        spans = [at for at, place in enumerate(places) if place.last is not None]
        parts = []  # of each statement: its lines, which of their columns, zeros for where it found nothing
        order: list[int] = []
        for lines in {id(place.lines): place.lines for place in places}.values():
            mine = [at for at, place in enumerate(places) if place.lines is lines]
            parts.append((lines, _picker([places[at].value for at in mine]), (0,) * len(mine)))
            order += mine
        in_order = _picker([order.index(at) for at in range(len(places))])
        for org in self.orgs:
            for index, period in enumerate(self.periods):
                found: list[int] = []
                for lines, pick, zeros in parts:
                    line = lines[index].get(org)
                    found += zeros if line is None else pick(line)
                for at in spans:
                    found[order.index(at)] = _counted(places[at], org, index)[0]
                yield org, period, in_order(found)

    def digest(self, names: Mapping[int, str] | None = None) -> str:
        """SHA-256 of all `numbers`, organisations by `names` (id → code) where given: equal on every database."""
        total = hashlib.sha256()
        for org, period, values in self.numbers():
            name = names[org] if names else org
            total.update(f"{name}|{period.code}|{period.as_of or ''}|{','.join(map(str, values))}\n".encode())
        return total.hexdigest()


def _counted(place: Place, org: int, index: int) -> tuple[int, int]:
    line = place.lines[index].get(org)
    if line is None:
        return 0, 0
    rows = line[place.rows]
    if place.last is None:
        return line[place.value], rows
    return ((_day(line[place.last]) - _day(line[place.value])).days + 1 if rows else 0), rows


def _picker(columns: Sequence[int]) -> Callable[[Sequence], tuple]:
    """Picks several columns of a line, as a tuple even of one or none."""
    if len(columns) > 1:
        return itemgetter(*columns)
    return lambda line: tuple(line[column] for column in columns)


def _day(found: date | str) -> date:
    """SQLite hands dates out as text."""
    return date.fromisoformat(found) if isinstance(found, str) else found


def _ratio(figure: Figure, num: Cell, den: Cell) -> Cell:
    states = {num.state, den.state}
    for missing in ("unknown", "not_applicable"):
        if missing in states:
            return Cell(None, den.rows, missing, num.value, den.value)
    if not den.value:
        return Cell(None, den.rows, figure.empty, num.value, den.value)
    share = percent if figure.unit == "%" else ratio
    return Cell(share(num.value, den.value), den.rows, "counted", num.value, den.value)
