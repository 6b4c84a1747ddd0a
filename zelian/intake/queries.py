"""Reading batches: who may see which, the report scripts get, the preview people get."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zelian.access.actor import CommandActor, UserActor
from zelian.access.scope import in_scope
from zelian.intake import staging
from zelian.intake import targets as registry
from zelian.intake.models import Batch
from zelian.intake.targets import GOOD, STATES, RowPlan, Shown, Target

PAGE = 50


def visible_batches(by: UserActor | CommandActor) -> QuerySet[Batch]:
    """Batches the actor planned, and those of organisations he imports for that are not private; newest first.

    One query when read.
    """
    own = Q(created_by=by.audit_name)
    others = Batch.objects.filter(private=False)
    if by.roots("intake.apply") is not None:
        others = in_scope(others.filter(org__isnull=False), by, org="org_id", permission="intake.apply")
    return Batch.objects.filter(own | Q(pk__in=others.values("pk"))).order_by("-created_at", "pk")


def may_handle(batch: Batch, by: UserActor | CommandActor) -> bool:
    """Whether the actor may see, apply and undo this batch. One query."""
    return visible_batches(by).filter(pk=batch.pk).exists()


def faulty_sheets(batch: Batch) -> list[dict]:
    """The sheets with rejected rows."""
    return [sheet for sheet in batch.counts["sheets"] if sheet["rejected"]]


def notes(batch: Batch) -> list[str]:
    """What a person should know besides the rows: sheets and columns left out, hidden rows."""
    return [note for sheet in batch.counts["sheets"] for note in sheet["notes"]]


def report(batch: Batch, *, rows: bool = False) -> dict:
    """The file's part of the answer of `zelian import` (DESIGN §8): {"file", "sheets": [...]}.

    With `rows` each sheet also has "good": its normalised rows. Errors and rows come from the staged plan; Conflict
    when it is no longer kept.
    """
    sheets = [
        {
            **{name: sheet[name] for name in ("sheet", "kind", "header_row", "rows", *STATES)},
            "absent": 0,
            "errors": [],
            **({"good": []} if rows else {}),
        }
        for sheet in batch.counts["sheets"]
    ]
    for plan in staging.get_plan(batch.pk):
        sheet = sheets[plan.sheet]
        sheet["errors"] += [
            {"row": plan.row, "column": fault.column, "value": fault.value, "message": fault.message}
            for fault in plan.faults
        ]
        if rows and plan.state in GOOD:
            known = {name: value for name, value in plan.values.items() if name[0] != "_"}
            sheet["good"].append({"row": plan.row, **known})
    return {"file": batch.filename, "sheets": sheets}


def report_files(batches: Iterable[Batch], *, rows: bool = False) -> dict:
    """The whole answer of `zelian import` for several files."""
    return {"files": [report(batch, rows=rows) for batch in batches]}


@dataclass(frozen=True)
class PreviewRow:
    """One row of a preview: where it stands in the file, what becomes of it, its cells and what is wrong."""

    sheet: str
    row: int
    state: str
    cells: tuple[Shown, ...]
    faults: tuple
    note: str


@dataclass(frozen=True)
class Preview:
    """One page of a batch's rows, and how many pages there are."""

    rows: tuple[PreviewRow, ...]
    page: int
    pages: int


def preview(batch: Batch, page: int = 1, *, sheet: int | None = None, state: str | None = None) -> Preview:
    """One page of rows, of one sheet and one state if wanted; updates show old → new.

    Reads the staged plan once; at most two queries per target on the page.
    """
    wanted = [
        plan
        for plan in staging.get_plan(batch.pk)
        if (sheet is None or plan.sheet == sheet) and (state is None or plan.state == state)
    ]
    pages = max(1, -(-len(wanted) // PAGE))
    page = min(max(1, page), pages)
    shown = wanted[(page - 1) * PAGE : page * PAGE]
    cells = _cells(batch, shown)
    names = [one["sheet"] for one in batch.counts["sheets"]]
    rows = tuple(
        PreviewRow(names[plan.sheet], plan.row, plan.state, tuple(found), tuple(plan.faults), plan.note)
        for plan, found in zip(shown, cells, strict=True)
    )
    return Preview(rows, page, pages)


def _cells(batch: Batch, plans: list[RowPlan]) -> list[list[Shown]]:
    known: dict[str, Target] = {target.code: target for target in registry.targets()}
    found: dict[int, list[Shown]] = {}
    codes = [sheet["target"] for sheet in batch.counts["sheets"]]
    for code in {codes[plan.sheet] for plan in plans}:
        own = [place for place, plan in enumerate(plans) if codes[plan.sheet] == code]
        if code in known:
            found |= zip(own, known[code].show([plans[place] for place in own]), strict=True)
    return [found.get(place, []) for place in range(len(plans))]
