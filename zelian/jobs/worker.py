"""The worker: one loop that runs jobs in order while it holds the lease, and periodic tasks beside it."""

import atexit
import datetime as dt
import logging
import threading
import time

from django.db import DatabaseError, close_old_connections, connection, connections
from django.utils import timezone

from zelian.jobs import queue, registry
from zelian.jobs.lease import WorkerLease
from zelian.jobs.models import Lease

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0
RETRY_SECONDS = 60.0  # a periodic task that failed is not tried again sooner

_started: "Handle | None" = None
_start_lock = threading.Lock()


def work(once: bool = False, stop: threading.Event | None = None) -> int:
    """Run jobs until ``stop`` is set (or, with ``once``, until the queue is empty); returns how many were
    run.

    Only the holder of the lease runs anything; without it this waits, or with ``once`` returns 0. A database
    that is away for a while is waited for, not given up.
    """
    stop = stop or threading.Event()
    ran = 0
    while not stop.is_set():
        lease = WorkerLease()
        try:
            while not lease.take():
                if once or stop.wait(POLL_SECONDS):
                    return ran
                close_old_connections()
            try:
                ran += _serve(lease, stop, once=once)
            finally:
                lease.release()
        except DatabaseError:
            if once:
                raise
            logger.exception("后台任务连不上数据库，稍后重试")
            connection.close()
            stop.wait(POLL_SECONDS)
        if once:
            break
    return ran


def _serve(lease: WorkerLease, stop: threading.Event, *, once: bool) -> int:
    recovered = queue.recover()
    if recovered:
        logger.warning("%s 个任务上次执行中断，已处理", recovered)
    clock = PeriodicClock()
    done = threading.Event()
    ticker = threading.Thread(target=clock.run, args=(done, lease.lost), name="zelian-periodic", daemon=True)
    if once:
        clock.tick()
    else:
        ticker.start()
    ran = 0
    try:
        while not (stop.is_set() or lease.lost.is_set()):
            queue.wake.clear()
            row = queue.take_oldest()
            if row is not None:
                queue.run(row, lambda: stop.is_set() or lease.lost.is_set())
                ran += 1
            elif once:
                break
            else:
                queue.wake.wait(POLL_SECONDS)
            if not once:  # a single pass may stand inside its caller's transaction
                close_old_connections()
    finally:
        done.set()
        if ticker.is_alive():
            ticker.join(POLL_SECONDS)
    return ran


class PeriodicClock:
    """Calls what is due. The last success of each task is a row, so a restart neither repeats nor forgets
    it.
    """

    def __init__(self) -> None:
        self._not_before: dict[str, float] = {}

    def run(self, done: threading.Event, lost: threading.Event) -> None:
        """Tick until ``done`` or ``lost``; for a thread of its own."""
        try:
            while not (done.is_set() or lost.is_set()):
                try:
                    self.tick()
                except DatabaseError:
                    logger.exception("定时任务连不上数据库，稍后重试")
                    connection.close()
                done.wait(POLL_SECONDS)
        finally:
            connections.close_all()

    def tick(self) -> None:
        """Run every task that is due. Cost when none is: nothing, each waits out its own interval in
        memory.
        """
        for task in registry.periodic():
            if time.monotonic() < self._not_before.get(task.name, 0.0):
                continue
            wait = self._left(task)
            if wait <= 0:
                wait = task.seconds if self._call(task) else min(RETRY_SECONDS, task.seconds)
            self._not_before[task.name] = time.monotonic() + wait

    def _left(self, task: registry.Periodic) -> float:
        last = Lease.objects.filter(name=_row(task)).values_list("beat_at", flat=True).first()
        present = timezone.now()
        if last is None or last > present:  # never, or the clock was put back since
            return 0.0
        return (last + dt.timedelta(seconds=task.seconds) - present).total_seconds()

    def _call(self, task: registry.Periodic) -> bool:
        present = timezone.now()
        try:
            task.function(present)
        except Exception:
            logger.exception("定时任务“%s”出错", task.name)
            return False
        Lease.objects.update_or_create(name=_row(task), defaults={"holder": "last run", "beat_at": present})
        return True


def _row(task: registry.Periodic) -> str:
    return f"every:{task.name}"


class Handle:
    """A worker running on a thread of this process."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="zelian-worker", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            work(stop=self._stop)
        except Exception:
            logger.exception("后台任务线程异常退出")
        finally:
            connections.close_all()

    def alive(self) -> bool:
        """Is the thread still running?"""
        return self._thread.is_alive()

    def stop(self, seconds: float = 10.0) -> None:
        """Ask the worker to end (a running job goes back to the queue) and wait for it up to ``seconds``."""
        self._stop.set()
        queue.wake.set()
        self._thread.join(seconds)


def start_in_thread() -> Handle:
    """Start the worker beside the server, once per process; ended at exit so that the lease is given back."""
    global _started
    with _start_lock:
        if _started is None or not _started.alive():
            _started = Handle()
            atexit.register(_started.stop)
        return _started
