"""导入: upload → preview → apply, and undo."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from zelian.access.actor import UserActor
from zelian.exchange.errors import ExchangeError
from zelian.intake import actions, papers, targets
from zelian.intake.models import Batch
from zelian.intake.queries import faulty_sheets, notes, preview, visible_batches
from zelian.intake.targets import Target
from zelian.jobs.models import Job
from zelian.kernel.errors import DomainError
from zelian.ledger.kinds import Kind
from zelian.ledger.queries import readable_kinds
from zelian.web.attachment import workbook_response
from zelian.web.intake.forms import UploadForm
from zelian.web.intake.uploads import PLAN, take
from zelian.web.names import people_named
from zelian.web.permission import needs
from zelian.web.scope import page_of
from zelian.web.ui.cells import Badge, Link
from zelian.web.ui.tables import Column, Empty, Table

STEPS = ("上传", "核对", "入账")
ROSTERS = "名册"
_LOOKS = {"planned": "pending", "applied": "done", "undone": "disabled", "failed": "failed"}
_COUNTS = (("new", "新增"), ("updated", "变更"), ("unchanged", "未变"), ("skipped", "跳过"), ("rejected", "有误"))


@needs("intake.apply")
def index(request: HttpRequest) -> HttpResponse:
    """The upload form and the latest batches."""
    kinds = readable_kinds(request.actor)
    allowed = [target for target in targets.targets() if target.allowed(request.actor)]
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm([(target.kind, target.name) for target in allowed], *posted)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            taken = take(given["file"], kind=given["kind"], year=given["year"], by=request.actor, now=timezone.now())
        except (DomainError, ExchangeError) as error:
            form.add_error("file", str(error))
        else:
            place = "intake-progress" if isinstance(taken, Job) else "intake-batch"
            return redirect(place, taken.pk)
    context = {"form": form, "table": _batches(request.actor), "groups": _groups(kinds, allowed), "steps": STEPS}
    return render(request, "intake/index.html", context, status=422 if form.errors else 200)


def _batches(actor: UserActor) -> Table:
    """The latest batches he may see."""
    batches = list(visible_batches(actor)[:20])
    people = people_named(one.created_by for one in batches)
    rows = [
        {
            "file": Link(one.filename, reverse("intake-batch", args=[one.pk])),
            "state": Badge(_LOOKS[one.state], one.get_state_display()),
            "counts": _words(one),
            "at": one.created_at,
            "by": people[one.created_by],
        }
        for one in batches
    ]
    columns = (
        Column("file", "文件", phone="title"),
        Column("state", "状态", phone="main"),
        Column("counts", "行数", phone="main"),
        Column("at", "时间"),
        Column("by", "导入人", phone="hide"),
    )
    empty = Empty(
        "还没有导入过", "把手头的 Excel 台账拖到上面：先核对，再入账，入账后 30 天内可以整批撤销。", icon="upload"
    )
    return Table(id="batches", columns=columns, rows=rows, empty=empty, live=False)


def _groups(kinds: dict[str, Kind], allowed: list[Target]) -> list[tuple[str, list[tuple[str, str]]]]:
    """(code, name) of what may be imported, by group in the order of the pack; the rosters last."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for target in allowed:
        group = kinds[target.kind].group if target.kind in kinds else ROSTERS
        groups.setdefault(group, []).append((target.kind, target.name))
    return sorted(groups.items(), key=lambda one: one[0] == ROSTERS)


@needs("intake.apply")
def template(request: HttpRequest, code: str) -> HttpResponse:
    """The Excel template of a ledger or roster the person may import."""
    found = next((one for one in targets.targets() if one.kind == code and one.allowed(request.actor)), None)
    if found is None:
        raise Http404
    return workbook_response(papers.template(code), f"{found.name}模板")


def _words(batch: Batch) -> str:
    sheets = batch.counts["sheets"]
    found = [(label, sum(sheet[key] for sheet in sheets)) for key, label in _COUNTS]
    return "，".join(f"{label} {count}" for label, count in found if count) or "没有数据行"


@needs("intake.apply")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading of a large file is; leads on to the batch when it is done."""
    row = get_object_or_404(Job, pk=pk, kind=PLAN, created_by=request.actor.audit_name)
    if row.state == "done":
        place = reverse("intake-batch", args=[row.result["batch"]])
        if request.htmx:
            response = HttpResponse()
            response["HX-Redirect"] = place
            return response
        return redirect(place)
    shown = {
        "state": row.state,
        "title": f"核对 {row.params['filename']}",
        "done": row.progress,
        "total": row.total,
        "note": row.error or row.note,
    }
    context = {"job": shown, "url": request.path, "steps": STEPS}
    return render(request, "intake/_job.html" if request.htmx else "intake/progress.html", context)


def _batch(request: HttpRequest, pk: object) -> Batch:
    return get_object_or_404(visible_batches(request.actor), pk=str(pk))


@needs("intake.apply")
def batch(request: HttpRequest, pk: object) -> HttpResponse:
    """The preview of a batch, row by row, or what became of it."""
    found = _batch(request, pk)
    state = request.GET.get("state")
    state = state if state in dict(_COUNTS) else None
    shown = preview(found, page_of(request), state=state)
    totals = {key: sum(sheet[key] for sheet in found.counts["sheets"]) for key, _ in _COUNTS}
    tabs = [{"label": "全部", "url": "?", "on": state is None, "count": sum(totals.values())}]
    tabs += [
        {"label": label, "url": f"?state={key}", "on": state == key, "count": totals[key]} for key, label in _COUNTS
    ]
    context = {
        "batch": found,
        "preview": shown,
        "tabs": tabs,
        "totals": totals,
        "faulty": faulty_sheets(found),
        "notes": notes(found),
        "steps": STEPS,
        "step": 2 if found.state == "planned" else 3,
        "look": _LOOKS[found.state],
        "state": state or "",
        "secrets": request.session.pop(f"secrets-{found.pk}", None),
    }
    return render(request, "intake/batch.html", context)


@require_POST
@needs("intake.apply")
def apply(request: HttpRequest, pk: object) -> HttpResponse:
    """Stores the batch in one transaction."""
    found = _batch(request, pk)
    try:
        done = actions.apply(found, accept_good="good" in request.POST, by=request.actor, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        if done.secrets:
            request.session[f"secrets-{found.pk}"] = [[one.username, one.password] for one in done.secrets]
        messages.success(request, f"已入账：{_words(found)}。30 天内可以整批撤销。")
    return redirect("intake-batch", found.pk)


@require_POST
@needs("intake.apply")
def undo(request: HttpRequest, pk: object) -> HttpResponse:
    """Takes the batch back."""
    found = _batch(request, pk)
    try:
        actions.undo(found, by=request.actor, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已撤销这一批，台账回到导入之前")
    return redirect("intake-batch", found.pk)


@needs("intake.apply")
def errors(request: HttpRequest, pk: object) -> HttpResponse:
    """The same workbook back with an error column: correct it and upload it again."""
    found = _batch(request, pk)
    if not faulty_sheets(found):
        raise Http404
    return workbook_response(papers.error_copy(found), f"{found.filename.rsplit('.', 1)[0]}（标出错误）")
