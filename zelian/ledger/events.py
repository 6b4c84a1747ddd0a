"""The sentences of the ledger's audit events."""

from __future__ import annotations

from zelian.audit.presenters import register


def declare() -> None:
    """Registers every event type this app records; called once when the app is loaded."""
    register("ledger.entry.recorded", lambda e: f"{e.actor_name}录入了台账记录 {e.target_id}")
    register("ledger.entry.revised", lambda e: f"{e.actor_name}修改了台账记录 {e.target_id}")
    register("ledger.entry.voided", lambda e: f"{e.actor_name}作废了台账记录 {e.target_id}：{e.data.get('reason', '')}")
    register("ledger.entry.restored", lambda e: f"{e.actor_name}恢复了台账记录 {e.target_id}")
    register(
        "ledger.batch.applied",
        lambda e: f"{e.actor_name}整批入账：新增 {e.data.get('new', 0)} 条，更新 {e.data.get('updated', 0)} 条",
    )
    register(
        "ledger.batch.undone",
        lambda e: (
            f"{e.actor_name}撤销了一批入账：作废 {e.data.get('voided', 0)} 条，退回 {e.data.get('reverted', 0)} 条"
        ),
    )
