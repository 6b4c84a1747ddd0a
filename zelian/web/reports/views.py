"""述责: from a template to a preview, the official document, and the frozen report whose numbers open their rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from zelian.access.scope import in_scope
from zelian.kernel.period import Period
from zelian.ledger.kinds import Kind
from zelian.ledger.queries import readable_kinds
from zelian.org.models import Org
from zelian.reports.binding import BoundNumber, bind
from zelian.reports.document import official
from zelian.reports.freeze import freeze_report, rows_as_they_were
from zelian.reports.models import Report
from zelian.reports.template import template, templates
from zelian.web.attachment import word_response
from zelian.web.figures.values import value_cell
from zelian.web.permission import needs
from zelian.web.scope import Scope, page_of, scope_of
from zelian.web.ui.cells import Link
from zelian.web.ui.tables import Column, Empty, Table

PAGE = 50
_FROZEN = (
    Column("title", "标题", phone="title"),
    Column("org", "单位", phone="main"),
    Column("period", "时期", phone="main"),
    Column("at", "定稿时间"),
    Column("digest", "摘要", phone="hide"),
)
_EVIDENCE = (
    Column("day", "日期", phone="main"),
    Column("org", "单位", phone="main"),
    Column("kind", "台账"),
    Column("what", "事项", phone="title"),
    Column("version", "当时版本", num=True),
)


@needs("reports.read", scoped=True)
def index(request: HttpRequest) -> HttpResponse:
    """The templates to start from and the reports frozen so far."""
    scope = scope_of(request, complete=True)
    kept = in_scope(Report.objects.select_related("org"), request.actor, org="org_id", permission="reports.read")
    rows = [
        {
            "title": Link(one.title, reverse("reports-frozen", args=[one.pk])),
            "org": one.org.name,
            "period": Period.parse(one.period, one.as_of).name,
            "at": one.frozen_at,
            "digest": one.digest[:12],
        }
        for one in kept.order_by("-frozen_at", "-pk")[:100]
    ]
    empty = Empty("还没有定稿的报告", "选一个模板，看过数字后定稿；定稿的数字以后点开，仍是当时的记录。", icon="doc")
    context = {
        "templates": [
            (one, len(list(one.bindings())), f"{reverse('reports-draft', args=[one.code])}?{scope.address()}")
            for one in templates().values()
        ],
        "table": Table(id="frozen", columns=_FROZEN, rows=rows, empty=empty, live=False),
        "scope_words": f"{scope.org.name}　{scope.period.name}",
    }
    return render(request, "reports/index.html", context)


@needs("reports.read", scoped=True)
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """The report as it will print, each number a link to its rows."""
    scope = scope_of(request, complete=True)
    report = bind(template(code), scope.org, scope.period)
    rows = [_number_row(one, scope) for one in _first_of_each(report.numbers)]
    columns = (
        Column("name", "统计口径", phone="title"),
        Column("text", "写法", phone="main"),
        Column("value", "台账数", num=True, phone="main"),
        Column("rows", "记录", num=True),
    )
    context = {
        "report": report,
        "bare": not any(one.cell.rows for one in report.numbers),
        "warnings": list(dict.fromkeys(one.warning for one in report.numbers if one.warning)),
        "table": Table(id="numbers", columns=columns, rows=rows, live=False),
        "may_freeze": request.actor.can("reports.freeze", scope.org.pk),
        "document": f"{reverse('reports-document', args=[code])}?{scope.address()}",
        "freeze": f"{reverse('reports-freeze', args=[code])}?{scope.address()}",
        "address": scope.address(),
        "back": f"{reverse('reports')}?{scope.address()}",
    }
    return render(request, "reports/draft.html", context)


def _first_of_each(numbers: list[BoundNumber]) -> list[BoundNumber]:
    return list({one.figure.code: one for one in reversed(numbers)}.values())[::-1]


def _number_row(one: BoundNumber, scope: Scope) -> dict[str, object]:
    url = f"{reverse('figures-rows', args=[one.figure.code])}?{scope.address()}"
    return {
        "name": Link(one.figure.name, url),
        "text": one.text,
        "value": value_cell(one.cell, one.figure, url),
        "rows": one.cell.rows,
    }


@needs("reports.read")
def document(request: HttpRequest, code: str) -> HttpResponse:
    """The official .docx."""
    scope = scope_of(request, complete=True)
    report = bind(template(code), scope.org, scope.period)
    return word_response(official(report), report.title)


@require_POST
@needs("reports.freeze")
def freeze(request: HttpRequest, code: str) -> HttpResponse:
    """Freezes the report as shown."""
    scope = scope_of(request, complete=True)
    kept = freeze_report(bind(template(code), scope.org, scope.period), by=request.actor, now=timezone.now())
    messages.success(request, f"已定稿《{kept.title}》，每个数字的记录已留存")
    return redirect("reports-frozen", kept.pk)


def _kept(request: HttpRequest, pk: int) -> Report:
    kept = in_scope(Report.objects.select_related("org"), request.actor, org="org_id", permission="reports.read")
    return get_object_or_404(kept, pk=pk)


@needs("reports.read")
def frozen(request: HttpRequest, pk: int) -> HttpResponse:
    """A frozen report: its text as it was, its numbers opening the rows of that day."""
    report = _kept(request, pk)
    numbers = {one.figure: one for one in report.numbers.order_by("-position")}
    rows = [
        {"name": Link(one.name, reverse("reports-number", args=[pk, one.position])), "text": one.text, "rows": one.rows}
        for one in reversed(numbers.values())
    ]
    columns = (
        Column("name", "统计口径", phone="title"),
        Column("text", "写法", phone="main"),
        Column("rows", "记录", num=True, phone="main"),
    )
    context = {
        "report": report,
        "period": Period.parse(report.period, report.as_of),
        "back": reverse("reports"),
        "table": Table(id="numbers", columns=columns, rows=rows, live=False),
    }
    return render(request, "reports/frozen.html", context)


@needs("reports.read")
def number(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """The rows behind one frozen number, at the versions they had then."""
    report = _kept(request, pk)
    one = get_object_or_404(report.numbers, position=position)
    readable = readable_kinds(request.actor)
    contents = rows_as_they_were(one)
    shown = sorted(
        (row for row in contents if row["kind"] in readable), key=lambda row: (row.get("happened_on") or "", row["id"])
    )
    page = Paginator(shown, PAGE).get_page(page_of(request))
    context = {
        "report": report,
        "number": one,
        "sealed": len(contents) - len(shown),
        "table": Table(
            id="evidence", columns=_EVIDENCE, rows=_as_they_were(page, readable), total=len(shown), page=page
        ),
        "back": reverse("reports-frozen", args=[pk]),
    }
    return render(request, "reports/number.html", context)


def _as_they_were(page: Iterable[dict], readable: dict[str, Kind]) -> list[dict[str, object]]:
    """The cells of stored contents. One query (names of organisations)."""
    names = dict(Org.objects.filter(code__in={row["org"] for row in page}).values_list("code", "name"))
    return [
        {
            "day": row.get("happened_on"),
            "org": names.get(row["org"], row["org"]),
            "kind": readable[row["kind"]].name,
            "what": Link(
                row.get("title") or row.get("party") or row.get("place") or readable[row["kind"]].name,
                reverse("ledger-entry", args=[row["id"]]),
            ),
            "version": row["version"],
        }
        for row in page
    ]
