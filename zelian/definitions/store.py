"""Reading and writing definition versions. The database is the truth at run time; packs are how definitions arrive."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zelian.audit.record import record
from zelian.definitions.models import Definition
from zelian.kernel.actor import Actor, require
from zelian.kernel.period import FIRST_MONTH, LAST_MONTH


def digest_of(body: object) -> str:
    """SHA-256 of the canonical JSON of a definition body."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Wanted:
    """A definition that is to be in force: its family, code, body, order in lists and first valid month."""

    family: str
    code: str
    body: dict
    order: int = 0
    valid_from: int = FIRST_MONTH


_cache: dict[tuple[str, str, int], tuple[str, list[Definition]]] = {}


def in_force(family: str, month: int = LAST_MONTH) -> list[Definition]:
    """The newest version valid in `month` of every definition of the family, retired ones left out, in order.

    One query when nothing changed since the last call in this process (a look at the newest row), two otherwise.
    """
    newest = Definition.objects.order_by("-pk").values_list("token", flat=True).first() or ""
    slot = (str(Definition.objects.db), family, month)
    known = _cache.get(slot)
    if known and known[0] == newest and newest:
        return known[1]
    latest: dict[str, Definition] = {}
    for row in Definition.objects.filter(family=family, valid_from__lte=month).order_by("code", "version"):
        latest[row.code] = row
    rows = sorted((row for row in latest.values() if not row.retired), key=lambda row: (row.order, row.code))
    _cache[slot] = (newest, rows)
    return rows


def version_of(family: str, code: str, version: int) -> Definition | None:
    """One version exactly. One query."""
    return Definition.objects.filter(family=family, code=code, version=version).first()


@transaction.atomic
def write_versions(wanted: list[Wanted], *, origin: str, by: Actor, now: datetime) -> list[Definition]:
    """Adds a version for every wanted definition whose body differs from the newest one; returns the added ones.

    Two queries however many are wanted, and one audit event.
    """
    require(by, "definitions.write")
    newest: dict[tuple[str, str], Definition] = {}
    for row in Definition.objects.order_by("version"):
        newest[row.family, row.code] = row
    added = []
    for item in wanted:
        digest = digest_of(item.body)
        old = newest.get((item.family, item.code))
        if old and old.digest == digest and old.valid_from == item.valid_from and not old.retired:
            continue
        added.append(
            Definition(
                family=item.family,
                code=item.code,
                version=old.version + 1 if old else 1,
                origin=origin,
                pack_digest=digest if origin == "pack" else (old.pack_digest if old else ""),
                digest=digest,
                valid_from=item.valid_from,
                body=item.body,
                order=item.order,
                recorded_at=now,
                recorded_by=by.audit_name,
            )
        )
    Definition.objects.bulk_create(added)
    if added:
        record(
            "definitions.written",
            by=by,
            now=now,
            data={
                "origin": origin,
                "count": len(added),
                "codes": [f"{row.family}:{row.code}@{row.version}" for row in added][:200],
            },
        )
    return added
