"""The sentences of the access app's audit events."""

from __future__ import annotations

from zelian.audit.presenters import register


def declare() -> None:
    """Registers every event type this app records; called once when the app is loaded."""
    register("access.denied", lambda e: f"{e.actor_name}被拒绝：{e.data.get('path', '')}　{e.data.get('reason', '')}")
    register("access.signed_in", lambda e: f"{e.actor_name}登录")
    register("access.sign_in_failed", lambda e: f"有人以“{e.data.get('username', '')}”登录未成功")
    register("access.signed_out", lambda e: f"{e.actor_name}退出")
    register("access.password_changed", lambda e: f"{e.actor_name}修改了自己的口令")
    register("access.office_founded", lambda e: f"{e.actor_name}建立了{e.data.get('org', '')}的第一个账号")
