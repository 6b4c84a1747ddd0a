"""A job while it runs: its parameters, and the way to say how far it is."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from zelian.jobs.models import Job, State

PROGRESS_SECONDS = 0.5  # at most two progress writes a second: SQLite has one writer


class Interrupted(BaseException):
    """The run must end now: the server stops, or another worker took over.

    Not an Exception, so that a job which catches errors row by row does not swallow it; open transactions
    roll back.
    """


class Running:
    """Handed to the job's function. ``attempt`` is 1 at first, 2 after a crash."""

    def __init__(self, row: Job, interrupted: Callable[[], bool]) -> None:
        self.id: int = row.pk
        self.kind: str = row.kind
        self.params: dict[str, Any] = row.params
        self.created_by: str = row.created_by
        self.attempt: int = row.attempts
        self._interrupted = interrupted
        self._written: float | None = None
        self.reported: dict[str, Any] = {}

    def progress(self, done: int, total: int | None = None, note: str = "") -> None:
        """Say that ``done`` of ``total`` is finished and, in Chinese, what is being done now.

        Cheap enough to call for every row: written at most twice a second, the last values always with the
        result. Inside a transaction nothing is written (nobody could see it before the commit), so report
        before opening one. Raises Interrupted when the run must end.
        """
        if self._interrupted():
            raise Interrupted
        self.reported["progress"] = done
        if total is not None:
            self.reported["total"] = total
        if note:
            self.reported["note"] = note[:200]
        present = time.monotonic()
        soon = self._written is not None and present - self._written < PROGRESS_SECONDS
        if soon or connection.in_atomic_block:
            return
        self._written = present
        if not mine(self.id, self.attempt).update(**self.reported):
            raise Interrupted


def mine(job_id: int, attempt: int):
    """The row as long as this very run owns it: every write of a run goes through this compare-and-set."""
    return Job.objects.filter(pk=job_id, state=State.RUNNING, attempts=attempt)
