"""Verbs of the ledger. Each checks the right first, works in one transaction and writes its audit event inside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from zelian.audit.record import record
from zelian.kernel.actor import Actor, require
from zelian.kernel.errors import BadInput, Conflict
from zelian.ledger import writing
from zelian.ledger.draft import Draft, check
from zelian.ledger.models import Entry, EntryVersion
from zelian.ledger.queries import drafts_of, latest_content
from zelian.ledger.writing import Ready, Stamp


@transaction.atomic
def record_entry(draft: Draft, *, by: Actor, now: datetime) -> Entry:
    """Stores a new entry. BadInput for a broken draft, Conflict when its natural key is taken."""
    require(by, "ledger.write", draft.org_id)
    check(draft)
    [entry] = writing.insert([draft], Stamp(by.audit_name, now))
    record(
        "ledger.entry.recorded",
        by=by,
        now=now,
        org=entry.org.code,
        target=entry,
        after=latest_content(entry.pk),
    )
    return entry


@transaction.atomic
def revise_entry(entry: Entry, draft: Draft, *, version: int, reason: str = "", by: Actor, now: datetime) -> None:
    """Changes an entry that is still at `version`; the loser of two editors gets Conflict and keeps his text."""
    require(by, "ledger.write", entry.org_id)
    require(by, "ledger.write", draft.org_id)
    if entry.void:
        raise Conflict("这条记录已经作废：请先恢复，再修改")
    check(draft)
    before = latest_content(entry.pk)
    writing.replace(entry, draft, version, Stamp(by.audit_name, now, reason=reason))
    record(
        "ledger.entry.revised",
        by=by,
        now=now,
        org=entry.org.code,
        target=entry,
        before=before,
        after=latest_content(entry.pk),
        data={"reason": reason},
    )


@transaction.atomic
def void_entry(entry: Entry, *, version: int, reason: str, by: Actor, now: datetime) -> None:
    """Takes an entry out of every count; it stays readable and can be restored. A reason is required."""
    require(by, "ledger.write", entry.org_id)
    if not reason.strip():
        raise BadInput("作废要写明原因：请填写原因后再试")
    if entry.version != version:
        raise Conflict("这条记录刚被别人修改过：请刷新后再试")
    writing.set_void([entry], Stamp(by.audit_name, now, reason=reason), "void", void=True)
    record("ledger.entry.voided", by=by, now=now, org=entry.org.code, target=entry, data={"reason": reason})


@transaction.atomic
def restore_entry(entry: Entry, *, version: int, reason: str, by: Actor, now: datetime) -> None:
    """Brings a voided entry back."""
    require(by, "ledger.write", entry.org_id)
    if entry.version != version:
        raise Conflict("这条记录刚被别人修改过：请刷新后再试")
    writing.set_void([entry], Stamp(by.audit_name, now, reason=reason), "restore", void=False)
    record("ledger.entry.restored", by=by, now=now, org=entry.org.code, target=entry, data={"reason": reason})


@transaction.atomic
def apply_batch(
    batch: str, new: Sequence[Ready], updated: Sequence[tuple[Entry, int, Ready]], *, by: Actor, now: datetime
) -> list[int]:
    """Stores a whole import or nothing: new drafts and changed entries (entry, expected version, draft), as
    `writing.ready` gives them before the transaction begins.

    Returns the ids of the new entries. One audit event with counts; Conflict when any row changed since the plan.
    """
    drafts = [one.draft for one in new] + [one.draft for _, _, one in updated]
    for org_id in sorted({draft.org_id for draft in drafts}):
        require(by, "ledger.write", org_id)
    for draft in drafts:
        check(draft)
    stamp = Stamp(by.audit_name, now, batch=batch)
    ids = writing.insert_all(new, stamp) if new else []
    if updated:
        writing.replace_all(updated, stamp)
    record(
        "ledger.batch.applied",
        by=by,
        now=now,
        target=("intake.batch", batch),
        data={"new": len(new), "updated": len(updated)},
    )
    return ids


@transaction.atomic
def undo_batch(batch: str, *, by: Actor, now: datetime) -> dict[str, int]:
    """Takes back what a batch did: its new rows are voided, its changed rows go back to the version before.

    Raises Conflict, undoing nothing, when one of its rows does not hold what the batch wrote. Returns the counts.
    """
    if not batch:
        raise BadInput("没有指明是哪一批：请从入账记录里选择要撤销的一批")
    stamp = Stamp(by.audit_name, now, batch=batch, reason="撤销入账")
    written = EntryVersion.objects.filter(batch=batch, act__in=("record", "revise")).order_by("pk")
    rows = list(written.defer("content").select_related("entry"))
    for org_id in sorted({row.entry.org_id for row in rows}):
        require(by, "ledger.write", org_id)
    standing = dict(
        EntryVersion.objects.filter(entry__versions__batch=batch, version=F("entry__version")).values_list(
            "entry_id", "digest"
        )
    )
    for row in rows:
        if row.entry.void or standing[row.entry_id] != row.digest:
            raise Conflict(f"第 {row.entry_id} 号记录入账后又被修改过：不能整批撤销，请逐条处理")
    voided = [row.entry for row in rows if row.act == "record"]
    revised = [row for row in rows if row.act == "revise"]
    before = dict(_contents_before(batch)) if revised else {}
    if revised:
        drafts = writing.ready(drafts_of([before[row.entry_id] for row in revised]))
        writing.replace_all(
            [(row.entry, row.entry.version, one) for row, one in zip(revised, drafts, strict=True)], stamp, "undo"
        )
    if voided:
        writing.set_void(voided, stamp, "undo", void=True)
    reverted = len(revised)
    counts = {"voided": len(voided), "reverted": reverted}
    record("ledger.batch.undone", by=by, now=now, target=("intake.batch", batch), data=counts)
    return counts


def _contents_before(batch: str) -> QuerySet:
    """(entry, content) as they were before the batch changed them. One query."""
    return EntryVersion.objects.filter(
        entry__versions__batch=batch, entry__versions__act="revise", version=F("entry__versions__version") - 1
    ).values_list("entry_id", "content")
