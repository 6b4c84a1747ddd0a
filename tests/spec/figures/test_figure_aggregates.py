"""How rows become a number: count, sum, distinct, span, ratio."""

import pytest

from tests.spec.figures import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def street():
    w.orgs("""
        org      | kind        | under
        street   | subdistrict | .
        peace    | community   | street
        lake     | community   | street
    """)
    w.people("""
        person | org
        zhao   | peace
        qian   | lake
    """)


def test_count_counts_rows(street):
    w.entries("""
        org   | kind    | happened_on
        peace | service | 2026-03-02
        peace | service | 2026-03-02
        lake  | service | 2026-04-30
        lake  | lecture | 2026-03-09
    """)
    w.expect(
        "[{code: services, count: ledger.entry, where: {kind: service}}]",
        """
        figure   | org    | period | value
        services | peace  | 202603 | 2
        services | lake   | 202603 | 0
        services | lake   | 202604 | 1
        services | street | 202603 | 2
        services | street | 2026Q2 | 1
        services | street | 2026   | 3
    """,
    )


def test_sum_adds_a_slot_and_passes_over_blanks(street):
    w.entries("""
        org   | kind    | happened_on | headcount | amount_fen
        peace | service | 2026-03-02  | 10        | 105
        peace | service | 2026-03-03  | .         | 9007199254740993   # more than a double can hold
        lake  | service | 2026-03-04  | 0         | .
    """)
    w.expect(
        """
        - {code: present, sum: ledger.entry.headcount}
        - {code: money, sum: ledger.entry.amount_fen}
    """,
        """
        figure  | org    | period | value            | rows
        present | peace  | 2026   | 10               | 1
        present | lake   | 2026   | 0                | 1
        present | street | 2026   | 10               | 2
        money   | street | 2026   | 9007199254741098 | 2
    """,
    )


def test_distinct_is_made_for_the_level_asked_and_does_not_add_up(street):
    w.entries("""
        id | org   | kind  | happened_on | party
        1  | peace | visit | 2026-01-05  | 甲公司
        2  | lake  | visit | 2026-01-06  | 甲公司
        3  | lake  | visit | 2026-02-07  | 甲公司
        4  | lake  | visit | 2026-02-08  | .
    """)
    w.parts("""
        entry | person
        1     | zhao
        2     | zhao
        3     | qian
        4     | qian
    """)
    w.expect(
        """
        - {code: parties, distinct: ledger.entry.party}
        - {code: orgs, distinct: ledger.entry.org}
        - {code: people, distinct: ledger.participation.person}
    """,
        """
        figure  | org    | period | value | rows
        parties | peace  | 202601 | 1     | 1
        parties | lake   | 2026   | 1     | 2
        parties | street | 2026   | 1     | 3
        orgs    | street | 202601 | 2     | 2
        orgs    | street | 202602 | 1     | 2
        orgs    | street | 2026   | 2     | 4
        people  | lake   | 2026   | 2     | 3
        people  | street | 2026   | 2     | 4
    """,
    )


def test_heads_and_turns_differ_and_an_unresolved_name_is_a_turn_only(street):
    w.entries("""
        id | org   | kind | happened_on
        1  | peace | talk | 2026-03-02
        2  | peace | talk | 2026-05-02
    """)
    w.parts("""
        entry | role     | name   | person
        1     | attendee | 赵     | zhao
        1     | attendee | 某人   | .
        2     | attendee | 赵     | zhao
        2     | speaker  | 赵     | zhao
    """)
    w.expect(
        """
        - {code: turns, unit: 人次, count: ledger.participation, where: {kind: talk, role: attendee}}
        - {code: heads, unit: 人, distinct: ledger.participation.person, where: {kind: talk, role: attendee}}
        - {code: unresolved, unit: 人次, count: ledger.participation, where: {person: {empty: true}}}
        - {code: meetings, unit: 次, distinct: ledger.participation.entry}
    """,
        """
        figure     | org    | period | value | rows
        turns      | street | 2026   | 3     | 3
        heads      | street | 2026   | 1     | 2
        unresolved | street | 2026   | 1     | 1
        meetings   | street | 2026   | 2     | 4
    """,
    )


def test_span_counts_both_its_ends(street):
    w.entries("""
        id | org   | kind | happened_on
        1  | peace | shop | 2026-03-01
        2  | lake  | shop | 2026-03-01
        3  | lake  | shop | 2026-03-01
    """)
    w.steps("""
        entry | code    | on
        1     | vacated | 2026-03-05
        2     | vacated | 2026-03-31
        3     | vacated | 2026-02-28
        3     | signed  | 2026-12-31
    """)
    w.expect(
        "[{code: days, unit: 天, span: ledger.step.on, where: {code: vacated}, empty: unknown}]",
        """
        figure | org    | period | value | rows
        days   | peace  | 2026   | 1     | 1
        days   | lake   | 2026   | 32    | 2
        days   | street | 202603 | 27    | 2
        days   | street | 2026   | 32    | 3
        days   | peace  | 202604 | -     | 0
    """,
    )


def test_ratio_is_made_last_from_sums_not_from_ratios(street):
    w.entries("""
        org   | kind    | stage  | happened_on
        peace | finding | closed | 2026-03-02
        lake  | finding | closed | 2026-03-02
        lake  | finding | open   | 2026-03-02
        lake  | finding | open   | 2026-04-02
    """)
    w.expect(
        """
        - {code: closed, count: ledger.entry, where: {kind: finding, stage: closed}}
        - {code: received, count: ledger.entry, where: {kind: finding}}
        - {code: rate, unit: '%', ratio: {num: closed, den: received}}
        - {code: share, unit: 倍, ratio: {num: closed, den: received}}
    """,
        """
        figure | org    | period | value | rows | state
        rate   | peace  | 2026   | 100   | 1    | counted
        rate   | lake   | 2026   | 100/3 | 3    | counted
        rate   | street | 2026   | 50    | 4    | counted         # 2 of 4, not the mean of 100 and 33.3
        rate   | lake   | 202604 | 0     | 1    | counted
        rate   | peace  | 202604 | -     | 0    | not_applicable
        share  | street | 202603 | 2/3   | 3    | counted
    """,
    )


def test_void_rows_and_their_children_never_count(street):
    w.entries("""
        id | org   | kind | happened_on | headcount | void
        1  | peace | talk | 2026-03-02  | 5         | no
        2  | peace | talk | 2026-03-03  | 7         | yes
    """)
    w.parts("""
        entry | person
        1     | zhao
        2     | qian
    """)
    w.steps("""
        entry | code | on
        1     | held | 2026-03-02
        2     | held | 2026-03-30
    """)
    w.expect(
        """
        - {code: talks, count: ledger.entry}
        - {code: present, sum: ledger.entry.headcount}
        - {code: people, distinct: ledger.participation.person}
        - {code: days, span: ledger.step.on}
    """,
        """
        figure  | org    | period | value
        talks   | street | 2026   | 1
        present | street | 2026   | 5
        people  | street | 2026   | 1
        days    | street | 2026   | 1
    """,
    )
