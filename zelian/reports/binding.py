"""Binding: a template and the figures of one organisation and period become a text whose every number is known."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zelian.claims.wording import UntrueStyle, word
from zelian.figures.catalog import catalog
from zelian.figures.grid import Cell
from zelian.figures.run import evaluate
from zelian.figures.spec import Figure
from zelian.kernel.amount import written
from zelian.kernel.errors import NotFound
from zelian.kernel.period import Period
from zelian.org.models import Org
from zelian.reports.template import Binding, Template, unknown_figures

NOTHING = "××"  # how a number that does not exist is printed: seen at once, and never read as a claim


@dataclass(frozen=True)
class BoundNumber:
    """One number in its place: the figure, its cell, the style asked for and the text printed.

    `warning` says in Chinese why the text is not what was asked for (a style that would not be true).
    """

    position: int
    figure: Figure
    cell: Cell
    style: str
    text: str
    warning: str = ""


@dataclass(frozen=True)
class BoundBlock:
    """A heading or a paragraph of plain text and bound numbers."""

    kind: str
    level: int
    runs: tuple[str | BoundNumber, ...]

    @property
    def text(self) -> str:
        """As the reader sees it."""
        return "".join(run if isinstance(run, str) else run.text for run in self.runs)


@dataclass(frozen=True)
class BoundReport:
    """A report ready to be shown, printed or frozen."""

    template: Template
    org: Org
    period: Period
    title: str
    subtitle: str
    salutation: str
    office: str
    blocks: tuple[BoundBlock, ...]

    @property
    def numbers(self) -> list[BoundNumber]:
        """All bound numbers in the order of the text."""
        return [run for block in self.blocks for run in block.runs if isinstance(run, BoundNumber)]

    @property
    def text(self) -> str:
        """The whole text, a line per block."""
        head = [line for line in (self.title, self.subtitle, self.salutation) if line]
        return "\n".join([*head, *(block.text for block in self.blocks)])


def bind(template: Template, org: Org, period: Period) -> BoundReport:
    """Computes every bound figure once and words it. NotFound when the template names an unknown figure.

    Cost: one run of the bound figures (see `figures.run.evaluate`).
    """
    known = catalog(period.end_month)
    missing = unknown_figures(template, set(known))
    if missing:
        raise NotFound(f"模板“{template.name}”用到的口径不存在：{'、'.join(missing)}")
    wanted = {binding.figure: known[binding.figure] for binding in template.bindings()}
    grid = evaluate(wanted.values(), [org.pk], [period], known=known)
    blocks, position = [], 0
    for block in template.blocks:
        runs: list[str | BoundNumber] = []
        for run in block.runs:
            if isinstance(run, Binding):
                cell = grid.cell(run.figure, org.pk, period)
                runs.append(_number(position, wanted[run.figure], cell, run.style))
                position += 1
            else:
                runs.append(_filled(run, org, period))
        blocks.append(BoundBlock(block.kind, block.level, tuple(runs)))
    return BoundReport(
        template=template,
        org=org,
        period=period,
        title=_filled(template.title, org, period),
        subtitle=_filled(template.subtitle, org, period),
        salutation=_filled(template.salutation, org, period),
        office=_filled(template.office, org, period),
        blocks=tuple(blocks),
    )


def _filled(text: str, org: Org, period: Period) -> str:
    return text.replace("{org}", org.name).replace("{year}", f"{period.first // 100}").replace("{period}", period.name)


def _number(position: int, figure: Figure, cell: Cell, style: str) -> BoundNumber:
    if cell.value is None:
        return BoundNumber(position, figure, cell, style, NOTHING, f"“{figure.name}”没有数：{_why_none(cell)}")
    try:
        if style == "percent" and figure.unit != "%":
            raise UntrueStyle(f"它的单位是{figure.unit}，不是百分比，请写准数")
        text = word(cell.value, style, figure.unit)
    except UntrueStyle as error:
        exact = _exact(cell.value, figure)
        return BoundNumber(position, figure, cell, style, exact, f"“{figure.name}”按实数写作 {exact}：{error}")
    # The unit stands in the template's own text; only the style `percent` brings its sign along.
    return BoundNumber(position, figure, cell, style, text if style == "percent" else text.removesuffix(figure.unit))


def _why_none(cell: Cell) -> str:
    return "本期不适用" if cell.state == "not_applicable" else "本期没有记录，是否为零尚不清楚"


def _exact(value: int | Fraction, figure: Figure) -> str:
    return written(value, figure.places)
