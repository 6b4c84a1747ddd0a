"""The database as one file, taken while people work and loaded back: SQLite by ``VACUUM INTO``, PostgreSQL by
its own tools. What the file must contain (rows per table, migrations, audit head) is read in the same moment.

Plain DB-API connections, not Django's: the database looked at may be a copy Django does not know.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from zelian.kernel.errors import DomainError

Database = Mapping[str, Any]  # one entry of Django's DATABASES

BUSY_SECONDS = 20


class BackupError(DomainError, ValueError):
    """A backup could not be made, or must not be restored. ``findings``: every single thing that is wrong."""

    def __init__(self, text: str, findings: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.findings = findings


@dataclass(frozen=True)
class Contents:
    """What a database held: rows per table, newest migration per app, the audit head (None: nothing
    sealed).
    """

    tables: dict[str, int]
    migrations: dict[str, str]
    audit_head: dict[str, Any] | None


def vendor(database: Database) -> str:
    """``sqlite`` or ``postgresql``; BackupError for anything else."""
    for word, name in (("sqlite3", "sqlite"), ("postgresql", "postgresql")):
        if str(database["ENGINE"]).endswith(word):
            return name
    raise BackupError(f"数据库类型 {database['ENGINE']} 不支持备份：请改用 SQLite 或 PostgreSQL")


def take(database: Database, target: Path) -> Contents:
    """Write a consistent copy of the database to ``target`` (must not exist) and say what is in it.

    Readers and, on PostgreSQL, writers go on meanwhile; SQLite writers wait for the copy.
    """
    if vendor(database) == "sqlite":
        return _take_sqlite(Path(database["NAME"]), target)
    return _take_postgresql(database, target)


def differences(found: Contents, promised: Contents) -> Iterator[str]:
    """What is in the database against what its manifest promises, as Chinese sentences."""
    for table in sorted(found.tables.keys() | promised.tables.keys()):
        here, there = found.tables.get(table), promised.tables.get(table)
        if here != there:
            here, there = ("无此表" if rows is None else f"{rows} 行" for rows in (here, there))
            yield f"数据表 {table}：备份清单为 {there}，实际为 {here}"
    if found.migrations != promised.migrations:
        yield "数据库结构版本与备份清单不符"
    if found.audit_head != promised.audit_head:
        yield "审计链头与备份清单不符：审计记录可能被改动"


# --- SQLite


def _take_sqlite(path: Path, target: Path) -> Contents:
    if not path.is_file():
        raise BackupError(f"找不到数据库文件 {path.name}：请检查数据目录设置")
    with _sqlite(path, "rw") as source:
        source.execute("VACUUM INTO ?", (str(target),))
    with target.open("rb+") as copy:
        os.fsync(copy.fileno())
    return contents_of_sqlite(target)


def contents_of_sqlite(path: Path) -> Contents:
    """What a SQLite file holds. Raises BackupError when it is no readable database."""
    with _sqlite(path, "ro") as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
        )
        return _contents(connection.cursor(), [name for (name,) in names])


def faults_of_sqlite(path: Path) -> list[str]:
    """What SQLite's own checks find in the file: damaged pages, rows pointing nowhere."""
    with _sqlite(path, "ro") as connection:
        faults = [
            f"数据库完整性检查：{text}" for (text,) in connection.execute("PRAGMA integrity_check(20)") if text != "ok"
        ]
        for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(20):
            faults.append(f"数据表 {table} 第 {row} 行指向 {parent} 中不存在的记录")
    return faults


def beaten_at(path: Path) -> str:
    """Last heartbeat (UTC text) of a worker using this SQLite file, or "" when there is none."""
    try:
        with _sqlite(path, "ro") as connection:
            row = connection.execute("SELECT beat_at FROM jobs_lease WHERE name = 'worker'").fetchone()
    except BackupError:
        return ""  # damaged or not ours: nobody can be working with it
    return row[0] if row else ""


@contextmanager
def _sqlite(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    try:
        address = f"file:{quote(str(path))}?mode={mode}"
        with closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise BackupError(f"数据库文件 {path.name} 读写出错（{error}）：请检查磁盘空间和文件是否完好") from error


# --- PostgreSQL


def _take_postgresql(database: Database, target: Path) -> Contents:
    with _postgresql(database) as connection, connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (moment,) = cursor.fetchone()
        contents = _contents(cursor, _public_tables(cursor))
        _tool(
            database, "pg_dump", "--format=custom", "--schema=public", "--no-owner", "--no-privileges",
            f"--snapshot={moment}", f"--file={target}", str(database["NAME"]),
        )  # fmt: skip
    return contents


def load_postgresql(database: Database, dump: Path, *, aside: str) -> tuple[Contents, bool]:
    """Load a dump into the database; rows already there are kept as schema ``aside`` (empty: refuse them).

    Returns what was loaded and whether something was moved aside. All or nothing: on failure the old tables
    stand where they stood.
    """
    with _postgresql(database) as connection, connection.cursor() as cursor:
        occupied = bool(_public_tables(cursor))
        if occupied and not aside:
            raise BackupError(f"数据库 {database['NAME']} 里已有数据：请换空库，或加 --force（原数据改名保留）")
        if occupied:
            cursor.execute(f'ALTER SCHEMA public RENAME TO "{aside}"')
            cursor.execute("CREATE SCHEMA public")
        try:
            _tool(
                database, "pg_restore", "--schema=public", "--no-owner", "--no-privileges", "--exit-on-error",
                "--single-transaction", f"--dbname={database['NAME']}", str(dump),
            )  # fmt: skip
        except BackupError:
            put_back_postgresql(database, aside=aside if occupied else "")
            raise
        return _contents(cursor, _public_tables(cursor)), occupied


def put_back_postgresql(database: Database, *, aside: str) -> None:
    """Undo a load: drop what was loaded and give schema ``aside`` its name back (empty: there was none)."""
    with _postgresql(database) as connection, connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute(f'ALTER SCHEMA "{aside}" RENAME TO public' if aside else "CREATE SCHEMA public")


@contextmanager
def scratch_postgresql(database: Database, name: str) -> Iterator[Database]:
    """An empty database ``name`` on the same server, dropped afterwards. The account needs CREATEDB."""
    import psycopg

    with _postgresql(database) as connection:
        try:
            connection.execute(f'CREATE DATABASE "{name}"')
        except psycopg.Error as error:
            raise BackupError("无法新建演练用数据库：请给数据库账号授予 CREATEDB 权限后重试") from error
        try:
            yield {**database, "NAME": name}
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def _postgresql(database: Database) -> Iterator[Any]:
    import psycopg  # an optional dependency: present where PostgreSQL is used

    wanted = {
        "host": database.get("HOST"), "port": database.get("PORT"), "user": database.get("USER"),
        "password": database.get("PASSWORD"), "dbname": database["NAME"],
        "sslmode": database.get("OPTIONS", {}).get("sslmode"),
    }  # fmt: skip
    given = {key: value for key, value in wanted.items() if value}
    try:
        with closing(psycopg.connect(autocommit=True, **given)) as connection:
            yield connection
    except psycopg.Error as error:
        raise BackupError(f"连接数据库 {database['NAME']} 出错：请检查地址、账号和权限") from error


def _public_tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return [name for (name,) in cursor.fetchall()]


def _tool(database: Database, name: str, *arguments: str) -> None:
    path = shutil.which(name)
    if path is None:
        raise BackupError(f"本机没有 {name}：请安装与服务器同版本的 PostgreSQL 客户端工具并加入 PATH")
    wanted = {
        "PGHOST": database.get("HOST"), "PGPORT": database.get("PORT"), "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"), "PGSSLMODE": database.get("OPTIONS", {}).get("sslmode"),
    }  # fmt: skip
    # By environment, not by argument: the password must not show in the list of processes.
    environment = os.environ | {key: str(value) for key, value in wanted.items() if value}
    done = subprocess.run(  # noqa: S603
        [path, *arguments], env=environment, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        said = " ".join(done.stderr.split())[:300]
        raise BackupError(f"{name} 没有成功（{said}）：请核对客户端与服务器版本后重试")


# --- both


def _contents(cursor: Any, tables: list[str]) -> Contents:
    rows = {}
    for table in sorted(tables):
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 — names come from the catalogue
        (rows[table],) = cursor.fetchone()
    migrations: dict[str, str] = {}
    if "django_migrations" in rows:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        migrations = dict(cursor.fetchall())
    head = None
    if "audit_seal" in rows:
        cursor.execute("SELECT seq, chain, algorithm FROM audit_seal ORDER BY seq DESC LIMIT 1")
        last = cursor.fetchone()
        head = dict(zip(("seq", "chain", "algorithm"), last, strict=True)) if last else None
    return Contents(rows, migrations, head)
