"""报表: any figures × organisations × periods; every cell opens its rows."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from zelian.access.scope import in_scope
from zelian.figures.catalog import catalog
from zelian.reports.actions import drop_table, save_table
from zelian.reports.models import SavedTable
from zelian.reports.tables import BuiltTable, TableColumn, TableLine, TableSpec, build_table, write_workbook
from zelian.web.attachment import workbook_response
from zelian.web.figures.values import value_cell
from zelian.web.permission import needs
from zelian.web.scope import Scope, scope_of
from zelian.web.tables.forms import TableForm
from zelian.web.ui.tables import Column, Table


def _form(request: HttpRequest, scope: Scope) -> TableForm:
    asked = [one for one in catalog(scope.period.end_month).values() if one.subject == "org"]
    data = request.POST if request.method == "POST" else request.GET if request.GET.get("figure") else None
    return TableForm(asked, data)


def _groups(form: TableForm) -> list[dict[str, object]]:
    """The figures to tick, by group; a group with a tick stands open."""
    groups: dict[str, list[object]] = {}
    for box in form["figure"]:
        groups.setdefault(form.group_of[str(box.data["value"])], []).append(box)
    return [
        {"name": name, "boxes": boxes, "ticked": sum(bool(box.data["selected"]) for box in boxes)}
        for name, boxes in groups.items()
    ]


def _spec(form: TableForm, scope: Scope) -> TableSpec:
    given = form.cleaned_data
    return TableSpec(
        tuple(given["figure"]), scope.org.code, scope.period.code, given["rows"] or "children", given["by"] or "total"
    )


def address(spec: TableSpec) -> str:
    """The address that shows a table."""
    pairs = [("figure", code) for code in spec.figures]
    pairs += [("rows", spec.rows), ("by", spec.by), ("org", spec.org), ("period", spec.period)]
    return f"{reverse('tables')}?{urlencode(pairs)}"


@needs("figures.read", scoped=True)
def build(request: HttpRequest) -> HttpResponse:
    """The form, the saved tables, and the table asked for."""
    scope = scope_of(request)
    form = _form(request, scope)
    built = build_table(_spec(form, scope)) if form.is_bound and form.is_valid() else None
    saved = in_scope(SavedTable.objects.select_related("org"), request.actor, org="org_id", permission="figures.read")
    context = {
        "silent_words": _silent_words(built) if built else "",
        "address": scope.address(),
        "form": form,
        "groups": _groups(form),
        "built": built,
        "table": _shown(built) if built else None,
        "scope_words": f"{scope.org.name}　{scope.period.name}",
        "saved": [(one, address(TableSpec(**_tuples(one.spec)))) for one in saved.order_by("name", "pk")],
        "export": f"{reverse('tables-export')}?{request.GET.urlencode()}",
    }
    return render(request, "tables/build.html", context, status=422 if form.errors else 200)


def _tuples(spec: dict) -> dict:
    return spec | {"figures": tuple(spec["figures"]), "kinds": tuple(spec.get("kinds", ()))}


def _is_silent(line: TableLine) -> bool:
    """A section of the office without any record in the table: it would be a line of zeros."""
    return line.org.kind == "section" and not any(cell.rows for cell in line.cells)


def _silent_words(built: BuiltTable) -> str:
    silent = sum(_is_silent(line) for line in built.lines)
    return f"{silent} 个没有记录的科室未列出" if silent else ""


def _head(place: int, column: TableColumn, built: BuiltTable) -> Column:
    """A window's name without the year all columns share; a phone shows the first few."""
    window = "" if column.period == built.period else column.period.name.removeprefix(f"{built.period.first // 100}年")
    label = (
        f"{column.figure.name} {window}（{column.figure.unit}）"
        if window
        else f"{column.figure.name}（{column.figure.unit}）"
    )
    return Column(f"c{place}", label, num=True, phone="main" if place < 2 else "rest" if place < 4 else "hide")


def _shown(built: BuiltTable) -> Table:
    columns = [Column("org", "单位", phone="title")]
    columns += [_head(place, column, built) for place, column in enumerate(built.columns)]
    rows = []
    for line in built.lines:
        if _is_silent(line):
            continue
        whole = line.org == built.org and len(built.lines) > 1
        cells: dict[str, object] = {"org": f"{line.org.name}（全部）" if whole else line.org.name}
        for i, (column, cell) in enumerate(zip(built.columns, line.cells, strict=True)):
            url = reverse("figures-rows", args=[column.figure.code])
            url = f"{url}?org={line.org.code}&period={column.period.code}"
            cells[f"c{i}"] = value_cell(cell, column.figure, url, bare=True)
        rows.append(cells)
    return Table(id="built", columns=tuple(columns), rows=rows, live=False)


@needs("figures.read")
def export(request: HttpRequest) -> HttpResponse:
    """The table as .xlsx."""
    scope = scope_of(request)
    form = _form(request, scope)
    if not form.is_bound or not form.is_valid():
        raise Http404
    built, out = build_table(_spec(form, scope)), BytesIO()
    write_workbook(built, out)
    return workbook_response(out.getvalue(), f"{scope.org.name}{scope.period.name}报表")


@require_POST
@needs("figures.read")
def save(request: HttpRequest) -> HttpResponse:
    """Keeps the table shown under a name."""
    scope = scope_of(request)
    form = _form(request, scope)
    if not form.is_valid():
        return redirect("tables")
    spec = _spec(form, scope)
    saved = save_table(spec, name=request.POST.get("name", ""), by=request.actor, now=timezone.now())
    messages.success(request, f"已保存报表“{saved.name}”")
    return redirect(address(spec))


@require_POST
@needs("figures.read")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Removes a saved table."""
    saved = get_object_or_404(
        in_scope(SavedTable.objects.all(), request.actor, org="org_id", permission="figures.read"), pk=pk
    )
    drop_table(saved, by=request.actor, now=timezone.now())
    messages.success(request, f"已删除报表“{saved.name}”")
    return redirect("tables")
