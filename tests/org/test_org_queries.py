"""Reading the tree in a month, and who held a post on a day."""

from __future__ import annotations

from datetime import date

import pytest

from zelian.kernel.errors import NotFound
from zelian.org import queries
from zelian.org.models import Holding, Org, Person, Post
from zelian.org.structure import place, rebuild_links


@pytest.fixture
def tree(db) -> dict[str, Org]:
    """街道 with 和平 and 东湖; 东湖 merged into 和平 in July 2026 and closed; a new community opened in March."""
    made = {
        code: Org.objects.create(code=code, name=code, kind=kind, order=order, **more)
        for order, (code, kind, more) in enumerate(
            (
                ("street", "subdistrict", {}),
                ("peace", "community", {}),
                ("lake", "community", {"closed_period": 202607}),
                ("new", "village", {"opened_period": 202603}),
            )
        )
    }
    for code in ("peace", "lake", "new"):
        place(made[code], made["street"])
    place(made["lake"], made["peace"], from_period=202607)
    rebuild_links()
    return made


def codes(found: object) -> list[str]:
    return [org.code for org in found]


def test_under_leaves_out_the_closed_and_the_not_yet_opened(tree):
    assert codes(queries.under(tree["street"], 202602)) == ["street", "peace", "lake"]
    assert codes(queries.under(tree["street"], 202606)) == ["street", "peace", "lake", "new"]
    assert codes(queries.under(tree["street"], 202607)) == ["street", "peace", "new"]
    assert codes(queries.under(tree["street"].pk, 202607, kinds=("village",))) == ["new"]
    assert codes(queries.under(tree["peace"], 202606)) == ["peace"]


def test_parent_and_path_of_a_month(tree):
    assert queries.parent_of(tree["lake"], 202606) == tree["street"]
    assert queries.parent_of(tree["lake"], 202607) == tree["peace"]
    assert queries.parent_of(tree["street"], 202607) is None
    assert codes(queries.path_of(tree["lake"], 202606)) == ["street", "lake"]
    assert codes(queries.path_of(tree["lake"], 202607)) == ["street", "peace", "lake"]


def test_is_under(tree):
    street, peace, lake = (tree[code].pk for code in ("street", "peace", "lake"))
    assert queries.is_under(lake, street, 202606)
    assert queries.is_under(lake, lake, 202606)
    assert not queries.is_under(lake, peace, 202606)
    assert queries.is_under(lake, peace, 202607)
    assert not queries.is_under(street, lake, 202606)


def test_an_unknown_code_is_named(tree):
    assert queries.org_by_code("lake") == tree["lake"]
    with pytest.raises(NotFound, match="没有编码为“nowhere”的组织"):
        queries.org_by_code("nowhere")


def test_holders_on_the_first_and_the_last_day(tree):
    zhao, qian = (Person.objects.create(code=name, name=name, org=tree["street"]) for name in ("zhao", "qian"))
    post = Post.objects.create(org=tree["street"], code="secretary", name="书记")
    Holding.objects.create(person=zhao, post=post, starts_on=date(2025, 1, 1), ends_on=date(2026, 5, 10))
    Holding.objects.create(person=qian, post=post, starts_on=date(2026, 5, 11))

    def held(day: date) -> list[str]:
        return [person.code for person in queries.holders(post, day)]

    assert held(date(2024, 12, 31)) == []
    assert held(date(2025, 1, 1)) == held(date(2026, 5, 10)) == ["zhao"]
    assert held(date(2026, 5, 11)) == held(date(2030, 1, 1)) == ["qian"]
