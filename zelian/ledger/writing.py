"""Set-based writes of entries and their children; every write of an entry appends its version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from django.db.models import F

from zelian.kernel.errors import Conflict
from zelian.kernel.period import month_of
from zelian.ledger.draft import Draft, content_of, digest_of, key_of
from zelian.ledger.models import Entry, EntryVersion, Participation, Step
from zelian.org.models import Org

_BATCH = 1000
_IN_LIST = 500  # SQLite allows 999 parameters in older builds
_WRITTEN = (
    "kind_version", "org", "title", "place", "party", "category", "stage", "headcount", "expected", "quantity",
    "amount_fen", "happened_on", "ends_on", "valid_until", "parent", "period", "extra", "key", "version",
)


@dataclass(frozen=True)
class Stamp:
    """Who writes, when, in which batch (`""` for a single act) and why."""

    recorded_by: str
    recorded_at: datetime
    batch: str = ""
    reason: str = ""


def insert(drafts: Sequence[Draft], stamp: Stamp) -> list[Entry]:
    """New entries with their children and first versions. Four bulk inserts per thousand and one read of codes.

    Raises Conflict when a natural key is taken already.
    """
    codes = _codes(drafts)
    entries = [
        Entry(
            kind=draft.kind.code,
            kind_version=draft.kind.version,
            org_id=draft.org_id,
            period=month_of(draft.value("happened_on")),
            extra=draft.extra,
            key=key_of(draft),
            parent_id=draft.parent_id,
            batch=stamp.batch,
            recorded_at=stamp.recorded_at,
            recorded_by=stamp.recorded_by,
            **draft.fields(),
        )
        for draft in drafts
    ]
    try:
        Entry.objects.bulk_create(entries, batch_size=_BATCH)
    except IntegrityError as error:
        raise Conflict("已有一条同样的记录（同单位、同自然键）：请修改原记录，或核对是否重复录入") from error
    _children(zip(entries, drafts, strict=True))
    _versions(
        ((entry, 1, content_of(draft, codes[draft.org_id])) for entry, draft in zip(entries, drafts, strict=True)),
        "record",
        stamp,
    )
    return entries


def replace(entry: Entry, draft: Draft, expected: int, stamp: Stamp, act: str = "revise") -> None:
    """Compare-and-set of one live entry to a draft; Conflict when its version is no longer `expected`."""
    replace_all([(entry, expected, draft)], stamp, act)


def replace_all(changes: Sequence[tuple[Entry, int, Draft]], stamp: Stamp, act: str = "revise") -> None:
    """Compare-and-set of many live entries (entry, expected version, draft): all of them or Conflict.

    When an entry was first recorded, and by whom, stays: its versions say who changed it later. Statements per
    thousand, not per entry: claim the versions, write the slots, replace the children, append the versions.
    """
    _claim([(entry, version) for entry, version, _ in changes], void=False, then={})
    codes = _codes(draft for _, _, draft in changes)
    rows = [
        Entry(
            pk=entry.pk, kind=draft.kind.code, kind_version=draft.kind.version, org_id=draft.org_id,
            period=month_of(draft.value("happened_on")), extra=draft.extra, key=key_of(draft),
            parent_id=draft.parent_id, version=version + 1, recorded_at=stamp.recorded_at,
            recorded_by=stamp.recorded_by, **draft.fields(),
        )
        for entry, version, draft in changes
    ]
    try:
        # an upsert: bulk_update writes a CASE per field and row, thirty times slower
        Entry.objects.bulk_create(
            rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["id"], update_fields=list(_WRITTEN)
        )
    except IntegrityError as error:
        raise Conflict("已有另一条同样的记录（同单位、同自然键）：请核对是否重复") from error
    for some in _chunks([entry.pk for entry, _, _ in changes]):
        Participation.objects.filter(entry__in=some).delete()
        Step.objects.filter(entry__in=some).delete()
    _children((entry, draft) for entry, _, draft in changes)
    _versions(
        ((entry, version + 1, content_of(draft, codes[draft.org_id])) for entry, version, draft in changes), act, stamp
    )


def set_void(entries: Sequence[Entry], stamp: Stamp, act: str, *, void: bool) -> None:
    """Voids or restores entries as they stand, by compare-and-set; Conflict when one changed meanwhile."""
    contents: dict[int, dict] = {}
    for some in _chunks([entry.pk for entry in entries]):
        newest = EntryVersion.objects.filter(entry__in=some, version=F("entry__version"))
        contents |= newest.values_list("entry_id", "content")
    try:
        _claim([(entry, entry.version) for entry in entries], void=not void, then={"void": void})
    except IntegrityError as error:
        raise Conflict("已有另一条同样的记录：不能恢复，请先核对是否重复") from error
    _versions(
        (
            (entry, entry.version + 1, contents[entry.pk] | {"void": True} if void else _live(contents[entry.pk]))
            for entry in entries
        ),
        act,
        stamp,
    )


def _claim(wanted: Sequence[tuple[Entry, int]], *, void: bool, then: dict[str, object]) -> None:
    """Raises the version of every entry that is still at the one given; Conflict when any is not."""
    by_version: dict[int, list[int]] = defaultdict(list)
    for entry, version in wanted:
        by_version[version].append(entry.pk)
    changed = 0
    for version, pks in by_version.items():
        for some in _chunks(pks):
            still = Entry.objects.filter(pk__in=some, version=version, void=void)
            changed += still.update(version=version + 1, **then)
    if changed != len(wanted):
        if len(wanted) == 1:
            raise Conflict("这条记录刚被别人修改过：请刷新后再改，您填写的内容还在")
        raise Conflict(f"有 {len(wanted) - changed} 条记录刚被别人修改过：请刷新后重新预览")


def _chunks(pks: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(pks), _IN_LIST):
        yield pks[start : start + _IN_LIST]


def _live(content: dict) -> dict:
    return {name: value for name, value in content.items() if name != "void"}


def _codes(drafts: Iterable[Draft]) -> dict[int, str]:
    wanted = {draft.org_id for draft in drafts}
    return dict(Org.objects.filter(pk__in=wanted).values_list("pk", "code"))


def _children(pairs: Iterable[tuple[Entry, Draft]]) -> None:
    parts, steps = [], []
    for entry, draft in pairs:
        parts += [
            Participation(entry=entry, role=part.role, name=part.name, person_id=part.person_id)
            for part in dict.fromkeys(draft.parts)
        ]
        steps += [Step(entry=entry, code=code, on=day, period=month_of(day)) for code, day in draft.steps]
    Participation.objects.bulk_create(parts, batch_size=_BATCH)
    Step.objects.bulk_create(steps, batch_size=_BATCH)


def _versions(rows: Iterable[tuple[Entry, int, dict]], act: str, stamp: Stamp) -> None:
    EntryVersion.objects.bulk_create(
        [
            EntryVersion(
                entry=entry,
                version=version,
                act=act,
                content=content,
                digest=digest_of(content),
                reason=stamp.reason,
                batch=stamp.batch,
                recorded_at=stamp.recorded_at,
                recorded_by=stamp.recorded_by,
            )
            for entry, version, content in rows
        ],
        batch_size=_BATCH,
    )
