"""A figure: one number, defined once (DESIGN §5). Parsing and checking of the definition language.

code name unit                     what it is called, in which unit
count | sum | distinct | span | ratio   how rows become a number (exactly one of them)
where                              only declared columns: value, list, {gte, lte, ne, between, empty}
at       flow | end                rows of the period, or register rows true on its last day
level    subtree | own             with everything below, or the organisation's own rows
subject  org | post | person       post and person figures are asked for one post or person
empty    zero | unknown | not_applicable    what no row means
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from zelian.kernel import facts
from zelian.kernel.yamlspec import Node, Problems, as_node

AGGREGATES = ("count", "sum", "distinct", "span", "ratio")
OPERATORS = ("gte", "lte", "ne", "between", "empty")
_CHOICES = {
    "at": ("flow", "end"),
    "level": ("subtree", "own"),
    "subject": ("org", "post", "person"),
    "empty": ("zero", "unknown", "not_applicable"),
}
_TYPES = {"int": int, "date": date, "code": str, "text": str, "post": str, "org": str, "person": str}
_TYPE_NAMES = {
    "int": "整数",
    "date": "日期（2026-11-23）",
    "code": "代码",
    "text": "文字",
    "post": "岗位代码",
    "org": "组织编码",
    "person": "人员编号",
}
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
_KEYS = {
    "code",
    "name",
    "unit",
    *AGGREGATES,
    "where",
    "at",
    "level",
    "subject",
    "empty",
    "aliases",
    "wording",
    "group",
    "why",
    "author",
    "checked_by",
    "next_review",
    "direction",
    "places",
}


@dataclass(frozen=True)
class Condition:
    """`column` compared with `values` by `operator`: in | gte | lte | ne | between | empty (values = (bool,))."""

    column: str
    operator: str
    values: tuple


@dataclass(frozen=True)
class Figure:
    """A parsed definition. `source`/`column` are empty for ratios; `num`/`den` are empty for all others."""

    code: str
    name: str
    unit: str
    aggregate: str
    source: str = ""
    column: str = ""
    where: tuple[Condition, ...] = ()
    at: str = "flow"
    level: str = "subtree"
    subject: str = "org"
    empty: str = "zero"
    num: str = ""
    den: str = ""
    aliases: tuple[str, ...] = ()
    group: str = ""
    why: str = ""
    places: int = 2
    version: int = field(default=1, compare=False)
    digest: str = field(default="", compare=False)
    order: int = field(default=0, compare=False)

    @property
    def additive(self) -> bool:
        """Whether a parent's value is the sum of its children's and a year's that of its months (spans: the hull)."""
        return self.aggregate in ("count", "sum") and self.at == "flow"


def parse_figure(node: Node, problems: Problems) -> Figure | None:
    """Reads one definition; faults go to `problems` and give None. The fact sources must be registered. No query."""
    if not isinstance(node, Node):
        problems.add(1, f"口径要写成“code: …”等各项，现在是“{node}”")
        return None
    before = len(problems.found)
    problems.unknown_keys(node, _KEYS)
    problems.missing_keys(node, {"code", "name", "unit"})
    _check_plain(node, problems)
    kinds = [name for name in AGGREGATES if name in node]
    if len(kinds) != 1:
        written = f"同时写了 {'、'.join(kinds)}" if kinds else "一种也没有写"
        problems.add(node.line, f"要恰好写一种算法（{'、'.join(AGGREGATES)}），现在{written}")
        return None
    aggregate = kinds[0]
    source = column = num = den = ""
    where: tuple[Condition, ...] = ()
    if aggregate == "ratio":
        num, den = _parts(node, problems)
    else:
        source, column = _source(node, aggregate, problems)
        where = _conditions(node, facts.find(source), problems)
    if len(problems.found) > before:
        return None
    return Figure(
        code=node["code"],
        name=node["name"],
        unit=str(node["unit"]),
        aggregate=aggregate,
        source=source,
        column=column,
        where=where,
        at=node.get("at", "flow"),
        level=node.get("level", "subtree"),
        subject=node.get("subject", "org"),
        empty=node.get("empty", "not_applicable" if aggregate == "ratio" else "zero"),
        num=num,
        den=den,
        aliases=tuple(node.get("aliases", ())),
        group=node.get("group", ""),
        why=node.get("why", ""),
        places=node.get("places", 2),
    )


def _check_plain(node: Node, problems: Problems) -> None:
    """Faults of the keys that stand for themselves."""
    for key, allowed in _CHOICES.items():
        if key in node and node[key] not in allowed:
            problems.add(node.line_of(key), f"“{key}”只能是 {'、'.join(allowed)}，现在是“{node[key]}”")
    if "code" in node and not (isinstance(node["code"], str) and _CODE.fullmatch(node["code"])):
        problems.add(node.line_of("code"), f"代码“{node['code']}”要用小写字母开头，只含小写字母、数字和下划线")
    if "name" in node and not (isinstance(node["name"], str) and node["name"].strip()):
        problems.add(node.line_of("name"), "名称要写成文字")
    if not isinstance(node.get("aliases", []), list):
        problems.add(node.line_of("aliases"), "aliases 要写成列表：[叫法一, 叫法二]")
    places = node.get("places", 2)
    if not isinstance(places, int) or isinstance(places, bool) or not 0 <= places <= 6:
        problems.add(node.line_of("places"), f"places 是小数位数，只能是 0 到 6 的整数，现在是“{places}”")


def _parts(node: Node, problems: Problems) -> tuple[str, str]:
    for key in ("where", "at", "level"):
        if key in node:
            problems.add(node.line_of(key), f"比率没有自己的“{key}”：写在分子、分母的口径里")
    if node.get("empty") == "zero":
        problems.add(node.line_of("empty"), "分母为零的比率不是 0：empty 只能是 unknown 或 not_applicable")
    parts = node["ratio"]
    if not isinstance(parts, Node) or set(parts) != {"num", "den"}:
        problems.add(node.line_of("ratio"), "比率要写成 ratio: {num: 分子口径, den: 分母口径}")
        return "", ""
    return parts["num"], parts["den"]


def _source(node: Node, aggregate: str, problems: Problems) -> tuple[str, str]:
    path = str(node[aggregate])
    line = node.line_of(aggregate)
    code, _, column = (path, "", "") if facts.find(path) else path.rpartition(".")
    source = facts.find(code)
    if source is None:
        problems.add(line, f"没有事实表“{path}”，可用：{'、'.join(item.code for item in facts.sources())}")
        return "", ""
    if aggregate == "count":
        if column:
            problems.add(line, "计数（count）只写事实表，不写栏目")
        return code, ""
    declared = source.columns.get(column)
    if declared is None:
        problems.add(line, f"事实表“{code}”没有栏目“{column}”，可用：{'、'.join(source.columns)}")
    elif aggregate == "sum" and declared.minor and "元" in str(node["unit"]):
        problems.add(node.line_of("unit"), f"栏目“{column}”以{declared.minor}记：单位要写“{declared.minor}”")
    elif aggregate == "sum" and not declared.summable:
        problems.add(line, f"栏目“{column}”不能求和")
    elif aggregate == "distinct" and not declared.distinct:
        problems.add(line, f"栏目“{column}”不能去重计数")
    elif aggregate == "span" and declared.type != "date":
        problems.add(line, f"栏目“{column}”不是日期，不能算历时")
    return code, column


def _conditions(node: Node, source: facts.FactSource | None, problems: Problems) -> tuple[Condition, ...]:
    listed = node.get("where", {})
    if not isinstance(listed, Node) and listed != {}:
        problems.add(node.line_of("where"), "条件要写成 where: {栏目: 值}")
        return ()
    if source is None:
        return ()
    personal = any(column.type == "person" for column in source.columns.values())
    if node.get("subject") in ("post", "person") and not personal:
        problems.add(node.line_of("subject"), f"事实表“{source.code}”没有人员栏目，不能按岗位或个人统计")
    found = []
    for name, value in listed.items():
        line = listed.line_of(name)
        column = source.columns.get(name)
        if column is None:
            problems.add(line, f"事实表“{source.code}”没有栏目“{name}”，可用：{'、'.join(source.columns)}")
            continue
        here = _comparisons(name, _dates(value) if column.type == "date" else value, line, problems)
        _check_values(here, column, line, problems)
        found += here
    return tuple(found)


def _comparisons(name: str, wanted: object, line: int, problems: Problems) -> list[Condition]:
    if not isinstance(wanted, Node):
        values = tuple(wanted) if isinstance(wanted, list) else (wanted,)
        if not values:
            problems.add(line, f"栏目“{name}”的列表是空的：至少写一个值")
        return [Condition(name, "in", values)]
    if not wanted:
        problems.add(line, f"栏目“{name}”没有写比较，可用：{'、'.join(OPERATORS)}")
    found = []
    for operator, value in wanted.items():
        if operator not in OPERATORS:
            problems.add(line, f"不认识的比较“{operator}”，可用：{'、'.join(OPERATORS)}")
            continue
        if operator == "between" and not (isinstance(value, list) and len(value) == 2):
            problems.add(line, "between 要写两个值：[起, 止]")
            continue
        found.append(Condition(name, operator, tuple(value) if operator == "between" else (value,)))
    return found


def _dates(wanted: object) -> object:
    """Dates come as dates from YAML and as ISO text from the database."""
    if isinstance(wanted, str):
        try:
            return date.fromisoformat(wanted)
        except ValueError:
            return wanted
    if isinstance(wanted, list):
        return [_dates(value) for value in wanted]
    if isinstance(wanted, Node):
        return as_node({key: _dates(value) for key, value in wanted.items()})
    return wanted


def _check_values(conditions: list[Condition], column: facts.Column, line: int, problems: Problems) -> None:
    for condition in conditions:
        name, operator = condition.column, condition.operator
        if column.type == "post" and operator != "in":
            problems.add(line, f"栏目“{name}”只能写岗位代码或其列表")
            continue
        if operator == "empty":
            if condition.values not in ((True,), (False,)):
                problems.add(line, "empty 只能是 true 或 false")
            continue
        if operator in ("gte", "lte", "between") and column.type not in ("int", "date"):
            problems.add(line, f"栏目“{name}”不分大小，不能用“{operator}”")
            continue
        fits = _TYPES[column.type]
        wrong = [value for value in condition.values if not isinstance(value, fits) or isinstance(value, bool)]
        for value in wrong:
            problems.add(line, f"栏目“{name}”的值“{value}”类型不对，应为 {_TYPE_NAMES[column.type]}")
        if operator == "between" and not wrong and condition.values[0] > condition.values[1]:
            problems.add(line, f"between 的起“{condition.values[0]}”大于止“{condition.values[1]}”")


def check_set(figures: Iterable[tuple[Figure, Node]], problems: Problems) -> None:
    """Faults that only show when all figures are known: codes written twice, ratios of unknown or unlike figures."""
    known: dict[str, Figure] = {}
    listed = list(figures)
    for figure, node in listed:
        if figure.code in known:
            problems.add(node.line_of("code"), f"口径“{figure.code}”定义了两次")
        known[figure.code] = figure
    for figure, node in listed:
        if figure.aggregate != "ratio":
            continue
        line = node.line_of("ratio")
        for part in (figure.num, figure.den):
            if part not in known:
                problems.add(line, f"比率用到的口径“{part}”没有定义")
            elif known[part].aggregate in ("ratio", "span"):
                problems.add(line, f"比率只能由计数、求和或去重的口径组成，“{part}”不是")
            elif known[part].subject != figure.subject:
                problems.add(line, f"比率与口径“{part}”的 subject 不同：两处要写成一样")
