"""The part of the dated tree one run needs: what stands under the organisations asked for, month by month."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from zelian.org.models import Org, OrgLink

MOST_NAMED = 1000  # more organisations than this are not listed in SQL: everything is read and the others passed over


class Tree:
    """Read once for all months from `first` to `last`. Two queries.

    `narrow` says whether rows should be sought by organisation: when those asked for hold most of all organisations,
    an index on the organisation is the long way round, and reading the rest along costs less.
    """

    def __init__(self, orgs: Sequence[int], first: int, last: int):
        links = OrgLink.objects.filter(from_period__lte=last, until_period__gt=first)
        if len(orgs) <= MOST_NAMED:
            links = links.filter(ancestor_id__in=orgs)
        asked = set(orgs)
        found = links.order_by().values_list("ancestor_id", "descendant_id", "from_period", "until_period")
        self._links = [link for link in found if link[0] in asked]
        held = {descendant for _, descendant, *_ in self._links}
        self.narrow = len(orgs) <= MOST_NAMED and 2 * len(held) <= Org.objects.count()
        marks = {month for *_, start, stop in self._links for month in (start, stop)}
        self.changes = sorted(month for month in marks if first < month <= last)
        self._starts = [first, *self.changes]
        self._kept: dict[int, list[tuple[int, list[int]]]] = {}

    def below(self, month: int) -> list[tuple[int, list[int]]]:
        """Every organisation asked for with all that stood under it in that month, itself included. No query."""
        start = self._starts[max(bisect_right(self._starts, month) - 1, 0)]
        if start not in self._kept:
            below: dict[int, list[int]] = defaultdict(list)
            for ancestor, descendant, low, high in self._links:
                if low <= start < high:
                    below[ancestor].append(descendant)
            self._kept[start] = list(below.items())
        return self._kept[start]
