"""The queue: what goes in, what comes out, and how a run ends."""

import logging

import pytest
from django.db import IntegrityError, transaction

from zelian.jobs import queue, running
from zelian.jobs.models import Job
from zelian.jobs.registry import UnknownKind, every, job
from zelian.jobs.worker import work
from zelian.kernel.errors import DomainError

pytestmark = pytest.mark.django_db


def run_next() -> Job:
    row = queue.take_oldest()
    queue.run(row)
    return Job.objects.get(pk=row.pk)


def test_a_job_gets_its_parameters_and_keeps_its_result(now):
    @job("sample.add")
    def add(running):
        running.progress(1, 2, "正在相加")
        return {"sum": running.params["a"] + running.params["b"]}

    waiting = queue.enqueue("sample.add", {"a": 2, "b": 3}, by="user:chenxiao", now=now)
    assert (waiting.state, waiting.created_by, waiting.created_at) == ("queued", "user:chenxiao", now)
    done = run_next()
    assert (done.state, done.result, done.error, done.attempts) == ("done", {"sum": 5}, "", 1)
    assert (done.progress, done.total, done.note) == (1, 2, "正在相加")
    assert done.started_at <= done.finished_at


def test_jobs_run_in_the_order_they_came(now):
    seen = []
    job("sample.see")(lambda running: seen.append(running.params["n"]))
    for number in range(5):
        queue.enqueue("sample.see", {"n": number}, by="cli:root", now=now)
    assert work(once=True) == 5
    assert seen == [0, 1, 2, 3, 4]
    assert work(once=True) == 0


def test_an_unknown_kind_and_odd_parameters_are_refused(now):
    with pytest.raises(UnknownKind, match="没有登记"):
        queue.enqueue("sample.nothing", {}, by="cli:root", now=now)
    job("sample.any")(lambda running: None)
    with pytest.raises(TypeError):
        queue.enqueue("sample.any", {"when": now}, by="cli:root", now=now)
    assert not Job.objects.exists()


def test_one_kind_has_one_function_and_one_name_one_task():
    job("sample.one")(len)
    job("sample.one")(len)
    with pytest.raises(ValueError, match="登记了两次"):
        job("sample.one")(max)
    every(60, "sample.tick")(len)
    with pytest.raises(ValueError, match="登记了两次"):
        every(60, "sample.tick")(max)


def test_a_refusal_of_the_domain_is_told_in_its_own_words(now):
    @job("sample.refuse")
    def refuse(running):
        raise DomainError("第3行“人数”不是整数：请改为整数后重新导入")

    queue.enqueue("sample.refuse", {}, by="cli:root", now=now)
    failed = run_next()
    assert (failed.state, failed.error) == ("failed", "第3行“人数”不是整数：请改为整数后重新导入")
    assert failed.finished_at is not None


@pytest.mark.parametrize("broken", [ZeroDivisionError("内部数据"), SystemExit(3), MemoryError()])
def test_a_fault_is_told_by_number_and_its_traceback_goes_to_the_log(now, caplog, broken):
    @job("sample.broken")
    def fail(running):
        raise broken

    queue.enqueue("sample.broken", {}, by="cli:root", now=now)
    with caplog.at_level(logging.ERROR, logger="zelian.jobs.queue"):
        failed = run_next()
    assert failed.state == "failed"
    assert failed.error.startswith("执行出错")
    assert "Traceback" not in failed.error and "内部数据" not in failed.error
    number = failed.error.split("错误编号 ")[1][:8]
    assert number in caplog.text and type(broken).__name__ in caplog.text


def test_a_result_that_is_no_json_fails_the_job(now):
    job("sample.odd")(lambda running: object())
    queue.enqueue("sample.odd", {}, by="cli:root", now=now)
    assert run_next().state == "failed"


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_rolled_back_action_never_existed(now):
    job("sample.any")(lambda running: None)
    queue.wake.clear()
    with pytest.raises(KeyError), transaction.atomic():
        queue.enqueue("sample.any", {}, by="cli:root", now=now)
        raise KeyError
    assert not Job.objects.exists()
    assert not queue.wake.is_set()
    with transaction.atomic():
        queue.enqueue("sample.any", {}, by="cli:root", now=now)
        assert not queue.wake.is_set()
    assert queue.wake.is_set()


@pytest.mark.django_db(transaction=True)
def test_progress_is_written_at_most_twice_a_second(now, monkeypatch):
    present, written = [100.0], []

    def counted(job_id, attempt):
        written.append(present[0])
        return Job.objects.filter(pk=job_id)

    monkeypatch.setattr(running.time, "monotonic", lambda: present[0])
    monkeypatch.setattr(running, "mine", counted)

    @job("sample.long")
    def count(run):
        for step in range(1000):
            present[0] += 0.01
            run.progress(step + 1, 1000, f"第{step + 1}步")

    queue.enqueue("sample.long", {}, by="cli:root", now=now)
    done = run_next()
    assert 19 <= len(written) <= 20  # ten seconds
    assert (done.progress, done.total, done.note) == (1000, 1000, "第1000步")


def test_an_interrupted_run_goes_back_without_being_counted(now):
    @job("sample.stopped")
    def stopped(running):
        try:
            running.progress(1)
        except Exception:
            pytest.fail("an interruption must pass through a job's own except clause")

    queue.enqueue("sample.stopped", {}, by="cli:root", now=now)
    row = queue.take_oldest()
    queue.run(row, interrupted=lambda: True)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.note) == ("queued", 0, "服务停止，已重新排队")


def test_after_the_first_crash_a_job_is_queued_again_after_the_second_it_failed(now):
    job("sample.crash")(lambda running: None)
    row = queue.enqueue("sample.crash", {}, by="cli:root", now=now)
    for state in ("queued", "failed"):
        queue.take_oldest()
        assert queue.recover() == 1
        row.refresh_from_db()
        assert row.state == state
    assert row.attempts == 2
    assert "中断" in row.error
    assert queue.take_oldest() is None


def test_a_run_that_was_taken_over_cannot_write_its_result(now):
    """The old worker only slept (a laptop lid); the new one has the job again."""

    @job("sample.slept")
    def slept(running):
        queue.recover()
        assert queue.take_oldest().attempts == 2
        return "old"

    queue.enqueue("sample.slept", {}, by="cli:root", now=now)
    row = queue.take_oldest()
    queue.run(row)
    row.refresh_from_db()
    assert (row.state, row.result, row.attempts) == ("running", None, 2)


@pytest.mark.parametrize(
    "wrong",
    [{"state": "odd"}, {"state": "done"}, {"state": "failed"}, {"progress": -1}],
)
def test_the_database_keeps_jobs_sane(now, wrong):
    job("sample.any")(lambda running: None)
    queue.enqueue("sample.any", {}, by="cli:root", now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.update(**wrong)
