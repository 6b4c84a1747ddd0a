"""Actors: an account on a given day, or the command line. Implements `kernel.actor.Actor`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from zelian.access.models import User
from zelian.access.roles import PERMISSIONS, ROLES
from zelian.kernel.period import month_of
from zelian.org.queries import is_under


@dataclass
class UserActor:
    """An account acting on `today`; its grants are read once."""

    user: User
    today: date
    grants: list[tuple[str, int]]
    _asked: dict[tuple[int, int], bool] = field(default_factory=dict)

    @property
    def audit_name(self) -> str:
        """How the audit names the account."""
        return f"user:{self.user.username}"

    @property
    def display_name(self) -> str:
        """The name people see."""
        return self.user.name

    def roots(self, permission: str) -> list[int]:
        """Organisations for which (and below which) the permission is held."""
        return sorted({org for role, org in self.grants if permission in ROLES[role].permissions})

    def can(self, permission: str, org_id: int | None = None) -> bool:
        """See `kernel.actor.Actor.can`; structure as of `today`."""
        roots = self.roots(permission)
        if org_id is None:
            return bool(roots)
        return any(self._under(org_id, root) for root in roots)

    def audiences(self) -> frozenset[str]:
        """Audiences the actor belongs to through any role."""
        return frozenset().union(*(ROLES[role].audiences for role, _ in self.grants))

    @property
    def month(self) -> int:
        """Month whose structure decides the scope."""
        return month_of(self.today)

    def _under(self, org_id: int, root: int) -> bool:
        if (org_id, root) not in self._asked:
            self._asked[org_id, root] = org_id == root or is_under(org_id, root, self.month)
        return self._asked[org_id, root]


@dataclass
class CommandActor:
    """The command line of the machine: everything in business, nothing of discipline beyond counts."""

    os_user: str
    today: date

    @property
    def audit_name(self) -> str:
        """How the audit names it."""
        return f"cli:{self.os_user}"

    @property
    def display_name(self) -> str:
        """The name people see."""
        return f"命令行（{self.os_user}）"

    @property
    def month(self) -> int:
        """Month whose structure decides the scope."""
        return month_of(self.today)

    def roots(self, permission: str) -> None:
        """No restriction by organisation."""
        return None

    def can(self, permission: str, org_id: int | None = None) -> bool:
        """Whatever any role may do."""
        return permission in PERMISSIONS

    def audiences(self) -> frozenset[str]:
        """Never `discipline`."""
        return frozenset({"scope", "office"})


def actor_for(user: User, today: date) -> UserActor:
    """The account with the grants it holds on that day. One query."""
    held = user.grants.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)
    return UserActor(user, today, list(held.order_by("id").values_list("role", "org_id")))
