"""Verbs of intake: plan a file, apply the plan, take it back. A file is stored whole or not at all."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from zelian.audit.record import record
from zelian.exchange.archive import display_name
from zelian.intake import planning, staging
from zelian.intake import targets as registry
from zelian.intake.models import Batch, BatchState, new_id
from zelian.intake.planning import Importer
from zelian.intake.queries import faulty_sheets, may_handle
from zelian.intake.targets import Family, Planned, RowPlan, Secret, Target
from zelian.kernel.errors import BadInput, Conflict, NotAllowed
from zelian.org.models import Org


@dataclass(frozen=True)
class Applied:
    """What an applied batch hands back. `secrets` (first passwords) are shown once and stored nowhere; `lock_ms` is how
    long others had to wait with their writes."""

    batch: Batch
    secrets: tuple[Secret, ...] = ()
    lock_ms: int = 0


def plan(
    path: Path | str,
    filename: str,
    *,
    kind: str | None = None,
    org: Org | None = None,
    default_year: int | None = None,
    by: Importer,
    now: datetime,
) -> Batch:
    """Plans a file without storing any of it; the batch it returns can be previewed, applied or left alone.

    `kind`: take every sheet for this kind (code or name); `org`: where rows name no organisation; `default_year`:
    for dates without one. BadInput when the file cannot be read or nothing in it is known; NotAllowed without the
    right to import what it holds. Cost: one child process, a few queries per kind present, none per row.
    """
    path, filename = Path(path), display_name(filename)
    found = planning.make(path, filename, kind=kind, org=org, default_year=default_year, by=by, now=now)
    batch_id = new_id()
    staged = staging.put_file(batch_id, path, filename)
    batch = Batch(
        id=batch_id,
        filename=filename,
        sha256=staging.sha256_of(path),
        staged=staged,
        plan_sha256=staging.put_plan(batch_id, found.plans),
        counts=found.counts(),
        org=org or _only_org(by),
        private=any(sheet.target.private for sheet in found.sheets if sheet.target),
        created_at=now,
        created_by=by.audit_name,
    )
    with transaction.atomic():
        batch.save(force_insert=True)
        record(
            "intake.batch.planned",
            by=by,
            now=now,
            org=batch.org.code if batch.org else "",
            target=batch,
            data={"file": filename, "sha256": batch.sha256, "rows": sum(one["rows"] for one in batch.counts["sheets"])},
        )
    return batch


def apply(batch: Batch, *, accept_good: bool = False, by: Importer, now: datetime) -> Applied:
    """Stores a planned batch in one transaction.

    BadInput while a sheet has rejected rows, unless `accept_good`: then their good rows are stored and the rejected
    ones are not. Conflict, nothing stored, when the batch is not waiting any more or any row changed since the plan;
    in the latter case the batch is closed as failed and the file must be planned anew.
    """
    if not may_handle(batch, by):
        raise NotAllowed(f"{by.display_name}不能处理这一批：只有导入的人和上级办公室可以")
    if batch.state != BatchState.PLANNED:
        raise Conflict(f"这一批{batch.get_state_display()}：不能再次入账，需要时请重新导入文件")
    faulty = faulty_sheets(batch)
    if faulty and not accept_good:
        names = "、".join(f"“{sheet['sheet']}”{sheet['rejected']} 行" for sheet in faulty)
        raise BadInput(f"有未通过的行（{names}），整个文件都没有入账：请改正后重新导入，或选择“只入通过的行”")
    try:
        prepared = _prepared(batch, by)
        start = time.monotonic_ns()
        with transaction.atomic():
            secrets = _store(batch, prepared, accept_good=accept_good, by=by, now=now)
    except (Conflict, BadInput) as error:
        Batch.objects.filter(pk=batch.pk, state=BatchState.PLANNED).update(
            state=BatchState.FAILED, failure=str(error)[:400]
        )
        batch.refresh_from_db()
        raise
    lock_ms = (time.monotonic_ns() - start) // 1_000_000
    staging.touch(batch.pk, now)
    batch.refresh_from_db()
    return Applied(batch, tuple(secrets), lock_ms)


def _prepared(batch: Batch, by: Importer) -> list[tuple[Family, object]]:
    """What each family has to store, computed before anybody has to wait for it."""
    found, planned = [], _by_target(batch)
    for target, _ in planned:
        if not target.allowed(by):
            raise NotAllowed(f"{by.display_name}没有导入“{target.name}”的权限：请联系管理员")
    for family in registry.families():
        own = [(target, plans) for target, plans in planned if target.code.startswith(f"{family.code}:")]
        if own:
            found.append((family, family.prepare(own)))
    return found


def _store(
    batch: Batch, prepared: list[tuple[Family, object]], *, accept_good: bool, by: Importer, now: datetime
) -> list[Secret]:
    claimed = Batch.objects.filter(pk=batch.pk, state=BatchState.PLANNED).update(
        state=BatchState.APPLIED, applied_at=now, applied_by=by.audit_name, accepted_good=accept_good
    )
    if claimed != 1:
        raise Conflict("这一批刚被别人处理过：请刷新后查看")
    secrets: list[Secret] = []
    for family, own in prepared:
        secrets += family.apply(own, batch.pk, by, now)
    record(
        "intake.batch.applied",
        by=by,
        now=now,
        org=batch.org.code if batch.org else "",
        target=batch,
        data={"file": batch.filename, "accept_good": accept_good, **_totals(batch)},
    )
    return secrets


@transaction.atomic
def undo(batch: Batch, *, by: Importer, now: datetime) -> Batch:
    """Takes an applied batch back: what it brought goes, what it changed returns to what it was.

    Within `staging.KEPT` of its being applied. Conflict with the reason, nothing undone, when one of its rows was
    changed or used later.
    """
    if not may_handle(batch, by):
        raise NotAllowed(f"{by.display_name}不能处理这一批：只有导入的人和上级办公室可以")
    if batch.state != BatchState.APPLIED:
        raise Conflict(f"这一批{batch.get_state_display()}：没有可以撤销的内容")
    if now - batch.applied_at > staging.KEPT:
        raise Conflict(f"入账已超过 {staging.KEPT.days} 天，不能整批撤销：请逐条修改或作废")
    claimed = Batch.objects.filter(pk=batch.pk, state=BatchState.APPLIED).update(
        state=BatchState.UNDONE, undone_at=now, undone_by=by.audit_name
    )
    if claimed != 1:
        raise Conflict("这一批刚被别人处理过：请刷新后查看")
    planned = _by_target(batch)
    for target, _ in planned:
        if not by.can(target.undo_permission):
            raise NotAllowed(f"{by.display_name}没有撤销“{target.name}”的权限：请联系管理员")
    for family in reversed(registry.families()):
        own = [(target, plans) for target, plans in planned if target.code.startswith(f"{family.code}:")]
        if own:
            family.undo(own[::-1], batch.pk, by, now)
    record(
        "intake.batch.undone",
        by=by,
        now=now,
        org=batch.org.code if batch.org else "",
        target=batch,
        data={"file": batch.filename},
    )
    batch.refresh_from_db()
    return batch


def _by_target(batch: Batch) -> Planned:
    """The rows to store, by target in the order of storing; Conflict when the plan or a kind is not what it was."""
    if staging.plan_digest(batch.pk) != batch.plan_sha256:
        raise Conflict("这一批的导入计划已清理或被改动：请重新导入原文件")
    sheets = batch.counts["sheets"]
    rows: dict[str, list[RowPlan]] = {sheet["target"]: [] for sheet in sheets if sheet["target"]}
    for plan in staging.get_plan(batch.pk):
        if plan.state in ("new", "updated"):
            rows[sheets[plan.sheet]["target"]].append(plan)
    known: dict[str, Target] = {target.code: target for target in registry.targets()}
    for code in rows:
        if code not in known:
            raise Conflict(f"“{code}”已停用：请重新导入原文件")
    return [(target, rows[code]) for code, target in known.items() if code in rows]


def _totals(batch: Batch) -> dict[str, int]:
    return {
        state: sum(sheet[state] for sheet in batch.counts["sheets"])
        for state in ("new", "updated", "unchanged", "skipped", "rejected")
    }


def _only_org(by: Importer) -> Org | None:
    roots = by.roots("intake.apply")
    return Org.objects.filter(pk=roots[0]).first() if roots and len(roots) == 1 else None
