"""What a value looks like in a cell: escaped, with its unit, never colour alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from zelian.web.ui.cells import Badge, Change, Figure, Link, Many, Note, html
from zelian.web.ui.states import STATES, TONES, state_of

BAD = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (9999, "9999"),
        (12480, "12,480"),
        (Fraction(4100, 46), "89.13"),
        (Decimal("98.70"), "98.7"),
        ("10余", "10余"),
        (True, "是"),
        (0, "0"),
    ],
)
def test_plain_values(value: object, shown: str):
    assert html(value) == shown


@pytest.mark.parametrize("value", [None, ""])
def test_nothing_is_a_dash_that_is_read_as_not_filled(value: object):
    assert "—" in html(value)
    assert "未填" in html(value)


def test_dates_are_machine_readable():
    assert '<time datetime="2026-09-12"' in html(date(2026, 9, 12))
    assert "2026-09-12 09:20" in html(datetime(2026, 9, 12, 1, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    "value",
    [BAD, Link(BAD, BAD, BAD), Note(BAD, BAD), Badge("ok", BAD), Figure(BAD, BAD, BAD), Change(BAD, BAD), Many((BAD,))],
)
def test_text_of_people_is_escaped(value: object):
    assert "<img" not in html(value)


def test_a_figure_opens_its_rows():
    assert html(Figure(331, "件", "/rows/")) == (
        '<a class="figure" href="/rows/" title="点开看记录">331<span class="unit">件</span></a>'
    )


def test_a_figure_without_value_says_why_and_is_not_zero():
    assert "不适用" in html(Figure(None, "%", state="not_applicable"))
    assert "0" not in html(Figure(None, "%", state="not_applicable"))


def test_a_change_shows_the_difference_of_integers_only():
    assert "（+2人）" in html(Change(21, 23, "人"))
    assert "（" not in html(Change("甲", "乙"))


def test_every_state_has_a_word_and_a_known_tone():
    for code, state in STATES.items():
        assert state.word, code
        assert state.tone in TONES, code


def test_an_unknown_state_is_loud():
    with pytest.raises(KeyError, match="nonsense"):
        state_of("nonsense")


def test_a_badge_shows_its_own_text_or_the_word_of_its_state():
    assert ">逾期5天<" in html(Badge("overdue", "逾期5天"))
    assert ">逾期<" in html(Badge("overdue"))
