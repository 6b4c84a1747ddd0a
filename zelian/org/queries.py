"""Reads of the organisation tree. Nothing here writes; every function says how many queries it costs."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from zelian.kernel.errors import NotFound
from zelian.org.models import Holding, Org, OrgLink, Person, Post


def org_by_code(code: str) -> Org:
    """The organisation of that code; NotFound (Chinese) otherwise. One query."""
    org = Org.objects.filter(code=code).first()
    if org is None:
        raise NotFound(f"没有编码为“{code}”的组织：请核对组织编码，或先导入组织名册")
    return org


def under(org: Org | int, month: int, *, kinds: tuple[str, ...] = ()) -> QuerySet[Org]:
    """Organisations standing under `org` (itself included) in that month and open then, in the office's order."""
    org_id = org if isinstance(org, int) else org.pk
    link = OrgLink.objects.filter(
        ancestor_id=org_id, descendant_id=OuterRef("pk"), from_period__lte=month, until_period__gt=month
    )
    found = Org.objects.filter(Exists(link), opened_period__lte=month, closed_period__gt=month)
    if kinds:
        found = found.filter(kind__in=kinds)
    return found.order_by("order", "code", "id")


def parent_of(org: Org, month: int) -> Org | None:
    """The organisation directly above in that month, or None at the top. One query."""
    return Org.objects.filter(
        below__descendant=org, below__depth=1, below__from_period__lte=month, below__until_period__gt=month
    ).first()


def path_of(org: Org, month: int) -> list[Org]:
    """From the top down to the organisation itself. One query."""
    links = OrgLink.objects.filter(descendant=org, from_period__lte=month, until_period__gt=month)
    return [link.ancestor for link in links.select_related("ancestor").order_by("-depth")]


def is_under(org_id: int, ancestor_id: int, month: int) -> bool:
    """Whether `org_id` stands under `ancestor_id` (or is it) in that month. One query."""
    return OrgLink.objects.filter(
        ancestor_id=ancestor_id, descendant_id=org_id, from_period__lte=month, until_period__gt=month
    ).exists()


def holders(post: Post, day: date) -> QuerySet[Person]:
    """Who held the post on that day."""
    held = Holding.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), person=OuterRef("pk"), post=post, starts_on__lte=day
    )
    return Person.objects.filter(Exists(held)).order_by("name", "id")
