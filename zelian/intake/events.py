"""The sentences of intake's audit events."""

from __future__ import annotations

from zelian.audit.models import Event
from zelian.audit.presenters import register


def declare() -> None:
    """Registers every event type this app records; called once when the app is loaded."""
    register("intake.batch.planned", _planned)
    register("intake.batch.applied", _applied)
    register("intake.batch.undone", _undone)
    register("intake.roster.applied", _roster_applied)
    register("intake.roster.undone", _roster_undone)


def _planned(event: Event) -> str:
    return f"{event.actor_name}上传了“{event.data.get('file', '')}”，共 {event.data.get('rows', 0)} 行，待入账"


def _applied(event: Event) -> str:
    data = event.data
    only = "（只入通过的行）" if data.get("accept_good") else ""
    return (
        f"{event.actor_name}将“{data.get('file', '')}”入账{only}："
        f"新增 {data.get('new', 0)} 行，更新 {data.get('updated', 0)} 行，"
        f"未变 {data.get('unchanged', 0)} 行，跳过 {data.get('skipped', 0)} 行，未通过 {data.get('rejected', 0)} 行"
    )


def _undone(event: Event) -> str:
    return f"{event.actor_name}撤销了“{event.data.get('file', '')}”的入账"


def _roster_applied(event: Event) -> str:
    name, new, updated = (event.data.get(key, "") for key in ("name", "new", "updated"))
    return f"{event.actor_name}导入{name}：新增 {new} 条，更新 {updated} 条"


def _roster_undone(event: Event) -> str:
    name, removed, reverted = (event.data.get(key, "") for key in ("name", "removed", "reverted"))
    return f"{event.actor_name}撤销导入{name}：删去 {removed} 条，退回 {reverted} 条"
