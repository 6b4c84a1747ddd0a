"""Who acts. The protocol stands here so that every app can ask without importing `access`, which implements it."""

from __future__ import annotations

from typing import Protocol

from zelian.kernel.errors import NotAllowed


class Actor(Protocol):
    """Somebody (or the command line) acting on some day."""

    audit_name: str
    display_name: str

    def can(self, permission: str, org_id: int | None = None) -> bool:
        """Whether the permission is held for that organisation (None: for any). At most one query, memoised."""
        ...


def require(by: Actor, permission: str, org_id: int | None = None) -> None:
    """NotAllowed (Chinese) unless `by` holds the permission there. The first line of every action."""
    if not by.can(permission, org_id):
        raise NotAllowed(f"{by.display_name}没有这项权限（{permission}）：请联系管理员授权")
