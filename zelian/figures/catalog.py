"""The figures in force, parsed from their definition versions."""

from __future__ import annotations

from dataclasses import replace

from zelian.definitions import store
from zelian.definitions.models import Definition, Family
from zelian.figures.spec import Figure, parse_figure
from zelian.kernel.errors import NotFound
from zelian.kernel.period import LAST_MONTH
from zelian.kernel.yamlspec import Problems, SpecError, as_node

_parsed: dict[tuple[str, int, str], Figure] = {}


def figure_of(definition: Definition) -> Figure:
    """The figure of one definition version; SpecError when the stored body no longer fits the declared facts."""
    slot = (definition.code, definition.version, definition.digest)
    if slot not in _parsed:
        problems = Problems(f"口径 {definition.code} 第 {definition.version} 版")
        figure = parse_figure(as_node(definition.body), problems)
        if figure is None:
            raise SpecError(problems.found)
        _parsed[slot] = replace(figure, version=definition.version, digest=definition.digest, order=definition.order)
    return _parsed[slot]


def catalog(month: int = LAST_MONTH) -> dict[str, Figure]:
    """All figures in force in a month by code, in the pack's order. One or two queries (see `store.in_force`)."""
    return {row.code: figure_of(row) for row in store.in_force(Family.FIGURE, month)}


def figure(code: str, month: int = LAST_MONTH) -> Figure:
    """One figure in force; NotFound (Chinese) when there is none."""
    found = catalog(month).get(code)
    if found is None:
        raise NotFound(f"没有统计口径“{code}”：请在“统计口径”中查找正确的代码")
    return found
