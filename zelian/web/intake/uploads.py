"""Uploaded workbooks on their way to a plan: small ones at once, large ones by the worker with progress."""

from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from zelian.access.actor import UserActor, actor_for
from zelian.access.models import User
from zelian.intake import actions
from zelian.intake.models import Batch
from zelian.jobs.models import Job
from zelian.jobs.queue import enqueue
from zelian.jobs.registry import job
from zelian.jobs.running import Running

AT_ONCE = 512 * 1024  # bytes; planning a file of this size takes a second or two
PLAN = "intake.plan"


def keep(file: UploadedFile) -> Path:
    """The upload under a name of ours in the data directory."""
    directory = settings.DATA_DIR / "uploads"
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{uuid.uuid4()}{Path(file.name).suffix[:8].lower()}"
    with path.open("wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    return path


def take(file: UploadedFile, *, kind: str, year: int | None, by: UserActor, now: datetime) -> Batch | Job:
    """A planned batch, or the job that will plan it."""
    path = keep(file)
    params = {"path": str(path), "filename": file.name, "kind": kind, "year": year, "username": by.user.username}
    if file.size > AT_ONCE:
        return enqueue(PLAN, params, by=by, now=now)
    return _plan(params, by, now)


def _plan(params: dict, by: UserActor, now: datetime) -> Batch:
    path = Path(params["path"])
    try:
        return actions.plan(
            path, params["filename"], kind=params["kind"] or None, default_year=params["year"], by=by, now=now
        )
    finally:
        path.unlink(missing_ok=True)


@job(PLAN)
def plan_upload(running: Running) -> dict:
    """Plans a large upload in the worker; the result names the batch."""
    running.progress(0, 2, "正在读表")
    user = User.objects.get(username=running.params["username"])
    batch = _plan(running.params, actor_for(user, timezone.localdate()), timezone.now())
    running.progress(2, 2, "核对完毕")
    return {"batch": batch.pk}
