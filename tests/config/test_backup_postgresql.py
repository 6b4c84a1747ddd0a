"""Backup and restore of PostgreSQL, through its own tools: equal, all or nothing, the old tables kept."""

import json
import zipfile

import pytest
from django.db import connection

from tests.audit.shared import committed_trail_emptied, shared_database
from tests.config.archives import NOW, attach, remade, trail_of
from zelian.config import snapshot
from zelian.config.backup import BackupError, backup, drill, restore

__all__ = ["committed_trail_emptied", "shared_database"]

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="只用于 PostgreSQL：本次运行在 SQLite 上")


@pytest.fixture
def postgresql(shared_database, tmp_path) -> dict:
    trail_of(3)
    attach(tmp_path / "data", b"photo")
    return connection.settings_dict


def test_postgresql_comes_back_equal_and_keeps_the_old_tables(postgresql, tmp_path):
    archive = backup(tmp_path / "b", now=NOW, data_dir=tmp_path / "data", database=postgresql)
    contents = json.loads(zipfile.ZipFile(archive).read("manifest.json"))["contents"]
    assert (contents["tables"]["audit_event"], contents["audit_head"]["seq"]) == (3, 3)
    result = drill(archive, database=postgresql)
    assert result.files == 1
    with snapshot.scratch_postgresql(postgresql, "zelian_restore_test") as target:
        first = restore(archive, tmp_path / "one", database=target)
        assert (first.rows, first.aside) == (result.rows, "")
        with pytest.raises(BackupError, match="已有数据"):
            restore(archive, tmp_path / "two", database=target)
        again = restore(archive, tmp_path / "two", database=target, force=True)
        assert again.aside.startswith("schema before_restore_")


def test_postgresql_without_its_tools_says_so(postgresql, tmp_path, monkeypatch):
    monkeypatch.setattr(snapshot.shutil, "which", lambda name: None)
    with pytest.raises(BackupError, match="本机没有 pg_dump"):
        backup(tmp_path / "b", now=NOW, data_dir=tmp_path / "data", database=postgresql)


def test_a_postgresql_load_that_fails_puts_the_old_tables_back(postgresql, tmp_path):
    archive = backup(tmp_path / "b", now=NOW, data_dir=tmp_path / "data", database=postgresql)
    with snapshot.scratch_postgresql(postgresql, "zelian_restore_test") as target:
        restore(archive, tmp_path / "one", database=target)
        (tmp_path / "bad.dump").write_bytes(b"no dump")
        with pytest.raises(BackupError, match="pg_restore"):
            snapshot.load_postgresql(target, tmp_path / "bad.dump", aside="kept")
        contents = json.loads(zipfile.ZipFile(archive).read("manifest.json"))["contents"]
        contents["tables"]["audit_event"] = 7
        with pytest.raises(BackupError, match="audit_event"):
            restore(remade(archive, contents=contents), tmp_path / "two", database=target, force=True)
        assert restore(archive, tmp_path / "two", database=target, force=True).rows
