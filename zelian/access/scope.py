"""Row scope as SQL: a subquery on the closure, never a list of ids (style (e) 9)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from zelian.access.actor import CommandActor, UserActor
from zelian.org.models import Org, OrgLink


def in_scope(rows: QuerySet, actor: UserActor | CommandActor, *, org: str, permission: str) -> QuerySet:
    """`rows` whose organisation (field path `org`) stands under one the actor holds the permission for."""
    roots = actor.roots(permission)
    if roots is None:
        return rows
    return rows.filter(
        Exists(
            OrgLink.objects.filter(
                ancestor_id__in=roots,
                descendant_id=OuterRef(org),
                from_period__lte=actor.month,
                until_period__gt=actor.month,
            )
        )
    )


def visible_orgs(actor: UserActor | CommandActor, permission: str = "org.read") -> QuerySet[Org]:
    """Organisations the actor may read, in the office's order."""
    return in_scope(Org.objects.all(), actor, org="pk", permission=permission).order_by("order", "code", "id")
