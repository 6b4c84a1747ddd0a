"""When a row counts: on its day (flow), or while it is true (end); periods of every length, as of a day."""

import pytest

from tests.spec.figures import world as w

pytestmark = pytest.mark.django_db

COMPOUNDS = "[{code: compounds, count: ledger.entry, where: {kind: compound}, at: end}]"


@pytest.fixture
def street():
    w.orgs("""
        org    | kind        | under
        street | subdistrict | .
        peace  | community   | street
    """)


def test_a_register_counts_what_is_true_on_the_last_day(street):
    w.entries("""
        org   | kind     | happened_on | valid_until
        peace | compound | 2024-05-01  | .
        peace | compound | 2025-07-15  | 2026-03-31    # true on its last day
        peace | compound | 2026-03-31  | 2026-03-31
        peace | compound | 2026-04-01  | 2026-04-29
    """)
    w.expect(
        COMPOUNDS,
        """
        figure    | org    | period        | value
        compounds | street | 2023          | 0
        compounds | street | 2024          | 1
        compounds | street | 202507        | 2
        compounds | street | 202603        | 3
        compounds | street | 202604        | 1
        compounds | street | 2026Q1        | 3
        compounds | street | 202401-202602 | 2
        compounds | street | 2026          | 1
    """,
    )


def test_a_register_as_of_a_day_inside_a_month(street):
    w.entries("""
        org   | kind     | happened_on | valid_until
        peace | compound | 2024-02-29  | 2026-02-14
        peace | compound | 2026-02-15  | .
    """)
    w.expect(
        COMPOUNDS,
        """
        figure    | org    | period             | value
        compounds | street | 2026               | 1
        compounds | street | 2026 @2026-02-14   | 1
        compounds | street | 2026 @2026-02-15   | 1
        compounds | street | 202402             | 1
        compounds | street | 202402 @2024-02-28 | 0
    """,
    )


def test_events_up_to_a_day_and_the_leap_day(street):
    w.entries("""
        org   | happened_on
        peace | 2024-02-28
        peace | 2024-02-29
        peace | 2024-03-01
        peace | 2024-12-31
        peace | 2025-01-01
    """)
    w.expect(
        "[{code: events, count: ledger.entry}]",
        """
        figure | org    | period             | value
        events | street | 202402             | 2
        events | street | 202402 @2024-02-28 | 1
        events | street | 2024 @2024-02-29   | 2
        events | street | 2024 @2024-03-01   | 3
        events | street | 2024               | 4
        events | street | 2024H1             | 3
        events | street | 2024Q4             | 1
        events | street | 202412-202501      | 2
    """,
    )


def test_sums_and_spans_of_registers(street):
    w.entries("""
        org   | kind     | happened_on | valid_until | quantity
        peace | compound | 2025-01-10  | 2026-06-30  | 3
        peace | compound | 2026-01-20  | .           | 4
    """)
    w.expect(
        """
        - {code: buildings, sum: ledger.entry.quantity, at: end}
        - {code: age, unit: 天, span: ledger.entry.happened_on, at: end}
        - {code: kinds, distinct: ledger.entry.org, at: end}
    """,
        """
        figure    | org    | period | value | rows
        buildings | street | 2025   | 3     | 1
        buildings | street | 2026Q1 | 7     | 2
        buildings | street | 2026   | 4     | 1
        age       | street | 2026Q1 | 376   | 2
        age       | street | 2026   | 1     | 1
        kinds     | street | 2026Q1 | 1     | 2
        kinds     | street | 2024   | 0     | 0
    """,
    )


def test_rows_of_a_source_without_an_end_stay_true(street):
    w.entries("""
        id | org   | happened_on | valid_until
        1  | peace | 2026-01-01  | 2026-01-31
    """)
    w.steps("""
        entry | code   | on
        1     | signed | 2026-02-10
    """)
    w.expect(
        "[{code: signed, count: ledger.step, where: {code: signed}, at: end}]",
        """
        figure | org    | period | value
        signed | street | 202601 | 0
        signed | street | 2026   | 1
        signed | street | 2027   | 1
    """,
    )


def test_overlapping_periods_of_one_request_do_not_disturb_each_other(street):
    w.people("""
        person | org
        zhao   | peace
        qian   | peace
    """)
    w.entries("""
        id | org   | happened_on | valid_until
        1  | peace | 2026-01-10  | 2026-02-20
        2  | peace | 2026-02-10  | .
        3  | peace | 2026-05-10  | .
    """)
    w.parts("""
        entry | person
        1     | zhao
        2     | zhao
        3     | qian
    """)
    w.expect(
        """
        - {code: events, count: ledger.entry}
        - {code: people, distinct: ledger.participation.person}
        - {code: open, count: ledger.entry, at: end}
        - {code: who, distinct: ledger.participation.person, at: end}
    """,
        """
        figure | org    | period           | value
        events | street | 202601           | 1
        events | street | 202602           | 1
        events | street | 2026Q1           | 2
        events | street | 2026             | 3
        events | street | 2026 @2026-02-15 | 2
        people | street | 202601           | 1
        people | street | 202602           | 1
        people | street | 2026Q1           | 1
        people | street | 202602-202605    | 2
        people | street | 2026             | 2
        open   | street | 202601           | 1
        open   | street | 202602           | 1
        open   | street | 2026 @2026-02-15 | 2
        open   | street | 2026             | 2
        who    | street | 2026Q1           | 1
        who    | street | 2026             | 2
    """,
    )
