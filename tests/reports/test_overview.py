"""责任落实情况: who did what was owed in each window, judged by the figures, at the end of the period or today."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.reports import small
from zelian.definitions.models import Family
from zelian.kernel.period import Period
from zelian.org.models import Org, OrgEdge
from zelian.org.structure import rebuild_links
from zelian.reports.overview import overview

pytestmark = pytest.mark.django_db

LATER = dt.date(2027, 6, 1)
MONTHLY = "- {code: services, name: 志愿服务, figure: services, required: 1, per: month, applies_to: [community]}"
QUARTERLY = MONTHLY.replace("month", "quarter").replace("required: 1", "required: 2")
YEARLY = MONTHLY.replace("month", "year").replace("required: 1", "required: 3")
RATE = "- {code: rate, name: 关爱占比, figure: caring_rate, required: 50, per: quarter, applies_to: [community]}"


@pytest.fixture
def street(db) -> Org:
    return small.build()


def cell(street: Org, columns: str, period: str, today: dt.date = LATER, org: str = "xinghe"):
    """(state, text, code of the window with the gap) of one organisation in the first column."""
    small.define(Family.OVERVIEW, columns)
    table = overview(street, Period.parse(period), today)
    found = next(cells[0] for one, cells in table.lines if one.code == org)
    return found.state, found.text, found.gap.code if found.gap else None


def test_every_window_done(street):
    for month in (1, 2, 3):
        small.service(f"2026-{month:02}-10")
    assert cell(street, MONTHLY, "2026Q1") == ("done", "", None)


def test_a_window_missed_names_the_first_gap(street):
    small.service("2026-01-10")
    assert cell(street, MONTHLY, "2026Q1") == ("missed", "缺2月", "202602")


def test_a_later_event_never_fills_an_earlier_window(street):
    for day in ("2026-03-01", "2026-03-02", "2026-03-03"):
        small.service(day, day)
    assert cell(street, MONTHLY, "2026Q1") == ("missed", "缺2月", "202601")


def test_one_window_tells_how_much_is_lacking(street):
    small.service("2026-01-10")
    assert cell(street, QUARTERLY, "2026Q1") == ("missed", "缺1次", "2026Q1")


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (dt.date(2026, 3, 20), ("not_due", "", "2026Q1")),
        (dt.date(2026, 3, 21), ("due_soon", "剩10天", "2026Q1")),
        (dt.date(2026, 3, 30), ("due_soon", "剩1天", "2026Q1")),
        (dt.date(2026, 3, 31), ("missed", "缺1次", "2026Q1")),
        (dt.date(2026, 4, 1), ("missed", "缺1次", "2026Q1")),
    ],
)
def test_a_window_still_open(street, today, expected):
    small.service("2026-01-10")
    assert cell(street, QUARTERLY, "2026Q1", today) == expected


def test_done_before_the_window_ends(street):
    small.service("2026-01-10", "甲")
    small.service("2026-01-11", "乙")
    assert cell(street, QUARTERLY, "2026Q1", dt.date(2026, 2, 1)) == ("done", "", None)


def test_what_happened_after_today_does_not_count_yet(street):
    small.service("2026-01-10", "甲")
    small.service("2026-03-10", "乙")
    assert cell(street, QUARTERLY, "2026Q1", dt.date(2026, 2, 1))[0] == "not_due"


def test_as_of_the_middle_of_a_window(street):
    small.service("2026-01-10")
    small.define(Family.OVERVIEW, MONTHLY)
    period = Period.parse("2026", dt.date(2026, 2, 15))
    [(_, [first]), _] = overview(street, period, LATER).lines
    assert (first.state, first.gap.code) == ("not_due", "202602")


def test_windows_not_begun_are_not_due(street):
    assert cell(street, MONTHLY, "2026", dt.date(2025, 6, 1))[0] == "not_due"


def test_a_yearly_duty_seen_in_a_quarter_is_judged_by_the_year(street):
    small.service("2026-01-10")
    assert cell(street, YEARLY, "2026Q1") == ("not_due", "", "2026"), "the quarter's end is not the year's"
    assert cell(street, YEARLY, "2026Q4") == ("missed", "缺2次", "2026")


def test_a_yearly_duty_done_in_an_earlier_quarter(street):
    for day in ("2026-01-10", "2026-01-11", "2026-01-12"):
        small.service(day, day)
    assert cell(street, YEARLY, "2026Q2") == ("done", "", None)


def test_a_ratio_without_cases_is_not_applicable(street):
    assert cell(street, RATE, "2026Q1") == ("not_applicable", "", None)


def test_a_ratio_below_what_is_owed(street):
    small.service("2026-01-10", "甲", caring=True)
    small.service("2026-01-11", "乙")
    small.service("2026-01-12", "丙")
    assert cell(street, RATE, "2026Q1") == ("missed", "未达标", "2026Q1")


def test_a_ratio_exactly_reached(street):
    small.service("2026-01-10", "甲", caring=True)
    small.service("2026-01-11", "乙")
    assert cell(street, RATE, "2026Q1")[0] == "done"


def test_another_kind_of_organisation_does_not_owe_it(street):
    assert cell(street, MONTHLY.replace("community", "village"), "2026Q1") == ("not_applicable", "", None)


def test_nothing_is_owed_before_the_organisation_existed(street):
    new = Org.objects.create(code="new", name="新社区", kind="community", order=9, opened_period=202603)
    OrgEdge.objects.create(child=new, parent=street, from_period=202603)
    rebuild_links()
    small.service("2026-03-10", org="new")
    assert cell(street, MONTHLY, "2026Q1", org="new") == ("done", "", None)


def test_the_table_keeps_the_offices_order_and_counts_what_was_due(street):
    small.service("2026-01-10", org="donghu")
    small.define(Family.OVERVIEW, MONTHLY)
    table = overview(street, Period.parse("202601"), LATER)
    assert [one.code for one, _ in table.lines] == ["xinghe", "donghu"]
    assert (table.due, table.done) == (2, 1)


def test_a_communitys_own_line(street):
    small.service("2026-01-10")
    small.define(Family.OVERVIEW, MONTHLY)
    table = overview(Org.objects.get(code="xinghe"), Period.parse("202601"), LATER)
    assert [one.code for one, _ in table.lines] == ["xinghe"]


def test_a_column_of_an_unknown_figure_is_left_out(street):
    small.define(Family.OVERVIEW, MONTHLY.replace("figure: services", "figure: gone"))
    assert overview(street, Period.parse("202601"), LATER).columns == ()
