"""A backup killed at the last moment, for test_backup.py: argv is the database file, data directory, destination."""

import datetime as dt
import os
import signal
import sys
from pathlib import Path


def main(database: str, data_dir: str, destination: str) -> None:
    """Start a backup; the process dies when the finished archive is about to get its name."""
    from zelian.config.backup import backup

    Path.replace = lambda self, target: os.kill(os.getpid(), signal.SIGKILL)
    entry = {"ENGINE": "django.db.backends.sqlite3", "NAME": database}
    now = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
    backup(Path(destination), now=now, data_dir=Path(data_dir), database=entry)


if __name__ == "__main__":
    main(*sys.argv[1:])
