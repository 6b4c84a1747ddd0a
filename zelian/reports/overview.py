"""责任落实情况: communities × what each owes per month, quarter or year, judged by the figures.

The columns are definitions (family `overview`): {code, name, figure, required, per, applies_to, basis}. A past window
with less than required is a gap; a window still open is not due, or due soon in its last ten days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from zelian.definitions.store import in_force
from zelian.figures.catalog import catalog
from zelian.figures.grid import Cell
from zelian.figures.run import evaluate
from zelian.kernel.period import Period, add_months
from zelian.org.models import Org
from zelian.org.queries import under

_SIZES = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_WORDS = {"month": "月", "quarter": "季", "half": "半年", "year": "年"}
_SOON = timedelta(days=10)
_SUBJECTS = ("community", "village")


@dataclass(frozen=True)
class OverviewColumn:
    """One thing owed: `required` of `figure` in every window of `per`, by organisations of the kinds `applies_to`."""

    code: str
    name: str
    figure: str
    required: int
    per: str
    applies_to: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class OverviewCell:
    """One organisation and one thing owed. `state` done | missed | due_soon | not_due | not_applicable.

    `text` is the short word shown (缺2月, 差1次); `gap` the first window with a gap, for the link.
    """

    state: str
    text: str = ""
    gap: Period | None = None


@dataclass(frozen=True)
class Overview:
    """The whole table in the office's order, never sorted by redness."""

    columns: tuple[OverviewColumn, ...]
    lines: tuple[tuple[Org, tuple[OverviewCell, ...]], ...]

    @property
    def due(self) -> int:
        """Cells that were due."""
        return sum(cell.state in ("done", "missed") for _, cells in self.lines for cell in cells)

    @property
    def done(self) -> int:
        """Cells fulfilled."""
        return sum(cell.state == "done" for _, cells in self.lines for cell in cells)


def overview_columns() -> tuple[OverviewColumn, ...]:
    """The columns in force. One or two queries."""
    return tuple(
        OverviewColumn(
            row.code,
            row.body["name"],
            row.body["figure"],
            row.body["required"],
            row.body["per"],
            tuple(row.body["applies_to"]),
            row.body.get("basis", ""),
        )
        for row in in_force("overview")
    )


def overview(org: Org, period: Period, today: date) -> Overview:
    """The table of an organisation's communities and villages (or its own line), as it stood at the end of the period
    or stands today. One run of the figures over all windows."""
    seen_from, known = min(today, period.end), catalog(period.end_month)
    columns = tuple(column for column in overview_columns() if column.figure in known)
    orgs = list(under(org, period.end_month, kinds=_SUBJECTS))
    windows = {per: _windows(period, _SIZES[per]) for per in {column.per for column in columns}}
    asked = {
        window: window.cut(seen_from) if window.start <= seen_from < window.end else window
        for of in windows.values()
        for window in of
    }
    figures = {column.figure: known[column.figure] for column in columns}
    grid = evaluate(figures.values(), [one.pk for one in orgs], list(asked.values()), known=known)
    lines = []
    for one in orgs:
        cells = []
        for column in columns:
            found = [(window, grid.cell(column.figure, one.pk, asked[window])) for window in windows[column.per]]
            cells.append(_judge(column, one, found, seen_from, known[column.figure].unit))
        lines.append((one, tuple(cells)))
    return Overview(columns, tuple(lines))


def _windows(period: Period, size: int) -> list[Period]:
    """The windows of that length in the period, or the one that holds it."""
    first = period.first // 100 * 100 + (period.first % 100 - 1) // size * size + 1
    found = []
    while first <= period.last:
        found.append(Period(first, add_months(first, size - 1)))
        first = add_months(first, size)
    return found


def _judge(
    column: OverviewColumn, org: Org, found: Sequence[tuple[Period, Cell]], seen_from: date, unit: str
) -> OverviewCell:
    if org.kind not in column.applies_to:
        return OverviewCell("not_applicable")
    gaps, open_window, met, ahead = [], None, 0, False
    for window, cell in found:
        ahead = ahead or window.start > seen_from
        if window.start > seen_from or window.last < org.opened_period or cell.state == "not_applicable":
            continue
        if _reached(cell.value, column.required):
            met += 1
        elif window.end <= seen_from:
            gaps.append((window, cell))
        else:
            open_window = window
    if gaps:
        window, cell = gaps[0]
        if len(found) > 1:
            return OverviewCell("missed", f"缺{len(gaps)}{_WORDS[column.per]}", window)
        return OverviewCell("missed", _lacking(column.required, cell.value, unit), window)
    if open_window is not None:
        left = (open_window.end - seen_from).days
        if timedelta(days=left) <= _SOON:
            return OverviewCell("due_soon", f"剩{left}天", open_window)
        return OverviewCell("not_due", "", open_window)
    if met:
        return OverviewCell("done")
    return OverviewCell("not_due" if ahead else "not_applicable")


def _reached(value: int | Fraction | None, required: int) -> bool:
    return value is not None and value >= required


def _lacking(required: int, value: int | Fraction | None, unit: str) -> str:
    if unit == "%":
        return "未达标"
    return f"缺{required - int(value or 0)}{unit}"
