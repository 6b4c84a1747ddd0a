"""Ledger rows as a table that imports again unchanged: export → edit → import is how offices work (peers lesson 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import QuerySet

from zelian.exchange.workbook import SheetColumn
from zelian.intake.papers import sheet_column
from zelian.ledger.imports import LedgerTarget
from zelian.ledger.kinds import Kind
from zelian.ledger.models import Entry
from zelian.ledger.queries import with_children
from zelian.org.models import Org

_CHUNK = 2000


def export_rows(entries: QuerySet[Entry], kind: Kind) -> tuple[list[SheetColumn], Iterator[list[object]]]:
    """Columns and rows for `exchange.workbook.write_table`, in order of date; void entries are left out.

    Money in fen, dates as dates, choices as labels, names as lists; an organisation by its name, or by its code
    where another one is called the same. Scope is the caller's: give visible entries. Three queries per 2,000 rows.
    """
    target = LedgerTarget(kind, 0)
    return [sheet_column(column) for column in target.columns()], _rows(entries, kind, target)


def _rows(entries: QuerySet[Entry], kind: Kind, target: LedgerTarget) -> Iterator[list[object]]:
    names = _organisation_names()
    live = with_children(entries.filter(kind=kind.code, void=False)).order_by("happened_on", "pk")
    for entry in live.iterator(chunk_size=_CHUNK):
        yield [_cell(entry, column.name, kind, names) for column in target.columns()]


def _cell(entry: Entry, name: str, kind: Kind, names: dict[int, str]) -> object:
    column = kind.column(name)
    if name == "org":
        return names[entry.org_id]
    if column.target == "role":
        return [part.name for part in entry.participations.all() if part.role == name] or None
    if column.target == "step":
        return next((step.on for step in entry.steps.all() if step.code == name), None)
    value = getattr(entry, name) if column.target == "slot" else entry.extra.get(name)
    if column.choices and value:
        return column.choices.get(value, value)
    return None if value == "" else value


def _organisation_names() -> dict[int, str]:
    orgs = list(Org.objects.values_list("pk", "code", "name", "aliases"))
    called = Counter(text for _, code, name, aliases in orgs for text in {code, name, *aliases})
    return {pk: name if called[name] == 1 else code for pk, code, name, _ in orgs}
