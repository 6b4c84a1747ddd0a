"""A ledger kind: the columns of one ledger and the typed slot each goes into. Definition family `ledger_kind`.

code name group shape(event|register) audience(scope|office|discipline) mechanism summary
columns: - {header, slot | role | step | extra, required, aliases, choices, example, help, form}
key:     slots, roles or extras that together name one entry within its organisation
"""

from __future__ import annotations

from dataclasses import dataclass, field

from zelian.definitions import store
from zelian.definitions.models import Definition, Family
from zelian.kernel.errors import NotFound
from zelian.kernel.period import LAST_MONTH
from zelian.kernel.yamlspec import Node, Problems, SpecError, as_node

TEXT_SLOTS = ("title", "place", "party")
CHOICE_SLOTS = ("category", "stage")
NUMBER_SLOTS = ("headcount", "expected", "quantity")
DATE_SLOTS = ("happened_on", "ends_on", "valid_until")
SLOTS = ("org", *TEXT_SLOTS, *CHOICE_SLOTS, *NUMBER_SLOTS, "amount_fen", *DATE_SLOTS)
TARGETS = ("slot", "role", "step", "extra")
AUDIENCES = ("scope", "office", "discipline")
_COLUMN_KEYS = {*TARGETS, "header", "required", "aliases", "choices", "default", "example", "help"}
_KIND_KEYS = {"code", "name", "group", "shape", "audience", "columns", "key", "aliases", "mechanism", "summary", "unit"}


@dataclass(frozen=True)
class KindColumn:
    """One column: `target` slot | role | step | extra and `name` within it; `choices` code → label for choice slots."""

    header: str
    target: str
    name: str
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: dict[str, str] = field(default_factory=dict, hash=False)
    default: str = ""
    example: str = ""
    help: str = ""

    @property
    def type(self) -> str:
        """text | choice | int | money | date | names | org: how its cells are read and written."""
        if self.target == "role":
            return "names"
        if self.target == "step" or self.name in DATE_SLOTS:
            return "date"
        if self.target == "slot" and self.name == "org":
            return "org"
        if self.name == "amount_fen":
            return "money"
        if self.target == "slot" and self.name in NUMBER_SLOTS:
            return "int"
        return "choice" if self.choices else "text"


@dataclass(frozen=True)
class Kind:
    """A parsed kind. `key` names the columns that tell one entry of an organisation from another."""

    code: str
    name: str
    group: str
    shape: str
    audience: str
    columns: tuple[KindColumn, ...]
    key: tuple[str, ...]
    summary: str = ""
    unit: str = "条"
    mechanism: int = 0
    aliases: tuple[str, ...] = ()
    version: int = field(default=1, compare=False)

    def column(self, name: str) -> KindColumn | None:
        """The column of that slot, role, step or extra name."""
        return next((column for column in self.columns if column.name == name), None)

    def label(self, slot: str, code: str) -> str:
        """The Chinese label of a choice code; the code itself when it is not one of today's choices."""
        column = self.column(slot)
        return column.choices.get(code, code) if column else code


def parse_kind(node: Node, problems: Problems) -> Kind | None:
    """Reads one kind; faults go to `problems` and give None."""
    before = len(problems.found)
    problems.unknown_keys(node, _KIND_KEYS)
    problems.missing_keys(node, {"code", "name", "group", "shape", "columns", "key"})
    if len(problems.found) > before:
        return None
    if node["shape"] not in ("event", "register"):
        problems.add(node.line_of("shape"), "shape 只能是 event（事件）或 register（名册）")
    if node.get("audience", "scope") not in AUDIENCES:
        problems.add(node.line_of("audience"), f"audience 只能是 {'、'.join(AUDIENCES)}")
    columns = [_parse_column(column, problems) for column in node["columns"]]
    if len(problems.found) > before:
        return None
    known = {column.name for column in columns if column}
    headers = [column.header for column in columns if column]
    for name in node["key"]:
        if name not in known:
            problems.add(node.line_of("key"), f"自然键用到的“{name}”不是本台账的栏目")
    for header in {header for header in headers if headers.count(header) > 1}:
        problems.add(node.line_of("columns"), f"栏目“{header}”写了两次")
    if "happened_on" not in known:
        problems.add(node.line_of("columns"), "缺少日期栏目（slot: happened_on）")
    if len(problems.found) > before:
        return None
    return Kind(
        code=node["code"],
        name=node["name"],
        group=node["group"],
        shape=node["shape"],
        audience=node.get("audience", "scope"),
        columns=tuple(columns),
        key=tuple(node["key"]),
        summary=node.get("summary", ""),
        unit=node.get("unit", "条"),
        mechanism=node.get("mechanism", 0),
        aliases=tuple(node.get("aliases", ())),
    )


def _parse_column(node: Node, problems: Problems) -> KindColumn | None:
    before = len(problems.found)
    problems.unknown_keys(node, _COLUMN_KEYS)
    problems.missing_keys(node, {"header"})
    targets = [target for target in TARGETS if target in node]
    if len(targets) != 1:
        problems.add(node.line, f"栏目“{node.get('header', '')}”要恰好写一个去处（{'、'.join(TARGETS)}）")
        return None
    target, name = targets[0], str(node[targets[0]])
    if target == "slot" and name not in SLOTS:
        problems.add(node.line_of("slot"), f"没有槽位“{name}”，可用：{'、'.join(SLOTS)}")
    if target == "slot" and name in CHOICE_SLOTS and not node.get("choices"):
        problems.add(node.line, f"槽位“{name}”要写选项 choices（代码: 名称）")
    if len(problems.found) > before:
        return None
    return KindColumn(
        header=node["header"],
        target=target,
        name=name,
        required=bool(node.get("required", False)),
        aliases=tuple(node.get("aliases", ())),
        choices=dict(node.get("choices") or {}),
        default=node.get("default", ""),
        example=str(node.get("example", "")),
        help=node.get("help", ""),
    )


_parsed: dict[tuple[str, int, str], Kind] = {}


def kind_of(definition: Definition) -> Kind:
    """The kind of one definition version."""
    slot = (definition.code, definition.version, definition.digest)
    if slot not in _parsed:
        problems = Problems(f"台账种类 {definition.code} 第 {definition.version} 版")
        kind = parse_kind(as_node(definition.body), problems)
        if kind is None:
            raise SpecError(problems.found)
        _parsed[slot] = Kind(**{**kind.__dict__, "version": definition.version})
    return _parsed[slot]


def kinds(month: int = LAST_MONTH) -> dict[str, Kind]:
    """All kinds in force by code, in the pack's order. One or two queries (see `definitions.store.in_force`)."""
    return {row.code: kind_of(row) for row in store.in_force(Family.LEDGER_KIND, month)}


def kind(code: str) -> Kind:
    """One kind in force; NotFound (Chinese) when there is none."""
    found = kinds().get(code)
    if found is None:
        raise NotFound(f"没有台账种类“{code}”：请核对代码，或先应用套件（zelian pack apply）")
    return found
