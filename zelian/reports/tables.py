"""报表: any figures × organisations × periods as a table; every cell knows what it counts, so it can open its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import BinaryIO

from zelian.exchange.workbook import SheetColumn, write_table
from zelian.figures.catalog import catalog
from zelian.figures.grid import Cell
from zelian.figures.run import evaluate
from zelian.figures.spec import Figure
from zelian.kernel.amount import plain
from zelian.kernel.errors import BadInput, NotFound
from zelian.kernel.period import Period
from zelian.org.models import Org
from zelian.org.queries import org_by_code, under

_SIZES = {"month": 1, "quarter": 3, "half": 6}
_SHOWN_KINDS = ("subdistrict", "section", "community", "village", "branch", "district")


@dataclass(frozen=True)
class TableSpec:
    """What a table shows: figure codes, an organisation, a period, which rows and how time is cut. Kept when saved."""

    figures: tuple[str, ...]
    org: str
    period: str
    rows: str = "children"
    by: str = "total"
    kinds: tuple[str, ...] = ()

    def as_dict(self) -> dict:
        """For storing and for addresses."""
        return asdict(self)


@dataclass(frozen=True)
class TableColumn:
    """One column: a figure in one period."""

    figure: Figure
    period: Period
    name: str


@dataclass(frozen=True)
class TableLine:
    """One organisation with its cells, one per column."""

    org: Org
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class BuiltTable:
    """A computed table. `lines` end with the organisation itself, which is the total of additive figures only."""

    spec: TableSpec
    org: Org
    period: Period
    columns: tuple[TableColumn, ...]
    lines: tuple[TableLine, ...]

    def as_dict(self) -> dict:
        """JSON of `zelian table --json`."""
        return {
            "org": self.org.code,
            "period": self.period.code,
            "columns": [
                {"figure": c.figure.code, "name": c.name, "unit": c.figure.unit, "period": c.period.code}
                for c in self.columns
            ],
            "rows": [
                {
                    "org": line.org.code,
                    "name": line.org.name,
                    "values": _values(self.columns, line),
                    "counts": [cell.rows for cell in line.cells],
                }
                for line in self.lines
            ],
        }


def _values(columns: Sequence[TableColumn], line: TableLine) -> list[int | float | None]:
    return [plain(cell.value, column.figure.places) for column, cell in zip(columns, line.cells, strict=True)]


def build_table(spec: TableSpec, *, as_of: date | None = None) -> BuiltTable:
    """Computes a table with one run of its figures. BadInput/NotFound (Chinese) for unknown codes and forms."""
    org, period = org_by_code(spec.org), Period.parse(spec.period, as_of)
    if spec.by not in ("total", *_SIZES) or spec.rows not in ("self", "children"):
        raise BadInput("报表的行列方式不对：行可为 self、children，列可为 total、month、quarter、half")
    known = catalog(period.end_month)
    missing = [code for code in spec.figures if code not in known]
    if missing:
        raise NotFound(f"报表用到的口径不存在：{'、'.join(missing)}")
    orgs = [org]
    if spec.rows == "children":
        kinds = (
            spec.kinds
            or tuple(kind for kind in ("community", "village", "section") if org.kind == "subdistrict")
            or _SHOWN_KINDS
        )
        orgs = [found for found in under(org, period.end_month, kinds=kinds) if found.pk != org.pk] + [org]
    periods = [period] if spec.by == "total" else period.parts(_SIZES[spec.by])
    figures = [known[code] for code in spec.figures]
    grid = evaluate(figures, [found.pk for found in orgs], periods, known=known)
    columns = tuple(
        TableColumn(figure, window, figure.name if window == period else f"{figure.name}（{window.name}）")
        for figure in figures
        for window in periods
    )
    lines = tuple(
        TableLine(found, tuple(grid.cell(column.figure.code, found.pk, column.period) for column in columns))
        for found in orgs
    )
    return BuiltTable(spec, org, period, columns, lines)


def write_workbook(table: BuiltTable, out: BinaryIO) -> None:
    """The table as .xlsx: text cells safe from formulas, numbers as numbers."""
    columns = [SheetColumn(code="org", header="单位", kind="text")]
    columns += [
        SheetColumn(code=f"c{index}", header=f"{column.name}（{column.figure.unit}）", kind="int")
        for index, column in enumerate(table.columns)
    ]
    rows = [[line.org.name, *_values(table.columns, line)] for line in table.lines]
    write_table(out, f"{table.org.name}{table.period.name}报表", columns, rows)
