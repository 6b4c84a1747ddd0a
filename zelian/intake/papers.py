"""Workbooks that intake hands out: the template of a kind, and the returned file with an error column."""

from __future__ import annotations

import io

from zelian.exchange import workbook
from zelian.exchange.sheets import read_in_child
from zelian.exchange.workbook import SheetColumn
from zelian.intake import staging
from zelian.intake import targets as registry
from zelian.intake.models import Batch
from zelian.intake.queries import faulty_sheets
from zelian.intake.targets import Column, Target
from zelian.kernel.errors import BadInput, Conflict, NotFound

_KINDS = {"org": "text", "flag": "choice"}


def sheet_column(column: Column) -> SheetColumn:
    """A target's column as a workbook writes it."""
    choices = ("是", "否") if column.type == "flag" else tuple(column.choices.values())
    return SheetColumn(
        column.name, column.header, _KINDS.get(column.type, column.type), column.required, choices, help=column.help
    )


def template(kind: str) -> bytes:
    """The Excel template of a kind (code or name): header, drop-downs, instructions and one example.

    NotFound (Chinese) when there is no such kind. A few queries.
    """
    target = registry.find(kind)
    if target is None:
        raise NotFound(f"没有叫“{kind}”的台账或名册：请核对种类代码或名称")
    columns = target.columns()
    out = io.BytesIO()
    workbook.write_template(
        out,
        [sheet_column(column) for column in columns],
        [column.example for column in columns],
        _instructions(target),
        title=target.name,
    )
    return out.getvalue()


def _instructions(target: Target) -> list[str]:
    return [
        f"{target.name}——填写说明",
        "1. 一行填一条；红色表头的栏必须填写，其余有则填。",
        "2. 不要改动表头文字；栏的先后可以调整，不用的栏可以删去。",
        "3. 日期写成 2023-07-05；几个人的姓名用顿号分开；金额以元为单位。",
        "4. 同一个文件可以重复导入：已有的记录不会重复，改过的记录会更新。",
        "5. 不要填写身份证号，不要填写涉密内容。",
    ]


def error_copy(batch: Batch, sheet: int | None = None) -> bytes:
    """A faulty sheet of the file as it came, wrong cells marked, with a column saying what is wrong.

    `sheet` is its place in the batch's counts; by default the first faulty one. BadInput when nothing is wrong,
    Conflict when the file is no longer kept. Cost: one child process.
    """
    sheets = batch.counts["sheets"]
    faulty = faulty_sheets(batch)
    if not faulty:
        raise BadInput("这一批没有未通过的行：不需要错误副本")
    index = sheets.index(faulty[0]) if sheet is None else sheet
    source = staging.directory(batch.pk) / batch.staged
    if not source.exists():
        raise Conflict(f"原文件只保留 {staging.KEPT.days} 天，已经清理：请重新导入原文件")
    found = read_in_child(source, batch.filename)[index]
    header_row = sheets[index]["header_row"] or 1
    places = _places(next((row.cells for row in found.rows if row.number == header_row), ()))
    faults = [
        workbook.Fault(plan.row, places.get(fault.column), fault.message)
        for plan in staging.get_plan(batch.pk)
        if plan.sheet == index
        for fault in plan.faults
    ]
    out = io.BytesIO()
    workbook.write_error_copy(out, found, faults, header_row=header_row)
    return out.getvalue()


def _places(cells: tuple) -> dict[str, int]:
    """Where each header stands, the first of equal ones."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if isinstance(cell, str):
            found.setdefault(" ".join(cell.split()), place)
    return found
