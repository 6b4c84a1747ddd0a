"""What the asset build left in static/built: its digest (for addresses) and whether it is complete (self-check)."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

STAMP = Path(__file__).parent.parent / "static" / "built" / "stamp.json"


@lru_cache(maxsize=1)
def _stamp() -> dict[str, object]:
    try:
        return json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def digest() -> str:
    """Twelve hex digits that change with every build; "0" when nothing was built. Read once per process."""
    return str(_stamp().get("sources", "0"))[:12]


def state() -> str:
    """``complete``, ``plain`` (built without the packages: simple style, no charts) or ``missing``."""
    if not _stamp():
        return "missing"
    return "complete" if _stamp().get("complete") else "plain"
