"""A file → a plan for every row of it. Reads only; what is stored later is exactly what is planned here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zelian.access.actor import CommandActor, UserActor
from zelian.exchange.errors import ExchangeError
from zelian.exchange.sheets import read_in_child
from zelian.intake import targets as registry
from zelian.intake.orgbook import OrgBook
from zelian.intake.reading import SheetPlan, read_rows, take
from zelian.intake.targets import STATES, Context, Fault, RowPlan, SourceRow, Target
from zelian.kernel.errors import BadInput, NotAllowed
from zelian.org.models import Org, OrgKind

Importer = UserActor | CommandActor


@dataclass(frozen=True)
class Planned:
    """A whole file: its sheets as taken, and the plans of all rows in file order."""

    sheets: list[SheetPlan]
    plans: list[RowPlan]

    def counts(self) -> dict[str, object]:
        """Per sheet what it was taken for and how many rows became what; the five states add up to `rows`."""
        tally = Counter((plan.sheet, plan.state) for plan in self.plans)
        return {
            "sheets": [
                {
                    "sheet": sheet.name,
                    "target": sheet.target.code if sheet.target else "",
                    "kind": sheet.target.kind if sheet.target else None,
                    "name": sheet.target.name if sheet.target else "",
                    "header_row": sheet.heading.row if sheet.heading else None,
                    "rows": sum(tally[index, state] for state in STATES),
                    **{state: tally[index, state] for state in STATES},
                    "notes": sheet.notes,
                }
                for index, sheet in enumerate(self.sheets)
            ]
        }


def make(
    path: Path,
    filename: str,
    *,
    kind: str | None,
    org: Org | None,
    default_year: int | None,
    by: Importer,
    now: datetime,
) -> Planned:
    """Reads and plans a file. BadInput (Chinese) for a file nothing can be taken from, NotAllowed where `by` may not.

    Queries: the families' own, the organisation book, and per target present a few; none per row.
    """
    wanted = _wanted(kind)
    try:
        found = read_in_child(path, filename)
    except ExchangeError as error:
        raise BadInput(str(error)) from error
    sheets = [take(sheet, filename, wanted, explicit=kind is not None) for sheet in found]
    _check_allowed(sheets, by)
    if not any(sheet.target for sheet in sheets):
        raise BadInput(_nothing_found(filename, sheets))
    context = Context(by, now, OrgBook(by, by.month))
    plans: list[RowPlan] = []
    for target in wanted:
        own = [index for index, sheet in enumerate(sheets) if sheet.target is target]
        rows: list[SourceRow] = []
        for index in own:
            _set_default_org(context, target, org)
            rows += read_rows(index, found[index], sheets[index], context, default_year)
        if rows:
            plans += _planned(target, rows, context)
    plans.sort(key=lambda plan: (plan.sheet, plan.row))
    return Planned(sheets, plans)


def _wanted(kind: str | None) -> list[Target]:
    if kind is None:
        return registry.targets()
    target = registry.find(kind)
    if target is None:
        raise BadInput(f"没有叫“{kind}”的台账或名册：请核对种类代码或名称")
    return [target]


def _check_allowed(sheets: list[SheetPlan], by: Importer) -> None:
    for sheet in sheets:
        if sheet.target and not sheet.target.allowed(by):
            raise NotAllowed(
                f"{by.display_name}没有导入“{sheet.target.name}”的权限（工作表“{sheet.name}”）：请联系管理员"
            )


def _nothing_found(filename: str, sheets: list[SheetPlan]) -> str:
    notes = [note for sheet in sheets for note in sheet.notes]
    return notes[0] if notes else f"“{filename}”里没有数据：请核对是不是选错了文件"


def _set_default_org(context: Context, target: Target, org: Org | None) -> None:
    """The organisation of rows that name none: the one given, else the only one the actor acts for.

    An empty cell is filled only where no other organisation could be meant. Whoever acts for the whole office gives
    the street's own ledgers, which have no column for it, to the only sub-district there is.
    """
    orgs, permission = context.orgs, target.scope_permission
    context.default_org, context.fill_blank = None, org is not None
    if org is not None:
        if not orgs.writable(orgs.by_code[org.code], permission):
            raise NotAllowed(f"“{org.name}”不在{context.by.display_name}的权限范围内：请换一个单位")
        context.default_org = org.code
        return
    inside = [known for known in orgs.by_code.values() if known.pk and orgs.writable(known, permission)]
    roots = context.by.roots(permission)
    if roots is not None and len(roots) == 1:
        context.default_org = next((known.code for known in inside if known.pk == roots[0]), None)
        context.fill_blank = len(inside) == 1
    elif not any(column.type == "org" and column.required for column in target.columns()):
        streets = [known.code for known in inside if known.kind == OrgKind.SUBDISTRICT]
        context.default_org = streets[0] if len(streets) == 1 else None


def _planned(target: Target, rows: list[SourceRow], context: Context) -> Iterator[RowPlan]:
    """Skipped and faulty rows need no target; the others are checked by it."""
    sound = []
    for row in rows:
        if row.skip:
            yield RowPlan(row.sheet, row.number, "skipped", note=row.skip)
        elif row.faults:
            yield RowPlan(row.sheet, row.number, "rejected", row.values, faults=row.faults)
        else:
            sound.append(row)
    yield from target.check(sound, context)


def rejected(row: SourceRow, column: str, value: object, message: str) -> RowPlan:
    """The plan of a row that a target cannot take; `column` is the target's own header for the cell at fault."""
    fault = Fault(row.headers.get(column, column), value, message)
    return RowPlan(row.sheet, row.number, "rejected", row.values, faults=[fault])
