"""What a place on a page can show, as values; ``html`` turns one into escaped markup.

Used by table cells, key-value lists and the small template tags, so that a badge or a figure looks the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import singledispatch

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from zelian.kernel.amount import written
from zelian.web.ui.states import state_of

NOTHING = format_html('<span class="ink-3" aria-label="{}">—</span>', "未填")


@dataclass(frozen=True)
class Link:
    """A text that leads somewhere; ``note`` is a second, quieter line."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Note:
    """A text with a second, quieter line."""

    text: str
    note: str


@dataclass(frozen=True)
class Badge:
    """A state (see ``states.STATES``) with its word, or ``text`` instead of the word (逾期5天)."""

    state: str
    text: str = ""
    sign: bool = False


@dataclass(frozen=True)
class Figure:
    """A number with its unit that opens its rows at ``url``. ``state`` says why there is no value."""

    value: int | Fraction | Decimal | str | None
    unit: str = ""
    url: str = ""
    state: str = "unknown"


@dataclass(frozen=True)
class Change:
    """What a value was and what it became; two integers also show the difference."""

    before: object
    after: object
    unit: str = ""


@dataclass(frozen=True)
class Bar:
    """A share as a bar: ``done`` of ``total``; the words stand beside it."""

    done: int
    total: int
    tone: str = "ok"
    text: str = ""


@dataclass(frozen=True)
class Many:
    """Several values in one place, in order."""

    parts: tuple[object, ...]


def grouped(value: int) -> str:
    """Integers from 10,000 on with commas, smaller ones plain: 4 digits are read at a glance."""
    return f"{value:,}" if abs(value) >= 10_000 else str(value)


def number_words(value: int | Fraction | Decimal | str) -> str:
    """A number as people read it; texts pass unchanged, so a caller may bring its own style (10余)."""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return grouped(value)
    return written(Fraction(value))


def icon_html(name: str, *, label: str = "", css: str = "") -> SafeString:
    """One sign of img/icons.svg. With ``label`` it is read aloud, else hidden from screen readers."""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon {}" role="img" aria-label="{}"><use href="{}"></use></svg>', css, label, href
        )
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', css, href
    )


@singledispatch
def html(value: object) -> SafeString:
    """Markup of a value, escaped. None and "" show a dash read as 未填; numbers and dates are written out."""
    return format_html("{}", value) if str(value) else NOTHING


@html.register
def _(value: None) -> SafeString:
    return NOTHING


@html.register
def _(value: SafeString) -> SafeString:
    return value


@html.register
def _(value: bool) -> SafeString:
    return format_html("{}", "是" if value else "否")


@html.register
def _(value: int) -> SafeString:
    return format_html("{}", grouped(value))


@html.register(Fraction)
@html.register(Decimal)
def _(value: Fraction | Decimal) -> SafeString:
    return format_html("{}", number_words(value))


@html.register
def _(value: date) -> SafeString:
    return format_html('<time datetime="{}" class="nowrap">{}</time>', value.isoformat(), value.isoformat())


@html.register
def _(value: datetime) -> SafeString:
    shown = localtime(value) if value.tzinfo else value
    return format_html(
        '<time datetime="{}" class="nowrap">{}</time>', shown.isoformat(), shown.strftime("%Y-%m-%d %H:%M")
    )


@html.register
def _(value: Link) -> SafeString:
    note = format_html('<span class="cell-note">{}</span>', value.note) if value.note else ""
    return format_html('<a href="{}">{}</a>{}', value.url, value.text, note)


@html.register
def _(value: Note) -> SafeString:
    return format_html('{}<span class="cell-note">{}</span>', value.text, value.note)


@html.register
def _(value: Badge) -> SafeString:
    state = state_of(value.state)
    sign = icon_html(state.sign) if value.sign and state.sign else ""
    return format_html('<span class="badge {}">{}{}</span>', state.tone, sign, value.text or state.word)


@html.register
def _(value: Figure) -> SafeString:
    if value.value is None:
        words = state_of(value.state).word
        if value.url:
            return format_html('<a class="figure void" href="{}">{}</a>', value.url, words)
        return format_html('<span class="figure void">{}</span>', words)
    unit = format_html('<span class="unit">{}</span>', value.unit) if value.unit else ""
    number = number_words(value.value)
    if value.url:
        return format_html('<a class="figure" href="{}" title="{}">{}{}</a>', value.url, "点开看记录", number, unit)
    return format_html('<span class="nowrap">{}{}</span>', number, unit)


@html.register
def _(value: Change) -> SafeString:
    before, after = html(value.before), html(value.after)
    by = ""
    if type(value.before) is int and type(value.after) is int:
        difference = value.after - value.before
        by = format_html(
            '<span class="by">{}</span>', f"（{'+' if difference > 0 else ''}{grouped(difference)}{value.unit}）"
        )
    return format_html(
        '<span class="change"><del><span class="visually-hidden">原为</span>{}</del><span aria-hidden="true">→</span>'
        '<ins><span class="visually-hidden">改为</span>{}</ins>{}</span>',
        before,
        after,
        by,
    )


@html.register
def _(value: Bar) -> SafeString:
    text = value.text or f"{grouped(value.done)} / {grouped(value.total)}"
    return format_html(
        '{}<progress class="bar b-{}" max="{}" value="{}" aria-label="{}"></progress>',
        text,
        value.tone,
        max(value.total, 1),
        value.done,
        text,
    )


@html.register
def _(value: Many) -> SafeString:
    return format_html_join(" ", "{}", ((html(part),) for part in value.parts))
