"""The engine as callers see it: how many queries it needs, what a grid holds, what a run refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.spec.figures import world as w
from zelian.figures.compile import Basis
from zelian.figures.run import evaluate
from zelian.kernel.period import Period
from zelian.ledger.models import Entry
from zelian.org.models import Org

pytestmark = pytest.mark.django_db
RECORDED = datetime(2026, 1, 1, tzinfo=UTC)

KINDS = ("alpha", "beta", "gamma", "delta")


def office(communities: int, entries: int) -> list[int]:
    """A street and its communities with entries spread over 2026."""
    lines = [f"c{number} | community | street" for number in range(communities)]
    w.orgs("org | kind | under\n street | subdistrict | .\n" + "\n".join(lines))
    ids = list(Org.objects.order_by("id").values_list("id", flat=True))
    Entry.objects.bulk_create(
        Entry(
            key=str(n),
            kind=KINDS[n % 4],
            org_id=ids[n % len(ids)],
            happened_on=date(2026, 1 + n % 12, 1 + n % 28),
            period=202601 + n % 12,
            headcount=n % 9,
            recorded_at=RECORDED,
            recorded_by="test",
        )
        for n in range(entries)
    )
    return ids


def many(each: int) -> list:
    """Flow and stock, additive and distinct figures over two sources, `each` of every sort, and ratios."""
    text = ""
    for n in range(each):
        where = f"where: {{kind: {KINDS[n % 4]}, headcount: {{gte: {n}}}}}"
        text += f"""
- {{code: count_{n}, count: ledger.entry, {where}}}
- {{code: own_{n}, count: ledger.entry, {where}, level: own}}
- {{code: sum_{n}, sum: ledger.entry.headcount, {where}}}
- {{code: span_{n}, span: ledger.entry.happened_on, {where}}}
- {{code: orgs_{n}, distinct: ledger.entry.org, {where}}}
- {{code: stock_{n}, count: ledger.entry, {where}, at: end}}
- {{code: stock_orgs_{n}, distinct: ledger.entry.org, {where}, at: end}}
- {{code: turns_{n}, count: ledger.participation, {where}}}
- {{code: heads_{n}, distinct: ledger.participation.person, {where}}}
- {{code: rate_{n}, unit: '%', ratio: {{num: count_{n}, den: stock_{n}}}}}
"""
    return list(w.figures(text).values())


def queries(figures: list, orgs: list[int], periods: list[Period]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        evaluate(figures, orgs, periods)
    return len(captured)


def test_the_number_of_queries_grows_neither_with_figures_nor_organisations_nor_months():
    orgs = office(12, 200)
    year = Period.year(2026).parts(1)
    eight = queries(many(1), orgs[:1], year[:1])
    assert eight == 8  # two for the structure; four grains of entries, two of participations
    assert queries(many(30), orgs[:1], year[:1]) == eight
    assert queries(many(1), orgs, year[:1]) == eight
    assert queries(many(1), orgs, year) == eight
    assert queries(many(10), orgs, year) == eight


def test_every_further_layer_of_overlapping_periods_costs_one_query_per_source_of_distinct_figures():
    orgs = office(3, 30)
    year = Period.year(2026)
    figures = [figure for figure in many(3) if figure.code.startswith("heads")]
    assert queries(figures, orgs, year.parts(1)) == 3
    assert queries(figures, orgs, [*year.parts(1), *year.parts(3), year]) == 5


def test_statements_stay_of_bearable_width():
    """48 distinct stock figures over a year are 576 aggregates: two statements."""
    orgs = office(3, 30)
    figures = [figure for figure in many(48) if figure.code.startswith("stock_orgs")]
    assert queries(figures, orgs, Period.year(2026).parts(1)) == 4


def test_a_thousand_figures_are_three_statements():
    orgs = office(1, 10)
    text = "\n".join(f"- {{code: f{n}, sum: ledger.entry.headcount, where: {{headcount: {n}}}}}" for n in range(1000))
    figures = list(w.figures(text).values())
    assert queries(figures, orgs, [Period.year(2026)]) == 5
    grid = evaluate(figures, orgs, [Period.year(2026)])
    assert [grid.cell(f"f{n}", orgs[0], Period.year(2026)).value for n in (0, 5, 999)] == [0, 5, 0]


def test_the_grid_is_dense_and_holds_only_what_was_asked():
    orgs = office(2, 5)
    known = w.figures("""
        - {code: part, count: ledger.entry, where: {kind: alpha}}
        - {code: whole, count: ledger.entry}
        - {code: share, unit: '%', ratio: {num: part, den: whole}}
    """)
    months = Period.year(2026).parts(1)
    grid = evaluate([known["share"]], orgs, months, known=known)
    cells = list(grid.cells())
    assert len(cells) == len(orgs) * 12
    assert {code for code, *_ in cells} == {"share"}
    assert grid.cell("part", orgs[0], months[0]).value == 1


def test_numbers_are_the_cells_as_bare_integers():
    orgs = office(4, 60)
    periods = [*Period.year(2026).parts(3), Period.year(2026)]
    figures = many(2)
    grid = evaluate(figures, orgs, periods)
    plain = [figure.code for figure in figures if figure.aggregate != "ratio"]
    assert [(org, period, values) for org, period, values in grid.numbers()] == [
        (org, period, tuple(grid.cell(code, org, period).value for code in plain)) for org in orgs for period in periods
    ]


def test_equal_numbers_have_equal_digests_and_names_replace_ids():
    orgs = office(4, 60)
    months, names = Period.year(2026).parts(1), dict(Org.objects.values_list("id", "code"))
    first, second = (evaluate(many(2), orgs, months) for _ in range(2))
    assert first.digest(names) == second.digest(names) != first.digest()
    Entry.objects.filter(pk=Entry.objects.earliest("pk").pk).update(void=True)
    assert evaluate(many(2), orgs, months).digest(names) != first.digest(names)


def test_what_was_not_asked_is_not_answered():
    orgs = office(2, 5)
    grid = evaluate(w.figures("[{code: events, count: ledger.entry}]").values(), orgs[:1], [Period.year(2026)])
    for code, org, year in (("other", orgs[0], 2026), ("events", orgs[1], 2026), ("events", orgs[0], 2025)):
        with pytest.raises(KeyError):
            grid.cell(code, org, Period.year(year))


def test_nothing_asked_is_nothing_answered():
    orgs = office(1, 3)
    assert list(evaluate(many(1), [], Period.year(2026).parts(1)).cells()) == []
    assert list(evaluate(many(1), orgs, []).cells()) == []
    assert list(evaluate([], orgs, [Period.year(2026)]).cells()) == []


def test_many_organisations_are_not_listed_in_the_statement(monkeypatch):
    """Above the limit the rows of all are read and the others passed over: the same numbers."""
    orgs = office(9, 90)[2:7]
    periods = [*Period.year(2026).parts(1), Period.year(2026)]
    named = [evaluate(many(2), orgs, periods, basis=basis).digest() for basis in (Basis(), Basis(202601))]
    monkeypatch.setattr("zelian.figures.tree.MOST_NAMED", 3)
    monkeypatch.setattr("zelian.figures.run.MOST_NAMED", 3)
    assert [evaluate(many(2), orgs, periods, basis=basis).digest() for basis in (Basis(), Basis(202601))] == named
