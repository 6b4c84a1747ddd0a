"""Backup and restore: what went in comes out, what is damaged is found, what exists is never lost."""

import datetime as dt
import hashlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from tests.audit.shared import committed_trail_emptied, shared_database
from tests.config.archives import NOW, attach, remade, rezip, trail_of
from zelian.config import backup as module
from zelian.config.backup import BackupError, backup, drill, restore

__all__ = ["committed_trail_emptied", "shared_database"]

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="只用于 SQLite：本次运行在 PostgreSQL 上")


def digest_of(data_dir: Path) -> str:
    """One digest over every table of the database and every attachment."""
    whole = hashlib.sha256()
    with sqlite3.connect(data_dir / "zelian.sqlite3") as database:
        whole.update("\n".join(database.iterdump()).encode())
    database.close()
    for path in sorted((data_dir / "evidence").rglob("*")):
        if path.is_file():
            whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()


@pytest.fixture
def sqlite(shared_database) -> dict:
    """The live database as a SQLite file with a sealed trail, as every backup meets it."""
    trail_of(20)
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": shared_database}


@pytest.fixture
def office(sqlite, tmp_path) -> Path:
    """A data directory with a database, two attachments and a secret."""
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    with sqlite3.connect(sqlite["NAME"]) as source:
        source.execute("VACUUM INTO ?", (str(data_dir / "zelian.sqlite3"),))
    source.close()
    attach(data_dir, "签到表".encode())
    attach(data_dir, b"photo" * 1000)
    (data_dir / "secret_key").write_text("not to be lost")
    return data_dir


@pytest.fixture
def entry(office) -> dict:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": office / "zelian.sqlite3"}


@pytest.fixture
def archive(office, entry, tmp_path) -> Path:
    return backup(tmp_path / "backups", now=NOW, data_dir=office, database=entry)


def test_what_is_backed_up_comes_back_equal(office, entry, archive, tmp_path):
    assert archive.name == "zelian-20261123-170000.zip"
    assert archive.stat().st_mode & 0o077 == 0
    restored = restore(archive, tmp_path / "new", database=entry)
    assert digest_of(tmp_path / "new") == digest_of(office)
    assert (restored.files, restored.findings, restored.behind, restored.aside) == (2, (), (), "")
    assert restored.database == str(tmp_path / "new" / "zelian.sqlite3")


def test_the_manifest_says_what_is_inside(archive):
    manifest = json.loads(zipfile.ZipFile(archive).read("manifest.json"))
    contents = manifest["contents"]
    assert contents["tables"]["audit_event"] == contents["tables"]["audit_seal"] == 20
    assert contents["migrations"]["audit"] == "0002_append_only"
    assert contents["audit_head"]["seq"] == 20
    assert len(manifest["files"]) == 2
    assert manifest["problems"] == []


def test_two_backups_in_one_second_both_stay(office, entry, archive):
    again = backup(archive.parent, now=NOW, data_dir=office, database=entry)
    assert again != archive
    assert archive.exists()


def test_a_backup_while_somebody_writes_is_consistent(office, entry, tmp_path):
    writer = sqlite3.connect(entry["NAME"], isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO jobs_lease (name, holder, beat_at) VALUES ('unfinished', 'x', '2026-01-01')")
    archive = backup(tmp_path / "backups", now=NOW, data_dir=office, database=entry)
    writer.execute("COMMIT")
    writer.close()
    drill(archive)
    assert json.loads(zipfile.ZipFile(archive).read("manifest.json"))["contents"]["tables"]["jobs_lease"] == 0


def test_a_drill_says_that_all_is_well_and_leaves_nothing(archive, tmp_path, monkeypatch):
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(module.tempfile, "tempdir", str(tmp_path / "scratch"))
    result = drill(archive)
    assert result.files == 2
    assert result.rows > 40
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.parametrize("member", ["database.sqlite3", "evidence/", "manifest.json"])
def test_one_flipped_byte_in_a_file_is_found(archive, tmp_path, entry, member):
    content = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as opened:
        info = next(one for one in opened.infolist() if one.filename.startswith(member))
    start = info.header_offset + 30 + len(info.filename)
    content[start + info.compress_size // 2] ^= 1
    archive.write_bytes(content)
    with pytest.raises(BackupError):
        drill(archive)
    with pytest.raises(BackupError, match=r"损坏|不符|读不懂"):
        restore(archive, tmp_path / "new", database=entry)
    assert not list((tmp_path / "new").glob("*"))


def test_a_flipped_byte_anywhere_is_found_or_does_no_harm(office, archive, tmp_path, entry):
    whole, chance, found = archive.read_bytes(), random.Random(7), 0
    for number in range(60):
        content = bytearray(whole)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        flipped = tmp_path / f"flipped-{number}.zip"
        flipped.write_bytes(content)
        try:
            restore(flipped, tmp_path / f"new-{number}", database=entry)
        except BackupError:
            found += 1
            continue
        assert digest_of(tmp_path / f"new-{number}") == digest_of(office)
    assert found > 30


@pytest.mark.parametrize("keep", [0, 10, 1000, -1])
def test_a_cut_off_archive_is_refused(archive, tmp_path, entry, keep):
    archive.write_bytes(archive.read_bytes()[:keep])
    with pytest.raises(BackupError, match="损坏"):
        restore(archive, tmp_path / "new", database=entry)


def test_missing_and_damaged_attachments_are_listed_and_only_on_request_accepted(archive, tmp_path, entry, office):
    first, second = sorted(name for name in zipfile.ZipFile(archive).namelist() if name.startswith("evidence/"))
    changed = rezip(archive, lambda name, content: {first: None, second: content[:-1] + b"?"}.get(name, content))
    with pytest.raises(BackupError, match="2 个附件") as caught:
        restore(changed, tmp_path / "new", database=entry)
    assert caught.value.findings == (f"{first} 缺失", f"{second} 内容与清单不符")
    with pytest.raises(BackupError, match="2 处") as rehearsed:
        drill(changed)
    assert rehearsed.value.findings == caught.value.findings
    restored = restore(changed, tmp_path / "new", database=entry, accept_losses=True)
    assert restored.findings == caught.value.findings
    assert restored.files == 0
    assert (tmp_path / "new" / "zelian.sqlite3").exists()


def test_what_was_wrong_before_the_backup_is_told_by_the_drill(office, entry, tmp_path):
    attach(office, b"good").write_bytes(b"flipped")
    missing = hashlib.sha256(b"never stored").hexdigest()
    archive = backup(tmp_path / "b", now=NOW, data_dir=office, database=entry, referenced=[missing])
    with pytest.raises(BackupError, match="演练") as caught:
        drill(archive)
    findings = caught.value.findings
    assert len(findings) == 2
    assert "指纹不符" in findings[0]
    assert missing in findings[1]
    assert restore(archive, tmp_path / "new", database=entry).findings == findings


def test_rows_that_vanished_from_the_copy_are_noticed(archive, tmp_path, entry):
    contents = json.loads(zipfile.ZipFile(archive).read("manifest.json"))["contents"]
    contents["tables"]["audit_event"] += 1
    with pytest.raises(BackupError, match="audit_event：备份清单为 21 行，实际为 20 行"):
        restore(remade(archive, contents=contents), tmp_path / "new", database=entry)
    contents["tables"]["audit_event"] -= 1
    contents["audit_head"]["chain"] = "0" * 64
    with pytest.raises(BackupError, match="审计链头"):
        restore(remade(archive, contents=contents), tmp_path / "new", database=entry)


def test_a_damaged_database_with_a_matching_hash_is_noticed(archive, tmp_path, entry):
    """The live database was already damaged when it was copied."""
    with zipfile.ZipFile(archive) as opened:
        content = bytearray(opened.read("database.sqlite3"))
        manifest = json.loads(opened.read("manifest.json"))
    content[4096 * 3 : 4096 * 3 + 200] = bytes(200)
    stored = manifest["database"] | {"sha256": hashlib.sha256(content).hexdigest()}
    changed = rezip(archive, lambda name, old: bytes(content) if name == "database.sqlite3" else old)
    with pytest.raises(BackupError, match=r"不符|读写出错"):
        restore(remade(changed, database=stored), tmp_path / "new", database=entry)


def test_a_backup_of_a_newer_program_is_refused_an_older_one_says_what_to_migrate(
    archive, tmp_path, entry, monkeypatch
):
    contents = json.loads(zipfile.ZipFile(archive).read("manifest.json"))["contents"]
    newer = contents | {"migrations": contents["migrations"] | {"audit": "0099_future"}}
    with pytest.raises(BackupError, match="请先升级程序") as caught:
        restore(remade(archive, contents=newer, app_version="9.0"), tmp_path / "new", database=entry)
    assert "audit.0099_future" in caught.value.findings[0]

    leaves = module.MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes()
    ahead = [(app, "0002_later" if app == "jobs" else name) for app, name in leaves]
    monkeypatch.setattr("django.db.migrations.graph.MigrationGraph.leaf_nodes", lambda self: ahead)
    assert restore(archive, tmp_path / "new", database=entry).behind == ("jobs",)


def test_a_data_directory_in_use_is_refused_and_with_force_kept_aside(office, entry, archive):
    before = digest_of(office)
    attach(office, b"added later")
    with pytest.raises(BackupError, match="已有数据"):
        restore(archive, office, database=entry)
    restored = restore(archive, office, database=entry, force=True)
    assert digest_of(office) == before
    assert len([path for path in Path(restored.aside).rglob("*") if path.is_file()]) == 4
    assert (office / "secret_key").read_text() == "not to be lost"
    assert restore(archive, office, database=entry, force=True).aside != restored.aside


def test_a_data_directory_that_was_only_opened_counts_as_empty(office, entry, archive, tmp_path):
    (tmp_path / "new" / "static").mkdir(parents=True)
    (tmp_path / "new" / "secret_key").write_text("made at start")
    (tmp_path / "new" / "zelian.sqlite3").touch()
    restore(archive, tmp_path / "new", database=entry)
    assert digest_of(tmp_path / "new") == digest_of(office)


def test_a_database_somebody_works_with_is_never_replaced(office, entry, archive):
    with sqlite3.connect(entry["NAME"]) as live:
        beat = timezone.now().astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        live.execute("INSERT INTO jobs_lease (name, holder, beat_at) VALUES ('worker', 'x', ?)", (beat,))
    live.close()
    with pytest.raises(BackupError, match="请先停止"):
        restore(archive, office, database=entry, force=True)


def test_when_a_move_fails_everything_stands_as_before(office, entry, archive, monkeypatch):
    """Fail the n-th rename of a forced restore, for every n."""
    before = digest_of(office)
    replace, nth = Path.replace, 0
    while True:
        nth += 1
        calls = []

        def failing(self, target, calls=calls, nth=nth):
            calls.append(target)
            if len(calls) == nth:
                raise OSError(28, "No space left on device")
            return replace(self, target)

        monkeypatch.setattr(Path, "replace", failing)
        try:
            restore(archive, office, database=entry, force=True)
            break
        except BackupError as error:
            assert "请检查磁盘空间" in str(error)
        assert digest_of(office) == before
        assert {path.name for path in office.iterdir()} == {"evidence", "secret_key", "zelian.sqlite3"}
    assert nth == 5


@pytest.mark.parametrize("place", ["fsync", "chmod", "replace", "writestr"])
def test_a_backup_that_fails_leaves_the_old_one_and_no_rubbish(office, entry, archive, monkeypatch, place):
    before = archive.read_bytes()
    owner = {"fsync": os, "chmod": Path, "replace": Path, "writestr": zipfile.ZipFile}[place]

    def fail(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(owner, place, fail)
    with pytest.raises(BackupError, match="备份没有写成：No space left"):
        backup(archive.parent, now=NOW, data_dir=office, database=entry)
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]
    assert archive.read_bytes() == before


def test_a_backup_killed_before_its_name_leaves_the_old_one_and_the_next_cleans_up(office, entry, archive):
    before = archive.read_bytes()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }  # fmt: skip
    script = Path(__file__).with_name("kill.py")
    arguments = [str(entry["NAME"]), str(office), str(archive.parent)]
    done = subprocess.run([sys.executable, str(script), *arguments], env=environment, check=False, timeout=60)
    assert done.returncode == -9
    assert archive.read_bytes() == before
    assert len(list(archive.parent.glob(".zelian-backup-*"))) == 1
    assert len(list(archive.parent.glob("*.zip"))) == 1
    backup(archive.parent, now=NOW, data_dir=office, database=entry)
    assert list(archive.parent.glob(".zelian-backup-*")) == []
    assert len(list(archive.parent.glob("*.zip"))) == 2


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "evidence\\..\\evil", "c:evil"])
def test_names_that_lead_elsewhere_are_refused(archive, tmp_path, entry, name):
    changed = remade(archive, files=[{"path": name, "sha256": "0" * 64, "size": 1}])
    with pytest.raises(BackupError, match="不合规的文件名"):
        restore(changed, tmp_path / "new", database=entry)


def test_what_is_no_backup_is_refused(tmp_path, entry, archive):
    (tmp_path / "letter.zip").write_text("not a zip")
    with pytest.raises(BackupError, match="损坏"):
        restore(tmp_path / "letter.zip", tmp_path / "new", database=entry)
    with pytest.raises(BackupError, match="找不到备份文件"):
        restore(tmp_path / "nothing.zip", tmp_path / "new", database=entry)
    with pytest.raises(BackupError, match="清单缺失"):
        restore(rezip(archive, lambda name, old: None if "manifest" in name else old), tmp_path / "new", database=entry)
    with pytest.raises(BackupError, match="来自 postgresql"):
        stored = {"path": "database.dump", "sha256": "0" * 64, "size": 1}
        dump = rezip(archive, lambda name, old: b"?" if "database" in name else old)
        named = rezip(dump, lambda name, old: old).rename(tmp_path / "pg.zip")
        with zipfile.ZipFile(named, "a") as opened:
            opened.writestr("database.dump", b"?")
        stored["sha256"] = hashlib.sha256(b"?").hexdigest()
        restore(remade(named, vendor="postgresql", database=stored), tmp_path / "new", database=entry)


def test_a_missing_database_is_named(tmp_path, entry):
    with pytest.raises(BackupError, match=r"找不到数据库文件 none\.sqlite3"):
        backup(tmp_path / "b", now=NOW, data_dir=tmp_path, database=entry | {"NAME": tmp_path / "none.sqlite3"})
    assert list((tmp_path / "b").iterdir()) == []
