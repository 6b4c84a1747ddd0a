"""Reads of the ledger. Row scope and audience stay SQL conditions; nothing here writes or sees a request."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import F, Prefetch, QuerySet

from zelian.access.actor import CommandActor, UserActor
from zelian.access.scope import in_scope
from zelian.ledger.draft import Draft, Part
from zelian.ledger.kinds import DATE_SLOTS, Kind, kind, kinds
from zelian.ledger.models import Entry, EntryVersion, Participation, Step
from zelian.org.models import Org


def readable_kinds(actor: UserActor | CommandActor) -> dict[str, Kind]:
    """The kinds whose rows the actor may read one by one."""
    audiences = actor.audiences()
    return {code: found for code, found in kinds().items() if found.audience in audiences}


def visible_entries(actor: UserActor | CommandActor) -> QuerySet[Entry]:
    """Entries the actor may read: in his part of the tree and of a kind open to him. Void ones included."""
    return in_scope(Entry.objects.all(), actor, org="org_id", permission="ledger.read").filter(
        kind__in=list(readable_kinds(actor))
    )


def with_children(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """The same entries with organisation, participations and steps fetched (three queries in all)."""
    return entries.select_related("org").prefetch_related(
        Prefetch("participations", Participation.objects.order_by("role", "pk")),
        Prefetch("steps", Step.objects.order_by("on", "pk")),
    )


def latest_content(entry_id: int) -> dict:
    """Content of the newest version of an entry. One query."""
    row = EntryVersion.objects.filter(entry_id=entry_id).order_by("-version").values_list("content", flat=True).first()
    return row or {}


def live_contents(kind: str, orgs: Iterable[int]) -> QuerySet[EntryVersion]:
    """The newest versions of the live entries of a kind in these organisations. One query when read."""
    return EntryVersion.objects.filter(
        entry__kind=kind, entry__org_id__in=list(orgs), entry__void=False, version=F("entry__version")
    ).order_by("entry_id")


def drafts_of(
    contents: Sequence[dict], known: Mapping[str, Kind] | None = None, orgs: Mapping[str, int] | None = None
) -> list[Draft]:
    """The drafts stored contents were made from, under the kinds in force today (`known`: kinds at hand; `orgs`:
    organisation codes at hand). Two queries at most, however many."""
    known = known if known is not None else kinds()
    if orgs is None:
        orgs = dict(Org.objects.filter(code__in={content["org"] for content in contents}).values_list("code", "pk"))
    return [
        _draft(content, known.get(content["kind"]) or kind(content["kind"]), orgs[content["org"]])
        for content in contents
    ]


def draft_of(content: dict) -> Draft:
    """The draft one stored content was made from. Two queries."""
    return drafts_of([content])[0]


def _draft(content: dict, of: Kind, org_id: int) -> Draft:
    slots = {
        name: date.fromisoformat(value) if name in DATE_SLOTS else value
        for name, value in content.items()
        if name not in ("kind", "org", "parts", "steps", "extra", "parent", "void")
    }
    return Draft(
        kind=of,
        org_id=org_id,
        slots=slots,
        parts=tuple(Part(role, name, person or None) for role, name, person in content.get("parts", ())),
        steps=tuple((code, date.fromisoformat(day)) for code, day in content.get("steps", ())),
        extra=dict(content.get("extra", {})),
        parent_id=content.get("parent"),
    )


def current_digest() -> str:
    """One SHA-256 over the live rows as they stand: equal before an import and after its undo. Reads every live row.

    Row ids, versions, times and batches are left out: what counts is which facts are true now.
    """
    newest = (
        EntryVersion.objects.filter(entry__void=False, version=F("entry__version"))
        .order_by("entry__kind", "entry__org__code", "entry__key")
        .values_list("digest", flat=True)
    )
    whole = hashlib.sha256()
    for digest in newest.iterator():
        whole.update(digest.encode())
    return whole.hexdigest()
