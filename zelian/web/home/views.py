"""首页: where is the chain broken, what first?"""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zelian.exchange.workbook import SheetColumn, write_table
from zelian.figures.catalog import catalog
from zelian.figures.grid import Grid
from zelian.reports.overview import Overview, OverviewCell, OverviewColumn, overview
from zelian.web.attachment import workbook_response
from zelian.web.home.chain import chain_figures, knots
from zelian.web.permission import needs
from zelian.web.scope import Scope, scope_of
from zelian.web.ui.chain import Heat, HeatCell, HeatRow
from zelian.web.ui.charts import Chart, line
from zelian.web.ui.states import state_of

FIRST = 6  # gaps on the home page; the map beside it shows all of them
_PER = {"month": "月", "quarter": "季度", "half": "半年", "year": "年"}


def home(request: HttpRequest) -> HttpResponse:
    """The chain of whoever may see figures; administrators, who may not, are told what their account is for."""
    if not request.actor.can("figures.read"):
        return render(request, "home/no_business.html")
    return chain(request)


@needs("figures.read", scoped=True)
def chain(request: HttpRequest) -> HttpResponse:
    """The chain, 责任落实情况 and the trend of the chosen organisation and period."""
    scope = scope_of(request)
    table, grid = overview(scope.org, scope.period, request.actor.today), chain_figures(scope)
    gaps = _gaps(scope, table)
    context = {
        "org": scope.org,
        "period": scope.period,
        "knots": knots(scope, table, grid, _last(request, scope)),
        "heat": heat_of(scope, table),
        "heat_sub": f"{len(table.lines)} 个村社区 × {len(table.columns)} 项责任",
        "gaps": gaps[:FIRST],
        "more": len(gaps) - FIRST,
        "trend": _trend(scope, grid),
        "export": f"{reverse('home-gaps')}?{scope.address()}",
        "may_import": request.actor.can("intake.apply"),
    }
    return render(request, "home/home.html", context)


def _last(request: HttpRequest, scope: Scope) -> str:
    """Where the last link leads: to the reports, or for those who write none to the check of a text."""
    return f"{reverse('reports' if request.actor.can('reports.read') else 'check')}?{scope.address()}"


def _trend(scope: Scope, grid: Grid) -> Chart | None:
    """Two figures month by month; None for a single month and where nothing happened at all."""
    months = [period for period in scope.period.parts(1) if period in grid.periods]
    shown = [code for code in ("volunteer_services", "livelihood_resolved") if code in grid.figures]
    series = {
        grid.figures[code].name: [int(grid.cell(code, scope.org.pk, month).value or 0) for month in months]
        for code in shown
    }
    if len(months) < 2 or not any(any(values) for values in series.values()):
        return None
    links = [f"{reverse('figures-rows', args=[shown[0]])}?org={scope.org.code}&period={m.code}" for m in months]
    names = [f"{month.first % 100}月" for month in months]
    return line(f"{scope.org.name}{scope.period.name}按月趋势", names, series, links=links)


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
    """What is due soon, then what is missing: organisations that lack most come first, in the table's order."""
    units = {code: one.unit for code, one in catalog(scope.period.end_month).items()}
    lacking = {org.pk: sum(cell.state == "missed" for cell in cells) for org, cells in table.lines}
    found = [
        (
            cell.state == "missed",
            -lacking[org.pk],
            {
                "org": org.name,
                "duty": column.name,
                "word": cell.text,
                "state": cell.state,
                "url": _cell_url(scope, org.code, column.figure, cell),
                "note": _gap_note(column, cell, units[column.figure]),
            },
        )
        for org, cells in table.lines
        for column, cell in zip(table.columns, cells, strict=True)
        if cell.state in ("missed", "due_soon")
    ]
    return [gap for *_, gap in sorted(found, key=lambda one: one[:2])]


def _gap_note(column: OverviewColumn, cell: OverviewCell, unit: str) -> str:
    owed = f"每{_PER[column.per]}不少于{column.required}{unit}"
    return f"{cell.gap.name}起，{owed}" if cell.gap and cell.state == "missed" else owed


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
