"""A draft: what one entry should hold, before it is stored. Its key and its canonical content are pure functions."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from zelian.kernel.errors import BadInput
from zelian.ledger.kinds import Kind

_FIELDS = (
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
_EMPTY = {"title": "", "place": "", "party": "", "category": "", "stage": "", "quantity": 1}


@dataclass(frozen=True)
class Part:
    """Somebody's part: role, name as written, and the person it was resolved to (None = 待核)."""

    role: str
    name: str
    person_id: int | None = None


@dataclass(frozen=True)
class Draft:
    """One entry to be. `slots` holds values by slot name (dates as dates, money in fen); absent slots are empty."""

    kind: Kind
    org_id: int
    slots: dict[str, object]
    parts: tuple[Part, ...] = ()
    steps: tuple[tuple[str, date], ...] = ()
    extra: dict[str, str] = field(default_factory=dict)
    parent_id: int | None = None

    def value(self, slot: str) -> object:
        """The value of a slot as it will be stored."""
        value = self.slots.get(slot)
        return _EMPTY.get(slot) if value is None else value

    def fields(self) -> dict[str, object]:
        """All slot values by model field, organisation and parent left out."""
        return {name: self.value(name) for name in _FIELDS}


def check(draft: Draft) -> None:
    """BadInput (Chinese) when the draft breaks a rule every entry must keep."""
    start, end = draft.value("happened_on"), draft.value("ends_on")
    if not isinstance(start, date):
        raise BadInput("缺少日期：请填写发生日期")
    if isinstance(end, date) and end < start:
        raise BadInput(f"止日 {end} 早于日期 {start}：请核对两个日期")
    for slot in ("category", "stage"):
        column, value = draft.kind.column(slot), draft.value(slot)
        if column and value and value not in column.choices:
            raise BadInput(f"“{column.header}”没有选项“{value}”，可用：{'、'.join(column.choices.values())}")
    for slot in ("headcount", "expected", "quantity", "amount_fen"):
        if isinstance(draft.value(slot), int) and draft.value(slot) < 0:
            column = draft.kind.column(slot)
            header = column.header if column else slot
            raise BadInput(f"“{header}”不能是负数：现在是 {draft.value(slot)}，请核对")


def key_of(draft: Draft) -> str:
    """The natural key within kind and organisation: equal keys are the same event. Blanks and width do not matter."""
    parts = []
    for name in draft.kind.key:
        column = draft.kind.column(name)
        if column is None or column.target == "slot":
            parts.append(str(draft.value(name) or ""))
        elif column.target == "role":
            parts.append("、".join(sorted(_plain(part.name) for part in draft.parts if part.role == name)))
        elif column.target == "step":
            parts.append(next((str(day) for code, day in draft.steps if code == name), ""))
        else:
            parts.append(draft.extra.get(name, ""))
    return hashlib.sha256("\x1f".join(_plain(part) for part in parts).encode()).hexdigest()


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def content_of(draft: Draft, org_code: str) -> dict[str, object]:
    """Canonical JSON-ready content of an entry: what a version keeps and a digest is made of.

    Empty slots are left out; persons are named by id and name as written; lists are in a fixed order.
    """
    content: dict[str, object] = {"kind": draft.kind.code, "org": org_code}
    for name, value in draft.fields().items():
        if value not in (None, ""):
            content[name] = value.isoformat() if isinstance(value, date) else value
    if draft.parent_id:
        content["parent"] = draft.parent_id
    if draft.parts:
        parts = sorted((part.role, part.name, part.person_id or 0) for part in draft.parts)
        content["parts"] = [list(part) for part in parts]
    if draft.steps:
        content["steps"] = [[code, day.isoformat()] for code, day in sorted(draft.steps)]
    extra = {name: value for name, value in sorted(draft.extra.items()) if value not in (None, "")}
    if extra:
        content["extra"] = extra
    return content


def digest_of(content: dict[str, object]) -> str:
    """SHA-256 of the canonical JSON of a content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
