"""A report made from the ledgers is true of them; after one change of the ledgers just the numbers it touches are not.

The judge of the second half is the oracle, the plain second implementation of the figures.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from tests.sample import CLI, NOW
from zelian.claims.compare import satisfies
from zelian.figures.catalog import catalog
from zelian.figures.evidence import evidence
from zelian.figures.oracle import oracle
from zelian.kernel.errors import Conflict
from zelian.kernel.period import Period
from zelian.ledger import actions
from zelian.ledger.models import Entry
from zelian.ledger.queries import draft_of, latest_content
from zelian.org.models import Org
from zelian.reports.binding import BoundReport, bind
from zelian.reports.check.verify import verify
from zelian.reports.template import template

pytestmark = pytest.mark.django_db

YEAR = Period.year(2023)
FIXTURE = Path(__file__).parents[1] / "fixtures" / "report_2023.txt"


def results(text: str, org: Org, period: Period):
    """The claims that are results, in the order of the text."""
    return [one for one in verify(text, org, period) if one.verdict != "not_a_result"]


@pytest.mark.parametrize("code", ["2022", "2023", "2024", "2023H1", "2023H2", "2024H1", "2022Q1", "2023Q2", "2023Q4"])
def test_our_own_report_is_true(sample, code):
    period = Period.parse(code)
    report = bind(template("annual"), sample, period)
    found = results(report.text, sample, period)
    assert [(one.claim.text, one.why) for one in found if one.verdict != "supported"] == []
    said = [number for number in report.numbers if number.cell.value is not None]
    assert [one.figure.code for one in found] == [number.figure.code for number in said]


def test_a_strangers_report_of_the_same_facts_is_true(sample):
    found = verify(FIXTURE.read_text("utf-8"), sample, YEAR)
    assert [(one.claim.text, one.why) for one in found if one.verdict not in ("supported", "not_a_result")] == []
    assert sum(one.verdict == "supported" for one in found) == 30
    assert [one.claim.text for one in found if one.verdict == "not_a_result"] == ["*家", "一次", "一次"]


def test_a_strangers_report_is_not_true_of_another_year(sample):
    found = verify(FIXTURE.read_text("utf-8"), sample, Period.year(2024))
    assert sum(one.verdict == "contradicted" for one in found) > 20


@dataclass(frozen=True)
class Change:
    """What one change did, for the message of a failing run."""

    act: str
    figure: str
    entry: int


@pytest.fixture(scope="module")
def annual(sample, django_db_blocker) -> BoundReport:
    with django_db_blocker.unblock():
        return bind(template("annual"), sample, YEAR)


def void(entry: Entry, pick: Random) -> None:
    actions.void_entry(entry, version=entry.version, reason="核对", by=CLI, now=NOW)


def move_out_of_the_year(entry: Entry, pick: Random) -> None:
    draft = draft_of(latest_content(entry.pk))
    far = dt.timedelta(days=365 * 5)
    slots = {
        name: value + far if name in ("happened_on", "ends_on", "valid_until") and value else value
        for name, value in draft.slots.items()
    }
    steps = tuple((code, on + far) for code, on in draft.steps)
    revise(entry, replace(draft, slots=slots, steps=steps))


def count_more(entry: Entry, pick: Random) -> None:
    draft = draft_of(latest_content(entry.pk))
    more = pick.randint(1, 3)
    revise(
        entry,
        replace(
            draft,
            slots={
                **draft.slots,
                "headcount": (draft.value("headcount") or 0) + more,
                "quantity": draft.value("quantity") + more,
            },
        ),
    )


def add_another(entry: Entry, pick: Random) -> None:
    """The same event once more, on another day of the year and under another name, so that its natural key differs."""
    draft = draft_of(latest_content(entry.pk))
    day = draft.slots["happened_on"]
    again = {name: f"{draft.value(name)}（补记）" for name in ("title", "party", "place")}
    extra = {name: f"{value}（补记）" for name, value in draft.extra.items()}
    for days in range(1, 28):
        on = day + dt.timedelta(days=days if day.month < 12 else -days)
        other = replace(draft, slots={**draft.slots, **again, "happened_on": on}, extra=extra)
        try:
            actions.record_entry(other, by=CLI, now=NOW)
        except Conflict:
            continue
        return
    raise AssertionError(f"no natural key is free: {draft}")


def revise(entry: Entry, draft) -> None:
    actions.revise_entry(entry, draft, version=entry.version, reason="核对", by=CLI, now=NOW)


ACTS = {"count": (void, move_out_of_the_year, add_another), "sum": (void, move_out_of_the_year, count_more)}


def change_something(report: BoundReport, pick: Random) -> Change:
    """One change to one row behind a number that is written exactly, so that at least that number is no longer true."""
    known = catalog()
    exact = [
        number.figure
        for number in report.numbers
        if number.style == "exact" and number.figure.aggregate in ACTS and number.figure.at == "flow"
    ]
    figure = pick.choice(exact)
    [behind] = evidence(figure, report.org.pk, report.period, known=known)
    owner = pick.choice(list(behind.rows.values_list(behind.source.owner, flat=True)))
    act = pick.choice(ACTS[figure.aggregate])
    act(Entry.objects.get(pk=owner), pick)
    return Change(act.__name__, figure.code, owner)


def one_change_flips_what_it_touches(report: BoundReport, seed: int) -> None:
    done = change_something(report, Random(seed))
    known = catalog()
    bound = {number.figure.code: known[number.figure.code] for number in report.numbers}
    truth = oracle(bound.values(), [report.org.pk], [report.period], known=known)
    untrue, false = set(), set()
    for one in results(report.text, report.org, report.period):
        value, _ = truth[one.figure.code, report.org.pk, report.period]
        if value is None:
            assert one.verdict == "unverifiable", done
        elif not satisfies(one.claim, value):
            untrue.add((one.figure.code, one.claim.text))
        if one.verdict == "contradicted":
            false.add((one.figure.code, one.claim.text))
    assert false == untrue, done
    assert done.figure in {code for code, _ in false}, done


@pytest.mark.parametrize("seed", range(12))
def test_one_change_flips_what_it_touches(annual, seed):
    one_change_flips_what_it_touches(annual, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12, 212))
def test_one_change_flips_what_it_touches_often(annual, seed):
    one_change_flips_what_it_touches(annual, seed)
