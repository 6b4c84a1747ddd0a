"""The dated tree: edges are entered, the closure is derived from them, whole, in one transaction.

A merged organisation becomes a retired child of its successor from the month of the merger: with the structure of
its own time (*then*) last year's rows stay where they were, with today's structure (*now*) they stand under the
successor.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import connection, transaction

from zelian.kernel.errors import BadInput
from zelian.kernel.period import FIRST_MONTH, LAST_MONTH, check_month
from zelian.org.models import Org, OrgEdge, OrgLink

Edge = tuple[int, int, int, int]  # child, parent, from_period, until_period (exclusive)
Link = tuple[int, int, int, int, int]  # ancestor, descendant, depth, from_period, until_period (exclusive)


def closure(orgs: Iterable[int], edges: Iterable[Edge]) -> Iterator[Link]:
    """All links that follow from the edges, pure. Adjacent intervals of the same link and depth are joined.

    Raises BadInput when two parents overlap in time or the edges run in a circle. Cost: one walk to the top per
    organisation and interval.
    """
    above: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for child, parent, start, stop in edges:
        above[child].append((start, stop, parent))
    for child, spans in above.items():
        spans.sort()
        for (_, stop, _), (start, _, _) in itertools.pairwise(spans):
            if start < stop:
                raise BadInput(f"组织 {child} 在 {start} 同时有两个上级：请先结束原来的隶属关系")
    for org in orgs:
        yield (org, org, 0, FIRST_MONTH, LAST_MONTH)
        found: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        walk = [(org, 0, FIRST_MONTH, LAST_MONTH, (org,))]
        while walk:
            node, depth, low, high, path = walk.pop()
            for start, stop, parent in above.get(node, ()):
                begin, end = max(start, low), min(stop, high)
                if begin >= end:
                    continue
                if parent in path:
                    raise BadInput(f"组织 {org} 的隶属关系绕成了圈：请检查 {begin} 起的上级")
                found[parent, depth + 1].append((begin, end))
                walk.append((parent, depth + 1, begin, end, (*path, parent)))
        for (ancestor, depth), spans in found.items():
            for begin, end in _joined(spans):
                yield (ancestor, org, depth, begin, end)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if joined and joined[-1][1] >= begin:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


@transaction.atomic
def rebuild_links() -> int:
    """Replaces the closure by what the edges say; returns the number of links. Two reads, one delete, bulk inserts."""
    orgs = list(Org.objects.order_by("id").values_list("id", flat=True))
    edges = OrgEdge.objects.order_by("id").values_list("child_id", "parent_id", "from_period", "until_period")
    links = [
        OrgLink(ancestor_id=up, descendant_id=down, depth=depth, from_period=start, until_period=stop)
        for up, down, depth, start, stop in closure(orgs, edges)
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {OrgLink._meta.db_table}")  # noqa: S608  the table's own name
    OrgLink.objects.bulk_create(links, batch_size=2000)
    return len(links)


def place(org: Org, parent: Org, *, from_period: int = FIRST_MONTH, note: str = "") -> None:
    """Puts `org` under `parent` from a month on, ending the edge that held until then; rebuilds nothing."""
    check_month(from_period) if from_period != FIRST_MONTH else None
    later = org.edges.filter(from_period__gt=from_period).order_by("from_period").first()
    until = later.from_period if later else LAST_MONTH
    same = org.edges.filter(from_period=from_period).first()
    if same:
        OrgEdge.objects.filter(pk=same.pk).update(parent=parent, note=note)
        return
    org.edges.filter(from_period__lt=from_period, until_period__gt=from_period).update(until_period=from_period)
    OrgEdge.objects.create(child=org, parent=parent, from_period=from_period, until_period=until, note=note)
