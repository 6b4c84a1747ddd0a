"""The sentences of the definitions' audit events."""

from __future__ import annotations

from zelian.audit.presenters import register


def declare() -> None:
    """Registers every event type this app records; called once when the app is loaded."""
    register("definitions.written", _written)


def _written(event) -> str:
    origin = "套件" if event.data.get("origin") == "pack" else "本地"
    return f"{event.actor_name}写入了 {event.data.get('count', 0)} 个定义版本（{origin}）"
