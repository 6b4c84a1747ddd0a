"""Verbs of the organisation tree: place, merge, close. Each rebuilds the closure and writes its audit event."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zelian.audit.record import record
from zelian.kernel.actor import Actor, require
from zelian.kernel.errors import BadInput
from zelian.kernel.period import LAST_MONTH, check_month
from zelian.org.models import Org
from zelian.org.structure import place, rebuild_links


@transaction.atomic
def move_org(org: Org, parent: Org, *, from_period: int, note: str = "", by: Actor, now: datetime) -> None:
    """Puts an organisation under another one from the first of a month; earlier months stay as they were."""
    require(by, "org.write", org.pk)
    check_month(from_period)
    place(org, parent, from_period=from_period, note=note)
    rebuild_links()
    record(
        "org.org.moved",
        by=by,
        now=now,
        org=org.code,
        target=org,
        data={"parent": parent.code, "from_period": from_period, "note": note},
    )


@transaction.atomic
def merge_org(org: Org, into: Org, *, from_period: int, note: str = "", by: Actor, now: datetime) -> None:
    """Merges an organisation into another from the first of a month: it is closed and becomes a retired child of its
    successor, so that rows of its own time stay its own and today's structure shows them under the successor."""
    require(by, "org.write", org.pk)
    check_month(from_period)
    if org.closed_period != LAST_MONTH:
        raise BadInput(f"{org.name}已于 {org.closed_period} 撤销：不能再并入{into.name}")
    place(org, into, from_period=from_period, note=note)
    Org.objects.filter(pk=org.pk).update(closed_period=from_period, change_note=note or f"并入{into.name}")
    rebuild_links()
    record(
        "org.org.merged",
        by=by,
        now=now,
        org=org.code,
        target=org,
        data={"into": into.code, "from_period": from_period, "note": note},
    )
