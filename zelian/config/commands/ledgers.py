"""zelian import, zelian undo."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from zelian.access.actor import CommandActor, UserActor
from zelian.config.commands.terms import actor, as_json, now
from zelian.exchange.errors import ExchangeError
from zelian.intake import actions, queries
from zelian.intake.models import Batch
from zelian.kernel.errors import DomainError, NotFound
from zelian.org.models import Org
from zelian.org.queries import org_by_code


def load(options: Namespace) -> int:
    """Plans every file, applies it unless --dry-run, and accounts for every row.

    Each file is stored whole or not at all; a file that cannot be read does not stop the others. Exit 1 when rows were
    rejected, 2 when a file was unusable.
    """
    by = actor(options)
    org = org_by_code(options.org) if options.org else None
    files = [_take(Path(name), org, by, options) for name in options.files]
    if options.json:
        print(as_json({"files": files}))
    else:
        for file in files:
            _print(file, dry_run=options.dry_run, accept_good=options.accept_good)
    if any("error" in file for file in files):
        return 2
    return 1 if any(sheet["rejected"] for file in files for sheet in file["sheets"]) else 0


def _take(path: Path, org: Org | None, by: UserActor | CommandActor, options: Namespace) -> dict:
    try:
        if not path.is_file():
            raise NotFound(f"没有这个文件：{path.name}，请核对路径")
        batch = actions.plan(path, path.name, kind=options.kind, org=org, default_year=options.year, by=by, now=now())
        file = queries.report(batch, rows=options.rows) | {"batch": batch.pk, "notes": queries.notes(batch)}
        rejected = any(sheet["rejected"] for sheet in file["sheets"])
        if not options.dry_run and (not rejected or options.accept_good):
            done = actions.apply(batch, accept_good=options.accept_good, by=by, now=now())
            file["first_passwords"] = {one.username: one.password for one in done.secrets}
    except (DomainError, ExchangeError) as error:
        return {"file": path.name, "sheets": [], "error": str(error)}
    if not file.get("first_passwords"):
        file.pop("first_passwords", None)
    return file


def _print(file: dict, *, dry_run: bool, accept_good: bool) -> None:
    if "error" in file:
        sys.stderr.write(f"{file['file']}：{file['error']}\n")
        return
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
    for note in file["notes"]:
        sys.stderr.write(f"  请留意：{note}\n")
    for username, password in file.get("first_passwords", {}).items():
        print(f"  首次口令（只显示这一次）：{username}　{password}")
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
    actions.undo(batch, by=actor(options), now=now())
    print(f"已撤销批次 {batch.pk}")
    return 0
