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
from zelian.ledger import bulk
from zelian.ledger.draft import Draft, content_of, digest_of, key_of
from zelian.ledger.models import Entry, EntryVersion, Participation, Step
from zelian.org.models import Org

_IN_LIST = 500  # SQLite allows 999 parameters in older builds
_SLOTS = (
    "title",
    "place",
    "party",
    "category",
    "stage",
    "headcount",
    "expected",
    "quantity",
    "amount_fen",
    "happened_on",
    "ends_on",
    "valid_until",
)
_WRITTEN = ("kind_version", "org", "period", "extra", "key", "parent", *_SLOTS, "version")


@dataclass(frozen=True)
class Stamp:
    """Who writes, when, in which batch (`""` for a single act) and why."""

    recorded_by: str
    recorded_at: datetime
    batch: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft with everything that is computed from it, so that the database is not held while computing."""

    draft: Draft
    slots: tuple[object, ...]
    content: dict[str, object]
    digest: str


def ready(drafts: Sequence[Draft]) -> list[Ready]:
    """The drafts ready to be stored. One query for the codes of their organisations."""
    codes = dict(Org.objects.filter(pk__in={draft.org_id for draft in drafts}).values_list("pk", "code"))
    contents = [content_of(draft, codes[draft.org_id]) for draft in drafts]
    return [
        Ready(draft, _slots(draft), content, digest_of(content))
        for draft, content in zip(drafts, contents, strict=True)
    ]


def insert(drafts: Sequence[Draft], stamp: Stamp) -> list[Entry]:
    """As `insert_all`, and reads the new entries back, in the order of the drafts."""
    ids = insert_all(ready(drafts), stamp)
    found = Entry.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


def insert_all(new: Sequence[Ready], stamp: Stamp) -> list[int]:
    """New entries with their children and first versions; returns their ids. Five statements, however many.

    Raises Conflict when a natural key is taken already.
    """
    ids = list(bulk.next_ids(Entry, len(new)))
    same = (False, stamp.batch, stamp.recorded_at, stamp.recorded_by)
    rows = ((pk, one.draft.kind.code, *same, *one.slots, 1) for pk, one in zip(ids, new, strict=True))
    try:
        bulk.insert(Entry, ("id", "kind", "void", "batch", "recorded_at", "recorded_by", *_WRITTEN), rows)
    except IntegrityError as error:
        raise Conflict("已有一条同样的记录（同单位、同自然键）：请修改原记录，或核对是否重复录入") from error
    _children((pk, one.draft) for pk, one in zip(ids, new, strict=True))
    _versions(((pk, 1, one.content, one.digest) for pk, one in zip(ids, new, strict=True)), "record", stamp)
    return ids


def replace(entry: Entry, draft: Draft, expected: int, stamp: Stamp, act: str = "revise") -> None:
    """Compare-and-set of one live entry to a draft; Conflict when its version is no longer `expected`."""
    [one] = ready([draft])
    replace_all([(entry, expected, one)], stamp, act)


def replace_all(changes: Sequence[tuple[Entry, int, Ready]], stamp: Stamp, act: str = "revise") -> None:
    """Compare-and-set of many live entries (entry, expected version, draft): all of them or Conflict.

    When an entry was first recorded, and by whom, stays: its versions say who changed it later. A few statements per
    500 entries: claim the versions, write the slots, replace the children, append the versions.
    """
    _claim([(entry, version) for entry, version, _ in changes], void=False, then={})
    try:
        bulk.update(Entry, _WRITTEN, ((*one.slots, version + 1, entry.pk) for entry, version, one in changes))
    except IntegrityError as error:
        raise Conflict("已有另一条同样的记录（同单位、同自然键）：请核对是否重复") from error
    for some in _chunks([entry.pk for entry, _, _ in changes]):
        Participation.objects.filter(entry__in=some).delete()
        Step.objects.filter(entry__in=some).delete()
    _children((entry.pk, one.draft) for entry, _, one in changes)
    _versions(((entry.pk, version + 1, one.content, one.digest) for entry, version, one in changes), act, stamp)


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
    after = [contents[entry.pk] | {"void": True} if void else _live(contents[entry.pk]) for entry in entries]
    _versions(
        (
            (entry.pk, entry.version + 1, content, digest_of(content))
            for entry, content in zip(entries, after, strict=True)
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


def _slots(draft: Draft) -> tuple[object, ...]:
    """The values of `_WRITTEN` but the last, in its order."""
    return (
        draft.kind.version,
        draft.org_id,
        month_of(draft.value("happened_on")),
        draft.extra,
        key_of(draft),
        draft.parent_id,
        *(draft.value(name) for name in _SLOTS),
    )


def _children(pairs: Iterable[tuple[int, Draft]]) -> None:
    parts, steps = [], []
    for pk, draft in pairs:
        parts += [(pk, part.role, part.name, part.person_id) for part in dict.fromkeys(draft.parts)]
        steps += [(pk, code, day, month_of(day)) for code, day in draft.steps]
    bulk.insert(Participation, ("entry", "role", "name", "person"), parts)
    bulk.insert(Step, ("entry", "code", "on", "period"), steps)


def _versions(rows: Iterable[tuple[int, int, dict, str]], act: str, stamp: Stamp) -> None:
    same = (act, stamp.reason, stamp.batch, stamp.recorded_at, stamp.recorded_by)
    bulk.insert(
        EntryVersion,
        ("entry", "version", "content", "digest", "act", "reason", "batch", "recorded_at", "recorded_by"),
        ((*row, *same) for row in rows),
    )
