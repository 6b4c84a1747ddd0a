"""A pack into the database and back, three-way: what nobody changed here follows the pack; what somebody changed waits.

A stored definition remembers the digest of the pack version it was made from (`pack_digest`). It is a local change when
its own digest differs from that; it waits for a decision only when the pack has moved on too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from zelian.definitions.models import Definition, Family
from zelian.definitions.store import Wanted, digest_of, write_versions
from zelian.kernel.actor import Actor
from zelian.kernel.errors import NotFound
from zelian.packs.loader import Pack

_FILES = {
    Family.LEDGER_KIND: "ledger_kinds/local.yaml",
    Family.FIGURE: "figures/local.yaml",
    Family.OVERVIEW: "overview.yaml",
    Family.REPORT_TEMPLATE: "report_templates/local.yaml",
}


_STATES = {
    "new": "新增", "update": "待更新", "same": "一致", "local": "本地改过", "waiting": "本地和套件都改过，等待决定",
    "absent": "套件里已没有",
}  # fmt: skip


def _short(value: object) -> str:
    text = "（无）" if value is None else str(value)
    return text if len(text) <= 40 else text[:39] + "…"


@dataclass(frozen=True)
class Change:
    """One definition, pack against database.

    `state`: new | update | same | local (changed here, pack unmoved) | waiting (changed here and in the pack) |
    absent (from a pack, no longer in it). `fields` are the items whose values differ: (name, here, in the pack).
    """

    family: str
    code: str
    name: str
    state: str
    fields: tuple[tuple[str, object, object], ...] = ()

    @property
    def key(self) -> str:
        """How a decision names it: `figure:volunteer_services`."""
        return f"{self.family}:{self.code}"

    def __str__(self) -> str:
        """One line for the screen: what, in which state, and what differs."""
        differing = "；".join(f"{name}：本库 {_short(here)}，套件 {_short(there)}" for name, here, there in self.fields)
        return f"{self.key}（{self.name}）{_STATES[self.state]}" + (f"：{differing}" if differing else "")


@dataclass(frozen=True)
class Applied:
    """What `apply_pack` did: definitions by what became of them."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: int
    waiting: tuple[Change, ...]
    local: tuple[Change, ...]
    absent: tuple[Change, ...]


def diff_pack(pack: Pack) -> list[Change]:
    """Every definition of the pack and every pack-made one in the database that it no longer has. One query."""
    newest: dict[tuple[str, str], Definition] = {}
    for row in Definition.objects.order_by("version"):
        newest[row.family, row.code] = row
    changes = [_change(item, newest.pop((item.family, item.code), None)) for item in pack.wanted]
    changes += [
        Change(row.family, row.code, str(row.body.get("name", row.code)), "absent")
        for row in newest.values()
        if row.pack_digest and not row.retired
    ]
    return changes


def _change(item: Wanted, old: Definition | None) -> Change:
    name = str(item.body.get("name", item.code))
    if old is None:
        return Change(item.family, item.code, name, "new")
    digest = digest_of(item.body)
    if old.digest == digest and not old.retired:
        return Change(item.family, item.code, name, "same")
    fields = tuple(
        (key, old.body.get(key), item.body.get(key))
        for key in dict.fromkeys([*old.body, *item.body])
        if old.body.get(key) != item.body.get(key)
    )
    if old.digest == old.pack_digest and not old.retired:
        state = "update"
    else:
        state = "local" if old.pack_digest == digest else "waiting"
    return Change(item.family, item.code, name, state, fields)


def apply_pack(pack: Pack, *, by: Actor, now: datetime, take: Collection[str] = ()) -> Applied:
    """Puts the pack in force. Local changes stay and are listed, save those named in `take` (`family:code`): there the
    pack wins. Three queries and one audit event; applying the same pack again writes nothing. NotFound for a `take`
    that names nothing of the pack."""
    changes = diff_pack(pack)
    unknown = set(take) - {change.key for change in changes}
    if unknown:
        raise NotFound(f"套件里没有“{sorted(unknown)[0]}”：请用 zelian pack diff 查看可选的代码")
    chosen = {
        change.key
        for change in changes
        if change.state in ("new", "update") or (change.state in ("local", "waiting") and change.key in take)
    }
    items = [item for item in pack.wanted if f"{item.family}:{item.code}" in chosen]
    write_versions(items, origin="pack", by=by, now=now)

    def left(state: str) -> tuple[Change, ...]:
        return tuple(change for change in changes if change.state == state and change.key not in chosen)

    return Applied(
        added=tuple(change.key for change in changes if change.state == "new"),
        updated=tuple(change.key for change in changes if change.key in chosen and change.state != "new"),
        unchanged=sum(1 for change in changes if change.state == "same"),
        waiting=left("waiting"),
        local=left("local"),
        absent=left("absent"),
    )


def export_local(directory: Path) -> list[Path]:
    """Writes the newest versions made or changed here as YAML in a pack's layout; returns the files. One query."""
    newest: dict[tuple[str, str], Definition] = {}
    for row in Definition.objects.order_by("family", "order", "code", "version"):
        newest[row.family, row.code] = row
    written = []
    for family, name in _FILES.items():
        bodies = [
            _named_first(row.body)
            for row in newest.values()
            if row.family == family and row.digest != row.pack_digest and not row.retired
        ]
        if not bodies:
            continue
        path = Path(directory) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(bodies, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")
        written.append(path)
    return written


def _named_first(body: dict) -> dict:
    """The body as a person reads it: code and name first (a database need not keep the order of keys)."""
    return {key: body[key] for key in ("code", "name") if key in body} | body
