"""Recording: one event, written inside the transaction of the action it speaks of."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import connection, models

from zelian.audit import digests, presenters
from zelian.audit.models import Event, Outcome


class AuditError(ValueError):
    """The event cannot be recorded as asked; the surrounding action must not happen either."""


def record(
    type: str,
    *,
    by: Any,
    now: dt.datetime,
    org: str = "",
    target: models.Model | tuple[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    outcome: str = Outcome.DONE,
) -> Event:
    """Write one event into the transaction of the action it speaks of.

    ``by``: anything with ``audit_name`` (``user:…``) and ``display_name``, or a plain text such as
    ``cli:root``. ``target``: a saved row, or ``(type, id)``. ``before`` / ``after`` / ``data``: JSON-like, no
    floats. Texts longer than their column are cut. Raises AuditError outside a transaction, for a naive
    ``now``, an empty ``by`` or an unknown outcome; UnknownEventType for a type without a sentence; TypeError
    for floats. Cost: one INSERT.
    """
    presenters.require(type)
    if not connection.in_atomic_block:
        raise AuditError(f"审计事件“{type}”必须与所记的操作在同一事务内写入：请放进 transaction.atomic()")
    if now.tzinfo is None:
        raise AuditError(f"审计事件“{type}”的时间没有时区：请传入带时区的 now")
    if outcome not in Outcome.values:
        raise AuditError(f"审计事件“{type}”的结果“{outcome}”不认识：应为 done、denied 或 failed")
    actor, actor_name = _named(by)
    if not actor:
        raise AuditError(f"审计事件“{type}”没有操作者：by 不能为空")
    target_type, target_id = _pointed(target)
    fields = {
        "at": now,
        "type": type,
        "actor": _fit(actor, "actor"),
        "actor_name": _fit(actor_name, "actor_name"),
        "org_code": _fit(org, "org_code"),
        "target_type": _fit(target_type, "target_type"),
        "target_id": _fit(target_id, "target_id"),
        "outcome": str(outcome),
        "data": _content(before, after, data),
    }
    algorithm = digests.default_algorithm()
    event = Event(algorithm=algorithm, digest=digests.event_digest(algorithm, **fields), **fields)
    event.save()
    return event


def _named(by: Any) -> tuple[str, str]:
    if isinstance(by, str):
        return by, by
    return str(by.audit_name), str(by.display_name)


def _pointed(target: models.Model | tuple[str, Any] | None) -> tuple[str, str]:
    if target is None:
        return "", ""
    if isinstance(target, models.Model):
        return target._meta.label_lower, str(target.pk)
    kind, key = target
    return str(kind), str(key)


def _fit(text: str, field: str) -> str:
    limit = Event._meta.get_field(field).max_length
    text = digests.printable(str(text))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _content(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, data: Mapping[str, Any] | None
) -> dict[str, Any]:
    content = dict(data or {})
    for key, value in (("before", before), ("after", after)):
        if value is None:
            continue
        if key in content:
            raise AuditError(f"审计数据里的“{key}”给了两次：请只用参数 {key}=")
        content[key] = value
    return digests.plain(content)
