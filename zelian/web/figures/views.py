"""统计口径: every number, its definition, its rows."""

from __future__ import annotations

from io import BytesIO
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zelian.exchange.workbook import SheetColumn, write_table
from zelian.figures.catalog import catalog, figure
from zelian.figures.evidence import evidence
from zelian.figures.grid import Grid
from zelian.figures.run import evaluate
from zelian.figures.spec import Figure
from zelian.kernel.amount import plain
from zelian.ledger.kinds import kinds
from zelian.ledger.queries import readable_kinds
from zelian.org.queries import under
from zelian.reports.document import value_text
from zelian.web.attachment import workbook_response
from zelian.web.figures.rows import PAGE, PAGE_OF_TWO, line, opened
from zelian.web.figures.values import value_cell
from zelian.web.figures.words import sentence
from zelian.web.permission import needs
from zelian.web.scope import Scope, page_of, scope_of
from zelian.web.ui import charts
from zelian.web.ui.cells import Link
from zelian.web.ui.tables import Column, Empty, Table

_BELOW = ("community", "village", "section")


@needs("figures.read", scoped=True)
def index(request: HttpRequest) -> HttpResponse:
    """All figures with their value for the chosen organisation and period."""
    scope = scope_of(request)
    known = catalog(scope.period.end_month)
    asked = [one for one in known.values() if one.subject == "org"]
    wanted = request.GET.get("q", "").strip()
    shown = [one for one in asked if not wanted or any(wanted in word for word in (one.name, one.code, *one.aliases))]
    grid = evaluate(shown, [scope.org.pk], [scope.period], known=known)
    context = {
        "tables": _groups(shown, grid, scope),
        "q": wanted,
        "scope_words": f"{scope.org.name}　{scope.period.name}",
        "count": len(shown),
        "export": f"{reverse('figures-export')}?{scope.address()}",
    }
    return render(request, "figures/index.html", context)


def _groups(shown: list[Figure], grid: Grid, scope: Scope) -> list[tuple[str, Table]]:
    """The figures by the group they stand in, a table each."""
    columns = (
        Column("name", "口径", phone="title"),
        Column("value", "本期数", num=True, phone="main"),
        Column("rows", "记录", num=True),
        Column("why", "怎样算", phone="hide"),
    )
    ordered = sorted(shown, key=lambda one: (one.order, one.code))
    return [
        (name, Table(f"group-{place}", columns, [_line(one, grid, scope) for one in members], live=False))
        for place, (name, members) in enumerate(groupby(ordered, key=lambda one: one.group or "其他"))
    ]


def _line(one, grid, scope: Scope) -> dict[str, object]:
    cell = grid.cell(one.code, scope.org.pk, scope.period)
    url = f"{reverse('figures-rows', args=[one.code])}?{scope.address()}"
    return {
        "name": Link(one.name, url),
        "value": value_cell(cell, one, url),
        "rows": cell.rows,
        "why": one.why,
    }


@needs("figures.read", scoped=True)
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """One number: its definition, its months, who below contributes, and the very rows."""
    scope = scope_of(request)
    known = catalog(scope.period.end_month)
    one = figure(code, scope.period.end_month)
    below = list(under(scope.org, scope.period.end_month, kinds=_BELOW).exclude(pk=scope.org.pk))
    months = scope.period.parts(1)
    grid = evaluate([one], [scope.org.pk, *(org.pk for org in below)], [scope.period, *months], known=known)
    cell = grid.cell(code, scope.org.pk, scope.period)
    size = PAGE_OF_TWO if one.aggregate == "ratio" else PAGE
    parts = [
        opened(part, request.actor, page_of(request), size)
        for part in evidence(one, scope.org.pk, scope.period, known=known)
    ]
    context = {
        "figure": one,
        "cell": cell,
        "shown": value_text(cell, one.unit, one.places),
        "sentence": sentence(one, known, kinds()),
        "parts": parts,
        "scope_words": f"{scope.org.name}　{scope.period.name}",
        "trend": _trend(one, grid, scope, months),
        "below": _below(one, grid, scope, below),
        "export": f"{reverse('figures-rows-export', args=[code])}?{scope.address()}",
        "back": f"{reverse('figures')}?{scope.address()}",
    }
    return render(request, "figures/rows.html", context)


def _trend(one, grid, scope: Scope, months) -> charts.Chart | None:
    if len(months) < 2:
        return None
    values = [plain(grid.cell(one.code, scope.org.pk, month).value, one.places) for month in months]
    if not any(values):
        return None
    links = [f"{reverse('figures-rows', args=[one.code])}?org={scope.org.code}&period={month.code}" for month in months]
    names = [f"{month.first % 100}月" for month in months]
    return charts.bar(f"{one.name}按月（{one.unit}）", names, {one.name: values}, unit=one.unit, links=links)


def _below(one, grid, scope: Scope, below) -> Table | None:
    lines = []
    for org in below:
        cell = grid.cell(one.code, org.pk, scope.period)
        if cell.rows:
            url = f"{reverse('figures-rows', args=[one.code])}?org={org.code}&period={scope.period.code}"
            lines.append({"org": Link(org.name, url), "value": value_cell(cell, one, url)})
    columns = (Column("org", "单位", phone="title"), Column("value", one.name, num=True, phone="main"))
    return (
        Table(id="below", columns=columns, rows=lines, empty=Empty("下级单位本期没有"), live=False) if lines else None
    )


@needs("figures.read")
def export(request: HttpRequest) -> HttpResponse:
    """All figures of the organisation and period as a workbook."""
    scope = scope_of(request)
    known = catalog(scope.period.end_month)
    asked = [one for one in known.values() if one.subject == "org"]
    grid = evaluate(asked, [scope.org.pk], [scope.period], known=known)
    columns = [
        SheetColumn(code=code, header=header, kind=kind)
        for code, header, kind in (
            ("code", "代码", "text"),
            ("name", "口径", "text"),
            ("value", "本期数", "int"),
            ("unit", "单位", "text"),
            ("rows", "记录数", "int"),
            ("how", "怎样统计", "text"),
        )
    ]
    lines, of = [], kinds()
    for one in asked:
        cell = grid.cell(one.code, scope.org.pk, scope.period)
        lines.append([one.code, one.name, plain(cell.value, one.places), one.unit, cell.rows, sentence(one, known, of)])
    out = BytesIO()
    write_table(out, "统计口径", columns, lines)
    return workbook_response(out.getvalue(), f"{scope.org.name}{scope.period.name}统计口径")


@needs("figures.read")
def rows_export(request: HttpRequest, code: str) -> HttpResponse:
    """The readable rows of a number as a workbook."""
    scope = scope_of(request)
    known = catalog(scope.period.end_month)
    one = figure(code, scope.period.end_month)
    readable = readable_kinds(request.actor)
    columns = [
        SheetColumn(code=code, header=header, kind=kind)
        for code, header, kind in (
            ("part", "口径", "text"),
            ("day", "日期", "date"),
            ("org", "单位", "text"),
            ("kind", "台账", "text"),
            ("what", "事项", "text"),
            ("who", "人员或环节", "text"),
        )
    ]
    lines = []
    for part in evidence(one, scope.org.pk, scope.period, known=known):
        found = part.rows.filter(**{f"{part.source.kind}__in": list(readable)})
        path = "org" if part.source.code == "ledger.entry" else "entry__org"
        for row in found.select_related(path).iterator(chunk_size=2000):
            cells = line(part, row, readable)
            who = cells.get("person") or cells.get("step") or ""
            lines.append([part.figure.name, cells["day"], cells["org"], cells["kind"], cells["what"].text, who])
    out = BytesIO()
    write_table(out, one.name, columns, lines)
    return workbook_response(out.getvalue(), f"{scope.org.name}{scope.period.name}{one.name}记录")
