"""The queue: putting work in, taking it out, and what happens to it at the end. Compare-and-set
everywhere.
"""

import datetime as dt
import json
import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from zelian.jobs.models import Job, State
from zelian.jobs.registry import function_of
from zelian.jobs.running import Interrupted, Running, mine
from zelian.kernel.errors import DomainError

logger = logging.getLogger(__name__)

ATTEMPTS = 2
INTERRUPTED = "任务执行中断两次（程序被关闭或断电），已停止重试：请确认服务运行正常后重新提交"

# Set when work was committed in this process, so that its worker need not wait for the next poll.
wake = threading.Event()


def enqueue(kind: str, params: Mapping[str, Any], *, by: Any, now: dt.datetime) -> Job:
    """Put a job in the queue, as part of the caller's transaction: rolled back with it, run only after its
    commit.

    ``by``: anything with ``audit_name``, or a text. Raises UnknownKind, and TypeError when ``params`` is no
    JSON. Cost: one INSERT.
    """
    function_of(kind)
    row = Job.objects.create(
        kind=kind,
        params=json.loads(json.dumps(dict(params), allow_nan=False)),
        created_by=by if isinstance(by, str) else by.audit_name,
        created_at=now,
    )
    transaction.on_commit(wake.set)
    return row


def recover() -> int:
    """Put jobs whose worker died back into the queue, or fail them after the second time; returns how many.

    To be called only by the holder of the lease, before it starts anything: whatever runs now, runs nowhere.
    """
    found = 0
    for job_id, attempts in Job.objects.filter(state=State.RUNNING).values_list("id", "attempts"):
        found += 1
        if attempts < ATTEMPTS:
            note = "上次执行中断，已重新排队"
            mine(job_id, attempts).update(state=State.QUEUED, started_at=None, note=note)
        else:
            mine(job_id, attempts).update(state=State.FAILED, error=INTERRUPTED, finished_at=timezone.now())
    return found


def take_oldest() -> Job | None:
    """Claim the oldest queued job for this run, or None. Cost: one read and one write per try."""
    while True:
        waiting = Job.objects.filter(state=State.QUEUED).order_by("id").values_list("id", flat=True)
        job_id = waiting.first()
        if job_id is None:
            return None
        claimed = Job.objects.filter(pk=job_id, state=State.QUEUED).update(
            state=State.RUNNING, started_at=timezone.now(), attempts=F("attempts") + 1, progress=0
        )
        if claimed:
            return Job.objects.get(pk=job_id)


def run(row: Job, interrupted: Callable[[], bool] = lambda: False) -> None:
    """Run a claimed job to its end and store what came of it, unless another run owns the row by then.

    The function's own refusals (DomainError) are stored as they are; anything else becomes a sentence with a
    number, and its traceback goes to the log under that number.
    """
    running = Running(row, interrupted)
    try:
        result = function_of(row.kind)(running)
        outcome = {"state": State.DONE, "result": json.loads(json.dumps(result, allow_nan=False)), "error": ""}
    except Interrupted:
        # Not the job's fault, so this start does not count.
        mine(row.pk, row.attempts).update(
            state=State.QUEUED, attempts=F("attempts") - 1, started_at=None, note="服务停止，已重新排队"
        )
        return
    except DomainError as error:
        logger.info("job %s (%s) refused: %s", row.pk, row.kind, error)
        outcome = {"state": State.FAILED, "error": str(error) or f"任务“{row.kind}”未完成"}
    except (Exception, SystemExit) as error:
        number = uuid.uuid4().hex[:8].upper()
        logger.exception("job %s (%s) failed [%s]: %s", row.pk, row.kind, number, type(error).__name__)
        outcome = {
            "state": State.FAILED,
            "error": f"执行出错，本次未完成，可重新提交；仍不成功请把错误编号 {number} 告诉系统管理员",
        }
    if not mine(row.pk, row.attempts).update(finished_at=timezone.now(), **running.reported, **outcome):
        logger.warning("job %s (%s): another worker took over, this result is dropped", row.pk, row.kind)
