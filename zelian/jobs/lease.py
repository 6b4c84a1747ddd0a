"""One worker per database at a time: a row with a heartbeat, taken and stolen by compare-and-set."""

import datetime as dt
import logging
import os
import socket
import threading
import time
import uuid

from django.db import DatabaseError, IntegrityError, connection
from django.utils import timezone

from zelian.jobs.models import Lease

logger = logging.getLogger(__name__)

WORKER = "worker"
BEAT_SECONDS = 10
STALE_SECONDS = 30


class WorkerLease:
    """This process's claim to be the worker. Use from one thread; the heartbeat runs on its own."""

    def __init__(self) -> None:
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.lost = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._seen: tuple[str, dt.datetime] | None = None
        self._seen_since = 0.0

    def take(self) -> bool:
        """Try once to become the worker; True starts the heartbeat. Cost: one read, at most one write."""
        present = timezone.now()
        row = Lease.objects.filter(name=WORKER).values_list("holder", "beat_at").first()
        if row is None:
            taken = self._create(present)
        elif self._stale(*row, present):
            held = Lease.objects.filter(name=WORKER, holder=row[0], beat_at=row[1])
            taken = bool(held.update(holder=self.holder, beat_at=present))
        else:
            taken = False
        if taken:
            self.lost.clear()
            self._stop.clear()
            self._thread = threading.Thread(target=self._beat, name="zelian-heartbeat", daemon=True)
            self._thread.start()
        return taken

    def release(self) -> None:
        """Stop the heartbeat and give the lease back, so that the next worker need not wait."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(BEAT_SECONDS)
        Lease.objects.filter(name=WORKER, holder=self.holder).delete()

    def _create(self, present: dt.datetime) -> bool:
        # get_or_create keeps a lost race inside its own savepoint.
        try:
            row, created = Lease.objects.get_or_create(
                name=WORKER, defaults={"holder": self.holder, "beat_at": present}
            )
        except IntegrityError:
            return False
        return created and row.holder == self.holder

    def _stale(self, holder: str, beat_at: dt.datetime, present: dt.datetime) -> bool:
        """No heartbeat for 30 s by the clock on the wall, or none seen for 30 s by our own stopwatch.

        The stopwatch is for a clock that was put back: a dead worker's stamp would lie in the future for
        hours.
        """
        if self._seen != (holder, beat_at):
            self._seen, self._seen_since = (holder, beat_at), time.monotonic()
        if present - beat_at > dt.timedelta(seconds=STALE_SECONDS):
            return True
        return time.monotonic() - self._seen_since > STALE_SECONDS

    def _beat(self) -> None:
        last = time.monotonic()
        try:
            while not self._stop.wait(BEAT_SECONDS):
                try:
                    held = Lease.objects.filter(name=WORKER, holder=self.holder)
                    if not held.update(beat_at=timezone.now()):
                        break
                    last = time.monotonic()
                except DatabaseError:
                    # The database is busy or restarting; the lease is lost only when that lasts.
                    logger.warning("后台任务心跳写入失败，将重试", exc_info=True)
                    connection.close()
                    if time.monotonic() - last > STALE_SECONDS:
                        break
            if not self._stop.is_set():
                logger.warning("后台任务租约已被其他进程接管")
                self.lost.set()
        finally:
            connection.close()
