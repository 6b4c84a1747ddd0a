"""Backup, restore and drill: one .zip with database, attachments and the manifest all of it is held against.

A backup appears under its name whole or not at all. A restore is checked completely in a folder of its own before the
first old file is touched. The archive is not encrypted: whoever can read it can read the ledgers.
"""

import datetime as dt
import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
import time
import uuid
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from zelian import __version__
from zelian.config import snapshot
from zelian.config.snapshot import BackupError, Contents, Database

__all__ = ["BackupError", "Drill", "Restored", "backup", "drill", "restore"]

logger = logging.getLogger(__name__)

FORMAT = 1
MANIFEST = "manifest.json"
EVIDENCE = "evidence"
MEMBER = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
BLOCK = 1 << 20
WORKING = ".zelian-backup-"
RESTORING = ".zelian-restore-"
ASIDE = "before-restore-"
# What a data directory may hold and still count as empty: made anew at any start, or no data of the office.
KEPT = frozenset({"secret_key", "static", "backups", "logs"})
CONTENT_NAME = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
SERVED_WITHIN = dt.timedelta(seconds=30)


@dataclass(frozen=True)
class Stored:
    """One file of the archive."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What the archive promises. ``problems``: what was already wrong when it was made."""

    app_version: str
    created: str
    vendor: str
    database: Stored
    files: tuple[Stored, ...]
    contents: Contents
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Restored:
    """``findings``: losses that were accepted or existed before; ``behind``: apps to be migrated next;
    ``aside``: where the old data went ("" when there was none)."""

    database: str
    rows: int
    files: int
    findings: tuple[str, ...]
    behind: tuple[str, ...]
    aside: str


@dataclass(frozen=True)
class Drill:
    """A rehearsal that found nothing wrong."""

    archive: str
    seconds: float
    rows: int
    files: int


def backup(
    destination_dir: Path,
    *,
    now: dt.datetime,
    data_dir: Path | None = None,
    database: Database | None = None,
    referenced: Iterable[str] = (),
) -> Path:
    """Write ``zelian-YYYYMMDD-HHMMSS.zip`` (local time, readable by its owner only) and return its path.

    ``referenced``: SHA-256 of the attachments the ledgers know; one without a file is written down as a problem,
    as is a file whose content no longer matches its name. Earlier backups stay as they are; leftovers of a killed
    run are removed. Raises BackupError. Cost: one pass over database and attachments.
    """
    destination, data_dir = Path(destination_dir), Path(data_dir or settings.DATA_DIR)
    database = database or settings.DATABASES["default"]
    kind = snapshot.vendor(database)
    with _clear_errors("备份没有写成"):
        destination.mkdir(parents=True, exist_ok=True)
        for leftover in destination.glob(f"{WORKING}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=WORKING, dir=destination) as place:
            copy, part = Path(place, MEMBER[kind]), Path(place, "archive.part")
            # Database first: attachments are stored before the rows that name them, so a later copy has them all.
            contents = snapshot.take(database, copy)
            with part.open("xb") as out:
                part.chmod(0o600)
                _write_archive(out, copy, data_dir / EVIDENCE, kind, contents, now, set(referenced))
                out.flush()
                os.fsync(out.fileno())
            final = _free_name(destination, f"zelian-{timezone.localtime(now):%Y%m%d-%H%M%S}")
            part.replace(final)
            _sync_directory(destination)
    return final


def restore(
    archive: Path,
    data_dir: Path,
    *,
    force: bool = False,
    accept_losses: bool = False,
    database: Database | None = None,
) -> Restored:
    """Bring a backup back into ``data_dir`` (and, for PostgreSQL, into ``database``; default: the configured one).

    Everything is checked before anything is touched: every hash, the schema (never newer than this program), the
    database's own consistency, rows per table, the audit head. Damaged or missing attachments are listed and refuse
    the restore, unless ``accept_losses``. A data directory in use is refused unless ``force``, which keeps the old data
    beside the new; with SQLite a running server is refused always. PostgreSQL can be held against the manifest only
    once loaded: what does not agree is taken out again. Raises BackupError with ``findings``.
    """
    archive, data_dir = Path(archive), Path(data_dir)
    database = database or settings.DATABASES["default"]
    with _clear_errors(f"备份 {archive.name} 没有还原"):
        _refuse_occupied(data_dir, database, force=force)
        data_dir.mkdir(parents=True, exist_ok=True)
        for leftover in data_dir.glob(f"{RESTORING}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=RESTORING, dir=data_dir) as place:
            staged = Path(place)
            manifest, losses = _unpack(archive, staged)
            _refuse_foreign(archive, manifest, database)
            findings = (*manifest.problems, *losses)
            if losses and not accept_losses:
                text = f"备份 {archive.name} 有 {len(losses)} 个附件缺失或损坏（首个：{losses[0]}）"
                raise BackupError(f"{text}：请换一份备份，或确认接受损失后重试", findings)
            if manifest.vendor == "sqlite":
                where, aside = _install_sqlite(staged, manifest, data_dir, database)
            else:
                where, aside = _install_postgresql(staged, manifest, data_dir, database, force=force)
    return Restored(
        database=where,
        rows=sum(manifest.contents.tables.values()),
        files=len(manifest.files) - len(losses),
        findings=findings,
        behind=_behind(manifest.contents.migrations),
        aside=aside,
    )


def drill(archive: Path, *, database: Database | None = None) -> Drill:
    """Restore into a place of its own, check everything, remove it again.

    Returns only when nothing at all is wrong; else BackupError with ``findings`` (also for what was already missing
    when the backup was made). ``database``: the server on which a PostgreSQL archive is rehearsed (default: the
    configured one).
    """
    archive, started = Path(archive), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="zelian-drill-") as place, _clear_errors("恢复演练没有完成"):
        with _open(archive) as opened:
            kind = _read_manifest(opened, archive).vendor
        with _rehearsal(kind, database or settings.DATABASES["default"]) as scratch:
            restored = restore(archive, Path(place, "data"), accept_losses=True, database=scratch)
    if restored.findings:
        count, first = len(restored.findings), restored.findings[0]
        text = f"备份 {archive.name} 演练发现 {count} 处问题（首个：{first}）：请补齐附件后重新备份"
        raise BackupError(text, restored.findings)
    return Drill(str(archive), round(time.monotonic() - started, 3), restored.rows, restored.files)


@contextmanager
def _rehearsal(kind: str, database: Database) -> Iterator[Database]:
    if kind == "sqlite":
        yield {"ENGINE": "django.db.backends.sqlite3", "NAME": "drill.sqlite3"}
        return
    with snapshot.scratch_postgresql(database, f"zelian_drill_{uuid.uuid4().hex[:12]}") as scratch:
        yield scratch


# --- writing


def _write_archive(
    out: BinaryIO, copy: Path, evidence: Path, kind: str, contents: Contents, now: dt.datetime, referenced: set[str]
) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        stored = _add(archive, copy, MEMBER[kind], zipfile.ZIP_DEFLATED)
        files, problems = [], []
        for path in sorted(evidence.rglob("*")) if evidence.is_dir() else ():
            if not path.is_file() or path.is_symlink() or path.suffix == ".part":
                continue
            name = f"{EVIDENCE}/{path.relative_to(evidence).as_posix()}"
            files.append(_add(archive, path, name, zipfile.ZIP_STORED))  # photos and PDFs are compressed already
            named = CONTENT_NAME.search(path.name)
            if named and named[0] != files[-1].sha256:
                problems.append(f"附件 {name} 的内容与其指纹不符：文件已损坏或被改动")
        problems += [
            f"附件 {digest} 在台账中有记录，但文件不在附件目录"
            for digest in sorted(referenced - {one.sha256 for one in files})
        ]
        manifest = Manifest(
            app_version=__version__,
            created=now.astimezone(dt.UTC).isoformat(),
            vendor=kind,
            database=stored,
            files=tuple(files),
            contents=contents,
            problems=tuple(problems),
        )
        text = json.dumps({"format": FORMAT, **asdict(manifest)}, ensure_ascii=False, indent=1)
        archive.writestr(MANIFEST, text)
    for problem in problems:
        logger.warning("备份时发现：%s", problem)


def _add(archive: zipfile.ZipFile, path: Path, name: str, compression: int) -> Stored:
    digest, size = hashlib.sha256(), 0
    entry = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    entry.compress_type = compression
    with path.open("rb") as source, archive.open(entry, "w") as target:
        while block := source.read(BLOCK):
            digest.update(block)
            size += len(block)
            target.write(block)
    return Stored(name, digest.hexdigest(), size)


def _free_name(directory: Path, stem: str) -> Path:
    path, number = directory / f"{stem}.zip", 1
    while path.exists():
        number += 1
        path = directory / f"{stem}-{number}.zip"
    return path


def _sync_directory(path: Path) -> None:
    if os.name == "posix":  # elsewhere a directory cannot be opened, and renames are journalled
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# --- reading


@contextmanager
def _clear_errors(what: str) -> Iterator[None]:
    """Whatever the disk or the archive answers becomes one Chinese line."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BackupError(f"{what}：备份文件已损坏（{error}），请换一份备份") from error
    except OSError as error:
        raise BackupError(f"{what}：{error.strerror or error}，请检查磁盘空间、路径和权限") from error


def _open(archive: Path) -> zipfile.ZipFile:
    if not archive.is_file():
        raise BackupError(f"找不到备份文件 {archive}：请检查路径")
    return zipfile.ZipFile(archive)


def _read_manifest(opened: zipfile.ZipFile, archive: Path) -> Manifest:
    try:
        raw: dict[str, Any] = json.loads(opened.read(MANIFEST))
        if raw.pop("format") != FORMAT:
            raise BackupError(f"备份 {archive.name} 的格式比本程序新：请先升级程序再还原")
        raw["database"] = Stored(**raw["database"])
        raw["files"] = tuple(Stored(**one) for one in raw["files"])
        raw["contents"] = Contents(**raw["contents"])
        raw["problems"] = tuple(raw["problems"])
        manifest = Manifest(**raw)
    except (KeyError, TypeError, AttributeError, RuntimeError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BackupError(f"备份 {archive.name} 的清单缺失或读不懂：请换一份备份") from error
    names = [manifest.database.path, *(one.path for one in manifest.files)]
    if manifest.database.path != MEMBER.get(manifest.vendor) or not all(map(_safe, names)):
        raise BackupError(f"备份 {archive.name} 的清单含有不合规的文件名：不是本程序生成的备份")
    return manifest


def _safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and ".." not in parts and not name.startswith("/") and not set(name) & set("\\:\0")


def _unpack(archive: Path, staged: Path) -> tuple[Manifest, tuple[str, ...]]:
    """Every promised file into ``staged``, each held against its hash; returns the attachments that failed."""
    losses = []
    with _open(archive) as opened:
        manifest = _read_manifest(opened, archive)
        wrong = _extract(opened, manifest.database, staged)
        if wrong:
            raise BackupError(f"备份 {archive.name} 中的数据库已损坏（{wrong}）：请换一份备份", (wrong,))
        for one in manifest.files:
            wrong = _extract(opened, one, staged)
            if wrong:
                losses.append(wrong)
    return manifest, tuple(losses)


def _extract(opened: zipfile.ZipFile, one: Stored, staged: Path) -> str:
    """Write one file out; "" or what is wrong with it (nothing is left behind then)."""
    target = staged / one.path
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    try:
        entry = opened.getinfo(one.path)
        if entry.file_size != one.size:
            return f"{one.path} 大小与清单不符"
        with opened.open(entry) as source, target.open("xb") as out:
            while block := source.read(BLOCK):
                digest.update(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
    except KeyError:
        return f"{one.path} 缺失"
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):  # RuntimeError: "unknown compression"
        target.unlink(missing_ok=True)
        return f"{one.path} 内容损坏"
    if digest.hexdigest() != one.sha256:
        target.unlink()
        return f"{one.path} 内容与清单不符"
    return ""


# --- putting in place


def _refuse_occupied(data_dir: Path, database: Database, *, force: bool) -> None:
    old = _old_data(data_dir)
    if old and not force:
        names = "、".join(path.name for path in old[:3])
        raise BackupError(f"数据目录 {data_dir} 里已有数据（{names}）：请换空目录，或加 --force（原数据改名保留）")
    if snapshot.vendor(database) == "sqlite":
        live = data_dir / Path(database["NAME"]).name
        beat = snapshot.beaten_at(live) if live.is_file() else ""
        if beat and timezone.now() - dt.datetime.fromisoformat(beat).replace(tzinfo=dt.UTC) < SERVED_WITHIN:
            raise BackupError("服务还在使用这个数据库：请先停止 zelian serve / worker，半分钟后再还原")


def _old_data(data_dir: Path) -> list[Path]:
    """What would be lost; not an empty file, which SQLite leaves behind when a database is merely opened."""
    if not data_dir.is_dir():
        return []
    return sorted(
        path
        for path in data_dir.iterdir()
        if path.name not in KEPT
        and not path.name.startswith((ASIDE, RESTORING))
        and not (path.is_file() and path.stat().st_size == 0)
    )


def _refuse_foreign(archive: Path, manifest: Manifest, database: Database) -> None:
    kind = snapshot.vendor(database)
    if manifest.vendor != kind:
        raise BackupError(
            f"备份 {archive.name} 来自 {manifest.vendor}，本机使用 {kind}：请用 DATABASE_URL 指定同类数据库"
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    newer = sorted(f"{app}.{name}" for app, name in manifest.contents.migrations.items() if (app, name) not in known)
    if newer:
        raise BackupError(
            f"备份 {archive.name} 由更新的程序（{manifest.app_version}）生成，本机是 {__version__}：请先升级程序再还原",
            tuple(f"本机没有数据库结构 {name}" for name in newer),
        )


def _behind(migrations: dict[str, str]) -> tuple[str, ...]:
    """Apps of this program with migrations after the one the backup stopped at (or absent from it)."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    newest = dict(loader.graph.leaf_nodes())
    return tuple(sorted(app for app, name in newest.items() if migrations.get(app) != name))


def _refuse_different(found: Contents, promised: Contents, faults: Iterable[str] = ()) -> None:
    findings = (*faults, *snapshot.differences(found, promised))
    if findings:
        raise BackupError(f"还原出的数据库与备份清单不符（{findings[0]}）：请换一份备份", findings)


def _install_sqlite(staged: Path, manifest: Manifest, data_dir: Path, database: Database) -> tuple[str, str]:
    copy = staged / manifest.database.path
    faults = snapshot.faults_of_sqlite(copy)
    _refuse_different(snapshot.contents_of_sqlite(copy), manifest.contents, faults)
    target = data_dir / Path(database["NAME"]).name
    aside = _swap(data_dir, [(staged / EVIDENCE, data_dir / EVIDENCE), (copy, target)])
    return str(target), aside


def _install_postgresql(
    staged: Path, manifest: Manifest, data_dir: Path, database: Database, *, force: bool
) -> tuple[str, str]:
    schema = f"before_restore_{uuid.uuid4().hex[:8]}"
    dump = staged / manifest.database.path
    found, occupied = snapshot.load_postgresql(database, dump, aside=schema if force else "")
    try:
        _refuse_different(found, manifest.contents)
        aside = _swap(data_dir, [(staged / EVIDENCE, data_dir / EVIDENCE)])
    except BaseException:
        snapshot.put_back_postgresql(database, aside=schema if occupied else "")
        raise
    moved = [aside] if aside else []
    return str(database["NAME"]), " ".join(moved + ([f"schema {schema}"] if occupied else []))


def _swap(data_dir: Path, arrivals: list[tuple[Path, Path]]) -> str:
    """Move old data aside and the new in; on failure everything goes back. The database comes last."""
    old = _old_data(data_dir)
    aside = data_dir / f"{ASIDE}{timezone.localtime():%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:4]}"
    if old:
        aside.mkdir()
    moves = [(path, aside / path.name) for path in old]
    moves += [(source, target) for source, target in arrivals if source.exists()]
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            source.replace(target)
            done.append((source, target))
    except OSError:
        for source, target in reversed(done):
            target.replace(source)
        if old:
            aside.rmdir()
        raise
    _sync_directory(data_dir)
    return str(aside) if old else ""
