"""zelian demo, init, serve, worker, migrate, check, backup, restore, drill, audit."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import sys
import threading
from argparse import Namespace
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from zelian.config.commands.terms import actor, now
from zelian.kernel.errors import BadInput

DEMO_MARK = "demo.json"


def _migrate(verbosity: int = 0) -> None:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=verbosity)


def demo(options: Namespace) -> int:
    """A fresh database with the sample street, its accounts printed once, and a running server."""
    from zelian.access.roles import ROLES
    from zelian.packs.applying import apply_pack
    from zelian.packs.loader import SUBDISTRICT, read_pack
    from zelian.packs.sample.accounts import sample_accounts
    from zelian.packs.sample.build import build_sample
    from zelian.packs.sample.workbooks import sample_workbooks

    if not options.no_serve:
        _refuse_taken_port("127.0.0.1", options.port)
    _empty_for_demo()
    _say("正在建库……")
    _migrate()
    by = actor(options)
    _say("正在应用街道套件……")
    apply_pack(read_pack(SUBDISTRICT), by=by, now=now())
    _say("正在生成示例街道三年的台账……")
    result = build_sample(by=by, now=now())
    workbooks = settings.DATA_DIR / "示例台账"
    sample_workbooks(workbooks)
    (settings.DATA_DIR / DEMO_MARK).write_text(json.dumps({"made": str(now())}), encoding="utf-8")
    _say(f"示例街道已建成：{result.entries} 条台账记录。组织编码 sample，年份 2022、2023、2024。\n")
    _say(f"2023 年的台账也写成了 Excel，可以试着导入：{workbooks}")
    _say("示例账号（口令每次随机，只显示这一次）：")
    for account in sample_accounts():
        password, role = result.passwords[account.username], ROLES[account.role].name
        _say(f"  {account.username:<14}{password:<20}{account.name}（{role}）")
    if options.no_serve:
        return 0
    _say("")
    options.host = "127.0.0.1"
    return serve(options)


def _refuse_taken_port(host: str, port: int) -> None:
    """A second server would share the port and answer every other request from other data."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1" if host == "0.0.0.0" else host, port)) == 0:  # noqa: S104  compared, not bound
            raise BadInput(f"端口 {port} 已有程序在用：请先停止它，或用 --port 换一个端口")


def _empty_for_demo() -> None:
    """Clears the database of an earlier demo; refuses to touch anything else."""
    marked = (settings.DATA_DIR / DEMO_MARK).exists()
    if connection.vendor == "sqlite":
        database = Path(settings.DATABASES["default"]["NAME"])
        if database.exists() and not marked:
            raise BadInput(
                f"{settings.DATA_DIR} 里已有数据，不是示例：请用环境变量 ZELIAN_DATA 指定一个空目录再运行 zelian demo"
            )
        connection.close()
        for name in ("", "-journal", "-wal", "-shm"):
            Path(f"{database}{name}").unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor) and not marked:
            raise BadInput("DATABASE_URL 指向的库里已有数据，不是示例：请换一个空库再运行 zelian demo")
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def _say(text: str) -> None:
    print(text, flush=True)


def init(options: Namespace) -> int:
    """An empty office: schema, pack, and a one-time token for the first-run page."""
    from zelian.access.setup import issue_setup_token
    from zelian.packs.applying import apply_pack
    from zelian.packs.loader import SUBDISTRICT, read_pack

    _migrate()
    by = actor(options)
    apply_pack(read_pack(SUBDISTRICT), by=by, now=now())
    token = issue_setup_token(now=now())
    _say("空的办公室已建好。启动服务（zelian serve）后打开 /setup/，填入一次性口令建立第一个账号：")
    _say(f"  {token}")
    _say("口令 24 小时内有效，用过即失效。组织、人员、岗位、账号名册随后从 Excel 导入。")
    return 0


def serve(options: Namespace) -> int:
    """Runs the web server with the background worker in it: granian where it is installed, else waitress."""
    _refuse_newer_schema()
    _refuse_taken_port(options.host, options.port)
    _say(f"责链已启动：http://{options.host}:{options.port}/　（按 Ctrl+C 停止）")
    os.environ["ZELIAN_WORKER"] = "true"
    try:
        from granian import Granian
        from granian.constants import Interfaces
    except ImportError:
        from waitress import serve as waitress

        from zelian.config.wsgi import application

        waitress(application, host=options.host, port=options.port, threads=8)
        return 0
    Granian(
        "zelian.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_access=False,
        log_level="warning",
    ).serve()
    return 0


def worker(options: Namespace) -> int:
    """Only the background worker."""
    from zelian.jobs.worker import work

    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    _say("后台任务已启动（按 Ctrl+C 停止）")
    work(stop=stop)
    _say("后台任务已停止")
    return 0


def migrate(options: Namespace) -> int:
    """Brings the database to the schema of this release."""
    _refuse_newer_schema()
    _migrate()
    _say("数据库结构已是最新")
    return 0


def _refuse_newer_schema() -> None:
    loader = MigrationExecutor(connection).loader
    unknown = {(app, name) for app, name in loader.applied_migrations if app in loader.migrated_apps} - set(
        loader.disk_migrations
    )
    if unknown:
        raise BadInput(f"数据库由更新的版本建立（{len(unknown)} 步升级本版本不认识）：请安装新版本，不要用旧版本打开")


def check(options: Namespace) -> int:
    """Deployment self-check: one line per point, exit 1 when one is bad."""
    points = list(_points())
    for good, text in points:
        _say(f"{'正常' if good else '注意'}　{text}")
    return 0 if all(good for good, _ in points) else 1


def _points():
    from zelian.web.ui.assets import state as asset_state

    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield not pending, "数据库结构是最新的" if not pending else f"数据库结构差 {len(pending)} 步：请运行 zelian migrate"
    if connection.vendor == "sqlite":
        mode = "WAL" if "WAL" in settings.DATABASES["default"]["OPTIONS"]["init_command"] else "DELETE"
        yield True, f"SQLite {sqlite3.sqlite_version}，日志模式 {mode}"
    complete = asset_state() == "complete"
    hint = "联网后运行 python hatch_build.py，或重新安装"
    yield complete, "页面样式与脚本齐全" if complete else f"页面样式与脚本不全：请{hint}"
    loopback = set(settings.ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]"}
    yield (
        settings.HTTPS or loopback,
        "传输加密（ZELIAN_HTTPS）" + ("已开启" if settings.HTTPS else "未开启，仅限本机访问"),
    )
    if not pending:
        from zelian.access.models import User
        from zelian.audit.queries import verify

        yield (
            User.objects.filter(is_active=True).exists(),
            "已有可用账号" if User.objects.exists() else "还没有账号：请运行 zelian init",
        )
        problems = verify(now=now())
        yield (
            not problems,
            "操作日志链完好" if not problems else f"操作日志链有 {len(problems)} 处问题：请运行 zelian audit verify",
        )
    newest = _newest_backup()
    yield newest is not None, f"最近备份 {newest.name}" if newest else "还没有备份：请运行 zelian backup"


def _backups() -> Path:
    return settings.DATA_DIR / "backups"


def _newest_backup() -> Path | None:
    return (
        max(_backups().glob("*.zip"), key=lambda path: path.stat().st_mtime, default=None)
        if _backups().is_dir()
        else None
    )


def backup(options: Namespace) -> int:
    """One backup file with a manifest."""
    from zelian.config import backup as backups

    made = backups.backup(Path(options.directory) if options.directory else _backups(), now=now())
    _say(f"已备份：{made}")
    return 0


def restore(options: Namespace) -> int:
    """Brings a backup into the data directory, after every hash was checked."""
    from zelian.config import backup as backups

    try:
        done = backups.restore(
            Path(options.archive), settings.DATA_DIR, force=options.force, accept_losses=options.accept_losses
        )
    except backups.BackupError as error:
        for finding in error.findings:
            _say(str(finding))
        raise
    for finding in done.findings:
        _say(str(finding))
    if done.aside:
        _say(f"原有数据已挪到 {done.aside}")
    _say(f"已恢复到 {settings.DATA_DIR}" + ("，请再运行 zelian migrate" if done.behind else ""))
    return 0


def drill(options: Namespace) -> int:
    """Restores into a temporary directory and checks it there."""
    from zelian.config import backup as backups

    archive = Path(options.archive) if options.archive else _newest_backup()
    if archive is None:
        raise BadInput("还没有备份可演练：请先运行 zelian backup")
    backups.drill(archive)
    _say(f"恢复演练通过：{archive.name}")
    return 0


def audit_verify(options: Namespace) -> int:
    """Checks the audit chain; exit 1 when something is wrong."""
    from zelian.audit.queries import head, read_heads, verify
    from zelian.audit.sealing import seal

    heads = [found for path in options.head or [] for found in read_heads(Path(path))]
    problems = verify(heads=heads, now=now())
    if not problems:
        seal(now())
    for problem in problems:
        _say(str(problem))
    _say(f"操作日志链完好，共 {head().seq} 条" if not problems else f"发现 {len(problems)} 处问题")
    return 1 if problems else 0


def audit_head(options: Namespace) -> int:
    """Prints the head of the chain, or writes it into a directory outside the database."""
    from zelian.audit.queries import head
    from zelian.audit.sealing import NothingSealed, export_head, seal

    seal(now())
    if options.directory:
        try:
            _say(f"链头已导出：{export_head(Path(options.directory), now())}")
        except NothingSealed as error:
            raise BadInput("操作日志还是空的，没有可导出的链头：有了操作之后再导出") from error
        return 0
    found = head()
    _say(json.dumps({"seq": found.seq, "chain": found.chain, "date": str(timezone.localdate())}, ensure_ascii=False))
    return 0


if sys.platform == "win32":
    sys.stdout.reconfigure(encoding="utf-8")
