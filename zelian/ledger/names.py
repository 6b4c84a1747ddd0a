"""A written name becomes a person within organisation and role, or stays text and is listed as 待核."""

from __future__ import annotations

from collections import defaultdict

from zelian.ledger.draft import Part
from zelian.org.models import OrgLink, Person


class NameBook:
    """All people by name with the organisations above and below theirs; read once for a whole import. Two queries."""

    def __init__(self, month: int):
        self._people: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for pk, name, org in (
            Person.objects.filter(left_on__isnull=True).order_by("pk").values_list("pk", "name", "org_id")
        ):
            self._people[name].append((pk, org))
        self._below: set[tuple[int, int]] = set(
            OrgLink.objects.filter(from_period__lte=month, until_period__gt=month).values_list(
                "ancestor_id", "descendant_id"
            )
        )

    def resolve(self, name: str, org_id: int) -> int | None:
        """The only person of that name; of several the only one in the organisation itself or below it, then the only
        one in an organisation above it; otherwise None."""
        candidates = self._people.get(name, [])
        if len(candidates) == 1:
            return candidates[0][0]
        for near in (
            [pk for pk, org in candidates if (org_id, org) in self._below],
            [pk for pk, org in candidates if (org, org_id) in self._below],
        ):
            if len(near) == 1:
                return near[0]
        return None

    def parts(self, role: str, names: list[str], org_id: int) -> list[Part]:
        """The names as parts of that role."""
        return [Part(role, name, self.resolve(name, org_id)) for name in names]
