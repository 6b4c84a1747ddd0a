"""For whom a row counts: an organisation and all below it, or itself alone; before and after a reorganisation."""

import pytest

from tests.spec.figures import world as w
from zelian.figures.compile import Basis

pytestmark = pytest.mark.django_db

EVENTS = "[{code: events, count: ledger.entry}]"
NOW = Basis(202612)


def test_own_leaves_out_what_stands_below():
    w.orgs("""
        org    | kind        | under
        street | subdistrict | .
        peace  | community   | street
        branch | branch      | peace
    """)
    w.entries("""
        org    | happened_on | party
        street | 2026-03-02  | 甲
        peace  | 2026-03-03  | 甲
        peace  | 2026-04-03  | 乙
        branch | 2026-03-04  | 丙
    """)
    w.expect(
        """
        - {code: all, count: ledger.entry}
        - {code: own, count: ledger.entry, level: own}
        - {code: own_parties, distinct: ledger.entry.party, level: own}
        - {code: own_now, count: ledger.entry, level: own, at: end}
        - {code: own_parties_now, distinct: ledger.entry.party, level: own, at: end}
    """,
        """
        figure          | org    | period | value
        all             | street | 2026   | 4
        all             | peace  | 2026   | 3
        all             | branch | 2026   | 1
        own             | street | 2026   | 1
        own             | peace  | 2026   | 2
        own             | peace  | 202604 | 1
        own_parties     | street | 2026   | 1
        own_parties     | peace  | 2026   | 2
        own_now         | peace  | 2026   | 2
        own_parties_now | peace  | 2026   | 2
        own_parties_now | street | 2026   | 1
    """,
    )


@pytest.fixture
def merged():
    """东湖 was merged into 和平 on 1 July 2026: from then on it stands below it, retired."""
    w.orgs("""
        org    | kind        | under  | from   | until
        street | subdistrict | .      | .      | .
        peace  | community   | street | .      | .
        lake   | community   | street | .      | 202607
        lake   | community   | peace  | 202607 | .
    """)
    w.entries("""
        org   | happened_on | party | valid_until
        peace | 2026-03-02  | 甲    | .
        lake  | 2026-03-03  | 甲    | .
        lake  | 2026-06-30  | 乙    | 2026-09-30
        lake  | 2026-07-01  | 丙    | .
        peace | 2026-08-01  | 丙    | .
    """)


FIGURES = """
    - {code: events, count: ledger.entry}
    - {code: parties, distinct: ledger.entry.party}
    - {code: open, count: ledger.entry, at: end}
    - {code: open_parties, distinct: ledger.entry.party, at: end}
"""


def test_a_merger_leaves_earlier_rows_where_they_were(merged):
    w.expect(
        FIGURES,
        """
        figure       | org    | period | value
        events       | peace  | 2026H1 | 1
        events       | lake   | 2026H1 | 2
        events       | peace  | 202607 | 1
        events       | lake   | 202607 | 1
        events       | peace  | 2026   | 3        # 1 before the merger, 2 after it
        events       | lake   | 2026   | 3
        events       | street | 2026   | 5
        parties      | peace  | 2026H1 | 1
        parties      | peace  | 2026   | 2
        parties      | street | 2026   | 3
        open         | peace  | 202606 | 1        # the structure of the period's last month
        open         | lake   | 202606 | 2
        open         | peace  | 2026Q3 | 5
        open         | peace  | 2026   | 4
        open         | street | 2026   | 4
        open_parties | peace  | 202606 | 1
        open_parties | peace  | 2026   | 2
    """,
    )


def test_with_todays_structure_they_stand_under_the_successor(merged):
    w.expect(
        FIGURES,
        """
        figure       | org    | period | value
        events       | peace  | 2026H1 | 3
        events       | lake   | 2026H1 | 2
        events       | peace  | 2026   | 5
        events       | street | 2026   | 5
        parties      | peace  | 2026H1 | 2
        open         | peace  | 202606 | 3
        open_parties | peace  | 202606 | 2
    """,
        basis=NOW,
    )


def test_the_structure_of_the_beginning_can_be_asked_too(merged):
    w.expect(
        EVENTS,
        """
        figure | org   | period | value
        events | peace | 2026   | 2
        events | lake  | 2026   | 3
    """,
        basis=Basis(202601),
    )


@pytest.fixture
def moved():
    """滨河 moved from 东街道 to 西街道 in April 2026 and back in October."""
    w.orgs("""
        org      | kind        | under    | from   | until
        district | district    | .        | .      | .
        east     | subdistrict | district | .      | .
        west     | subdistrict | district | .      | .
        bank     | community   | east     | .      | 202604
        bank     | community   | west     | 202604 | 202610
        bank     | community   | east     | 202610 | .
    """)
    w.entries("""
        org  | happened_on | party
        bank | 2026-03-31  | 甲
        bank | 2026-04-01  | 甲
        bank | 2026-09-30  | 甲
        bank | 2026-10-01  | 甲
    """)


def test_a_community_that_moves_takes_only_its_later_rows_along(moved):
    w.expect(
        "[{code: events, count: ledger.entry}, {code: parties, distinct: ledger.entry.party}]",
        """
        figure  | org      | period | value
        events  | east     | 2026Q1 | 1
        events  | west     | 2026Q1 | 0
        events  | east     | 2026   | 2
        events  | west     | 2026   | 2
        events  | district | 2026   | 4
        parties | east     | 2026   | 1
        parties | west     | 2026   | 1
        parties | district | 2026   | 1
    """,
    )
    w.expect(
        EVENTS,
        """
        figure | org  | period | value
        events | east | 2026   | 4
        events | west | 2026   | 0
    """,
        basis=NOW,
    )


def test_a_street_is_the_sum_of_its_communities_and_its_own():
    w.orgs("""
        org    | kind        | under
        street | subdistrict | .
        peace  | community   | street
        lake   | community   | street
    """)
    w.entries("""
        org    | happened_on | headcount
        street | 2026-01-02  | 1
        peace  | 2026-01-02  | 20
        lake   | 2026-01-02  | 300
    """)
    w.expect(
        "[{code: present, sum: ledger.entry.headcount}]",
        """
        figure  | org    | period | value
        present | peace  | 202601 | 20
        present | lake   | 202601 | 300
        present | street | 202601 | 321
    """,
    )
