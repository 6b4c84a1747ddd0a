"""The sentences of the organisation tree's audit events."""

from __future__ import annotations

from zelian.audit.presenters import register


def declare() -> None:
    """Registers every event type this app records; called once when the app is loaded."""
    register(
        "org.org.moved", lambda e: f"{e.actor_name}将 {e.org_code} 自 {e.data['from_period']} 起改隶 {e.data['parent']}"
    )
    register(
        "org.org.merged", lambda e: f"{e.actor_name}将 {e.org_code} 自 {e.data['from_period']} 起并入 {e.data['into']}"
    )
