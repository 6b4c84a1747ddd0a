"""What a sheet may become. Domain apps register families of targets here; intake knows none of them by name.

A family (`ledger`, `roster`) gives its targets at run time, because ledger kinds are definitions in the database.
A target checks rows by pure reads; its family stores all planned rows of a file, and takes them back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from zelian.access.actor import CommandActor, UserActor
from zelian.intake.orgbook import OrgBook
from zelian.kernel.actor import Actor

ColumnType = Literal["text", "choice", "int", "money", "date", "names", "org", "flag"]
State = Literal["new", "updated", "unchanged", "skipped", "rejected"]
STATES: tuple[State, ...] = ("new", "updated", "unchanged", "skipped", "rejected")
GOOD: tuple[State, ...] = ("new", "updated", "unchanged")


@dataclass(frozen=True)
class Column:
    """One column a target understands. `choices`: code → label. `default` is a cell's content, used for a blank."""

    name: str
    header: str
    type: ColumnType = "text"
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: dict[str, str] = field(default_factory=dict, hash=False)
    default: str = ""
    example: str = ""
    help: str = ""
    longest: int = 2000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell and how to mend it. `value` is the cell as JSON can hold it."""

    column: str
    value: object
    message: str


@dataclass(slots=True)
class SourceRow:
    """One row as read: normalised `values` by column name (blank → None; only columns of the sheet), or why it is
    left out (`skip`). `number` is the number Excel shows; `headers`: a column's own header → as written here."""

    sheet: int
    number: int
    values: dict[str, object]
    faults: list[Fault] = field(default_factory=list)
    skip: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class RowPlan:
    """What is to become of one row. `values` are its normalised columns, `store` is what the family needs to store
    it (JSON), `before` what stood there for an update; `note` is a remark for people."""

    sheet: int
    row: int
    state: State
    values: dict[str, object] = field(default_factory=dict)
    store: dict[str, object] = field(default_factory=dict)
    before: dict[str, object] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell of a preview: its header, its new text, and for a changed cell the old text."""

    header: str
    text: str
    old: str | None = None


@dataclass
class Context:
    """Who imports, when, and the organisations as planned so far (rows of an earlier sheet included).

    `default_org`: code used where a sheet has no column for the organisation, and with `fill_blank` also where its
    cell is empty. `books` lets targets of one family share what they
    read or plan within one file.
    """

    by: UserActor | CommandActor
    now: datetime
    orgs: OrgBook
    default_org: str | None = None
    fill_blank: bool = False
    books: dict[str, object] = field(default_factory=dict)


class Target(Protocol):
    """One kind of sheet. `kind` is its bare name in reports, `code` is `family:kind`; lower `order` is stored first.

    `private`: what it holds is for whoever imported it, not for the whole office. `scope_permission` must be held for
    the organisation a row belongs to; `undo_permission` to take it back.
    """

    code: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    order: int
    private: bool
    scope_permission: str
    undo_permission: str

    def columns(self) -> tuple[Column, ...]:
        """Its columns in the order of its template."""
        ...

    def allowed(self, by: Actor) -> bool:
        """Whether `by` may import such sheets at all."""
        ...

    def check(self, rows: Sequence[SourceRow], context: Context) -> Iterator[RowPlan]:
        """One plan per row, in order. Reads only; a number of queries that does not depend on the rows."""
        ...

    def show(self, plans: Sequence[RowPlan]) -> list[list[Shown]]:
        """The cells of a preview of these plans. At most two queries."""
        ...


Planned = Sequence[tuple[Target, list[RowPlan]]]


@dataclass(frozen=True, slots=True)
class Secret:
    """Something handed to the importer once and stored nowhere in readable form: a first password."""

    username: str
    password: str


@dataclass(frozen=True)
class Family:
    """How all targets of one kind of thing are found, stored and taken back.

    `prepare` computes what it can from the plans before the transaction begins; `apply` gets what it returns. `apply`
    and `undo` run inside one transaction and raise Conflict, changing nothing, when rows changed since.
    """

    code: str
    targets: Callable[[], Sequence[Target]]
    apply: Callable[[Any, str, Actor, datetime], list[Secret]]
    undo: Callable[[Planned, str, Actor, datetime], None]
    prepare: Callable[[Planned], Any] = lambda planned: planned


_families: dict[str, Family] = {}


def register(family: Family) -> None:
    """Makes a family known; called from `ready()` of its app. A second one of the same code is a programming error."""
    if _families.get(family.code, family) != family:
        raise ValueError(f"intake family {family.code} is registered twice")
    _families[family.code] = family


def families() -> list[Family]:
    """All families, rosters before ledgers: a sheet may name an organisation an earlier sheet of the file brings."""
    return [_families[code] for code in sorted(_families, key=lambda code: (code != "roster", code))]


def targets() -> list[Target]:
    """All targets in force, in the order they are stored. The queries of the families (a few)."""
    return [target for family in families() for target in sorted(family.targets(), key=lambda target: target.order)]


def find(name: str) -> Target | None:
    """The target of that code (`ledger:volunteer_service`), bare kind (`volunteer_service`) or Chinese name."""
    found = targets()
    for matches in (
        lambda target: target.code == name,
        lambda target: target.kind == name,
        lambda target: name == target.name or name in target.aliases,
    ):
        hit = next((target for target in found if matches(target)), None)
        if hit is not None:
            return hit
    return None
