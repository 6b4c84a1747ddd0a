"""Hashes of audit rows: one canonical text for each event, one for each link of the chain.

The canonical form is described in README.md beside this file. It may never change for rows already written:
a new form needs a new ``FORM`` number and keeps the old one readable.
"""

import datetime as dt
import functools
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from zelian.audit.models import Algorithm

FORM = 1
UNPRINTABLE = "\ufffd"

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def default_algorithm() -> str:
    """The algorithm for new rows: setting ``AUDIT_HASH``, else sha256.

    Raises ImproperlyConfigured when the setting names an unknown algorithm or one this machine's OpenSSL
    lacks.
    """
    name = getattr(settings, "AUDIT_HASH", "") or Algorithm.SHA256.value
    if name not in Algorithm.values:
        raise ImproperlyConfigured(f"AUDIT_HASH={name} 不认识：请改为 {' 或 '.join(Algorithm.values)}")
    if not available(name):
        raise ImproperlyConfigured(f"AUDIT_HASH={name}：本机密码库不支持该算法，请改为 sha256 或更换密码库")
    return name


@functools.cache
def available(algorithm: str) -> bool:
    """Can this machine compute ``algorithm``? (SM3 depends on how OpenSSL was built.)"""
    try:
        hashlib.new(algorithm, b"")
    except ValueError:
        return False
    return True


def event_digest(
    algorithm: str,
    *,
    at: dt.datetime,
    type: str,
    actor: str,
    actor_name: str,
    org_code: str,
    target_type: str,
    target_id: str,
    outcome: str,
    data: Mapping[str, Any],
) -> str:
    """Hex digest of an event's canonical text. ``at`` must be aware. No queries."""
    canonical = _canonical(
        {
            "form": FORM,
            "at": _moment(at),
            "type": type,
            "actor": actor,
            "actor_name": actor_name,
            "org_code": org_code,
            "target_type": target_type,
            "target_id": target_id,
            "outcome": outcome,
            "data": data,
        }
    )
    return hashlib.new(algorithm, canonical.encode()).hexdigest()


def chain_digest(algorithm: str, *, previous: str, seq: int, event_id: int, digest: str) -> str:
    """Hex digest of one link: previous link (empty for the first), place, event and the event's own
    digest.
    """
    link = f"zelian-audit-{FORM}\n{previous}\n{seq}\n{event_id}\n{digest}"
    return hashlib.new(algorithm, link.encode()).hexdigest()


def printable(text: str) -> str:
    """``text`` with what a database cannot hold (NUL, lone surrogates) replaced by U+FFFD.

    Replaced, not refused: a denied attempt must be recorded however odd its input was.
    """
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").replace("\x00", UNPRINTABLE)


def plain(value: Any) -> Any:
    """``value`` as JSON that reads back equal from both databases.

    Dates become ISO text, Decimal and Fraction their exact text. Raises TypeError for floats (two databases
    write them differently, so the digest would not hold) and for anything else JSON does not know.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return printable(str(value))
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, dt.date | Decimal | Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return {printable(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=_canonical)
    raise TypeError(f"审计数据不能含 {type(value).__name__} 类型的值：{value!r}，请改用整数、文字或日期")


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _canonical(value: Any) -> str:
    return _ENCODER.encode(value)
