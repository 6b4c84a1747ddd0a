"""The worker: one at a time, nothing twice, nothing forgotten."""

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from zelian.audit import presenters, queries, sealing
from zelian.audit.record import record
from zelian.jobs import lease, queue, worker
from zelian.jobs.lease import WorkerLease
from zelian.jobs.models import Job, Lease
from zelian.jobs.queries import health
from zelian.jobs.registry import every, job
from zelian.jobs.worker import start_in_thread, work


def until(true, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


def in_threads(*functions) -> list[threading.Thread]:
    def closing(function):
        try:
            function()
        finally:
            connection.close()

    threads = [threading.Thread(target=closing, args=(function,)) for function in functions]
    for thread in threads:
        thread.start()
    return threads


def test_two_workers_run_each_job_once(shared_database, now, monkeypatch):
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.05)
    seen, stop = [], threading.Event()
    job("sample.see")(lambda running: seen.append(running.id))
    rows = [queue.enqueue("sample.see", {}, by="cli:root", now=now).pk for _ in range(20)]
    threads = in_threads(lambda: work(stop=stop), lambda: work(stop=stop))
    until(lambda: not Job.objects.exclude(state="done").exists())
    stop.set()
    for thread in threads:
        thread.join(20)
    assert seen == rows
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_even_without_a_lease_two_takers_never_take_the_same_job(shared_database, now):
    seen = []
    job("sample.see")(lambda running: seen.append(running.id))
    rows = [queue.enqueue("sample.see", {}, by="cli:root", now=now).pk for _ in range(40)]

    def take_all():
        while (row := queue.take_oldest()) is not None:
            queue.run(row)

    for thread in in_threads(take_all, take_all):
        thread.join(30)
    assert sorted(seen) == rows


def test_the_second_worker_takes_over_when_the_first_ends(shared_database, now, monkeypatch):
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.05)
    ran_by = []
    job("sample.who")(lambda running: ran_by.append(threading.current_thread().name))
    first, second = threading.Event(), threading.Event()
    threads = in_threads(lambda: work(stop=first))
    until(lambda: Lease.objects.filter(name="worker").exists())
    threads += in_threads(lambda: work(stop=second))
    queue.enqueue("sample.who", {}, by="cli:root", now=now)
    until(lambda: len(ran_by) == 1)
    first.set()
    threads[0].join(20)
    queue.enqueue("sample.who", {}, by="cli:root", now=now)
    until(lambda: len(ran_by) == 2)
    second.set()
    threads[1].join(20)
    assert ran_by == [threads[0].name, threads[1].name]
    assert not Lease.objects.filter(name="worker").exists()


def crashing_worker(database: str, marks: Path, starts: int) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    script = Path(__file__).with_name("crash.py")
    process = subprocess.Popen([sys.executable, str(script), database, str(marks)], env=environment)
    try:
        until(lambda: marks.exists() and marks.read_text().count("started") == starts, 30)
    finally:
        process.kill()
        process.wait()


def half_a_minute_passes() -> None:
    Lease.objects.filter(name="worker").update(beat_at=timezone.now() - dt.timedelta(seconds=31))


def test_the_job_of_a_killed_worker_is_run_again(shared_database, now, tmp_path):
    done = []
    job("sample.crash")(lambda running: done.append(running.attempt))
    row = queue.enqueue("sample.crash", {}, by="cli:root", now=now)
    crashing_worker(shared_database, tmp_path / "marks", 1)
    row.refresh_from_db()
    assert (row.state, row.note) == ("running", "进行到一半")
    assert work(once=True) == 0  # the dead worker's lease still stands
    half_a_minute_passes()
    assert work(once=True) == 1
    row.refresh_from_db()
    assert (row.state, row.attempts, done) == ("done", 2, [2])


def test_a_job_that_kills_its_worker_twice_is_given_up(shared_database, now, tmp_path):
    job("sample.crash")(lambda running: pytest.fail("a third start"))
    row = queue.enqueue("sample.crash", {}, by="cli:root", now=now)
    for starts in (1, 2):
        crashing_worker(shared_database, tmp_path / "marks", starts)
        half_a_minute_passes()
    assert work(once=True) == 0
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("failed", 2)
    assert "中断" in row.error


def test_a_backlog_left_by_a_long_outage_is_done_once_and_was_visible(shared_database, now):
    job("sample.any")(lambda running: None)
    every(60, "sample.tick")(lambda now: None)
    for _ in range(30):
        queue.enqueue("sample.any", {}, by="cli:root", now=now)
    state = health(now + dt.timedelta(hours=2))
    assert (state.worker_alive, state.queued, state.oldest_queued_at) == (False, 30, now)
    assert state.late == ("sample.tick",)
    assert work(once=True) == 30
    after = health(timezone.now())
    assert (after.queued, after.late) == (0, ())
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db
def test_a_living_lease_is_respected_and_a_dead_one_stolen_once():
    present = timezone.now()
    Lease.objects.create(name="worker", holder="other", beat_at=present - dt.timedelta(seconds=29))
    assert not WorkerLease().take()
    Lease.objects.update(beat_at=present - dt.timedelta(seconds=31))
    first, second = WorkerLease(), WorkerLease()
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


@pytest.mark.django_db
def test_a_dead_lease_from_the_future_is_stolen_by_the_stopwatch(monkeypatch):
    """The clock was put back a day after the worker died."""
    stopwatch = [1000.0]
    monkeypatch.setattr(lease.time, "monotonic", lambda: stopwatch[0])
    Lease.objects.create(name="worker", holder="dead", beat_at=timezone.now() + dt.timedelta(days=1))
    waiting = WorkerLease()
    assert not waiting.take()
    stopwatch[0] += 31
    assert waiting.take()
    waiting.release()


def test_the_heartbeat_beats_and_notices_a_theft(shared_database, monkeypatch):
    monkeypatch.setattr(lease, "BEAT_SECONDS", 0.05)
    mine = WorkerLease()
    assert mine.take()
    first = Lease.objects.get(name="worker").beat_at
    until(lambda: Lease.objects.get(name="worker").beat_at > first)
    assert not mine.lost.is_set()
    Lease.objects.filter(name="worker").update(holder="thief")
    assert mine.lost.wait(5)
    mine.release()
    assert Lease.objects.get(name="worker").holder == "thief"


def test_events_are_sealed_while_a_long_job_runs(shared_database, now, monkeypatch):
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.05)
    presenters.register("sample.thing.changed.by.job", str)
    every(60, "audit.seal")(sealing.seal)
    job("sample.long")(lambda running: until(lambda: queries.head().seq > 0))
    with transaction.atomic():
        record("sample.thing.changed.by.job", by="cli:root", now=now)
        row = queue.enqueue("sample.long", {}, by="cli:root", now=now)
    handle = start_in_thread()
    try:
        assert start_in_thread() is handle
        until(lambda: Job.objects.get(pk=row.pk).state == "done")
    finally:
        handle.stop()
    assert not handle.alive()
    assert queries.head().seq == 1


@pytest.mark.django_db
def test_periodic_tasks_keep_their_beat_over_restarts_and_failures(monkeypatch):
    stopwatch, calls = [0.0], []
    monkeypatch.setattr(worker.time, "monotonic", lambda: stopwatch[0])
    every(3600, "sample.hourly")(lambda now: calls.append("hourly"))

    @every(3600, "sample.broken")
    def broken(now):
        calls.append("broken")
        raise OSError("disk")

    clock = worker.PeriodicClock()
    clock.tick()
    clock.tick()
    assert calls == ["hourly", "broken"]
    stopwatch[0] += 61  # a failure is tried again after a minute, a success is not repeated
    clock.tick()
    assert calls == ["hourly", "broken", "broken"]
    worker.PeriodicClock().tick()  # after a restart
    assert calls == ["hourly", "broken", "broken", "broken"]
    Lease.objects.filter(name="every:sample.hourly").update(beat_at=timezone.now() - dt.timedelta(hours=2))
    assert "sample.hourly" in health(timezone.now() + dt.timedelta(hours=1)).late
    worker.PeriodicClock().tick()
    assert calls.count("hourly") == 2
