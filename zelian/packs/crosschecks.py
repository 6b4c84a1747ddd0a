"""Faults that only show when a pack's definitions are seen together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zelian.figures.spec import Condition, Figure, check_set
from zelian.kernel.errors import BadInput
from zelian.kernel.period import Period
from zelian.kernel.yamlspec import Node, Problems
from zelian.ledger.kinds import SLOTS, Kind
from zelian.org.models import OrgKind

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_REVIEW = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_OVERVIEW_KEYS = {"code", "name", "figure", "required", "per", "applies_to", "basis"}
_PER = ("month", "quarter", "year")
_CASE_KEYS = {"name", "period", "posts", "rows", "expect", "at", "post", "person"}
ROW_KEYS = {"kind", "org", "void"}
CASE_ORGS = ("street", "section", "community_1", "community_2", "village", "branch")


@dataclass(frozen=True)
class Found:
    """One mapping of a definition file and where its faults are noted."""

    node: Node
    problems: Problems


def kinds(parsed: Sequence[tuple[Found, Kind]]) -> None:
    """Headers and their other names tell columns apart; codes of choices, roles and steps are stable identifiers."""
    names: dict[str, str] = {}
    for found, kind in parsed:
        if kind.name in names:
            found.problems.add(found.node.line_of("name"), f"台账名称“{kind.name}”与 {names[kind.name]} 相同")
        names.setdefault(kind.name, kind.code)
        seen: dict[str, str] = {}
        for node, column in zip(found.node["columns"], kind.columns, strict=True):
            for header in (column.header, *column.aliases):
                if seen.setdefault(header, column.header) != column.header:
                    found.problems.add(node.line, f"表头“{header}”既指“{seen[header]}”又指“{column.header}”")
            codes = [*column.choices, *([column.name] if column.target != "slot" else [])]
            for code in codes:
                if not isinstance(code, str) or not _CODE.fullmatch(code):
                    found.problems.add(node.line, f"“{column.header}”的代码“{code}”不合规范：小写英文、数字和下划线")
            labels = list(column.choices.values())
            for label in {label for label in labels if labels.count(label) > 1}:
                found.problems.add(node.line, f"“{column.header}”的选项“{label}”写了两次")


@dataclass(frozen=True)
class Known:
    """What definitions may refer to. Where some could not be read (not `whole`) an unknown code is no second fault."""

    kinds: Mapping[str, Kind]
    figures: Mapping[str, Figure]
    posts: Mapping[str, str]
    whole_kinds: bool = True
    whole_figures: bool = True


def figures(parsed: Sequence[tuple[Found, Figure]], known: Known) -> None:
    """A figure counts what its kinds can hold, is called by names of its own, and somebody answers for it."""
    if known.whole_figures:
        _sets(parsed)
    called: dict[tuple[str, str], str] = {}
    for found, figure in parsed:
        node, problems = found.node, found.problems
        problems.missing_keys(node, {"why", "author", "next_review"})
        if "next_review" in node and not _REVIEW.fullmatch(str(node["next_review"])):
            problems.add(node.line_of("next_review"), f"复核月份“{node['next_review']}”要写成 2027-01")
        if figure.aggregate != "ratio" and figure.unit == "%":
            problems.add(node.line_of("unit"), "只有比率（ratio）的单位才是 %")
        for alias in figure.aliases:
            other = called.setdefault((alias, figure.unit), figure.code)
            if other != figure.code:
                problems.add(
                    node.line_of("aliases"),
                    f"叫法“{alias}”（{figure.unit}）已归口径“{other}”：同一叫法同一单位只能指一个口径",
                )
        if figure.source.startswith("ledger."):
            _ledger_figure(found, figure, known)


def _sets(parsed: Sequence[tuple[Found, Figure]]) -> None:
    """`check_set` over all files, faults noted in their own file: what stands elsewhere is known but has no line."""
    for file in {found.problems.file for found, _ in parsed}:
        elsewhere, here = [], []
        for found, figure in parsed:
            if found.problems.file == file:
                here.append((figure, found.node))
                continue
            node = Node(found.node)
            node.line, node.lines = -1, {}
            elsewhere.append((figure, node))
        scratch = Problems(file)
        check_set(elsewhere + here, scratch)
        home = next(found.problems for found, _ in parsed if found.problems.file == file)
        home.found += [problem for problem in scratch.found if problem.line != -1]


def _ledger_figure(found: Found, figure: Figure, known: Known) -> None:
    node, problems = found.node, found.problems
    where = {condition.column: condition for condition in figure.where}
    if "kind" not in where or where["kind"].operator != "in":
        problems.add(node.line_of("where"), "条件里要写明台账种类（kind），不写就会把所有台账都数进来")
        return
    line = node["where"].line_of("kind")
    for code in where["kind"].values:
        if code not in known.kinds and known.whole_kinds:
            problems.add(line, f"没有台账种类“{code}”，可用：{'、'.join(sorted(known.kinds))}")
    kinds = [known.kinds[code] for code in where["kind"].values if code in known.kinds]
    if not kinds:
        return
    if figure.at == "end" and any(kind.shape != "register" for kind in kinds):
        problems.add(node.line_of("at"), "期末数（at: end）只能数名册（shape: register）")
    for column, target in (("category", "slot"), ("stage", "slot"), ("role", "role"), ("code", "step")):
        if column in where:
            _values(node["where"].line_of(column), where[column], target, kinds, problems)
    for value in where["post"].values if "post" in where else ():
        if value not in known.posts:
            usable = f"可用：{'、'.join(known.posts)}（见 pack.yaml 的 posts）"
            problems.add(node["where"].line_of("post"), f"没有岗位“{value}”，{usable}")
    if figure.column in SLOTS and figure.column != "org":
        for kind in kinds:
            if kind.column(figure.column) is None:
                problems.add(node.line_of(figure.aggregate), f"台账“{kind.name}”没有“{figure.column}”栏目，数不出来")


def _values(line: int, condition: Condition, target: str, kinds: Sequence[Kind], problems: Problems) -> None:
    if condition.operator == "empty":
        return
    if target == "slot":
        allowed = {
            code
            for kind in kinds
            for code in (kind.column(condition.column).choices if kind.column(condition.column) else ())
        }
    else:
        allowed = {column.name for kind in kinds for column in kind.columns if column.target == target}
    for value in condition.values:
        if value not in allowed:
            usable = f"可用：{'、'.join(sorted(allowed))}" if allowed else "这种台账没有这一栏"
            problems.add(line, f"“{condition.column}”没有取值“{value}”，{usable}")


def overview(nodes: Sequence[Found], known: Known) -> None:
    """Columns of 责任落实情况: what each organisation of some kinds must reach in a month, quarter or year."""
    for found in nodes:
        node, problems = found.node, found.problems
        problems.unknown_keys(node, _OVERVIEW_KEYS)
        problems.missing_keys(node, _OVERVIEW_KEYS)
        if "figure" in node and node["figure"] not in known.figures and known.whole_figures:
            problems.add(node.line_of("figure"), f"没有统计口径“{node['figure']}”")
        if "required" in node and (not isinstance(node["required"], int) or node["required"] < 1):
            problems.add(node.line_of("required"), f"要求数“{node['required']}”应是正整数")
        if "per" in node and node["per"] not in _PER:
            problems.add(node.line_of("per"), f"per 只能是 {'、'.join(_PER)}")
        for kind in node.get("applies_to", ()):
            if kind not in OrgKind.values:
                problems.add(node.line_of("applies_to"), f"没有组织类型“{kind}”，可用：{'、'.join(OrgKind.values)}")


def cases(nodes: Sequence[Found], known: Known) -> None:
    """Examples name known kinds, columns, figures and scratch organisations."""
    for found in nodes:
        node, problems = found.node, found.problems
        problems.unknown_keys(node, _CASE_KEYS)
        problems.missing_keys(node, {"name", "period", "rows", "expect"})
        try:
            Period.parse(str(node.get("period", "2023")))
        except BadInput as error:
            problems.add(node.line_of("period"), str(error))
        if "post" in node and node["post"] not in (node.get("posts") or {}):
            problems.add(node.line_of("post"), f"例子里没有给岗位“{node['post']}”安排任职（posts）")
        if node.get("at", "street") not in CASE_ORGS:
            problems.add(node.line_of("at"), f"没有试算组织“{node['at']}”，可用：{'、'.join(CASE_ORGS)}")
        for code in node.get("expect") or {}:
            if code not in known.figures and known.whole_figures:
                problems.add(node["expect"].line_of(code), f"没有统计口径“{code}”")
        for row in node.get("rows") or []:
            _case_row(row, known, problems)


def _case_row(row: Node, known: Known, problems: Problems) -> None:
    kind = known.kinds.get(row.get("kind", ""))
    if kind is None:
        if known.whole_kinds:
            problems.add(row.line, f"没有台账种类“{row.get('kind', '')}”")
        return
    problems.unknown_keys(row, ROW_KEYS | {column.name for column in kind.columns})
    problems.missing_keys(row, {"happened_on"})
    if row.get("org", "street") not in CASE_ORGS:
        problems.add(row.line_of("org"), f"没有试算组织“{row['org']}”，可用：{'、'.join(CASE_ORGS)}")
    for slot in ("category", "stage"):
        column = kind.column(slot)
        if column and slot in row and row[slot] not in column.choices:
            problems.add(
                row.line_of(slot), f"“{column.header}”没有选项“{row[slot]}”，可用：{'、'.join(column.choices)}"
            )
