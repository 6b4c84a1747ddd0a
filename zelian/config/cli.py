"""The command line `zelian` (DESIGN §8): arguments, exit codes, one line of Chinese for every refusal.

Exit codes: 0 done, 1 the answer is "no" (rejected rows, contradicted claims), 2 usage or unusable input.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from importlib import import_module
from pathlib import Path

_ENGLISH = [
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"参数 \1 没有 \2 这个选项，可用：\3"),
    (r"argument (.+): expected one argument", r"参数 \1 后面要跟一个值"),
    (r"argument (.+): expected at least one argument", r"参数 \1 后面至少要跟一个值"),
    (r"argument (.+): invalid int value: (.+)", r"参数 \1 应为整数，现在是 \2"),
    (r"argument (.+): not allowed with argument (.+)", r"参数 \1 不能与 \2 同用"),
    (r"argument (.+): ignored explicit argument (.+)", r"参数 \1 不带值，多写了 \2"),
]
_NO_SCHEMA = re.compile(r"no such (table|column)|(relation|column) .* does not exist")
_WRITING = {"running:demo", "running:init", "ledgers:load", "ledgers:undo", "packs:apply", "texts:report"}


class Parser(argparse.ArgumentParser):
    """argparse that speaks Chinese."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("add_help", False)
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(*args, **kwargs)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示本帮助")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：")

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：")

    def error(self, message: str):
        for pattern, chinese in _ENGLISH:
            message = re.sub(pattern, chinese, message)
        sys.stderr.write(f"{message}（{self.prog} --help 查看用法）\n")
        raise SystemExit(2)


def build_parser() -> Parser:
    """The whole command tree; each leaf names the module and function that does it."""
    parser = Parser(prog="zelian", description="责链：明责、履责、督责、考责、问责、述责的一条链")
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True, parser_class=Parser)

    def leaf(name: str, does: str, help: str, parent=commands) -> Parser:
        found = parent.add_parser(name, help=help, description=help)
        found.set_defaults(does=does)
        return found

    _running(leaf)
    _data(leaf, commands)
    _texts(leaf)
    return parser


def _running(leaf) -> None:
    demo = leaf("demo", "running:demo", "新建一个示例街道并启动")
    demo.add_argument("--no-serve", action="store_true", help="只建数据，不启动服务")
    demo.add_argument("--port", type=int, default=8000, metavar="端口", help="端口（默认 8000）")
    leaf("init", "running:init", "建一个空的办公室，给出首次登录的一次性口令")
    serve = leaf("serve", "running:serve", "启动服务")
    serve.add_argument("--port", type=int, default=8000, metavar="端口", help="端口（默认 8000）")
    serve.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听地址（默认 127.0.0.1）")
    leaf("worker", "running:worker", "只运行后台任务")
    leaf("migrate", "running:migrate", "升级数据库结构")
    leaf("check", "running:check", "部署自检")


def _data(leaf, commands) -> None:
    figures = leaf("figures", "numbers:figures", "列出统计口径的数值")
    _where(figures)
    holder = figures.add_mutually_exclusive_group()
    holder.add_argument("--person", type=int, metavar="编号", help="只算某人参加的（人员 id）")
    holder.add_argument("--post", metavar="岗位代码", help="只算某岗位任职者的，按事发当日在任")
    figures.add_argument("--now", action="store_true", help="按现在的组织结构（默认按当时的）")
    figures.add_argument("--figure", action="append", metavar="代码", help="只算这个口径，可多次给出")
    figures.add_argument("--json", action="store_true", help="输出 JSON")
    table = leaf("table", "numbers:table", "任意口径 × 组织 × 时期的报表")
    _where(table)
    table.add_argument("--figure", action="append", metavar="代码", help="口径代码，可多次给出（默认全部）")
    table.add_argument("--rows", choices=["self", "children"], default="children", help="只列本级，或列下级各单位")
    table.add_argument("--by", choices=["total", "month", "quarter", "half"], default="total", help="时期怎样分栏")
    table.add_argument("-o", "--output", metavar="文件.xlsx", help="存为 Excel（默认打印）")
    table.add_argument("--json", action="store_true", help="输出 JSON")
    load = leaf("import", "ledgers:load", "把 Excel 台账导入")
    load.add_argument("files", nargs="+", metavar="文件")
    load.add_argument("--kind", metavar="种类", help="指定台账种类（默认按表头识别）")
    load.add_argument("--org", metavar="组织编码", help="没有“单位”栏时记到这个组织名下")
    load.add_argument("--year", type=int, metavar="年", help="日期没写年份时用这一年")
    load.add_argument("--dry-run", action="store_true", help="只检查，不入账")
    load.add_argument("--accept-good", action="store_true", help="有错误的行时，仍把无误的行入账")
    load.add_argument("--rows", action="store_true", help="JSON 中附上规范化后的各行")
    load.add_argument("--json", action="store_true", help="输出 JSON")
    _as(load)
    undo = leaf("undo", "ledgers:undo", "整批撤销一次导入")
    undo.add_argument("batch", metavar="批次")
    _as(undo)
    backup = leaf("backup", "running:backup", "备份到目录")
    backup.add_argument("directory", nargs="?", metavar="目录", help="默认为数据目录下的 backups")
    restore = leaf("restore", "running:restore", "从备份恢复到数据目录")
    restore.add_argument("archive", metavar="备份文件")
    restore.add_argument("--force", action="store_true", help="数据目录已有数据时，先挪开再恢复")
    restore.add_argument("--accept-losses", action="store_true", help="备份中有缺损的附件也恢复，并逐个列出")
    drill = leaf("drill", "running:drill", "恢复演练：只在临时目录中恢复并检查")
    drill.add_argument("archive", nargs="?", metavar="备份文件", help="默认为最新一份")
    pack = leaf("pack", "", "套件：台账种类、口径、模板等定义")
    packs = pack.add_subparsers(dest="act", metavar="动作", required=True, parser_class=Parser)
    for name, help in (
        ("check", "检查套件并运行其算例"),
        ("diff", "与库中定义的差异"),
        ("apply", "应用套件"),
        ("export", "导出本地定义"),
    ):
        one = leaf(name, f"packs:{name}", help, packs)
        one.add_argument("path", nargs="?", metavar="目录", help="默认为自带的街道套件")
        if name == "apply":
            _as(one)
    audit = leaf("audit", "", "操作日志")
    audits = audit.add_subparsers(dest="act", metavar="动作", required=True, parser_class=Parser)
    verify = leaf("verify", "running:audit_verify", "核对日志链是否完好", audits)
    verify.add_argument("--head", action="append", metavar="文件", help="先前导出的链头文件，可多次给出")
    head = leaf("head", "running:audit_head", "导出当前链头", audits)
    head.add_argument("directory", nargs="?", metavar="目录", help="默认只打印")


def _texts(leaf) -> None:
    report = leaf("report", "texts:report", "生成公文格式的报告")
    report.add_argument("kind", metavar="模板", help="如 annual")
    _where(report)
    report.add_argument("-o", "--output", required=True, metavar="文件.docx")
    report.add_argument("--appendix", action="store_true", help="附上报告数字与台账对照表")
    report.add_argument("--freeze", action="store_true", help="同时定稿，留存每个数字的依据")
    _as(report)
    claims = leaf("claims", "texts:claims", "只从文稿中找出数字")
    claims.add_argument("files", nargs="+", metavar="文件")
    claims.add_argument("--jsonl", action="store_true", help="每行一个 JSON")
    claims.add_argument("--missing", action="store_true", help="也列出被隐去的数字（如“*家”）")
    verify = leaf("verify", "texts:verify", "核数：逐个核对文稿中的数字")
    verify.add_argument("file", metavar="文件")
    _where(verify)
    verify.add_argument("--json", action="store_true", help="输出 JSON")
    verify.add_argument("-o", "--output", metavar="批注.docx", help="存为带批注的 Word（原文须为 .docx）")


def _where(parser: Parser) -> None:
    parser.add_argument("--org", required=True, metavar="组织编码")
    parser.add_argument("--period", required=True, metavar="时期", help="2026、2026H1、2026Q3、202609 或 202601-202610")
    parser.add_argument("--as-of", metavar="日期", help="截至某日，如 2026-09-28")


def _as(parser: Parser) -> None:
    parser.add_argument("--as", dest="username", metavar="用户名", help="以该账号的身份操作（默认为命令行）")


def main(argv: list[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    options = build_parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zelian.config.settings")
    module, _, name = options.does.partition(":")
    if options.does != "texts:claims":  # extraction alone needs no database and no framework
        import django

        django.setup()
    from django.db.utils import OperationalError, ProgrammingError

    from zelian.exchange.errors import ExchangeError
    from zelian.kernel.errors import DomainError

    try:
        code = getattr(import_module(f"zelian.config.commands.{module}"), name)(options) or 0
        if options.does in _WRITING:  # without a running worker nobody else would seal what was just recorded
            from django.utils import timezone

            from zelian.audit.sealing import seal

            seal(timezone.now())
        return code
    except (DomainError, ExchangeError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except FileNotFoundError as error:
        sys.stderr.write(f"没有这个文件：{Path(error.filename or '').name or error.filename}，请核对路径\n")
        return 2
    except BrokenPipeError:
        return 0
    except OSError as error:
        sys.stderr.write(f"读写不了“{Path(error.filename or '').name}”：请核对它是不是文件、有没有权限、磁盘满没满\n")
        return 2
    except (OperationalError, ProgrammingError) as error:
        if not _NO_SCHEMA.search(str(error)):
            raise
        sys.stderr.write("数据库还没有建好，或由旧版本建立：新装的请先运行 zelian init，升级后请运行 zelian migrate\n")
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
