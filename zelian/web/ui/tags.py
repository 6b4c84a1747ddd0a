"""The template tag library ``ui``: ``{% load ui %}``. README.md beside this file lists the parameters of every tag."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms, template
from django.core.paginator import Page
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zelian.web.ui import assets, cells
from zelian.web.ui.chain import LEGEND, Heat, Knot
from zelian.web.ui.charts import Chart
from zelian.web.ui.filters import Chip
from zelian.web.ui.states import state_of
from zelian.web.ui.tables import Empty, Table

register = template.Library()

MARKS = {
    "supported": ("y", "有台账支撑"),
    "contradicted": ("n", "与台账不符"),
    "unverifiable": ("u", "无法核对"),
    "missing": ("m", "数字缺失"),
    "not_a_result": ("r", "不是结果"),
}


# --- small things, usable inside a sentence ---------------------------------------------------------------------


@register.simple_tag
def asset(path: str) -> str:
    """Address of a built file with the build's digest, so that a browser never keeps an old one."""
    return f"{static(path)}?v={assets.digest()}"


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """A sign of img/icons.svg; see cells.icon_html."""
    return cells.icon_html(name, label=label, css=css)


@register.simple_tag
def badge(state: str, text: str = "", sign: bool = False) -> SafeString:
    """A state with its word; KeyError for an unknown state."""
    return cells.html(cells.Badge(state, text, sign))


@register.simple_tag
def figure_link(value: object, unit: str = "", url: str = "", state: str = "unknown") -> SafeString:
    """A number with its unit that opens its rows."""
    return cells.html(cells.Figure(value, unit, url, state))


@register.simple_tag
def change(before: object, after: object, unit: str = "") -> SafeString:
    """What a value was and became."""
    return cells.html(cells.Change(before, after, unit))


@register.simple_tag
def cell(value: object) -> SafeString:
    """Any value cells.html knows."""
    return cells.html(value)


@register.simple_tag
def bar(done: int, total: int, tone: str = "ok", label: str = "", css: str = "") -> SafeString:
    """A bare bar; the number must stand beside it in words."""
    return format_html(
        '<progress class="bar b-{} {}" max="{}" value="{}" aria-label="{}"></progress>',
        tone,
        css,
        max(total, 1),
        done,
        label or f"{done} / {total}",
    )


@register.simple_tag
def mark(text: str, verdict: str, url: str = "", target: str = "", current: bool = False) -> SafeString:
    """A number inside a written report. With ``url`` it opens its detail, by htmx into ``target`` when given."""
    css, words = MARKS[verdict]
    if not url:
        return format_html('<span class="mk {}" title="{}">{}</span>', css, words, text)
    fetch = format_html(' hx-get="{}" hx-target="{}" data-pick="mark"', url, target) if target else ""
    if url.startswith("#"):  # its detail stands on the same page
        fetch = format_html(' data-pick="{}"', "mark")
    here = format_html(' aria-current="{}"', "true") if current else ""
    return format_html(
        '<a class="mk {}" href="{}" title="{}"{}{}>{}<span class="visually-hidden">（{}）</span></a>',
        css,
        url,
        words,
        fetch,
        here,
        text,
        words,
    )


# --- blocks that wrap content --------------------------------------------------------------------------------------


def _part(context: Context, name: str, values: dict[str, object]) -> SafeString:
    """Renders a component with the engine of the page it stands in."""
    return context.template.engine.get_template(name).render(context.new(values))


@register.simple_block_tag(takes_context=True)
def card(
    context: Context,
    content: SafeString,
    title: str = "",
    sub: str = "",
    more_url: str = "",
    more: str = "",
    flush: bool = False,
    css: str = "",
    id: str = "",
) -> SafeString:
    """A white box with a heading. ``flush`` lets a table reach its edges."""
    values = {"content": content, "title": title, "sub": sub, "more_url": more_url, "more": more}
    return _part(context, "ui/card.html", values | {"flush": flush, "css": css, "id": id})


@register.simple_block_tag(takes_context=True)
def notice(context: Context, content: SafeString, tone: str = "info", title: str = "") -> SafeString:
    """A remark that stays on the page: info, ok, soon or over."""
    sign = state_of(tone).sign
    return _part(context, "ui/notice.html", {"content": content, "tone": tone, "title": title, "sign": sign})


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context,
    content: SafeString,
    id: str = "",
    title: str = "请确认",
    yes: str = "确定",
    action: str = "",
    danger: bool = False,
) -> SafeString:
    """A dialog that asks before a POST to ``action``; opened by any button with data-dialog="ID"."""
    values = {"content": content, "id": id, "title": title, "yes": yes, "action": action, "danger": danger}
    return _part(context, "ui/confirm.html", values | {"csrf_token": context.get("csrf_token", "")})


# --- components ------------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/table.html", takes_context=True)
def table(context: Context, table: Table) -> dict[str, object]:
    """A table with empty state, sort links, pages and export link."""
    return {"table": table, "request": context.get("request")}


@register.simple_tag
def fetched_in_place(id: str) -> SafeString:
    """Attributes that make the links inside an element fetch their page and replace only ``#id``."""
    return format_html('hx-boost="true" hx-target="#{0}" hx-select="#{0}" hx-swap="outerHTML"', id)


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict[str, object]:
    """Pages of a list; keeps the other parameters of the address."""
    request = context.get("request")
    params = request.GET.copy() if request else None

    def address(number: int) -> str:
        if params is None:
            return f"?page={number}"
        params["page"] = str(number)
        return f"?{params.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [
        (number, address(number), abs(number - page.number) > 1) if isinstance(number, int) else (number, "", True)
        for number in numbers
    ]
    return {
        "page": page,
        "links": links,
        "previous": address(max(page.number - 1, 1)),
        "next": address(page.number + 1),
    }


@register.inclusion_tag("ui/filters.html", takes_context=True)
def filters(
    context: Context, form: forms.Form, chips: Iterable[Chip] = (), reset: str = "?", target: str = ""
) -> dict[str, object]:
    """A GET form above a list; choices act at once, texts on 查询. ``target`` (#id) replaces only that part."""
    fields = [
        {"bound": bound, "control": _dressed(bound), "wide": type(bound.field.widget) is forms.TextInput}
        for bound in form.visible_fields()
    ]
    request = context.get("request")
    values = {"form": form, "fields": fields, "chips": list(chips), "reset": reset, "target": target}
    return values | {"path": request.path if request else "?"}


@register.inclusion_tag("ui/field.html")
def field(bound: forms.BoundField, suffix: str = "", full: bool = False) -> dict[str, object]:
    """A form field with label, help and error."""
    widget = bound.field.widget
    grouped = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    single = isinstance(widget, forms.CheckboxInput)
    if grouped:  # its options are drawn one by one and take their class from the form's own copy of the widget
        widget.attrs["class"] = "form-check-input"
    return {
        "bound": bound,
        "control": _dressed(bound),
        "suffix": suffix,
        "full": full,
        "grouped": grouped,
        "single": single,
    }


def _dressed(bound: forms.BoundField) -> SafeString:
    """The control with our class and the ids of its help and error, whatever the Django version adds by itself."""
    widget = bound.field.widget
    css = "form-control"
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        css = "form-check-input"
    elif isinstance(widget, forms.Select):
        css = "form-select"
    described = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    attrs = {"class": css}
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
        attrs["aria-invalid"] = "true"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return bound.as_widget(attrs=attrs)


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: forms.Form) -> dict[str, object]:
    """All errors of a form on top, each leading to its field. Nothing when there are none."""
    lines = [
        (f"#{form[name].id_for_label or form[name].auto_id}", form[name].label, errors)
        for name, errors in form.errors.items()
        if name in form.fields
    ]
    return {
        "general": form.non_field_errors(),
        "lines": lines,
        "count": sum(len(errors) for errors in form.errors.values()),
    }


@register.inclusion_tag("ui/dropzone.html")
def dropzone(
    name: str,
    accept: str = ".xlsx,.xls,.et",
    lead: str = "把 Excel 拖到这里",
    hint: str = "",
    multiple: bool = False,
    max_bytes: int = 20 * 1024 * 1024,
    error: str = "",
    required: bool = False,
) -> dict[str, object]:
    """A place to drop files; a plain file input without JavaScript."""
    return locals()


@register.inclusion_tag("ui/job.html")
def job(job: object, url: str = "") -> dict[str, object]:
    """Progress of long work: reads ``state title done total note``; asks ``url`` again each second while it runs."""
    state = job["state"] if isinstance(job, dict) else job.state
    return {"job": job, "url": url if state in ("queued", "running") else "", "look": state_of(state)}


@register.inclusion_tag("ui/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "", icon: str = "box") -> dict[str, object]:
    """Nothing here yet: why, and what to do first."""
    return {"empty": Empty(title, text, url, action, icon)}


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Iterable[object], label: str = "分类") -> dict[str, object]:
    """Views of the same thing; items have ``label url on`` and perhaps ``count``."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/stepper.html")
def stepper(steps: Iterable[object], current: int) -> dict[str, object]:
    """Where I am in a task of several pages; steps are words or (words, note); ``current`` counts from 1."""
    lines = [
        (number, *(step if isinstance(step, tuple | list) else (step, ""))) for number, step in enumerate(steps, 1)
    ]
    return {"steps": lines, "current": current}


@register.inclusion_tag("ui/stat.html")
def stat(
    label: str,
    value: object,
    unit: str = "",
    url: str = "",
    note: str = "",
    state: str = "unknown",
    tone: str = "",
    word: str = "",
) -> dict[str, object]:
    """A figure card. ``tone`` and ``word`` make a badge beside the label; ``state`` says why there is no value."""
    shown = None if value is None else cells.number_words(value)
    return {
        "label": label,
        "shown": shown,
        "unit": unit,
        "url": url,
        "note": note,
        "why": state_of(state).word,
        "tone": tone,
        "word": word,
    }


@register.inclusion_tag("ui/keyvalues.html")
def keyvalues(items: Iterable[tuple[str, object]]) -> dict[str, object]:
    """Properties of one thing: (word, value) pairs; values as in table cells."""
    return {"items": items}


@register.inclusion_tag("ui/timeline.html")
def timeline(events: Iterable[object]) -> dict[str, object]:
    """Steps of a thing in order: ``what who when why tone current``, all but the first optional."""
    return {"events": events}


@register.inclusion_tag("ui/ribbon.html")
def ribbon(knots: Iterable[Knot]) -> dict[str, object]:
    """The seven links of the chain."""
    return {"knots": knots}


@register.inclusion_tag("ui/heat.html")
def heat(heat: Heat) -> dict[str, object]:
    """Organisations × duties; on a phone a list of the broken cells."""
    return {"heat": heat, "legend": LEGEND}


@register.inclusion_tag("ui/heat_legend.html")
def heat_legend() -> dict[str, object]:
    """What the five looks of the map mean."""
    return {"legend": LEGEND}


@register.inclusion_tag("ui/marks_legend.html")
def marks_legend(counts: dict[str, int]) -> dict[str, object]:
    """What the marks in a checked report mean, with how many there are of each."""
    return {"lines": [(css, words, counts[verdict]) for verdict, (css, words) in MARKS.items() if counts.get(verdict)]}


@register.inclusion_tag("ui/breadcrumb.html")
def breadcrumb(items: Iterable[tuple[str, str]]) -> dict[str, object]:
    """The way here: (words, url) pairs; the last is this page, its url is ignored."""
    return {"items": list(items)}


@register.inclusion_tag("ui/chart.html")
def chart(id: str, chart: Chart, css: str = "") -> dict[str, object]:
    """A chart with its sentence and its table; the page must load charts.js in its scripts block."""
    return {"id": id, "chart": chart, "css": css, "data_id": f"{id}-data"}


@register.inclusion_tag("ui/copy_button.html")
def copy_button(target: str, words: str = "复制文字") -> dict[str, object]:
    """Copies the text of the element ``target`` (a CSS selector)."""
    return {"target": target, "words": words}
