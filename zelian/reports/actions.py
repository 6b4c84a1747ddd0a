"""Verbs on saved tables."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zelian.audit.record import record
from zelian.kernel.actor import Actor, require
from zelian.kernel.errors import BadInput
from zelian.org.queries import org_by_code
from zelian.reports.models import SavedTable
from zelian.reports.tables import TableSpec


@transaction.atomic
def save_table(spec: TableSpec, *, name: str, by: Actor, now: datetime) -> SavedTable:
    """Keeps a table under a name; the same name of the same organisation is replaced."""
    org = org_by_code(spec.org)
    require(by, "figures.read", org.pk)
    if not name.strip():
        raise BadInput("报表要有名称：请填写名称后再保存")
    saved, _ = SavedTable.objects.update_or_create(
        org=org, name=name.strip()[:80], defaults={"spec": spec.as_dict(), "saved_at": now, "saved_by": by.audit_name}
    )
    record("reports.table.saved", by=by, now=now, org=org.code, target=saved, data={"name": saved.name})
    return saved


@transaction.atomic
def drop_table(saved: SavedTable, *, by: Actor, now: datetime) -> None:
    """Removes a saved table; its numbers stand in the ledgers and can be shown again at any time."""
    require(by, "figures.read", saved.org_id)
    record("reports.table.dropped", by=by, now=now, org=saved.org.code, target=saved, data={"name": saved.name})
    saved.delete()
