"""核数: every claim of a text against the ledgers: supported, contradicted, unverifiable, or not a result at all."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min

from zelian.claims.claim import Claim, plain_number
from zelian.claims.compare import satisfies
from zelian.claims.extract import extract
from zelian.figures.catalog import catalog
from zelian.figures.evidence import evidence
from zelian.figures.grid import Cell, Grid
from zelian.figures.run import evaluate
from zelian.figures.spec import Figure
from zelian.kernel.amount import plain, written
from zelian.kernel.period import Period
from zelian.org.models import Org
from zelian.reports.check.match import Match, match

VERDICTS = {
    "supported": "有台账支撑",
    "contradicted": "与台账不符",
    "unverifiable": "无法核对",
    "not_a_result": "不是结果数",
}
_STATES = {
    "planned": "这是打算，不是已完成的数",
    "required": "这是要求的频次，不是已完成的数",
    "last_year": "这是往年的数",
    "threshold": "这是分类的界线，不是统计数",
}


@dataclass(frozen=True)
class Checked:
    """A claim with its verdict. `cell` is the ledger's number, `why` one Chinese sentence."""

    claim: Claim
    verdict: str
    figure: Figure | None
    cell: Cell | None
    why: str
    rivals: tuple[Figure, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """One claim of the JSON of `zelian verify`."""
        claim = self.claim
        return {
            "text": claim.text,
            "start": claim.start,
            "end": claim.end,
            "value": plain_number(claim.value),
            "unit": claim.unit,
            "comparator": claim.comparator,
            "object": claim.object,
            "state": claim.state,
            "verdict": self.verdict,
            "figure": self.figure.code if self.figure else None,
            "ledger_value": plain(self.cell.value) if self.cell else None,
            "rows": self.cell.rows if self.cell else None,
            "why": self.why,
        }


def verify(text: str, org: Org, period: Period) -> list[Checked]:
    """Checks a text against the ledgers of an organisation and period. One run of the matched figures."""
    known = catalog(period.end_month)
    asked = [figure for figure in known.values() if figure.subject == "org"]
    claims = extract(text)
    matches = {id(claim): match(text, claim, asked) for claim in claims if claim.state in ("done", "missing")}
    wanted = {found.figure.code: found.figure for found in matches.values() if found.figure}
    grid = evaluate(wanted.values(), [org.pk], [period], known=known) if wanted else None
    return [_check(claim, matches.get(id(claim)), grid, org, period) for claim in claims]


def _check(claim: Claim, found: Match | None, grid: Grid | None, org: Org, period: Period) -> Checked:
    if found is None:
        return Checked(claim, "not_a_result", None, None, _STATES.get(claim.state, "不是本期的结果数"))
    if found.figure is None or grid is None:
        if claim.value is None:
            return Checked(claim, "not_a_result", None, None, "数字缺失：文中没有写出数来")
        return Checked(claim, "unverifiable", None, None, "没有对应的统计口径：需要先有这项工作的台账")
    cell = grid.cell(found.figure.code, org.pk, period)
    name, unit = found.figure.name, found.figure.unit
    if claim.value is None:
        shown = "没有记录" if cell.value is None else f"为 {written(cell.value)}{unit}"
        return Checked(claim, "not_a_result", found.figure, cell, f"数字缺失：台账里“{name}”{shown}")
    if found.rivals:
        names = "、".join(f"“{figure.name}”" for figure in (found.figure, *found.rivals))
        return Checked(
            claim, "unverifiable", None, None, f"说的可能是{names}，请指定口径", (found.figure, *found.rivals)
        )
    if cell.value is None:
        return Checked(claim, "unverifiable", found.figure, cell, f"台账里本期没有“{name}”的记录")
    held = _holds(claim, found.figure, cell, org, period)
    if held:
        return Checked(
            claim, "supported", found.figure, cell, f"台账里“{name}”为 {written(cell.value)}{unit}，{cell.rows} 条记录"
        )
    return Checked(
        claim, "contradicted", found.figure, cell, f"写的是{claim.text}，台账里“{name}”为 {written(cell.value)}{unit}"
    )


def _holds(claim: Claim, figure: Figure, cell: Cell, org: Org, period: Period) -> bool:
    if figure.aggregate == "span" and claim.unit in ("个月", "月", "年"):
        [part] = evidence(figure, org.pk, period)
        path = part.source.columns[figure.column].path
        ends = part.rows.order_by().aggregate(first=Min(path), last=Max(path))
        months = int(claim.value) * (12 if claim.unit == "年" else 1)
        return ends["last"] <= after_months(ends["first"], months)
    return satisfies(claim, cell.value)


def after_months(start: date, months: int) -> date:
    """The same day `months` calendar months later, or that month's last day (DESIGN §7: 一个月内)."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
