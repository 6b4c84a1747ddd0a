"""Wording and reading are inverse: whatever `word` writes, `extract` reads as a claim the number satisfies."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zelian.claims import extract, satisfies
from zelian.claims.wording import STYLES, UntrueStyle, step_of, word

UNITS = (
    "次",
    "人次",
    "人",
    "名",
    "户",
    "家",
    "个",
    "件",
    "起",
    "场",
    "份",
    "项",
    "支",
    "处",
    "元",
    "亩",
    "平方米",
    "公里",
    "天",
    "%",
)
WHOLE = st.integers(0, 10**12) | st.integers(0, 3000)
VALUES = WHOLE | st.fractions(0, 10**9, max_denominator=10_000)


@settings(max_examples=500, deadline=None)
@given(VALUES, st.sampled_from(STYLES), st.sampled_from(UNITS))
def test_what_is_written_is_true(value, style, unit):
    try:
        text = word(value, style, unit)
    except UntrueStyle:
        return
    (claim,) = extract(text)
    assert satisfies(claim, value)
    assert claim.unit == ("%" if style == "percent" else unit)


@given(WHOLE)
def test_whole_numbers_can_always_be_written_exactly(value):
    assert word(value, "exact", "次") == f"{value}次"


@settings(max_examples=300, deadline=None)
@given(st.integers(10, 10**10))
def test_yu_fails_only_on_the_step(value):
    if value % step_of(Fraction(value)):
        assert "余" in word(value, "yu", "人")
    else:
        with pytest.raises(UntrueStyle):
            word(value, "yu", "人")


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**10), st.sampled_from(UNITS), st.integers(-2, 2))
def test_exact_is_true_for_nothing_else(value, unit, off):
    (claim,) = extract(word(value, "exact", unit))
    assert satisfies(claim, value + off) == (off == 0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (100, "100%"),
        (0, "0%"),
        (Fraction(9996, 100), "99.96%"),
        (Fraction(4, 100), "0.04%"),
        (Fraction(987, 10), "98.7%"),
    ],
)
def test_all_and_none_are_said_only_of_all_and_none(value, text):
    assert word(value, "percent", "%") == text


def test_one_short_of_all_contradicts_a_full_share():
    [claim] = extract("物业服务覆盖率100%。")
    assert satisfies(claim, 100)
    assert not satisfies(claim, Fraction(9996, 100))
