"""Sheets → chosen targets → rows with normalised cells. Pure but for the child process and the organisation book."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from zelian.exchange import workbook
from zelian.exchange.cells import as_choice, as_fen, as_int, as_names, as_text, is_blank
from zelian.exchange.dates import as_date
from zelian.exchange.errors import CellError
from zelian.exchange.sheets import Row, Sheet
from zelian.intake import headings
from zelian.intake.headings import Heading
from zelian.intake.targets import Column, Context, Fault, SourceRow, Target
from zelian.kernel.errors import BadInput

QUIET_SHEETS = frozenset({workbook.INSTRUCTIONS_SHEET, workbook.CHOICES_SHEET, "说明"})
_ID_NUMBER = re.compile("(?:居民|公民)?身份(?:证件?)?号码?|证件号码?")
_SECRET = re.compile("(?:绝密|机密|秘密)[★☆]")
_TOTAL = re.compile(r"(?:本页|本月|本年)?(?:合计|小计|总计|共计|累计)[:：]?")
_YES_NO = {"是": "yes", "否": "no"}
_YES_NO_WORDS = dict.fromkeys(("√", "有", "党员", "中共党员", "预备党员", "中共预备党员"), "是") | dict.fromkeys(
    ("×", "无", "不是", "群众", "共青团员", "民主党派"), "否"
)

Reader = Callable[[object], tuple[object, str | None]]


@dataclass
class SheetPlan:
    """What one sheet is taken for. `target` None: it is not imported, and `notes` says why."""

    name: str
    target: Target | None = None
    heading: Heading | None = None
    rows: list[SourceRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def cell_json(value: object) -> object:
    """A cell as JSON can hold it and a person would recognise it."""
    if isinstance(value, CellError):
        return value.text
    return value.isoformat() if isinstance(value, date | datetime) else value


def take(sheet: Sheet, filename: str, targets: Sequence[Target], *, explicit: bool) -> SheetPlan:
    """Decides what a sheet is; rows are not read yet. BadInput for a sheet that must not be taken in at all."""
    plan = SheetPlan(sheet.name)
    top = [(row.number, row.cells) for row in sheet.rows[: headings.LOOK_DOWN]]
    _refuse_marked(sheet, top)
    if not sheet.rows or sheet.name in QUIET_SHEETS:
        return plan
    if not sheet.visible:
        plan.notes.append(f"工作表“{sheet.name}”是隐藏的，没有导入：如需导入，请先取消隐藏")
        return plan
    choices = headings.choose(targets, sheet.name, filename, top)
    if not choices:
        what = f"“{targets[0].name}”的表头" if explicit else "认得的表头"
        plan.notes.append(f"工作表“{sheet.name}”里没有找到{what}，没有导入：请核对栏目名称，或下载模板对照")
        return plan
    if len(choices) > 1:
        names = "、".join(f"“{choice.target.name}”" for choice in choices[:4])
        plan.notes.append(
            f"工作表“{sheet.name}”分不清是{names}中的哪一种，没有导入：请指定台账种类，或把表名改成台账名"
        )
        return plan
    plan.target, plan.heading = choices[0].target, choices[0].heading
    _refuse_header(sheet, plan.heading)
    plan.notes += _remarks(sheet, plan.heading)
    return plan


def _refuse_marked(sheet: Sheet, top: Sequence[tuple[int, Sequence[object]]]) -> None:
    """Whatever the sheet is taken for: the file would be kept, so it must hold neither of the two."""
    for _, cells in top:
        for cell in cells:
            text = "".join(cell.split()) if isinstance(cell, str) and len(cell) < 40 else ""
            if _SECRET.match(text):
                raise BadInput(f"工作表“{sheet.name}”标有密级“{text[:12]}”：本系统不收涉密文件，请按保密规定处理")
            if _ID_NUMBER.fullmatch(text):
                raise _id_number(sheet, text)


def _refuse_header(sheet: Sheet, heading: Heading) -> None:
    """What only a header tells: a column that would hold identity numbers under a looser name."""
    for header in heading.unknown:
        if "身份证" in header:
            raise _id_number(sheet, header)


def _id_number(sheet: Sheet, header: str) -> BadInput:
    return BadInput(f"工作表“{sheet.name}”有“{header}”一栏：本系统不收身份证号，请删去这一栏后再导入")


def _remarks(sheet: Sheet, heading: Heading) -> list[str]:
    notes = []
    ignored = [name for name in heading.unknown if name != workbook.ERROR_HEADER]
    if ignored:
        notes.append(f"工作表“{sheet.name}”的这些栏没有导入：{'、'.join(ignored)}")
    if heading.repeated:
        notes.append(f"工作表“{sheet.name}”的这些栏与别的栏重复，没有导入：{'、'.join(heading.repeated)}")
    hidden = sorted(row for row in sheet.hidden_rows if row > heading.row)
    if hidden:
        listed = "、".join(map(str, hidden[:10])) + ("……" if len(hidden) > 10 else "")
        notes.append(f"工作表“{sheet.name}”有 {len(hidden)} 个隐藏行，也已读入：第 {listed} 行")
    return notes


def read_rows(index: int, sheet: Sheet, plan: SheetPlan, context: Context, default_year: int | None) -> list[SourceRow]:
    """All rows below the header, normalised. Each distinct cell of a column is read once."""
    columns = plan.target.columns()
    headers = {column.header: plan.heading.headers.get(column.name, column.header) for column in columns}
    readers = {
        column.name: _remembering(_reader(column, plan.target, context, default_year, epoch_1904=sheet.epoch_1904))
        for column in columns
    }
    return [
        _read(SourceRow(index, row.number, {}, headers=headers), row, plan.heading, columns, readers, context)
        for row in sheet.rows
        if row.number > plan.heading.row
    ]


def _read(
    found: SourceRow,
    row: Row,
    heading: Heading,
    columns: Sequence[Column],
    readers: dict[str, Reader],
    context: Context,
) -> SourceRow:
    cells = {name: row.cells[place] for name, place in heading.places.items() if place < len(row.cells)}
    found.skip = _reason_to_skip(row, cells, heading)
    if found.skip:
        return found
    for column in columns:
        cell = cells.get(column.name)
        if is_blank(cell) and column.default:
            cell = column.default
        value, message = readers[column.name](cell)
        if message:
            found.faults.append(Fault(heading.headers[column.name], cell_json(cells.get(column.name)), message))
        elif value is None and column.type == "org" and _may_fill(column, heading, context):
            value = context.default_org
        elif value is None and column.required:
            found.faults.append(_missing(column, heading))
        if column.name in heading.places or value is not None:
            found.values[column.name] = value
    return found


def _may_fill(column: Column, heading: Heading, context: Context) -> bool:
    return context.default_org is not None and (context.fill_blank or column.name not in heading.places)


def _missing(column: Column, heading: Heading) -> Fault:
    if column.name in heading.places:
        return Fault(heading.headers[column.name], None, "必填，现在是空的：请补填")
    hint = "，或在导入时选定单位" if column.type == "org" else ""
    return Fault(column.header, None, f"表里没有“{column.header}”这一栏：请加上这一栏并填写{hint}")


def _reason_to_skip(row: Row, cells: dict[str, object], heading: Heading) -> str:
    """Blank, total and repeated header rows hold no record."""
    if all(is_blank(cell) for cell in cells.values()):
        return "空行"
    first = next((cell for cell in row.cells if not is_blank(cell)), None)
    if isinstance(first, str) and _TOTAL.fullmatch("".join(first.split())):
        return "汇总行"
    texts = {name: cell for name, cell in cells.items() if isinstance(cell, str)}
    if len(texts) > 1 and all(
        headings.folded(cell) == headings.folded(heading.headers[name]) for name, cell in texts.items()
    ):
        return "重复的表头"
    return ""


def _remembering(read: Reader) -> Reader:
    known: dict[tuple[type, object], tuple[object, str | None]] = {}

    def remembered(value: object) -> tuple[object, str | None]:
        slot = (type(value), value)
        if slot not in known:
            known[slot] = read(value)
        return known[slot]

    return remembered


def _reader(column: Column, target: Target, context: Context, default_year: int | None, *, epoch_1904: bool) -> Reader:
    """The function that reads the cells of a column: value or message, both None for a blank."""
    if column.type == "choice":
        labels = {label: code for code, label in column.choices.items()}
        return lambda value: as_choice(value, labels)
    if column.type == "flag":
        return lambda value: as_choice(value, _YES_NO, _YES_NO_WORDS)
    if column.type == "date":
        return lambda value: as_date(value, default_year=default_year, epoch_1904=epoch_1904)
    if column.type in ("int", "money"):
        number = as_int if column.type == "int" else as_fen
        return lambda value: _not_negative(*number(value))
    if column.type == "names":
        return lambda value: _told_apart(*as_names(value))
    if column.type == "org":
        return lambda value: _organisation(value, target, context)
    return lambda value: as_text(value, longest=column.longest)


def _not_negative(value: int | None, message: str | None) -> tuple[int | None, str | None]:
    if value is not None and value < 0:
        return None, "不能是负数：请核对"
    return value, message


def _told_apart(names: list[str] | None, message: str | None) -> tuple[list[str] | None, str | None]:
    for name in names or ():
        if len(name) > 40:
            return None, f"“{name[:20]}……”不像姓名：请用顿号把姓名分开"
        if names.count(name) > 1:
            return None, f"“{name}”写了两次：写重了请删去一个，确是两个人请写成“{name}（大）、{name}（小）”"
    return names or None, message


def _organisation(value: object, target: Target, context: Context) -> tuple[str | None, str | None]:
    text, message = as_text(value)
    if text is None:
        return None, message
    return context.orgs.resolve(text, target.scope_permission)
