"""Which rows count: value, list, gte, lte, ne, between, empty; and what it means when none do."""

import pytest

from tests.spec.figures import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def street():
    w.orgs("""
        org    | kind        | under
        street | subdistrict | .
        peace  | community   | street
        lake   | community   | street
    """)


def test_every_comparison():
    w.entries("""
        org   | category | headcount | ends_on    | happened_on
        peace | red      | 5         | 2026-02-01 | 2026-01-01
        peace | blue     | 10        | 2026-03-01 | 2026-01-02
        peace | .        | 15        | .          | 2026-01-03
        lake  | red      | .         | .          | 2026-01-04
    """)
    w.expect(
        """
        - {code: value, count: ledger.entry, where: {category: red}}
        - {code: list, count: ledger.entry, where: {category: [red, blue]}}
        - {code: gte, count: ledger.entry, where: {headcount: {gte: 10}}}
        - {code: lte, count: ledger.entry, where: {headcount: {lte: 10}}}
        - {code: both, count: ledger.entry, where: {headcount: {gte: 6, lte: 14}}}
        - {code: between, count: ledger.entry, where: {headcount: {between: [5, 10]}}}
        - {code: ne, count: ledger.entry, where: {category: {ne: red}}}
        - {code: ne_of_blank, count: ledger.entry, where: {headcount: {ne: 5}}}
        - {code: blank, count: ledger.entry, where: {category: {empty: true}}}
        - {code: filled, count: ledger.entry, where: {category: {empty: false}}}
        - {code: no_end, count: ledger.entry, where: {ends_on: {empty: true}}}
        - {code: by_day, count: ledger.entry, where: {ends_on: {lte: 2026-02-01}}}
        - {code: on_days, count: ledger.entry, where: {happened_on: {between: [2026-01-02, 2026-01-03]}}}
        - {code: of_org, count: ledger.entry, where: {org: lake}}
        - {code: two, count: ledger.entry, where: {org: [lake, peace], category: red}}
    """,
        """
        figure      | org    | period | value
        value       | street | 2026   | 2
        list        | street | 2026   | 3
        gte         | street | 2026   | 2
        lte         | street | 2026   | 2
        both        | street | 2026   | 1
        between     | street | 2026   | 2
        ne          | street | 2026   | 2     # blue and blank
        ne_of_blank | street | 2026   | 3
        blank       | street | 2026   | 1
        filled      | street | 2026   | 3
        no_end      | street | 2026   | 2
        by_day      | street | 2026   | 1
        on_days     | street | 2026   | 2
        of_org      | street | 2026   | 1
        of_org      | peace  | 2026   | 0
        two         | street | 2026   | 2
    """,
    )


def test_people_are_named_by_their_code():
    w.people("""
        person | org
        zhao   | peace
        qian   | lake
    """)
    w.entries("""
        id | org   | happened_on
        1  | peace | 2026-01-01
    """)
    w.parts("""
        entry | name | person
        1     | 赵   | zhao
        1     | 钱   | qian
        1     | 某   | .
    """)
    w.expect(
        """
        - {code: his, count: ledger.participation, where: {person: zhao}}
        - {code: others, count: ledger.participation, where: {person: {ne: zhao}}}
        - {code: named, count: ledger.participation, where: {name: 某}}
    """,
        """
        figure | org    | period | value
        his    | street | 2026   | 1
        others | street | 2026   | 2
        named  | street | 2026   | 1
    """,
    )


def test_nothing_is_zero_unknown_or_not_applicable_as_the_figure_says():
    w.entries("""
        org   | happened_on | headcount
        peace | 2026-01-01  | 0
    """)
    w.expect(
        """
        - {code: zero, sum: ledger.entry.headcount}
        - {code: unknown, sum: ledger.entry.headcount, empty: unknown}
        - {code: not_applicable, sum: ledger.entry.headcount, empty: not_applicable}
        - {code: rate, ratio: {num: zero, den: zero}}
        - {code: unsure, ratio: {num: zero, den: zero}, empty: unknown}
        - {code: of_unknown, ratio: {num: zero, den: unknown}}
        - {code: of_missing, ratio: {num: not_applicable, den: zero}, empty: unknown}
    """,
        """
        figure         | org    | period | value | rows | state
        zero           | street | 2026   | 0     | 1    | counted
        zero           | street | 2027   | 0     | 0    | zero
        unknown        | street | 2026   | 0     | 1    | counted        # a nought that was entered is a number
        unknown        | street | 2027   | -     | 0    | unknown
        not_applicable | street | 2027   | -     | 0    | not_applicable
        rate           | street | 2027   | -     | 0    | not_applicable
        unsure         | street | 2027   | -     | 0    | unknown
        of_unknown     | street | 2027   | -     | 0    | unknown
        of_missing     | street | 2027   | -     | 0    | not_applicable
    """,
    )
