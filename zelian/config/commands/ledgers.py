"""zelian import, zelian undo."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from zelian.config.commands.terms import actor, as_json, now
from zelian.intake import actions as service
from zelian.intake import queries
from zelian.intake.models import Batch
from zelian.kernel.errors import NotFound
from zelian.org.queries import org_by_code


def load(options: Namespace) -> int:
    """Plans every file, applies it unless --dry-run, and accounts for every row. Exit 1 when rows were rejected."""
    by, reports = actor(options), []
    org = org_by_code(options.org) if options.org else None
    for name in options.files:
        path = Path(name)
        batch = service.plan(path, path.name, kind=options.kind, org=org, default_year=options.year, by=by, now=now())
        report = queries.report(batch, rows=options.rows)
        rejected = any(sheet["rejected"] for file in report["files"] for sheet in file["sheets"])
        if not options.dry_run and (not rejected or options.accept_good):
            service.apply(batch, accept_good=options.accept_good, by=by, now=now())
        reports += [file | {"batch": str(batch.pk)} for file in report["files"]]
    if options.json:
        print(as_json({"files": reports}))
    else:
        for file in reports:
            _print(file, dry_run=options.dry_run, accept_good=options.accept_good)
    return 1 if any(sheet["rejected"] for file in reports for sheet in file["sheets"]) else 0


def _print(file: dict, *, dry_run: bool, accept_good: bool) -> None:
    print(f"{file['file']}　批次 {file['batch']}")
    for sheet in file["sheets"]:
        counts = "，".join(
            f"{label} {sheet[key]}"
            for key, label in (
                ("new", "新增"),
                ("updated", "更新"),
                ("unchanged", "未变"),
                ("skipped", "跳过"),
                ("rejected", "有误"),
            )
        )
        print(f"  {sheet['sheet']}：{sheet['rows']} 行，{counts}")
        for error in sheet["errors"]:
            print(f"    第 {error['row']} 行“{error['column']}”：{error['message']}")
    rejected = any(sheet["rejected"] for sheet in file["sheets"])
    if dry_run:
        print("  只检查，没有入账")
    elif rejected and not accept_good:
        print("  有误的行改好之前，本文件一行也没有入账（如要先收无误的行，请加 --accept-good）")


def undo(options: Namespace) -> int:
    """Takes a whole import back."""
    batch = Batch.objects.filter(pk=options.batch).first()
    if batch is None:
        raise NotFound(f"没有批次“{options.batch}”：请核对批次号")
    service.undo(batch, by=actor(options), now=now())
    print(f"已撤销批次 {batch.pk}")
    return 0
