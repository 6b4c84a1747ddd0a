"""Audit names (user:dangjian, cli:root) as people read them."""

from __future__ import annotations

from collections.abc import Iterable

from zelian.access.models import User


def people_named(audit_names: Iterable[str]) -> dict[str, str]:
    """{audit name: the person's name, or 命令行}. One query; a name without an account stays as it is."""
    wanted = set(audit_names)
    users = {name.removeprefix("user:") for name in wanted if name.startswith("user:")}
    known = dict(User.objects.filter(username__in=users).values_list("username", "name"))
    return {name: known.get(name.removeprefix("user:")) or _plain(name) for name in wanted}


def _plain(name: str) -> str:
    kind, _, rest = name.partition(":")
    return f"命令行（{rest}）" if kind == "cli" else rest or name
