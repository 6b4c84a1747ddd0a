"""台账: what happened, is it recorded once?"""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from zelian.exchange.workbook import SheetColumn, write_table
from zelian.intake import papers
from zelian.ledger.actions import restore_entry, void_entry
from zelian.ledger.exports import export_rows
from zelian.ledger.kinds import kind as kind_in_force
from zelian.ledger.queries import readable_kinds, visible_entries, with_children
from zelian.web.attachment import workbook_response
from zelian.web.ledger.forms import EntryFilter, ReasonForm
from zelian.web.ledger.rows import COLUMNS, changes, fields, filtered, line
from zelian.web.names import people_named
from zelian.web.permission import needs
from zelian.web.scope import scope_of
from zelian.web.ui.filters import chips
from zelian.web.ui.tables import Empty, Table

PAGE = 50


@needs("ledger.read", scoped=True)
def index(request: HttpRequest) -> HttpResponse:
    """The entries of the chosen organisation and period, filtered and in pages."""
    scope = scope_of(request)
    kinds = readable_kinds(request.actor)
    form = EntryFilter(kinds, request.GET or None)
    rows = filtered(visible_entries(request.actor), form, scope)
    page = Paginator(rows.select_related("org"), PAGE).get_page(request.GET.get("page"))
    empty = Empty(
        "没有符合条件的记录", "换一个时期或条件；也可以直接导入已有的 Excel 台账。", reverse("intake"), "导入台账"
    )
    table = Table(
        id="entries",
        columns=COLUMNS,
        rows=[line(entry, kinds) for entry in page],
        empty=empty,
        total=page.paginator.count,
        page=page,
        export_url=f"{reverse('ledger-export')}?{request.GET.urlencode()}",
    )
    context = {
        "form": form,
        "table": table,
        "chips": chips(form, request.GET),
        "may_import": request.actor.can("intake.apply"),
        "kind": kinds.get(request.GET.get("kind", "")),
        "scope_words": f"{scope.org.name}　{scope.period.name}",
    }
    return render(request, "ledger/index.html", context)


@needs("ledger.read")
def export(request: HttpRequest) -> HttpResponse:
    """What the list shows as a workbook: one kind in its own columns (it can be imported again), else the list's."""
    scope = scope_of(request)
    kinds = readable_kinds(request.actor)
    form = EntryFilter(kinds, request.GET or None)
    rows = filtered(visible_entries(request.actor), form, scope)
    out, kind = BytesIO(), kinds.get(request.GET.get("kind", ""))
    if kind:
        columns, lines = export_rows(rows, kind)
        write_table(out, kind.name, columns, lines)
        return workbook_response(out.getvalue(), f"{scope.org.name}{kind.name}台账")
    columns = [SheetColumn(code=one.key, header=one.label, kind="text") for one in COLUMNS]
    shown = (line(entry, kinds) for entry in rows.select_related("org").iterator(chunk_size=2000))
    write_table(out, "台账", columns, [[_plain(cells[one.key]) for one in COLUMNS] for cells in shown])
    return workbook_response(out.getvalue(), f"{scope.org.name}{scope.period.name}台账")


def _plain(value: object) -> object:
    return getattr(value, "text", value)


@needs("ledger.read")
def template(request: HttpRequest, code: str) -> HttpResponse:
    """The Excel template of a kind."""
    if code not in readable_kinds(request.actor):
        raise Http404
    return workbook_response(papers.template(code), f"{kind_in_force(code).name}模板")


@needs("ledger.read")
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry with all its columns and its history."""
    found = get_object_or_404(with_children(visible_entries(request.actor)), pk=pk)
    kind = readable_kinds(request.actor)[found.kind]
    versions = list(found.versions.order_by("version"))
    people = people_named(row.recorded_by for row in versions)
    changed = [[], *changes([row.content for row in versions], kind)]
    events = [
        {
            "what": row.get_act_display(),
            "who": people[row.recorded_by],
            "when": row.recorded_at,
            "why": "；".join(filter(None, [row.reason, f"改动：{'、'.join(names)}" if names else ""])),
            "current": row.version == found.version,
        }
        for row, names in zip(versions, changed, strict=True)
    ]
    context = {
        "entry": found,
        "kind": kind,
        "fields": fields(found, kind),
        "events": events,
        "version": found.version,
        "may_write": request.actor.can("ledger.write", found.org_id),
        "title": found.title or found.party or found.place or kind.name,
    }
    return render(request, "ledger/entry.html", context)


@require_POST
@needs("ledger.write")
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an entry out of every count, with a reason."""
    return _act(request, pk, void_entry, "已作废，随时可以恢复")


@require_POST
@needs("ledger.write")
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Brings a voided entry back."""
    return _act(request, pk, restore_entry, "已恢复")


def _act(request: HttpRequest, pk: int, action, said: str) -> HttpResponse:
    found = get_object_or_404(visible_entries(request.actor), pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        action(found, **form.cleaned_data, by=request.actor, now=timezone.now())
        messages.success(request, said)
    else:
        messages.error(request, "请写明原因后再试")
    return redirect("ledger-entry", pk)
