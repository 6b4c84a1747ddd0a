"""What the ledger pages show of an entry."""

from __future__ import annotations

from itertools import pairwise

from django.db.models import Q, QuerySet
from django.urls import reverse

from zelian.kernel.amount import yuan_from_fen
from zelian.ledger.kinds import Kind, KindColumn
from zelian.ledger.models import Entry
from zelian.web.ledger.forms import EntryFilter
from zelian.web.scope import Scope
from zelian.web.ui.cells import Badge, Link
from zelian.web.ui.tables import Column

COLUMNS = (
    Column("day", "日期", phone="main"),
    Column("org", "单位", phone="main"),
    Column("kind", "台账"),
    Column("what", "事项", phone="title"),
    Column("stage", "状态"),
    Column("number", "数量", num=True),
    Column("people", "人数", num=True),
)


def filtered(rows: QuerySet[Entry], form: EntryFilter, scope: Scope) -> QuerySet[Entry]:
    """The entries below the organisation in the period, narrowed by the form; newest first. No query of its own."""
    rows = rows.filter(
        org__above__ancestor=scope.org,
        org__above__from_period__lte=scope.period.end_month,
        org__above__until_period__gt=scope.period.end_month,
        period__gte=scope.period.first,
        period__lte=scope.period.last,
    )
    if form.is_bound and not form.is_valid():
        return rows.none()  # a filter that is not understood never means "all"
    given = form.cleaned_data if form.is_bound else {}
    if not given.get("void"):
        rows = rows.filter(void=False)
    if given.get("kind"):
        rows = rows.filter(kind=given["kind"])
    if given.get("q"):
        word = given["q"]
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(party__icontains=word)
            | Q(place__icontains=word)
            | Q(org__name__icontains=word)
        )
    if given.get("start"):
        rows = rows.filter(happened_on__gte=given["start"])
    if given.get("end"):
        rows = rows.filter(happened_on__lte=given["end"])
    return rows.order_by("-happened_on", "-pk")


def line(entry: Entry, kinds: dict[str, Kind]) -> dict[str, object]:
    """The cells of one entry by column key."""
    kind = kinds[entry.kind]
    what = entry.title or entry.party or entry.place or kind.name
    stage = kind.label("stage", entry.stage) if entry.stage else kind.label("category", entry.category)
    return {
        "day": entry.happened_on,
        "org": entry.org.name,
        "kind": kind.name,
        "what": Link(what, reverse("ledger-entry", args=[entry.pk])),
        "stage": Badge("void", "已作废") if entry.void else stage,
        "number": entry.quantity if kind.column("quantity") else None,
        "people": entry.headcount,
    }


def fields(entry: Entry, kind: Kind) -> list[tuple[str, object]]:
    """(header, value) of every column of the kind that is filled, in the kind's order."""
    parts: dict[str, list[str]] = {}
    for part in entry.participations.all():
        parts.setdefault(part.role, []).append(part.name if part.person_id else f"{part.name}（待核）")
    steps = {step.code: step.on for step in entry.steps.all()}
    return [
        (column.header, value)
        for column in kind.columns
        if (value := _value(entry, kind, column, parts, steps)) not in (None, "")
    ]


def _value(entry: Entry, kind: Kind, column: KindColumn, parts: dict[str, list[str]], steps: dict) -> object:
    if column.target == "role":
        return "、".join(parts.get(column.name, ()))
    if column.target == "step":
        return steps.get(column.name)
    if column.target == "extra":
        return entry.extra.get(column.name)
    if column.name == "org":
        return entry.org.name
    if column.name == "amount_fen":
        return f"{yuan_from_fen(entry.amount_fen)}元" if entry.amount_fen is not None else None
    value = getattr(entry, column.name)
    return kind.label(column.name, value) if column.choices and value else value


def changes(contents: list[dict], kind: Kind) -> list[list[str]]:
    """For each version after the first, which columns changed, by header."""
    heads = {column.name: column.header for column in kind.columns} | {
        "parts": "人员",
        "steps": "环节",
        "extra": "其他栏目",
        "void": "作废",
    }
    return [
        [heads.get(name, name) for name in sorted(set(before) | set(after)) if before.get(name) != after.get(name)]
        for before, after in pairwise(contents)
    ]
