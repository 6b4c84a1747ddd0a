"""Write .xlsx: exports, import templates, and copies of a rejected file with its errors.

Text is always a text cell, so nothing a user typed becomes a formula, a link or a number (security F24).
The same rows give the same bytes. A table is written without a title line by default, so that what was
exported can be imported again as it is.
"""

from __future__ import annotations

import contextlib
import datetime
import itertools
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, Literal

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange, XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zelian.exchange.cells import shown
from zelian.exchange.errors import CellError, ExchangeError
from zelian.exchange.layout import column_letter
from zelian.exchange.sheets import EXACT, Row, Sheet, Value

Kind = Literal["text", "date", "int", "money", "choice", "names"]

ERROR_HEADER = "错误说明（重新导入时不读此列）"
INSTRUCTIONS_SHEET = "填写说明"
CHOICES_SHEET = "选项"
NOTE_SHEET = "说明"
_LARGE = 5_000  # rows; beyond, rows are streamed to disk and are not kept in memory
_LAST_ROW = 1_048_575
_LONGEST_CELL = 32_767
_LONGEST_LIST = 255  # characters of a drop-down written into the sheet; longer ones live on a hidden sheet
_TEMPLATE_ROWS = 5_000
_NARROWEST, _WIDEST = 8, 48
_CREATED = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)  # a fixed moment: equal content must give equal bytes
_Style = tuple[tuple[str, object], ...]  # pairs, so that a style is a key; a later pair wins
_WRAPPED: _Style = (("text_wrap", True),)
_RED: _Style = (("font_color", "#A61B1B"),)
_WRONG: _Style = (("bg_color", "#FFD9D6"),)
_HEADING: _Style = (("bold", True), ("font_size", 14), ("align", "center"))
_HEADER: _Style = (("bold", True), ("bg_color", "#F3E9E7"), ("border", 1), ("border_color", "#BFBFBF"), *_WRAPPED)
_DAY: _Style = (("num_format", "yyyy-mm-dd"),)
_MOMENT: _Style = (("num_format", "yyyy-mm-dd hh:mm"),)
_AS_TEXT: _Style = (("num_format", 49),)  # the built-in "text": a long number typed there keeps its digits
_HINTS = {
    "text": "文字",
    "date": "日期，如 2023-07-05",
    "int": "整数",
    "money": "金额，以元为单位，最多两位小数",
    "choice": "从下拉列表中选",
    "names": "姓名，几个人用顿号分开",
}
_FORMATS: dict[str, _Style] = {"date": _DAY, "int": (("num_format", "0"),), "money": (("num_format", "#,##0.00"),)}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of a table. `choices`: the labels of its drop-down; `width` in half-width characters.

    Cells of kind money are given in integer 分 and shown in yuan; choice takes the label; names a sequence or
    ready text; date a date.
    """

    code: str
    header: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    width: int | None = None
    help: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of an import: row as Excel numbers it, column from 0 (None: the whole row), one Chinese line."""

    row: int
    column: int | None
    message: str


def write_table(
    out: Path | BinaryIO,
    title: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[object]],
    *,
    note: str | None = None,
    title_row: bool = False,
) -> int:
    """Write rows (cells in column order) as one sheet named `title`; return how many rows were written.

    `note` goes to a second sheet. `title_row` puts the title above the header, for printing; such a file is
    still importable, its header is on row 2. Memory: at most 5,000 rows. Raises ExchangeError when there are
    more rows than a sheet holds or a row has not one cell per column; then nothing is left at a `Path`.
    """
    head, rest, large = _peek(rows)
    with _book(out, constant_memory=large) as book:
        sheet = book.add_worksheet(sheet_name(title))
        styles = _Styles(book)
        top = 1 if title_row else 0
        if title_row:
            sheet.merge_range(0, 0, 0, max(len(columns) - 1, 1), _safe(title), styles.get(_HEADING))
        _header(sheet, columns, top, styles, comments=False)
        _widths(sheet, columns, head, styles)
        count = 0
        for count, row in enumerate(itertools.chain(head, rest), start=1):
            _table_row(sheet, top + count, columns, row, styles)
        if columns:
            sheet.autofilter(top, 0, top + count, len(columns) - 1)
        if note:
            _prose(book.add_worksheet(NOTE_SHEET), note.splitlines(), styles)
    return count


def write_template(
    out: Path | BinaryIO,
    columns: Sequence[SheetColumn],
    example: Sequence[object],
    instructions: Sequence[str],
    *,
    title: str = "填报",
) -> None:
    """Write an empty import template: header with comments and drop-downs, and a sheet of instructions.

    The example row stands on the instructions sheet only: nobody has to delete it before filling in. Text
    columns are formatted as text, so that long numbers are not turned into scientific notation.
    """
    with _book(out, constant_memory=False) as book:
        sheet = book.add_worksheet(sheet_name(title))
        styles = _Styles(book)
        _header(sheet, columns, 0, styles, comments=True)
        _widths(sheet, columns, [example], styles, cells="typed")
        guide = book.add_worksheet(INSTRUCTIONS_SHEET)
        last = _prose(guide, instructions, styles)
        _guide(guide, last + 1, columns, example, styles)
        _dropdowns(book, sheet, columns)


def write_error_copy(out: Path | BinaryIO, sheet: Sheet, faults: Iterable[Fault], *, header_row: int = 1) -> None:
    """Write the sheet as it came, every row under its own number, with a last column saying what is wrong.

    Wrong cells are marked, the filter stands on `header_row`; correct the rows and import the file again: what
    is already in is recognised. Memory: the rows are in memory already, the copy streams them when large.
    """
    by_row: dict[int, list[Fault]] = {}
    for fault in faults:
        by_row.setdefault(fault.row, []).append(fault)
    with _book(out, constant_memory=len(sheet.rows) > _LARGE) as book:
        page = book.add_worksheet(sheet_name(sheet.name))
        styles = _Styles(book)
        _copy_widths(page, sheet)
        rows = {row.number: row for row in sheet.rows}
        for number in sorted(rows.keys() | by_row.keys() | {header_row}):
            row = rows.get(number, Row(number, (None,) * sheet.width))
            _copy_row(page, row, by_row.get(number, []), sheet.width, header_row, styles)
        if len(sheet.rows) <= _LARGE:
            _copy_merged(page, sheet)
        page.freeze_panes(header_row, 0)
        page.autofilter(header_row - 1, 0, max(rows.keys() | by_row.keys(), default=1) - 1, sheet.width)


def sheet_name(title: str) -> str:
    """Return a title as Excel allows it on a tab: at most 31 characters, none of []:*?/\\."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "", title).strip(" '")[:31].strip(" '")
    return name or "表"


# ---- the file -----------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _book(out: Path | BinaryIO, *, constant_memory: bool) -> Iterator[xlsxwriter.Workbook]:
    """A workbook at `out`; at a path it appears whole or not at all, and no scratch file stays behind."""
    part = out.with_name(out.name + ".part") if isinstance(out, Path) else None
    options = {
        "constant_memory": constant_memory,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": "宋体", "font_size": 11},
    }
    try:
        with tempfile.TemporaryDirectory(prefix="zelian-", ignore_cleanup_errors=True) as scratch:
            book = xlsxwriter.Workbook(str(part) if part else out, {**options, "tmpdir": scratch})
            book.set_properties({"created": _CREATED})
            yield book
            book.close()
        if part:
            part.replace(out)
    except (OSError, XlsxWriterException) as error:
        raise ExchangeError("写 Excel 文件失败：请检查磁盘空间和目录权限", detail=repr(error)) from error
    finally:
        if part:
            part.unlink(missing_ok=True)


class _Styles:
    """Formats of one workbook, each made once: Excel allows 64,000, and equal ones should be one."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[_Style, Format] = {}

    def get(self, style: _Style) -> Format:
        made = self._made.get(style)
        if made is None:
            made = self._made[style] = self._book.add_format({"valign": "vcenter", **dict(style)})
        return made


def _peek(rows: Iterable[Sequence[object]]) -> tuple[list[Sequence[object]], Iterator[Sequence[object]], bool]:
    rest = iter(rows)
    head = list(itertools.islice(rest, _LARGE))
    return head, rest, len(head) == _LARGE


# ---- cells --------------------------------------------------------------------------------------------------


def _safe(text: str) -> str:
    """Text a sheet can hold: control characters out, lone surrogates shown as �, the end cut with a mark."""
    if text.isprintable() and len(text) <= _LONGEST_CELL:
        return text
    kept = "".join(c for c in text if c in "\t\n" or unicodedata.category(c) != "Cc")
    kept = kept.encode("utf-8", "replace").decode()
    return kept if len(kept) <= _LONGEST_CELL else kept[: _LONGEST_CELL - 8] + "……（已截断）"


def _table_row(
    sheet: Worksheet, at: int, columns: Sequence[SheetColumn], row: Sequence[object], styles: _Styles
) -> None:
    if at > _LAST_ROW:
        raise ExchangeError(f"数据超过 Excel 一张表的上限（{_LAST_ROW} 行）：请缩小范围，分几次导出")
    if len(row) != len(columns):
        raise ExchangeError(f"第 {at} 行有 {len(row)} 格，表头有 {len(columns)} 列：请检查导出的列设置")
    for index, (column, value) in enumerate(zip(columns, row, strict=True)):
        if column.kind == "money" and isinstance(value, int) and not isinstance(value, bool):
            value = Decimal(value).scaleb(-2)
        _cell(sheet, at, index, value, _FORMATS.get(column.kind, ()), styles)


def _cell(sheet: Worksheet, row: int, column: int, value: object, style: _Style, styles: _Styles) -> None:
    """Write by the type of the value, never by what its text looks like."""
    if value is None or value == "":
        if style:
            sheet.write_blank(row, column, None, styles.get(style))
    elif isinstance(value, str):
        text = _safe(value)
        sheet.write_string(row, column, text, styles.get(style + _WRAPPED if "\n" in text else style))
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, styles.get(style))
    elif isinstance(value, int | float | Decimal):
        # xlsxwriter writes 16 digits; what is longer keeps its digits as text
        if isinstance(value, float) or abs(value) < EXACT // 100:
            sheet.write_number(row, column, value, styles.get(style))
        else:
            sheet.write_string(row, column, str(value), styles.get(style))
    elif isinstance(value, datetime.datetime):
        sheet.write_datetime(row, column, value, styles.get(style + _MOMENT))
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, column, value, styles.get(style + _DAY))
    elif isinstance(value, CellError):
        sheet.write_string(row, column, _safe(value.text), styles.get(style))
    elif isinstance(value, Sequence):
        sheet.write_string(row, column, _safe("、".join(str(item) for item in value)), styles.get(style))
    else:
        raise TypeError(f"{type(value).__name__} cannot be written to a sheet")


# ---- headers, widths, choices -------------------------------------------------------------------------------


def _header(sheet: Worksheet, columns: Sequence[SheetColumn], at: int, styles: _Styles, *, comments: bool) -> None:
    for index, column in enumerate(columns):
        colour = _RED if comments and column.required else ()
        sheet.write_string(at, index, _safe(column.header), styles.get(_HEADER + colour))
        if comments:
            sheet.write_comment(at, index, _safe(_advice(column)), {"author": "", "x_scale": 1.6})
    sheet.freeze_panes(at + 1, 0)
    sheet.repeat_rows(at)


def _advice(column: SheetColumn) -> str:
    lines = ["必填" if column.required else "选填", _HINTS[column.kind]]
    return "；".join(lines) + ("\n" + column.help if column.help else "")


def display_width(text: str) -> int:
    """Columns the longest line takes on screen: full-width characters count two."""
    lines = text.splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line) for line in lines)


def _widths(
    sheet: Worksheet,
    columns: Sequence[SheetColumn],
    sample: Sequence[Sequence[object]],
    styles: _Styles,
    *,
    cells: Literal["typed", "plain"] = "plain",
) -> None:
    for index, column in enumerate(columns):
        width = column.width
        if width is None:
            seen = (display_width(shown(row[index])) for row in sample[:1000] if index < len(row) and row[index])
            width = min(max(max(seen, default=0), display_width(column.header), _NARROWEST) + 2, _WIDEST)
        style = None
        if cells == "typed":
            style = styles.get(_FORMATS.get(column.kind, _AS_TEXT))
        sheet.set_column(index, index, width, style)


def _dropdowns(book: xlsxwriter.Workbook, sheet: Worksheet, columns: Sequence[SheetColumn]) -> None:
    hidden: Worksheet | None = None
    for index, column in enumerate(columns):
        if not column.choices:
            continue
        labels = [_safe(label) for label in column.choices]
        source: list[str] | str = labels
        if len(",".join(labels)) > _LONGEST_LIST or any("," in label for label in labels):
            if hidden is None:
                hidden = book.add_worksheet(CHOICES_SHEET)
                hidden.hide()
            for row, label in enumerate(labels):
                hidden.write_string(row, index, label)
            letter = column_letter(index)
            source = f"={CHOICES_SHEET}!${letter}$1:${letter}${len(labels)}"
        rule = {
            "validate": "list",
            "source": source,
            "error_title": "不在可选项里",
            "error_message": "请从下拉列表中选择",
        }
        sheet.data_validation(1, index, _TEMPLATE_ROWS, index, rule)


def _prose(sheet: Worksheet, lines: Sequence[str], styles: _Styles) -> int:
    """Write lines down column A; return the next free row."""
    sheet.set_column(0, 0, 24)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, _safe(line), styles.get(()))
    return len(lines)


def _guide(
    sheet: Worksheet, top: int, columns: Sequence[SheetColumn], example: Sequence[object], styles: _Styles
) -> None:
    for index, (header, width) in enumerate((("列", 24), ("要求", 8), ("怎么填", 48), ("示例", 24), ("可选项", 48))):
        sheet.write_string(top, index, header, styles.get(_HEADER))
        sheet.set_column(index, index, width)
    wrapped = styles.get(_WRAPPED)
    for row, column in enumerate(columns, start=top + 1):
        sheet.write_string(row, 0, _safe(column.header), wrapped)
        sheet.write_string(row, 1, "必填" if column.required else "选填", wrapped)
        sheet.write_string(row, 2, _safe(column.help or _HINTS[column.kind]), wrapped)
        sheet.write_string(row, 4, _safe("、".join(column.choices)), wrapped)
    for row, (column, value) in enumerate(zip(columns, example, strict=True), start=top + 1):
        if column.kind == "money" and isinstance(value, int):
            value = Decimal(value).scaleb(-2)
        _cell(sheet, row, 3, value, (("align", "left"), *_FORMATS.get(column.kind, ())), styles)


# ---- the copy with errors -----------------------------------------------------------------------------------


def _copy_row(page: Worksheet, row: Row, faults: Sequence[Fault], width: int, header_row: int, styles: _Styles) -> None:
    wrong = {fault.column for fault in faults if fault.column is not None}
    for index, value in enumerate(row.cells):
        _cell(page, row.number - 1, index, value, _WRONG if index in wrong else (), styles)
    if row.number == header_row:
        page.write_string(row.number - 1, width, ERROR_HEADER, styles.get((("bold", True), *_RED)))
    elif faults:
        text = "；".join(f.message if f.column is None else f"{column_letter(f.column)} 列 {f.message}" for f in faults)
        page.write_string(row.number - 1, width, _safe(text), styles.get(_RED))


def _copy_widths(page: Worksheet, sheet: Sheet) -> None:
    widest = [_NARROWEST] * sheet.width
    for row in sheet.rows[:200]:
        for index, value in enumerate(row.cells):
            if value is not None:
                widest[index] = max(widest[index], display_width(shown(value)) + 2)
    for index, width in enumerate(widest):
        page.set_column(index, index, min(width, _WIDEST))
    page.set_column(sheet.width, sheet.width, _WIDEST + 16)


def _copy_merged(page: Worksheet, sheet: Sheet) -> None:
    cells: dict[int, tuple[Value, ...]] = {row.number: row.cells for row in sheet.rows}
    for top, left, bottom, right in sheet.merged:
        value = cells.get(top, ())[left : left + 1]
        if (top, left) == (bottom, right) or not value or not isinstance(value[0], str):
            continue
        with contextlib.suppress(OverlappingRange):
            page.merge_range(top - 1, left, bottom - 1, right, _safe(value[0]))
