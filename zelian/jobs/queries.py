"""How the background work is doing, for the status page and the deployment check."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min

from zelian.jobs.lease import STALE_SECONDS, WORKER
from zelian.jobs.models import Job, Lease, State
from zelian.jobs.registry import periodic


@dataclass(frozen=True)
class Health:
    """``late``: names of periodic tasks with no success for twice their interval (or ever)."""

    worker_alive: bool
    beat_at: dt.datetime | None
    queued: int
    oldest_queued_at: dt.datetime | None
    late: tuple[str, ...]


def health(now: dt.datetime) -> Health:
    """Is somebody working, how long is the queue, what did not happen in time? Cost: two queries."""
    beats = dict(Lease.objects.values_list("name", "beat_at"))
    waiting = Job.objects.filter(state=State.QUEUED).aggregate(rows=Count("id"), oldest=Min("created_at"))
    beat = beats.get(WORKER)
    late = tuple(
        task.name
        for task in periodic()
        if (last := beats.get(f"every:{task.name}")) is None or now - last > dt.timedelta(seconds=2 * task.seconds)
    )
    return Health(
        worker_alive=beat is not None and now - beat <= dt.timedelta(seconds=STALE_SECONDS),
        beat_at=beat,
        queued=waiting["rows"],
        oldest_queued_at=waiting["oldest"],
        late=late,
    )
