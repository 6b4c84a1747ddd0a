"""The sample street: the year 2023 comes out as its secretary reports it, from individual rows, the same every time.

One build serves the whole module; each test works inside a savepoint of it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import random
import subprocess
import sys
from collections import Counter, defaultdict

import pytest
from django.db import transaction

from tests.packs.street import CLI, NOW, build
from zelian.access.actor import actor_for
from zelian.access.models import User
from zelian.definitions import store
from zelian.figures.catalog import catalog
from zelian.figures.evidence import evidence
from zelian.figures.run import evaluate
from zelian.intake import actions, queries
from zelian.kernel.errors import Conflict
from zelian.kernel.period import Period
from zelian.ledger.models import Entry, EntryVersion
from zelian.org.models import Holding, Org, Person
from zelian.packs.sample import accounts, roster
from zelian.packs.sample.build import SEED, build_sample, sample_rows
from zelian.packs.sample.names import GIVEN, SURNAMES
from zelian.packs.sample.workbooks import FAULTY, sample_workbooks

pytestmark = pytest.mark.django_db

YEAR = Period.year(2023)

# What the annual report of 2023 counts: the test's own copy of the numbers.
REPORTED = {
    "study_activities": 36,
    "theory_seminars": 4,
    "secretary_lectures": 14,
    "branch_study_visits": 23,
    "special_meetings": 13,
    "branch_life_as_member": 3,
    "pledges_signed": 17,
    "heart_to_heart_talks": 17,
    "demonstration_sites": 3,
    "visit_cadres": 90,
    "visit_members": 450,
    "livelihood_resolved": 331,
    "communities_with_red_property": 13,
    "red_properties": 15,
    "unmanaged_compounds": 66,
    "property_coverage": 100,
    "partner_units": 89,
    "partner_new_orgs": 12,
    "partner_new_workers": 38,
    "volunteer_services": 156,
    "assault_members": 15,
    "assault_teams": 2,
    "relocation_days": 27,
    "relocated_shops": 103,
    "demolition_days": 10,
    "expropriation_days": 29,
    "projects_signed": 9,
    "projects_planned": 12,
    "democratic_life_meetings": 2,
    "work_interviews": 9,
    "cases_filed": 7,
    "case_persons": 8,
    "first_form": 14,
    "patrolled_communities": 5,
    "patrol_rectification_rate": 100,
}

# Rows of the same ledgers and the same year that these figures must leave out.
LOOKALIKES = (
    "study_activities",
    "secretary_lectures",
    "branch_study_visits",
    "special_meetings",
    "branch_life_as_member",
    "pledges_signed",
    "heart_to_heart_talks",
    "livelihood_resolved",
    "red_properties",
    "unmanaged_compounds",
    "relocated_shops",
    "projects_signed",
    "projects_planned",
    "democratic_life_meetings",
    "work_interviews",
    "first_form",
    "patrolled_communities",
)

OFFICE_DAYS_ONLY = (
    "first_agenda_item",
    "theory_study_group_session",
    "party_lecture",
    "branch_study_supervision",
    "special_study_meeting",
    "major_decision",
    "heart_to_heart_talk",
    "democratic_life_meeting",
    "branch_life_meeting",
    "party_affairs_disclosure",
    "responsibility_pledge",
    "discipline_inspection",
)


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    """The whole sample, built once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
    store._cache.clear()


@pytest.fixture(scope="module")
def workbooks(sample, django_db_blocker, tmp_path_factory) -> dict:
    """The files of 2023 by name."""
    with django_db_blocker.unblock():
        return {path.name: path for path in sample_workbooks(tmp_path_factory.mktemp("books"))}


@pytest.fixture
def street(sample) -> Org:
    return Org.objects.get(code=sample.org)


def value_of(rows, figure, source):
    """The number a person would get from the rows shown."""
    if figure.aggregate == "count":
        return rows.count()
    found = list(rows.values_list(source.columns[figure.column].path, flat=True))
    if figure.aggregate == "sum":
        return sum(found)
    if figure.aggregate == "distinct":
        return len(set(found))
    return (max(found) - min(found)).days + 1 if found else None


def assert_evidence_is_the_value(figures, orgs, periods, pick=lambda cells: cells):
    grid = evaluate(figures.values(), [org.pk for org in orgs], periods, known=figures)
    cells = [cell for cell in grid.cells() if figures[cell[0]].aggregate != "ratio"]
    for code, org, period, cell in pick(cells):
        [shown] = evidence(figures[code], org, period, known=figures)
        got = value_of(shown.rows, figures[code], shown.source)
        assert (got or None) == (cell.value or None), (code, org, str(period), got, cell)


def test_the_year_comes_out_as_reported(street):
    figures = catalog()
    grid = evaluate([figures[code] for code in REPORTED], [street.pk], [YEAR], known=figures)
    assert {code: grid.cell(code, street.pk, YEAR).value for code in REPORTED} == REPORTED


def test_other_years_differ_and_are_not_empty(street):
    figures = catalog()
    years = [Period.year(year) for year in (2022, 2023, 2024)]
    grid = evaluate(figures.values(), [street.pk], years, known=figures)
    steady = {"pledges_signed", "frontline_cadres"}
    for code in REPORTED:
        values = [grid.cell(code, street.pk, year).value for year in years]
        assert None not in values, code
        assert code in steady or len(set(values)) > 1, (code, values)


def test_the_rows_shown_are_the_number(street):
    figures = catalog()
    assert_evidence_is_the_value(figures, [street], [YEAR])
    orgs = list(Org.objects.filter(kind__in=["community", "village"]).order_by("order"))
    pick = random.Random(1).sample
    assert_evidence_is_the_value(figures, orgs, YEAR.parts(1), lambda cells: pick(cells, 120))


@pytest.mark.long
def test_the_rows_shown_are_the_number_everywhere(street):
    figures = catalog()
    orgs = list(Org.objects.filter(kind__in=["subdistrict", "community", "village"]).order_by("order"))
    assert_evidence_is_the_value(figures, orgs, [YEAR, *YEAR.parts(1)])


def test_lookalikes_are_there_and_left_out(street):
    figures = catalog()
    for code in LOOKALIKES:
        figure = figures[code]
        kinds = next(condition.values for condition in figure.where if condition.column == "kind")
        rows = Entry.objects.filter(kind__in=kinds, happened_on__lte=YEAR.end)
        if figure.at == "flow":
            rows = rows.filter(happened_on__gte=YEAR.start)
        [shown] = evidence(figure, street.pk, YEAR, known=figures)
        counted = set(shown.rows.values_list(shown.source.owner, flat=True))
        assert set(rows.values_list("pk", flat=True)) - counted, code


def test_a_partner_that_signs_twice_is_one(street):
    [shown] = evidence(catalog()["partner_units"], street.pk, YEAR, known=catalog())
    assert shown.rows.count() == 94
    assert shown.rows.values("party").distinct().count() == 89


def test_meetings_are_on_office_days(sample):
    for row in sample_rows(roster.plan(SEED)):
        if row.kind in OFFICE_DAYS_ONLY and not row.void:
            assert row.on.weekday() < 5, row
        if row.kind == "discipline_inspection":
            assert row.on.weekday() in ((1, 3) if row.slots["category"] == "office" else (0, 2, 4)), row


def test_entered_soon_mostly_and_late_sometimes():
    rows = [row for row in sample_rows(roster.plan(SEED)) if row.on.year >= 2022]
    lags = [(row.recorded - max([row.on, *(day for _, day in row.steps)])).days for row in rows]
    assert min(lags) >= 0
    assert 0.85 < sum(lag <= 10 for lag in lags) / len(lags) < 0.97
    assert 0.02 < sum(lag > 20 for lag in lags) / len(lags) < 0.08
    assert {row.recorded.weekday() for row in rows} <= {0, 1, 2, 3, 4}


def test_spread_over_the_year_and_unevenly(street):
    figures = catalog()
    months = YEAR.parts(1)
    for code in ("volunteer_services", "livelihood_resolved", "household_visits", "branch_meetings"):
        grid = evaluate([figures[code]], [street.pk], months)
        values = [grid.cell(code, street.pk, month).value for month in months]
        assert min(values) > 0
        assert len(set(values)) > 4, (code, values)


def test_communities_differ_and_some_leave_gaps(sample):
    figures = catalog()
    orgs = list(Org.objects.filter(kind__in=["community", "village"]))
    for year, fewest in ((2023, 6), (2024, 14)):
        months = Period.year(year).parts(1)
        grid = evaluate([figures["household_visits"]], [org.pk for org in orgs], months)
        empty = [org.name for org in orgs for m in months if not grid.cell("household_visits", org.pk, m).value]
        assert len(empty) >= fewest
        assert len(set(empty)) <= 6, "most keep their pace"


def test_shops_leave_slowly_then_fast_then_slowly(street):
    [shown] = evidence(catalog()["relocated_shops"], street.pk, YEAR, known=catalog())
    days = Counter(shown.rows.values_list("on", flat=True))
    first = dt.date(2023, 3, 3)
    thirds = [sum(days[first + dt.timedelta(days=n)] for n in range(start, start + 9)) for start in (0, 9, 18)]
    assert (min(days), max(days), len(days)) == (first, dt.date(2023, 3, 29), 27)
    assert thirds[1] > 2 * max(thirds[0], thirds[2])


def test_hard_cases_stay_open(street):
    figures = catalog()
    ends = [Period.year(2023), Period.year(2024)]
    grid = evaluate([figures["open_wage_arrears"], figures["open_legacy_issues"]], [street.pk], ends)
    assert [grid.cell("open_wage_arrears", street.pk, end).value for end in ends] == [7, 5]
    assert [grid.cell("open_legacy_issues", street.pk, end).value for end in ends] == [6, 5]


def test_a_community_changes_its_secretary(sample):
    held = Holding.objects.filter(post__code="community_secretary", post__org__code="sample-liulin").order_by(
        "starts_on"
    )
    assert [(holding.starts_on, holding.ends_on) for holding in held] == [
        (dt.date(2021, 1, 10), dt.date(2023, 5, 14)),
        (dt.date(2023, 5, 15), None),
    ]
    assert len({holding.person_id for holding in held}) == 2


def test_people_are_invented_and_namesakes_live_apart(sample):
    homes = defaultdict(list)
    for person in Person.objects.select_related("org"):
        assert person.name[0] in SURNAMES
        assert set(person.name[1:]) <= set(GIVEN)
        homes[person.name].append(person.org.code.rsplit("-", 1)[0] if person.org.kind == "branch" else person.org.code)
    shared = [places for places in homes.values() if len(places) > 1]
    assert len(shared) == 12
    assert all(len(set(places)) == len(places) for places in shared)


def test_the_size_of_the_street(sample):
    kinds = Counter(Org.objects.values_list("kind", flat=True))
    assert (kinds["community"], kinds["village"], kinds["section"]) == (13, 4, 9)
    for unit in Org.objects.filter(kind__in=["community", "village"]):
        assert Org.objects.filter(kind="branch", edges__parent=unit).count() >= 2
    assert 10_000 <= Entry.objects.count() <= 15_000
    assert sample.void == Entry.objects.filter(void=True).count() > 15
    assert EntryVersion.objects.count() == sample.entries + sample.void


def test_a_second_street_is_refused(sample):
    with pytest.raises(Conflict, match="已经在库里"):
        build_sample(by=CLI, now=NOW)


def test_accounts_can_do_what_their_work_needs(sample):
    assert set(sample.passwords) == {account.username for account in accounts.sample_accounts()}
    assert len(set(sample.passwords.values())) == len(sample.passwords)
    for account in accounts.sample_accounts():
        user = User.objects.get(username=account.username)
        assert user.check_password(sample.passwords[account.username])
        actor = actor_for(user, CLI.today)
        assert [role for role, _ in actor.grants] == [account.role]
    clerk = actor_for(User.objects.get(username="heping"), CLI.today)
    assert clerk.can("ledger.write", Org.objects.get(code="sample-heping-1").pk)
    assert not clerk.can("ledger.write", Org.objects.get(code="sample-donghu").pk)


def digest_of_rows() -> str:
    text = "\n".join(map(repr, (roster.plan(SEED).people, *sample_rows(roster.plan(SEED)))))
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_same_rows_whatever_the_hash_seed():
    program = "import django; django.setup(); from tests.packs.test_sample import digest_of_rows as d; print(d())"
    fresh = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert fresh.stdout.strip() == digest_of_rows()


def plan(path):
    return queries.report(actions.plan(path, path.name, by=CLI, now=NOW))["sheets"][0]


def test_the_workbooks_change_nothing(workbooks, data_dir):
    assert len(workbooks) == 35
    for name in random.Random(3).sample(sorted(workbooks.keys() - {FAULTY}), 5):
        sheet = plan(workbooks[name])
        assert sheet["rows"] == sheet["unchanged"] > 0, name


@pytest.mark.long
def test_every_workbook_changes_nothing(workbooks, data_dir):
    for name in workbooks.keys() - {FAULTY}:
        sheet = plan(workbooks[name])
        assert sheet["rows"] == sheet["unchanged"] > 0, name


def test_the_faulty_workbook_is_faulty_in_seven_ways(workbooks, data_dir):
    sheet = plan(workbooks[FAULTY])
    assert (sheet["rows"], sheet["new"], sheet["rejected"]) == (10, 3, 7)
    assert {error["row"] for error in sheet["errors"]} == {4, 5, 6, 7, 8, 9, 11}
