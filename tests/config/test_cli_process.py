"""The real program in a process of its own: `zelian demo` in an empty directory, and its backup."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection


def run(directory: Path, *arguments: str) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"ZELIAN_DATA": str(directory), "PYTHONUTF8": "1"}
    program = [sys.executable, "-m", "zelian.config.cli", *arguments]
    return subprocess.run(program, capture_output=True, text=True, env=environment, timeout=120, check=False)


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> tuple[Path, subprocess.CompletedProcess]:
    directory = tmp_path_factory.mktemp("demo") / "new"
    return directory, run(directory, "demo", "--no-serve")


def test_demo_tells_what_it_made(demo):
    directory, done = demo
    assert (done.returncode, done.stderr) == (0, "")
    for told in ("示例街道已建成", "组织编码 sample", "dangjian", "只显示这一次"):
        assert told in done.stdout
    assert (directory / "zelian.sqlite3").exists()
    assert list((directory / "示例台账").glob("*.xlsx"))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="只用于 SQLite：本次运行在 PostgreSQL 上")
def test_the_demo_is_backed_up_drilled_and_restored(demo, zelian, refused, settings, monkeypatch, data_dir):
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(data_dir / "zelian.sqlite3"))
    directory, _ = demo
    made = run(directory, "backup")
    [archive] = (directory / "backups").glob("*.zip")
    assert (made.returncode, made.stdout) == (0, f"已备份：{archive}\n")
    assert zelian("drill", archive).out == f"恢复演练通过：{archive.name}\n"
    assert zelian("restore", archive).out.splitlines()[-1] == f"已恢复到 {data_dir}"
    assert (data_dir / "zelian.sqlite3").exists()
    assert "已有数据" in refused("restore", archive)
    again = zelian("restore", archive, "--force")
    assert again.code == 0
    assert "原有数据已挪到" in again.out


def test_what_is_no_backup_is_refused(zelian, data_dir, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"nothing")
    for command in ("drill", "restore"):
        answer = zelian(command, tmp_path / "a.zip")
        assert answer.code == 2
        assert answer.err.count("\n") == 1


def test_an_empty_directory_says_what_to_run_first(tmp_path):
    answer = run(tmp_path, "figures", "--org", "sample", "--period", "2023")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == (
        "数据库还没有建好，或由旧版本建立：新装的请先运行 zelian init，升级后请运行 zelian migrate\n"
    )
