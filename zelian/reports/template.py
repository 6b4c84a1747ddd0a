"""Report templates: text with bound figures, `组织学习活动{{ study_activities | yu }}次`. No expressions, no code.

    code name kind title office            how it is called; title and office may hold {org} {year} {period}
    subtitle salutation                    lines under the title, where wanted
    blocks: - heading: … (level: 1) | text: …
A binding is `{{ figure }}` or `{{ figure | style }}`; styles: exact yu over near percent wan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zelian.claims.wording import STYLES
from zelian.definitions import store
from zelian.definitions.models import Definition, Family
from zelian.kernel.errors import NotFound
from zelian.kernel.yamlspec import Node, Problems, SpecError, as_node

_BINDING = re.compile(r"\{\{\s*([a-z0-9_]+)\s*(?:\|\s*([a-z]+)\s*)?\}\}")
# YAML joins folded lines with a blank; between Chinese characters or marks no blank belongs.
_FOLD = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])|(?<=[，。；、：]) +")
_BLOCKS = ("heading", "text")
_LEVELS = (1, 2, 3, 4)
_ONE_KIND = "每一段要写 heading 或 text 之一"


@dataclass(frozen=True)
class Binding:
    """A figure bound into text, and the style its number is written in."""

    figure: str
    style: str = "exact"


@dataclass(frozen=True)
class TemplateBlock:
    """`kind` heading | text; runs of plain text and bindings; `level` of a heading, 0 for text."""

    kind: str
    runs: tuple[str | Binding, ...]
    level: int = 0


@dataclass(frozen=True)
class Template:
    """A parsed template. `title`, `salutation` and `office` may hold {org} {year} {period}."""

    code: str
    name: str
    title: str
    blocks: tuple[TemplateBlock, ...]
    subtitle: str = ""
    salutation: str = ""
    office: str = ""
    version: int = field(default=1, compare=False)

    def bindings(self) -> Iterator[Binding]:
        """All bindings in the order of the text."""
        for block in self.blocks:
            for run in block.runs:
                if isinstance(run, Binding):
                    yield run


def parse_runs(text: str) -> tuple[str | Binding, ...]:
    """Text cut at its bindings; a brace that is no binding stays text."""
    runs: list[str | Binding] = []
    at = 0
    for found in _BINDING.finditer(text):
        if found.start() > at:
            runs.append(text[at : found.start()])
        runs.append(Binding(found[1], found[2] or "exact"))
        at = found.end()
    if at < len(text):
        runs.append(text[at:])
    return tuple(runs)


def parse_template(node: Node, problems: Problems) -> Template | None:
    """Reads one template; faults go to `problems` and give None. Unknown figures are `unknown_figures`' matter."""
    before = len(problems.found)
    problems.unknown_keys(node, {"code", "name", "title", "subtitle", "salutation", "office", "blocks"})
    problems.missing_keys(node, {"code", "name", "title", "blocks"})
    if not isinstance(node.get("blocks", []), list):
        problems.add(node.line_of("blocks"), "blocks 要写成列表，每段一项")
    if len(problems.found) > before:
        return None
    blocks = []
    for item in node["blocks"]:
        kinds = [kind for kind in _BLOCKS if isinstance(item, Node) and kind in item]
        if len(kinds) != 1:
            problems.add(item.line if isinstance(item, Node) else node.line_of("blocks"), _ONE_KIND)
            continue
        problems.unknown_keys(item, {kinds[0], "level"})
        if item.get("level", 1) not in _LEVELS:
            problems.add(item.line_of("level"), "标题的层次是 1 到 4 的整数")
        body = _FOLD.sub("", str(item[kinds[0]]))
        runs = parse_runs(body)
        for run in runs:
            if isinstance(run, Binding) and run.style not in STYLES:
                problems.add(item.line_of(kinds[0]), f"没有写法“{run.style}”，可用：{'、'.join(STYLES)}")
            elif isinstance(run, str) and ("{{" in run or "}}" in run):
                problems.add(item.line_of(kinds[0]), "双花括号里要写口径代码，如 {{ volunteer_services }}")
        blocks.append(TemplateBlock(kinds[0], runs, item.get("level", 1) if kinds[0] == "heading" else 0))
    if len(problems.found) > before:
        return None
    return Template(
        code=node["code"],
        name=node["name"],
        title=node["title"],
        blocks=tuple(blocks),
        subtitle=node.get("subtitle", ""),
        salutation=node.get("salutation", ""),
        office=node.get("office", ""),
    )


def unknown_figures(template: Template, known: set[str]) -> list[str]:
    """Codes bound in the template that are no figures."""
    return sorted({binding.figure for binding in template.bindings()} - known)


def template_of(definition: Definition) -> Template:
    """The template of one definition version."""
    problems = Problems(f"报告模板 {definition.code} 第 {definition.version} 版")
    template = parse_template(as_node(definition.body), problems)
    if template is None:
        raise SpecError(problems.found)
    return Template(**{**template.__dict__, "version": definition.version})


def templates() -> dict[str, Template]:
    """All templates in force by code. One or two queries."""
    return {row.code: template_of(row) for row in store.in_force(Family.REPORT_TEMPLATE)}


def template(code: str) -> Template:
    """One template in force; NotFound (Chinese) when there is none."""
    found = templates().get(code)
    if found is None:
        raise NotFound(f"没有报告模板“{code}”：可用 {'、'.join(templates()) or '（尚未应用套件）'}")
    return found
