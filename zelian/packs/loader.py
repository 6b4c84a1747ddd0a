"""A pack: a directory of YAML from which definitions arrive. Reading and checking; nothing here touches the database.

    pack.yaml            {code, name, version, posts}
    ledger_kinds/*.yaml  lists of kinds            figures/*.yaml  lists of figures
    overview.yaml        columns of 责任落实情况     report_templates/*.yaml  one template each, or a list
    cases/*.yaml         the authors' examples: rows in → numbers out (see `cases`)

Every complaint names file and line, and all are made at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zelian.definitions.models import Family
from zelian.definitions.store import Wanted
from zelian.figures.spec import Figure, parse_figure
from zelian.kernel.errors import BadInput
from zelian.kernel.yamlspec import Node, Problem, Problems, SpecError, load_file
from zelian.ledger.kinds import Kind, parse_kind
from zelian.packs import crosschecks
from zelian.packs.crosschecks import Found, Known
from zelian.reports.template import parse_template, unknown_figures

SUBDISTRICT = Path(__file__).parent / "subdistrict"
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_PACK_KEYS = {"code", "name", "version", "posts"}

Check = Callable[[list[Found], "Pack"], None]


@dataclass(frozen=True)
class Pack:
    """A checked pack. `wanted` is what is to be in force; kinds and figures are parsed; cases are nodes still."""

    root: Path
    code: str
    name: str
    version: str
    posts: dict[str, str] = field(default_factory=dict, hash=False)
    kinds: dict[str, Kind] = field(default_factory=dict, hash=False)
    figures: dict[str, Figure] = field(default_factory=dict, hash=False)
    wanted: tuple[Wanted, ...] = ()
    cases: tuple[Found, ...] = field(default=(), hash=False)


def _report_templates(found: list[Found], pack: Pack) -> None:
    for item in found:
        template = parse_template(item.node, item.problems)
        for code in unknown_figures(template, set(pack.figures)) if template else ():
            item.problems.add(item.node.line_of("blocks"), f"没有统计口径“{code}”：请核对双花括号里的代码")


checks: dict[str, Check] = {Family.REPORT_TEMPLATE: _report_templates}
"""Further checks by family: called with its nodes and the pack as read; faults go to each node's `problems`."""


def plain(value: object) -> object:
    """YAML nodes as JSON-ready data: dates become ISO text."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def read_pack(path: Path) -> Pack:
    """The pack in that directory; SpecError with every fault (file, line) there is, BadInput where there is no pack."""
    pack, problems = _read(Path(path))
    if problems:
        raise SpecError(problems)
    return pack


def check_pack(path: Path) -> list[Problem]:
    """All faults of a pack, by file and line; an empty list when it is sound. `cases.run_cases` runs its cases."""
    return _read(Path(path))[1]


def _read(root: Path) -> tuple[Pack, list[Problem]]:
    if not (root / "pack.yaml").is_file():
        raise BadInput(f"“{root}”里没有 pack.yaml：请给出套件所在的目录")
    notes: list[Problems] = []
    head = _head(root, notes)
    kinds = list(_nodes(root, "ledger_kinds/*.yaml", notes))
    figures = list(_nodes(root, "figures/*.yaml", notes))
    overview = list(_nodes(root, "overview.yaml", notes))
    templates = list(_nodes(root, "report_templates/*.yaml", notes))
    cases = list(_nodes(root, "cases/*.yaml", notes))
    families = (
        (Family.LEDGER_KIND, kinds),
        (Family.FIGURE, figures),
        (Family.OVERVIEW, overview),
        (Family.REPORT_TEMPLATE, templates),
    )
    for _, found in families:
        _codes(found)
    parsed_kinds = _parsed(kinds, parse_kind)
    parsed_figures = _parsed(figures, parse_figure)
    known = Known(
        kinds={kind.code: kind for _, kind in parsed_kinds},
        figures={figure.code: figure for _, figure in parsed_figures},
        posts=dict(head.get("posts") or {}),
        whole_kinds=_whole(notes, "ledger_kinds/"),
        whole_figures=_whole(notes, "figures/"),
    )
    crosschecks.kinds(parsed_kinds)
    crosschecks.figures(parsed_figures, known)
    crosschecks.overview(overview, known)
    crosschecks.cases(cases, known)
    wanted = [
        Wanted(family, str(found.node["code"]), plain(found.node), order)
        for family, nodes in families
        for order, found in enumerate(nodes)
        if "code" in found.node
    ]
    pack = Pack(
        root=root,
        code=str(head.get("code", "")),
        name=str(head.get("name", "")),
        version=str(head.get("version", "")),
        posts=dict(known.posts),
        kinds=dict(known.kinds),
        figures=dict(known.figures),
        wanted=tuple(wanted),
        cases=tuple(cases),
    )
    for family, found in families:
        if family in checks:
            checks[family](found, pack)
    return pack, sorted(
        {problem for note in notes for problem in note.found}, key=lambda x: (x.file, x.line, x.message)
    )


def _whole(notes: list[Problems], folder: str) -> bool:
    """Whether everything in a folder could be read so far."""
    return not any(note.found for note in notes if note.file.startswith(folder))


def _head(root: Path, notes: list[Problems]) -> Node:
    problems = Problems("pack.yaml")
    notes.append(problems)
    try:
        head = load_file(root / "pack.yaml", root)
    except SpecError as error:
        problems.found += error.problems
        return Node()
    if not isinstance(head, Node):
        problems.add(1, "pack.yaml 要写成 code、name、version、posts 四项")
        return Node()
    problems.unknown_keys(head, _PACK_KEYS)
    problems.missing_keys(head, {"code", "name", "version"})
    return head


def _nodes(root: Path, pattern: str, notes: list[Problems]) -> Iterator[Found]:
    """Every mapping of the files, with the problems of its file; what is no mapping is a fault."""
    for path in sorted(root.glob(pattern)):
        problems = Problems(path.relative_to(root).as_posix())
        notes.append(problems)
        try:
            content = load_file(path, root)
        except SpecError as error:
            problems.found += error.problems
            continue
        for item in content if isinstance(content, list) else [content]:
            if isinstance(item, Node):
                yield Found(item, problems)
            else:
                problems.add(1, "这里应当是一项一项的定义（每项有 code）")


def _codes(nodes: list[Found]) -> None:
    seen: dict[str, str] = {}
    for found in nodes:
        code = found.node.get("code")
        if code is None:
            found.problems.missing_keys(found.node, {"code"})
            continue
        line = found.node.line_of("code")
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            found.problems.add(line, f"代码“{code}”不合规范：小写英文、数字和下划线，如 volunteer_service")
        if code in seen:
            found.problems.add(line, f"代码“{code}”在 {seen[code]} 里已经用过")
        seen.setdefault(code, found.problems.file)


def _parsed(nodes: list[Found], parse: Callable) -> list[tuple[Found, object]]:
    both = [(found, parse(found.node, found.problems)) for found in nodes]
    return [(found, item) for found, item in both if item is not None]
