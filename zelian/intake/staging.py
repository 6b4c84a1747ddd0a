"""Where an uploaded file and its plan lie: a directory per batch under the data directory, outside the database.

Written whole before the batch row exists, so a crash leaves at most a directory nobody points to; `sweep` removes
those and whatever is older than the time a batch can be undone.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePosixPath

from django.conf import settings

from zelian.intake.targets import Fault, RowPlan
from zelian.kernel.errors import Conflict

KEPT = timedelta(days=30)
_PLAN = "plan.jsonl"
_FIELDS = tuple(field.name for field in fields(RowPlan))


def root() -> Path:
    """The staging directory of this installation."""
    return Path(settings.DATA_DIR) / "staging"


def directory(batch_id: str) -> Path:
    """The directory of one batch."""
    return root() / batch_id


def put_file(batch_id: str, source: Path, filename: str) -> str:
    """Copies the file in under a name of our own (only its ending is kept); returns that name."""
    place = directory(batch_id)
    place.mkdir(parents=True, mode=0o700)
    suffix = PurePosixPath(filename).suffix.lower()
    staged = "source" + (suffix if len(suffix) <= 6 and suffix[1:].isalnum() and suffix.isascii() else "")
    shutil.copyfile(source, place / staged)
    return staged


def put_plan(batch_id: str, plans: Iterable[RowPlan]) -> str:
    """Writes the plan, one row a line; returns its SHA-256."""
    digest = hashlib.sha256()
    place = directory(batch_id) / _PLAN
    part = place.with_suffix(".part")
    with part.open("wb") as file:
        for plan in plans:
            row = {name: getattr(plan, name) for name in _FIELDS}  # asdict() copies deeply, which costs most here
            line = json.dumps(row, ensure_ascii=False, default=_plain).encode("utf-8", "replace") + b"\n"
            digest.update(line)
            file.write(line)
    part.replace(place)
    return digest.hexdigest()


def get_plan(batch_id: str) -> Iterator[RowPlan]:
    """The rows of a plan in file order; Conflict (Chinese) when it is no longer kept."""
    try:
        with (directory(batch_id) / _PLAN).open("rb") as file:
            for line in file:
                row = json.loads(line)
                yield RowPlan(**row | {"faults": [Fault(**fault) for fault in row["faults"]]})
    except FileNotFoundError as error:
        raise Conflict(f"这一批的明细只保留 {KEPT.days} 天，已经清理：请重新导入原文件") from error


def plan_digest(batch_id: str) -> str:
    """SHA-256 of the plan as it lies there now; empty when it is gone."""
    place = directory(batch_id) / _PLAN
    return sha256_of(place) if place.exists() else ""


def sha256_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sweep(now: datetime) -> int:
    """Removes what was staged more than KEPT ago; returns how many directories went. Batch rows stay."""
    limit = (now - KEPT).timestamp()
    gone = 0
    for place in root().iterdir() if root().exists() else ():
        if place.is_dir() and place.stat().st_mtime < limit:
            shutil.rmtree(place, ignore_errors=True)
            gone += 1
    return gone


def touch(batch_id: str, now: datetime) -> None:
    """Starts the time of keeping anew: a batch can be undone for KEPT after it was applied."""
    os.utime(directory(batch_id), (now.astimezone(UTC).timestamp(),) * 2)


def _plain(value: object) -> object:
    if isinstance(value, Fault):
        return asdict(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be kept in a plan")
