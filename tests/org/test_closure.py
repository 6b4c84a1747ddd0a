"""The closure table: derived from the edges, checked against a walk along the edges, month by month."""

from __future__ import annotations

from random import Random

import pytest

from zelian.kernel.errors import BadInput
from zelian.kernel.period import FIRST_MONTH, LAST_MONTH, months_between
from zelian.org.models import Org, OrgEdge, OrgLink
from zelian.org.structure import closure, place, rebuild_links

ALWAYS = (FIRST_MONTH, LAST_MONTH)


def test_everybody_stands_under_himself_always():
    assert list(closure([1, 2], [])) == [(1, 1, 0, *ALWAYS), (2, 2, 0, *ALWAYS)]


def test_a_chain_has_all_its_levels():
    links = set(closure([1, 2, 3], [(2, 1, *ALWAYS), (3, 2, *ALWAYS)]))
    assert links - {(n, n, 0, *ALWAYS) for n in (1, 2, 3)} == {
        (1, 2, 1, *ALWAYS),
        (2, 3, 1, *ALWAYS),
        (1, 3, 2, *ALWAYS),
    }


def test_a_link_lasts_as_long_as_all_its_edges():
    """3 stands under 2 from 202602 on; 2 stands under 1 until 202604: 3 stands under 1 in between."""
    links = set(closure([1, 2, 3], [(2, 1, FIRST_MONTH, 202604), (3, 2, 202602, LAST_MONTH)]))
    assert (1, 3, 2, 202602, 202604) in links
    assert (2, 3, 1, 202602, LAST_MONTH) in links
    assert (1, 2, 1, FIRST_MONTH, 202604) in links


def test_a_move_within_the_district_does_not_cut_the_link_to_the_district():
    edges = [(2, 1, *ALWAYS), (3, 1, *ALWAYS), (4, 2, FIRST_MONTH, 202604), (4, 3, 202604, LAST_MONTH)]
    links = set(closure([1, 2, 3, 4], edges))
    assert (1, 4, 2, *ALWAYS) in links
    assert (2, 4, 1, FIRST_MONTH, 202604) in links
    assert (3, 4, 1, 202604, LAST_MONTH) in links


def test_a_merged_organisation_stands_one_level_lower_under_the_street():
    edges = [(2, 1, *ALWAYS), (3, 1, FIRST_MONTH, 202607), (3, 2, 202607, LAST_MONTH)]
    links = set(closure([1, 2, 3], edges))
    assert {link for link in links if link[:2] == (1, 3)} == {
        (1, 3, 1, FIRST_MONTH, 202607),
        (1, 3, 2, 202607, LAST_MONTH),
    }


def test_two_superiors_at_once_are_refused():
    with pytest.raises(BadInput, match="同时有两个上级"):
        list(closure([1, 2, 3], [(3, 1, FIRST_MONTH, 202607), (3, 2, 202606, LAST_MONTH)]))


def test_a_circle_is_refused_but_not_one_that_never_existed_at_one_time():
    with pytest.raises(BadInput, match="绕成了圈"):
        list(closure([1, 2], [(1, 2, *ALWAYS), (2, 1, *ALWAYS)]))
    assert len(list(closure([1, 2], [(1, 2, FIRST_MONTH, 202607), (2, 1, 202607, LAST_MONTH)]))) == 4


@pytest.mark.parametrize("seed", range(20))
def test_the_closure_is_what_a_walk_finds(seed):
    random = Random(seed)
    count, months = random.randint(3, 10), months_between(202510, 202609)
    edges = []
    for child in range(2, count + 1):
        cuts = sorted(random.sample(months, random.randint(0, 3)))
        for start, stop in zip([FIRST_MONTH, *cuts], [*cuts, LAST_MONTH], strict=True):
            if random.random() < 0.9:
                edges.append((child, random.randint(1, child - 1), start, stop))
    links = list(closure(range(1, count + 1), edges))
    for month in months:
        found = sorted((up, down, depth) for up, down, depth, start, stop in links if start <= month < stop)
        walked = []
        for org in range(1, count + 1):
            node, depth = org, 0
            while node is not None:
                walked.append((node, org, depth))
                node = next((up for down, up, start, stop in edges if down == node and start <= month < stop), None)
                depth += 1
        assert found == sorted(walked)


@pytest.fixture
def three(db) -> list[Org]:
    return [Org.objects.create(code=code, name=code, kind="community") for code in ("street", "peace", "lake")]


def links_of(org: Org) -> list[tuple]:
    return list(
        OrgLink.objects.filter(descendant=org)
        .order_by("depth", "from_period")
        .values_list("ancestor__code", "depth", "from_period", "until_period")
    )


def test_placing_again_ends_the_edge_before(three):
    street, peace, lake = three
    place(peace, street)
    place(lake, street)
    place(lake, peace, from_period=202607, note="并入和平社区")
    assert list(OrgEdge.objects.filter(child=lake).order_by("from_period").values_list("until_period", "note")) == [
        (202607, ""),
        (LAST_MONTH, "并入和平社区"),
    ]
    assert rebuild_links() == 7
    assert links_of(lake) == [
        ("lake", 0, *ALWAYS),
        ("street", 1, FIRST_MONTH, 202607),
        ("peace", 1, 202607, LAST_MONTH),
        ("street", 2, 202607, LAST_MONTH),
    ]


def test_placing_in_the_past_stops_at_the_edge_known_already(three):
    street, peace, lake = three
    place(lake, peace, from_period=202607)
    place(lake, street, from_period=202601)
    assert list(OrgEdge.objects.order_by("from_period").values_list("parent__code", "from_period", "until_period")) == [
        ("street", 202601, 202607),
        ("peace", 202607, LAST_MONTH),
    ]


def test_placing_from_the_same_month_corrects_the_edge(three):
    street, peace, lake = three
    place(lake, street, from_period=202601)
    place(lake, peace, from_period=202601)
    assert OrgEdge.objects.get().parent == peace


def test_a_month_that_does_not_exist_is_refused(three):
    with pytest.raises(BadInput, match="不是月份"):
        place(three[1], three[0], from_period=202613)


def test_rebuilding_leaves_nothing_old(three):
    street, peace, _ = three
    place(peace, street)
    rebuild_links()
    OrgEdge.objects.all().delete()
    assert rebuild_links() == 3
    assert links_of(peace) == [("peace", 0, *ALWAYS)]


def test_a_refused_tree_leaves_the_closure_as_it_was(three):
    street, peace, _ = three
    place(peace, street)
    rebuild_links()
    place(street, peace)
    with pytest.raises(BadInput, match="绕成了圈"):
        rebuild_links()
    assert len(links_of(peace)) == 2
