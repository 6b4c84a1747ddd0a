"""Whose part counts: a person's, or that of whoever held a post on the day."""

import pytest

from tests.spec.figures import world as w
from zelian.figures.compile import Subject
from zelian.kernel.errors import BadInput
from zelian.org.models import Org, Person, Post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def street():
    """The secretary changed in May 2026: 赵 until the 10th, 钱 from the 11th."""
    w.orgs("""
        org    | kind        | under
        street | subdistrict | .
        peace  | community   | street
    """)
    w.people("""
        person | org
        zhao   | street
        qian   | street
        sun    | peace
    """)
    w.holdings("""
        org    | post      | person | from       | until
        street | secretary | zhao   | 2025-01-01 | 2026-05-10
        street | secretary | qian   | 2026-05-11 | .
        peace  | secretary | sun    | 2026-01-01 | 2026-03-31
    """)
    w.entries("""
        id | org    | kind    | happened_on
        1  | street | lecture | 2026-05-10
        2  | peace  | lecture | 2026-05-11
        3  | street | lecture | 2026-05-11
        4  | peace  | lecture | 2026-03-31
        5  | peace  | lecture | 2026-04-01
        6  | street | lecture | 2024-12-31
    """)
    w.parts("""
        entry | role    | name | person
        1     | speaker | .    | zhao
        2     | speaker | .    | zhao
        3     | speaker | .    | qian
        4     | speaker | .    | sun
        5     | speaker | .    | sun
        6     | speaker | .    | zhao
        1     | speaker | 某人 | .
    """)


def test_a_post_counts_for_the_one_who_held_it_on_the_day():
    post = Post.objects.get(org__code="street", code="secretary")
    w.expect(
        """
        - {code: lectures, count: ledger.participation, where: {role: speaker}, subject: post}
        - {code: speakers, distinct: ledger.participation.person, where: {role: speaker}, subject: post}
    """,
        """
        figure   | org    | period | value
        lectures | street | 2024   | 0        # before he held it
        lectures | street | 2026   | 2        # 赵 on his last day, 钱 on his first; 赵 the day after not
        lectures | peace  | 2026   | 0
        speakers | street | 2026   | 2
    """,
        subject=Subject(post_id=post.pk),
    )


def test_a_person_counts_whatever_he_held():
    person = Person.objects.get(code="zhao")
    w.expect(
        "[{code: lectures, count: ledger.participation, where: {role: speaker}, subject: person}]",
        """
        figure   | org    | period | value
        lectures | street | 2026   | 2
        lectures | peace  | 2026   | 1
        lectures | street | 2024   | 1
    """,
        subject=Subject(person_id=person.pk),
    )


def test_a_condition_on_the_post_code_holds_for_the_day_too():
    w.expect(
        "[{code: lectures, count: ledger.participation, where: {post: secretary}}]",
        """
        figure   | org    | period | value
        lectures | street | 2026   | 3
        lectures | peace  | 2026   | 1        # 孙 on 31 March; on 1 April he held it no more
        lectures | street | 2024   | 0
    """,
    )


def test_a_register_asks_who_held_the_post_when_the_row_began():
    post = Post.objects.get(org__code="street", code="secretary")
    w.expect(
        "[{code: lectures, count: ledger.participation, subject: post, at: end}]",
        """
        figure   | org    | period           | value
        lectures | street | 2026 @2026-05-10 | 1
        lectures | street | 2026             | 2
    """,
        subject=Subject(post_id=post.pk),
    )


def test_a_figure_that_is_not_by_post_cannot_be_asked_for_one():
    org = Org.objects.get(code="street")
    known = w.figures("[{code: lectures, count: ledger.entry}]")
    with pytest.raises(BadInput, match="口径“lectures”不能按岗位统计"):
        w.evaluate(known.values(), [org.pk], [w.period("2026")], subject=Subject(post_id=1))
    with pytest.raises(BadInput, match="口径“lectures”不能按个人统计"):
        w.evidence(known["lectures"], org.pk, w.period("2026"), subject=Subject(person_id=1))
