"""数据核对: which numbers in this document do not stand?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from zelian.audit.record import record
from zelian.exchange.document_text import read_document
from zelian.exchange.errors import ExchangeError
from zelian.kernel.period import Period
from zelian.reports.check.annotate import annotated
from zelian.reports.check.verify import VERDICTS, Checked, verify
from zelian.reports.document import value_text
from zelian.web.attachment import word_response
from zelian.web.check.forms import CheckForm
from zelian.web.permission import needs
from zelian.web.scope import Scope, period_choices, scope_of


@dataclass(frozen=True)
class Shown:
    """One claim as the page shows it; `number` ties the mark in the text to its detail."""

    number: int
    checked: Checked
    verdict: str
    word: str
    ledger: str
    url: str

    @property
    def anchor(self) -> str:
        """Address of its detail on the page."""
        return f"#claim-{self.number}"


@needs("check.use", scoped=True)
def check(request: HttpRequest) -> HttpResponse:
    """The form, and after a POST the text with its marks. Nothing of the text is stored; the audit keeps the counts."""
    scope = scope_of(request, complete=True)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    periods = period_choices(scope.period, request.actor.today)
    form = CheckForm(periods, *posted, initial={"period": scope.period.code})
    if not posted or not form.is_valid():
        return _form_page(request, form, scope)
    if form.cleaned_data["period"]:
        scope = replace(scope, period=Period.parse(form.cleaned_data["period"]))
    file = form.cleaned_data["file"]
    try:
        data = file.read() if file else b""
        text, word = read_document(data, file.name) if file else (form.cleaned_data["text"].replace("\r\n", "\n"), None)
    except ExchangeError as error:
        form.add_error("file", str(error))
        return _form_page(request, form, scope)
    found = verify(text, scope.org, scope.period)
    _note(request, scope, found)
    if "annotate" in request.POST:
        if word is not None:
            return word_response(annotated(data, word, found), f"{file.name.rsplit('.', 1)[0]}（核数批注）")
        form.add_error("file", "只有 .docx 才能带批注下载：请先另存为 .docx")
        return _form_page(request, form, scope)
    request.scoped = False  # another period means another check: the text is not kept
    return render(request, "check/result.html", _result(scope, text, found, file.name if file else "粘贴的文稿"))


def _form_page(request: HttpRequest, form: CheckForm, scope: Scope) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "check/form.html", {"form": form, "org": scope.org}, status=status)


def _note(request: HttpRequest, scope: Scope, found: list[Checked]) -> None:
    counts = {verdict: sum(one.verdict == verdict for one in found) for verdict in VERDICTS}
    with transaction.atomic():
        record(
            "reports.document.checked",
            by=request.actor,
            now=timezone.now(),
            org=scope.org.code,
            data={"claims": len(found), **counts},
        )


def _result(scope: Scope, text: str, found: list[Checked], name: str) -> dict[str, object]:
    shown = [_shown(number, one, scope) for number, one in enumerate(found, 1)]
    pieces: list[str | Shown] = []
    at = 0
    for one in shown:
        claim = one.checked.claim
        if claim.start < at:  # a claim inside another one is listed at the side only
            continue
        pieces += [text[at : claim.start], one]
        at = claim.end
    pieces.append(text[at:])
    counts = {verdict: sum(one.verdict == verdict for one in shown) for verdict in (*VERDICTS, "missing")}
    return {
        "name": name,
        "paragraphs": _paragraphs(pieces),
        "shown": shown,
        "counts": counts,
        "bad": [one for one in shown if one.verdict == "contradicted"],
        "loose": [one for one in shown if one.verdict in ("unverifiable", "missing")],
        "good": [one for one in shown if one.verdict in ("supported", "not_a_result")],
        "scope_words": f"{scope.org.name}　{scope.period.name}",
        "again": f"{reverse('check')}?{scope.address()}",
    }


def _shown(number: int, one: Checked, scope: Scope) -> Shown:
    verdict = "missing" if one.claim.value is None else one.verdict
    word = "数字缺失" if verdict == "missing" else VERDICTS[one.verdict]
    figure = one.figure
    ledger = value_text(one.cell, figure.unit, figure.places) if figure and one.cell else ""
    url = f"{reverse('figures-rows', args=[figure.code])}?{scope.address()}" if figure else ""
    return Shown(number, one, verdict, word, ledger, url)


def _paragraphs(pieces: list[str | Shown]) -> list[list[str | Shown]]:
    """The pieces cut at line ends; empty lines are dropped."""
    lines: list[list[str | Shown]] = [[]]
    for piece in pieces:
        if not isinstance(piece, str):
            lines[-1].append(piece)
            continue
        first, *rest = piece.split("\n")
        lines[-1].append(first)
        lines += [[part] for part in rest]
    return [line for line in lines if any(not isinstance(part, str) or part.strip() for part in line)]
