"""核数: every claim of a text against the ledgers: supported, contradicted, unverifiable, or not a result at all."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

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
from zelian.org.queries import under
from zelian.reports.check.match import Match, match
from zelian.reports.check.scope import other_org, other_time

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
# Words that stand outside the claim's own text, without which 写的是13次 would not say what is untrue about 超过13次.
_COMPARED = {"over": "超过", "under": "不到", "near": "近", "about": "约", "at_least": "不少于", "at_most": "不超过"}
_MONTHS = {"个月": 1, "月": 1, "年": 12}
_NAMED_KINDS = ("community", "village", "branch")


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
    below = under(org, period.end_month, kinds=_NAMED_KINDS).exclude(pk=org.pk)
    names = list(below.values_list("name", flat=True))
    claims = extract(text)
    matches = {id(claim): match(text, claim, asked) for claim in claims if claim.state in ("done", "missing")}
    wanted = {found.figure.code: found.figure for found in matches.values() if found.figure}
    grid = evaluate(wanted.values(), [org.pk], [period], known=known) if wanted else None
    checked = []
    for claim in claims:
        found = matches.get(id(claim))
        elsewhere = found and found.figure and (other_time(text, claim, period) or other_org(text, claim, names))
        if elsewhere:
            why = f"说的是“{elsewhere}”的数，不是{org.name}{period.name}的：请换成那个单位或时期核对"
            checked.append(Checked(claim, "unverifiable", None, None, why))
        else:
            checked.append(_check(claim, found, grid, org, period))
    return checked


def _check(claim: Claim, found: Match | None, grid: Grid | None, org: Org, period: Period) -> Checked:
    if found is None:
        return Checked(claim, "not_a_result", None, None, _STATES.get(claim.state, "不是本期的结果数"))
    if found.figure is None or grid is None:
        if claim.value is None:
            return Checked(claim, "not_a_result", None, None, "数字缺失：文中没有写出数来")
        return Checked(claim, "unverifiable", None, None, "没有对应的统计口径：需要先有这项工作的台账")
    if found.rivals:
        every = (found.figure, *found.rivals)
        why = f"说的可能是{'、'.join(f'“{figure.name}”' for figure in every)}，请指定口径"
        if claim.value is None:
            return Checked(claim, "not_a_result", None, None, f"数字缺失：{why}", every)
        return Checked(claim, "unverifiable", None, None, why, every)
    cell = grid.cell(found.figure.code, org.pk, period)
    name, unit = found.figure.name, found.figure.unit
    if claim.value is None:
        shown = "没有记录" if cell.value is None else f"为 {written(cell.value)}{unit}"
        return Checked(claim, "not_a_result", found.figure, cell, f"数字缺失：台账里“{name}”{shown}")
    if cell.value is None:
        return Checked(claim, "unverifiable", found.figure, cell, f"台账里本期没有“{name}”的记录")
    held = _holds(claim, found.figure, cell, org, period)
    if held:
        return Checked(
            claim, "supported", found.figure, cell, f"台账里“{name}”为 {written(cell.value)}{unit}，{cell.rows} 条记录"
        )
    said = f"{_COMPARED.get(claim.comparator, '')}{claim.text}"
    return Checked(
        claim, "contradicted", found.figure, cell, f"写的是{said}，台账里“{name}”为 {written(cell.value)}{unit}"
    )


def _holds(claim: Claim, figure: Figure, cell: Cell, org: Org, period: Period) -> bool:
    if figure.aggregate != "span" or claim.unit not in _MONTHS:
        return satisfies(claim, cell.value)
    [part] = evidence(figure, org.pk, period)
    path = part.source.columns[figure.column].path
    ends = part.rows.order_by().aggregate(first=Min(path), last=Max(path))
    elapsed = elapsed_months(ends["first"], ends["last"]) / _MONTHS[claim.unit]
    if claim.comparator == "exact":  # 两个月完成: in the second month, its last day included
        return claim.value - 1 < elapsed <= claim.value
    return satisfies(claim, elapsed)


def elapsed_months(first: date, last: date) -> Fraction:
    """Calendar months from one day to another: exactly 1 when `last` is the same day of the next month (or its end)."""
    whole = (last.year - first.year) * 12 + last.month - first.month
    while after_months(first, whole) > last:
        whole -= 1
    begun = after_months(first, whole)
    return whole + Fraction((last - begun).days, (after_months(first, whole + 1) - begun).days)


def after_months(start: date, months: int) -> date:
    """The same day `months` calendar months later, or that month's last day (DESIGN §7: 一个月内)."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
