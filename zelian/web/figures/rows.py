"""The rows behind a number as a table: what happened, when, where, to whom. Kinds closed to the reader stay sealed."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse

from zelian.access.actor import UserActor
from zelian.figures.evidence import Evidence
from zelian.ledger.kinds import Kind
from zelian.ledger.queries import readable_kinds
from zelian.web.ui.cells import Link
from zelian.web.ui.tables import Column, Empty, Table

PAGE = 50
PAGE_OF_TWO = 20  # of a ratio two lists stand under one another
_COLUMNS = {
    "ledger.entry": (
        Column("day", "日期", phone="main"),
        Column("org", "单位", phone="main"),
        Column("kind", "台账"),
        Column("what", "事项", phone="title"),
    ),
    "ledger.participation": (
        Column("day", "日期", phone="main"),
        Column("person", "姓名", phone="title"),
        Column("role", "角色"),
        Column("org", "单位", phone="main"),
        Column("what", "事项"),
    ),
    "ledger.step": (
        Column("day", "日期", phone="main"),
        Column("step", "环节", phone="main"),
        Column("org", "单位"),
        Column("what", "事项", phone="title"),
    ),
}


@dataclass(frozen=True)
class Opened:
    """The rows of one part of a figure: the readable page as a table, and how many more are sealed."""

    title: str
    table: Table
    total: int
    sealed: int

    @property
    def closed(self) -> bool:
        """Nothing of it may be shown: the count alone stands."""
        return self.sealed == self.total > 0


def opened(part: Evidence, actor: UserActor, page: int, size: int = PAGE) -> Opened:
    """One page of the rows of one part. Four queries: count, readable count, the page, its people."""
    readable = readable_kinds(actor)
    total = part.rows.count()
    rows = part.rows.filter(**{f"{part.source.kind}__in": list(readable)})
    pages = Paginator(_fetched(part, rows), size)
    shown = pages.get_page(page)
    table = Table(
        id=f"rows-{part.figure.code}",
        columns=_columns(part),
        rows=[line(part, row, readable) for row in shown],
        empty=Empty("没有记录", "本期没有符合口径的记录。"),
        total=pages.count,
        page=shown if isinstance(shown, Page) else None,
    )
    return Opened(part.figure.name, table, total, total - pages.count)


def _columns(part: Evidence) -> tuple[Column, ...]:
    """A summed slot has its own column, named as the slot is; a column of ones would say nothing."""
    columns = _COLUMNS[part.source.code]
    if part.figure.aggregate != "sum":
        return columns
    return (*columns, Column("number", part.source.columns[part.figure.column].label, num=True, phone="main"))


def _fetched(part: Evidence, rows: QuerySet) -> QuerySet:
    if part.source.code == "ledger.entry":
        return rows.select_related("org")
    if part.source.code == "ledger.participation":
        return rows.select_related("entry__org", "person")
    return rows.select_related("entry__org")


def line(part: Evidence, row: object, readable: dict[str, Kind]) -> dict[str, object]:
    """The cells of one row by column key."""
    entry = row if part.source.code == "ledger.entry" else row.entry
    kind = readable[entry.kind]
    what = entry.title or entry.party or entry.place or kind.name
    cells: dict[str, object] = {
        "day": entry.happened_on,
        "org": entry.org.name,
        "kind": kind.name,
        "what": Link(what, reverse("ledger-entry", args=[entry.pk])),
        "number": _number(part, row),
    }
    if part.source.code == "ledger.participation":
        column = kind.column(row.role)
        cells |= {"person": row.name, "role": column.header if column else row.role}
    if part.source.code == "ledger.step":
        column = kind.column(row.code)
        cells |= {"step": column.header if column else row.code, "day": row.on}
    return cells


def _number(part: Evidence, row: object) -> object:
    """What the row adds to a sum."""
    if part.figure.aggregate != "sum":
        return None
    found = row
    for name in part.source.columns[part.figure.column].path.split("__"):
        found = getattr(found, name)
    return found
