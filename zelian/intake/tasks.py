"""What the worker does for intake."""

from __future__ import annotations

from zelian.intake import staging
from zelian.jobs.registry import every

_DAY = 24 * 3600


def declare() -> None:
    """Registers the periodic tasks; called once when the app is loaded."""
    every(_DAY, "清理导入暂存")(staging.sweep)
