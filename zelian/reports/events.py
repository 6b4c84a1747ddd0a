"""The sentences of the reports' audit events."""

from __future__ import annotations

from zelian.audit.presenters import register


def declare() -> None:
    """Registers every event type this app records; called once when the app is loaded."""
    register("reports.report.frozen", lambda e: f"{e.actor_name}定稿了报告《{e.data.get('title', '')}》")
    register("reports.document.checked", lambda e: f"{e.actor_name}核对了一份材料，共 {e.data.get('claims', 0)} 处数字")
    register("reports.table.saved", lambda e: f"{e.actor_name}保存了报表“{e.data.get('name', '')}”")
    register("reports.table.dropped", lambda e: f"{e.actor_name}删除了报表“{e.data.get('name', '')}”")
