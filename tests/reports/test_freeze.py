"""A frozen report cannot change, and a number opened later shows its rows as they were."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.intake.office import account
from tests.reports import small
from tests.reports.small import CLI, NOW, YEAR
from zelian.audit.models import Event
from zelian.kernel.errors import NotAllowed
from zelian.kernel.period import Period
from zelian.ledger import actions
from zelian.ledger.models import Entry
from zelian.ledger.queries import draft_of, latest_content
from zelian.ledger.writing import ready
from zelian.reports.freeze import freeze_report, rows_as_they_were
from zelian.reports.models import FrozenReport, Report, ReportEvidence, ReportNumber

pytestmark = pytest.mark.django_db

TEXT = "志愿服务{{ services }}次，{{ attendance }}人次，占比{{ caring_rate | percent }}。"


@pytest.fixture
def street(db):
    street = small.build()
    small.service("2026-03-01", "清扫", people=10)
    small.service("2026-04-01", "探望", people=5, caring=True)
    small.service("2025-04-01", "去年的", people=99)
    return street


def frozen(text: str = TEXT) -> Report:
    return freeze_report(small.bound(text), by=CLI, now=NOW)


def number(report: Report, figure: str) -> ReportNumber:
    return report.numbers.get(figure=figure)


def revise(entry: Entry, **slots) -> None:
    draft = draft_of(latest_content(entry.pk))
    actions.revise_entry(
        entry, replace(draft, slots={**draft.slots, **slots}), version=entry.version, reason="改", by=CLI, now=NOW
    )


def test_values_and_wording_are_kept(street):
    report = frozen()
    assert report.title == "样例街道2026年情况"
    kept = list(report.numbers.order_by("position").values_list("figure", "text", "value", "value_den", "rows"))
    assert kept == [("services", "2", 2, 1, 2), ("attendance", "15", 15, 1, 2), ("caring_rate", "50%", 50, 1, 3)]
    assert number(report, "services").figure_digest


def test_a_fraction_is_kept_exactly(street):
    small.service("2026-05-01", "再探望")
    share = number(frozen(), "caring_rate")
    assert (share.value, share.value_den) == (100, 3)


def test_evidence_rows_are_the_value(street):
    report = frozen()
    assert number(report, "services").evidence.count() == 2
    parts = number(report, "caring_rate").evidence.values_list("part", flat=True)
    assert sorted(parts) == ["caring", "services", "services"]


def test_rows_are_shown_as_they_were(street):
    report = frozen()
    sweep, visit = Entry.objects.get(title="清扫"), Entry.objects.get(title="探望")
    revise(sweep, headcount=99)
    actions.void_entry(visit, version=visit.version, reason="错", by=CLI, now=NOW)
    rows = rows_as_they_were(number(report, "attendance"))
    assert [(row["title"], row["headcount"]) for row in rows] == [("清扫", 10), ("探望", 5)]
    assert small.bound(TEXT).numbers[1].cell.value == 99


def test_rows_of_an_undone_import_are_still_shown(street):
    draft = draft_of(latest_content(Entry.objects.get(title="清扫").pk))
    new = replace(draft, slots={**draft.slots, "happened_on": dt.date(2026, 6, 1), "title": "导入的"})
    actions.apply_batch("b1", ready([new]), [], by=CLI, now=NOW)
    report = frozen()
    actions.undo_batch("b1", by=CLI, now=NOW)
    assert [row["title"] for row in rows_as_they_were(number(report, "services"))] == ["清扫", "探望", "导入的"]
    assert small.bound(TEXT).numbers[0].cell.value == 2


def test_the_digest_is_that_of_the_data(street):
    first, again = frozen(), frozen()
    assert first.digest == again.digest
    revise(Entry.objects.get(title="清扫"), place="二号楼")
    changed = frozen()
    assert changed.blocks == first.blocks, "no number moved"
    assert changed.digest != first.digest
    assert number(changed, "services").data_digest != number(first, "services").data_digest


def test_another_years_rows_do_not_touch_the_digest(street):
    first = frozen()
    revise(Entry.objects.get(title="去年的"), headcount=1)
    assert frozen().digest == first.digest


def test_a_missing_number_is_kept_as_missing(street):
    kept = number(frozen("用时{{ landing_days }}天。"), "landing_days")
    assert (kept.text, kept.value, kept.rows) == ("××", None, 0)


def test_the_as_of_day_is_kept(street):
    day = dt.date(2026, 3, 15)
    report = freeze_report(small.bound(TEXT, period=YEAR.cut(day)), by=CLI, now=NOW)
    assert (report.period, report.as_of) == ("2026", day)
    assert number(report, "services").value == 1


@pytest.mark.parametrize("model", [Report, ReportNumber, ReportEvidence])
def test_nothing_frozen_can_be_changed_or_deleted(street, model):
    frozen()
    row = model.objects.first()
    for attempt in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(pk=0)):
        with pytest.raises(FrozenReport, match="已定稿的报告不可"):
            attempt()


def test_freezing_is_audited_and_needs_the_right(street):
    frozen()
    event = Event.objects.filter(type="reports.report.frozen").get()
    assert event.data["numbers"] == 3
    with pytest.raises(NotAllowed):
        freeze_report(small.bound(TEXT), by=account("xinghe", "community", "xinghe"), now=NOW)
    assert Report.objects.count() == 1


def test_a_freeze_costs_the_same_for_many_rows(street, django_assert_max_num_queries):
    for at in range(60):
        small.service("2026-07-01", f"第{at}次")
    report = small.bound(TEXT, period=Period.year(2026))
    with django_assert_max_num_queries(40):
        freeze_report(report, by=CLI, now=NOW)
