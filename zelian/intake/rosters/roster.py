"""What all rosters share: comparing rows with what stands, storing them, taking them back.

A roster's rows are plain fields under a natural key, both as JSON holds them. Compare-and-set is by value: a plan is
refused when what it saw is no longer there; fields whose name begins with _ are remarks of the plan and are not
compared. Rosters are small (hundreds), so the whole roster is read each time.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import IntegrityError
from django.db.models import ProtectedError

from zelian.audit.record import record
from zelian.intake.planning import rejected
from zelian.intake.targets import Column, Context, Planned, RowPlan, Secret, Shown, SourceRow
from zelian.kernel.actor import Actor
from zelian.kernel.errors import Conflict

Key = tuple
Fields = dict[str, object]
_BLANK: dict[str, object] = {"text": "", "choice": "", "names": [], "int": None, "date": None, "flag": False, "org": ""}


class Roster(ABC):
    """One roster; subclasses say what its key is, what stands, and how it is written and removed."""

    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    order: int
    private = False
    scope_permission = "org.write"
    undo_permission = "org.write"
    key_fields: frozenset[str] = frozenset()
    own_columns: tuple[Column, ...]

    @property
    def code(self) -> str:
        """`roster:<kind>`."""
        return f"roster:{self.kind}"

    def columns(self) -> tuple[Column, ...]:
        """The columns of its template."""
        return self.own_columns

    def allowed(self, by: Actor) -> bool:
        """Whether `by` may import this roster at all."""
        return by.can(self.scope_permission)

    def begin(self, rows: Sequence[SourceRow], context: Context) -> None:  # noqa: B027  most rosters need nothing
        """Reads what `identify` needs, once for the sheet; a few queries."""

    @abstractmethod
    def identify(self, row: SourceRow, context: Context) -> Key | RowPlan:
        """The natural key of a row, its values completed; or the plan that rejects it. No query."""

    @abstractmethod
    def standing(self) -> dict[Key, Fields]:
        """Everything that stands, by key, as JSON holds it. One or two queries."""

    @abstractmethod
    def write(self, new: dict[Key, Fields], changed: dict[Key, Fields], now: datetime) -> list[Secret]:
        """Stores new rows and changed fields."""

    @abstractmethod
    def remove(self, rows: dict[Key, Fields]) -> None:
        """Deletes what an import brought; ProtectedError or Conflict when it is in use."""

    def check(self, rows: Sequence[SourceRow], context: Context) -> Iterator[RowPlan]:
        """Compares the rows with what stands. The queries of `begin` and `standing`."""
        self.begin(rows, context)
        standing = self.standing()
        seen: dict[Key, SourceRow] = {}
        for row in rows:
            row.values = {name: self._filled(name, value) for name, value in row.values.items()}
            key = self.identify(row, context)
            if isinstance(key, RowPlan):
                yield key
                continue
            if key in seen:
                yield self._double(row, seen[key])
                continue
            seen[key] = row
            fields = {name: value for name, value in row.values.items() if name not in self.key_fields}
            yield self._compared(row, key, fields, standing.get(key))

    def show(self, plans: Sequence[RowPlan]) -> list[list[Shown]]:
        """The cells by header; for updates with what stood there. No query."""
        return [
            [
                Shown(column.header, _written(column, plan.values[column.name]), self._old(column, plan))
                for column in self.own_columns
                if column.name in plan.values
            ]
            for plan in plans
        ]

    def _filled(self, name: str, value: object) -> object:
        kind = next(column.type for column in self.own_columns if column.name == name)
        if value is None:
            return _BLANK[kind]
        if kind == "flag":
            return value == "yes"
        return value.isoformat() if isinstance(value, date) else value

    def _double(self, row: SourceRow, first: SourceRow) -> RowPlan:
        if row.values == first.values:
            return RowPlan(row.sheet, row.number, "skipped", row.values, note=f"与第 {first.number} 行完全相同")
        column = next(column for column in self.own_columns if column.required)
        return rejected(
            row, column.header, row.values.get(column.name), f"与第 {first.number} 行是同一条，内容却不同：请只留一行"
        )

    def _compared(self, row: SourceRow, key: Key, fields: Fields, old: Fields | None) -> RowPlan:
        store = {"key": list(key), "fields": fields}
        if old is None:
            return RowPlan(row.sheet, row.number, "new", row.values, store)
        before = {name: old[name] for name, value in fields.items() if name[0] != "_" and old[name] != value}
        if not before:
            return RowPlan(row.sheet, row.number, "unchanged", row.values)
        return RowPlan(row.sheet, row.number, "updated", row.values, store, before)

    def _old(self, column: Column, plan: RowPlan) -> str | None:
        return _written(column, plan.before[column.name]) if column.name in plan.before else None


def _written(column: Column, value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(value)
    if column.type == "choice":
        return column.choices.get(value, str(value or ""))
    return "" if value is None else str(value)


def apply(planned: Planned, batch: str, by: Actor, now: datetime) -> list[Secret]:
    """Stores the rosters of a file in their order; Conflict when what a row was compared with has changed."""
    secrets: list[Secret] = []
    for roster, plans in planned:
        standing = roster.standing()
        new, changed = {}, {}
        for plan in plans:
            key, fields = tuple(plan.store["key"]), plan.store["fields"]
            if plan.state == "new":
                if key in standing:
                    raise Conflict(f"{roster.name}第 {plan.row} 行在预览之后已被别人录入：请重新导入文件")
                new[key] = fields
            else:
                if not _same(standing.get(key), plan.before):
                    raise Conflict(f"{roster.name}第 {plan.row} 行在预览之后被别人改过：请重新导入文件")
                changed[key] = {name: fields[name] for name in plan.before}
        if new or changed:
            try:
                secrets += roster.write(new, changed, now)
            except IntegrityError as error:
                raise Conflict(f"{roster.name}与现有的重复：请重新导入文件") from error
            record(
                "intake.roster.applied",
                by=by,
                now=now,
                target=("intake.batch", batch),
                data={"name": roster.name, "new": len(new), "updated": len(changed)},
            )
    return secrets


def undo(planned: Planned, batch: str, by: Actor, now: datetime) -> None:
    """Takes the rosters of a file back; Conflict, nothing undone, when a row was changed or is in use."""
    for roster, plans in planned:
        standing = roster.standing()
        added, restored = {}, {}
        for plan in plans:
            key, fields = tuple(plan.store["key"]), plan.store["fields"]
            mine = fields if plan.state == "new" else {name: fields[name] for name in plan.before}
            if not _same(standing.get(key), mine):
                raise Conflict(f"{roster.name}第 {plan.row} 行入账后又被改过：不能整批撤销，请逐条处理")
            if plan.state == "new":
                added[key] = fields
            else:
                restored[key] = plan.before
        if not added and not restored:
            continue
        try:
            roster.write({}, restored, now)
            roster.remove(added)
        except ProtectedError as error:
            raise Conflict(f"{roster.name}里有的已被使用（有台账、任职或账号）：不能撤销，请逐条处理") from error
        record(
            "intake.roster.undone",
            by=by,
            now=now,
            target=("intake.batch", batch),
            data={"name": roster.name, "removed": len(added), "reverted": len(restored)},
        )


def _same(standing: Fields | None, wanted: Fields) -> bool:
    return standing is not None and all(name[0] == "_" or standing[name] == value for name, value in wanted.items())
