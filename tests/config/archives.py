"""Things to back up, and archives changed by hand."""

import datetime as dt
import hashlib
import json
import zipfile
from pathlib import Path

from django.db import transaction

from zelian.audit import presenters
from zelian.audit.record import record
from zelian.audit.sealing import seal

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
presenters.register("sample.backup.tested", lambda event: "演练")


def trail_of(count: int) -> None:
    """Commit and seal ``count`` events."""
    with transaction.atomic():
        for number in range(count):
            record("sample.backup.tested", by="cli:root", now=NOW, target=("sample", number))
    seal(NOW)


def attach(data_dir: Path, content: bytes) -> Path:
    digest = hashlib.sha256(content).hexdigest()
    path = data_dir / "evidence" / digest[:2] / digest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def rezip(archive: Path, change) -> Path:
    """The archive written anew with each member passed through ``change(name, bytes)``; None drops it."""
    changed = archive.with_name(f"changed-{archive.name}")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return changed


def remade(archive: Path, **changes) -> Path:
    """The archive with another manifest."""

    def change(name, content):
        return json.dumps(json.loads(content) | changes).encode() if name == "manifest.json" else content

    return rezip(archive, change)
