"""What the worker does by the clock: seal the audit each minute, export its head each day, back up each hour."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from zelian.audit.sealing import NothingSealed, export_head, seal
from zelian.config.backup import backup
from zelian.jobs.registry import every

_MINUTE, _HOUR, _DAY = 60, 3600, 24 * 3600
KEPT_BACKUPS = 48


def declare() -> None:
    """Registers the periodic tasks; called once when the app is loaded."""
    every(_MINUTE, "audit.seal")(seal)
    every(_DAY, "audit.head")(_export)
    every(_HOUR, "backup")(_back_up)


def _export(now: datetime) -> None:
    try:
        export_head(settings.DATA_DIR / "audit-heads", now)
    except NothingSealed:
        return


def _back_up(now: datetime) -> None:
    """One backup an hour; the newest 48 are kept."""
    directory = settings.DATA_DIR / "backups"
    backup(directory, now=now)
    for old in sorted(directory.glob("*.zip"), key=lambda path: path.stat().st_mtime)[:-KEPT_BACKUPS]:
        old.unlink()
