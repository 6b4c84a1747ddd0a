"""首页: where is the chain broken, what first?"""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zelian.exchange.workbook import SheetColumn, write_table
from zelian.reports.overview import Overview, OverviewCell, overview
from zelian.web.attachment import workbook_response
from zelian.web.home.chain import chain_figures, knots
from zelian.web.permission import needs
from zelian.web.scope import Scope, scope_of
from zelian.web.ui.chain import Heat, HeatCell, HeatRow
from zelian.web.ui.charts import line
from zelian.web.ui.states import state_of


@needs("figures.read", scoped=True)
def home(request: HttpRequest) -> HttpResponse:
    """The chain, 责任落实情况 and the trend of the chosen organisation and period."""
    scope = scope_of(request)
    table, grid = overview(scope.org, scope.period, request.actor.today), chain_figures(scope)
    months = [period for period in scope.period.parts(1) if period in grid.periods]
    shown = [code for code in ("volunteer_services", "livelihood_resolved") if code in grid.figures]
    series = {
        grid.figures[code].name: [int(grid.cell(code, scope.org.pk, month).value or 0) for month in months]
        for code in shown
    }
    links = [f"{reverse('figures-rows', args=[shown[0]])}?org={scope.org.code}&period={m.code}" for m in months] if shown else []
    names = [f"{month.first % 100}月" for month in months]
    trend = line(f"{scope.org.name}{scope.period.name}按月趋势", names, series, links=links) if shown else None
    context = {
        "org": scope.org, "period": scope.period, "knots": knots(scope, table, grid), "heat": heat_of(scope, table),
        "table": table, "gaps": _gaps(scope, table)[:8], "trend": trend,
        "export": f"{reverse('home-gaps')}?{scope.address()}",
    }  # fmt: skip
    return render(request, "home/home.html", context)


def heat_of(scope: Scope, table: Overview) -> Heat:
    """The table as the map component wants it; every cell opens the rows of its first gap or of the period."""
    columns = tuple(column.name for column in table.columns)
    rows = tuple(
        HeatRow(
            org.name,
            tuple(
                HeatCell(cell.state, _cell_url(scope, org.code, column.figure, cell), cell.text)
                for column, cell in zip(table.columns, cells, strict=True)
            ),
        )
        for org, cells in table.lines
    )
    return Heat(columns, rows, f"{scope.org.name}{scope.period.name}责任落实情况")


def _cell_url(scope: Scope, org: str, figure: str, cell: OverviewCell) -> str:
    period = cell.gap.code if cell.gap else scope.period.code
    return f"{reverse('figures-rows', args=[figure])}?{urlencode({'org': org, 'period': period})}"


def _gaps(scope: Scope, table: Overview) -> list[dict[str, object]]:
    return [
        {
            "org": org.name, "duty": column.name, "word": cell.text, "state": cell.state, "basis": column.basis,
            "url": _cell_url(scope, org.code, column.figure, cell), "window": cell.gap.name if cell.gap else "",
        }
        for org, cells in table.lines
        for column, cell in zip(table.columns, cells, strict=True)
        if cell.state in ("missed", "due_soon")
    ]  # fmt: skip


@needs("figures.read")
def gaps(request: HttpRequest) -> HttpResponse:
    """责任落实情况 as a workbook: the words of the cells."""
    scope = scope_of(request)
    table = overview(scope.org, scope.period, request.actor.today)
    columns = [SheetColumn(code="org", header="单位", kind="text")]
    columns += [SheetColumn(code=column.code, header=column.name, kind="text") for column in table.columns]
    rows = [[org.name, *(cell.text or state_of(cell.state).word for cell in cells)] for org, cells in table.lines]
    out = BytesIO()
    write_table(out, "责任落实情况", columns, rows)
    return workbook_response(out.getvalue(), f"{scope.org.name}{scope.period.name}责任落实情况")
