from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zelian.kernel.errors import BadInput
from zelian.kernel.period import Period, add_months, last_day, month_of, months_between

TABLE = [
    # written        first   last    start         end           name
    ("2026", 202601, 202612, "2026-01-01", "2026-12-31", "2026年"),
    ("2024H1", 202401, 202406, "2024-01-01", "2024-06-30", "2024年上半年"),
    ("2024h2", 202407, 202412, "2024-07-01", "2024-12-31", "2024年下半年"),
    ("2026Q3", 202607, 202609, "2026-07-01", "2026-09-30", "2026年三季度"),
    ("202402", 202402, 202402, "2024-02-01", "2024-02-29", "2024年2月"),
    ("202512-202611", 202512, 202611, "2025-12-01", "2026-11-30", "2025年12月至2026年11月"),
]


@pytest.mark.parametrize(("text", "first", "last", "start", "end", "name"), TABLE)
def test_written_forms(text, first, last, start, end, name):
    period = Period.parse(text)
    assert (period.first, period.last) == (first, last)
    assert (str(period.start), str(period.end)) == (start, end)
    assert period.name == name
    assert period.code == text.upper()


@pytest.mark.parametrize(
    "text", ["", "26", "2026Q5", "2026H3", "202613", "202600", "202611-202601", "2026年", "2026-01"]
)
def test_nonsense_is_refused_in_chinese(text):
    with pytest.raises(BadInput, match=r"[时月]"):
        Period.parse(text)


def test_as_of_cuts_the_period():
    period = Period.parse("2023", as_of=date(2023, 9, 28))
    assert period.end == date(2023, 9, 28)
    assert period.months[-1] == 202309
    assert period.name == "2023年（截至9月28日）"
    assert Period.parse("2023", as_of=date(2024, 5, 1)).as_of is None
    with pytest.raises(BadInput, match="早于"):
        Period.parse("2023", as_of=date(2022, 12, 31))


def test_parts_end_at_the_as_of_date():
    quarters = Period.parse("2023", as_of=date(2023, 8, 15)).parts(3)
    assert [part.code for part in quarters] == ["2023Q1", "2023Q2", "2023Q3"]
    assert quarters[-1].end == date(2023, 8, 15)


def test_previous_year_of_a_leap_day():
    assert Period.parse("202402", as_of=date(2024, 2, 28)).previous().end == date(2023, 2, 28)
    assert Period.parse("2024Q1").previous() == Period.parse("2023Q1")


months = st.integers(min_value=1900 * 12, max_value=2100 * 12).map(lambda n: n // 12 * 100 + n % 12 + 1)


@given(months, st.integers(min_value=0, max_value=40))
def test_code_round_trip(first, length):
    period = Period(first, add_months(first, length))
    assert Period.parse(period.code) == period
    assert len(period.months) == length + 1
    assert month_of(last_day(period.last)) == period.last


@given(months, st.integers(min_value=-300, max_value=300))
def test_add_months_is_a_group(month, count):
    assert add_months(add_months(month, count), -count) == month
    assert len(months_between(month, add_months(month, abs(count)))) == abs(count) + 1
