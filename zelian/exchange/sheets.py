"""Read .xlsx, .xls, .csv and .tsv into rows that keep Excel's own row numbers and column letters.

`read_in_child` and `batches_in_child` are for files from outside. `read_workbook` parses in this process and
is what the child runs; call it directly only on files made here.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from zelian.exchange import archive, biff, child, layout
from zelian.exchange.errors import CellError, ExchangeError
from zelian.exchange.layout import CELLS, ROWS, too_many_cells, too_many_rows

EXACT = 10**15  # Excel keeps 15 digits; a longer integer has already lost its end and stays a float
_BATCH = 500
_LIMITS = child.Limits()
_KINDS = ("xlsx", "xls", "text")

Value = str | int | float | bool | datetime.date | datetime.datetime | CellError | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row with content. `number` is the number Excel shows; `cells[0]` is column A."""

    number: int
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet. Blank rows are left out (numbers show the gaps); every row has `width` cells.

    `merged`: (first row, first column, last row, last column); rows from 1, columns from 0, like
    `hidden_rows` and `hidden_columns`.
    """

    name: str
    visible: bool = True
    width: int = 0
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    epoch_1904: bool = False
    rows: tuple[Row, ...] = ()


def read_in_child(path: Path | str, filename: str, limits: child.Limits = _LIMITS) -> list[Sheet]:
    """Return every sheet of a file from outside, parsed in a confined child.

    Raises ExchangeError, beginning with the file's name: not a readable workbook, too large, encrypted,
    damaged, or the parser died. Cost: one process; memory for all rows (use `batches_in_child` to hold less).
    """
    sheets: list[Sheet] = []
    rows: list[list[Row]] = []
    for sheet, batch in batches_in_child(path, filename, limits):
        if not sheets or sheets[-1] is not sheet:
            sheets.append(sheet)
            rows.append([])
        rows[-1].extend(batch)
    return [replace(sheet, rows=tuple(found)) for sheet, found in zip(sheets, rows, strict=True)]


def batches_in_child(
    path: Path | str, filename: str, limits: child.Limits = _LIMITS
) -> Iterator[tuple[Sheet, list[Row]]]:
    """Yield (sheet without rows, []) at each sheet, then (the same sheet, up to 500 of its rows) in file order.

    Raises as `read_in_child`, possibly after some rows: nothing may be kept before the loop has ended.
    """
    sheet = None
    try:
        for kind, payload in child.stream(wire, str(Path(path).resolve()), filename, limits=limits):
            if kind == "sheet":
                sheet = _sheet_from_wire(payload)
                yield sheet, []
            else:
                yield sheet, [Row(number, tuple(cells)) for number, cells in zip(*payload, strict=True)]
    except ExchangeError as error:
        raise ExchangeError(f"“{archive.display_name(filename)}”：{error}", detail=error.detail) from None


def wire(path: str, filename: str) -> Iterator[tuple[str, Any]]:
    """What the child sends: ("sheet", its fields) and ("rows", (numbers, cells)), in file order."""
    for sheet, rows in _open(Path(path), filename):
        yield (
            "sheet",
            {
                "name": sheet.name,
                "visible": sheet.visible,
                "width": sheet.width,
                "merged": sheet.merged,
                "hidden_rows": sorted(sheet.hidden_rows),
                "hidden_columns": sorted(sheet.hidden_columns),
                "epoch_1904": sheet.epoch_1904,
            },
        )
        numbers: list[int] = []
        cells: list[list[Value]] = []
        for number, values in rows:
            numbers.append(number)
            cells.append(values)
            if len(numbers) == _BATCH:
                yield "rows", (numbers, cells)
                numbers, cells = [], []
        if numbers:
            yield "rows", (numbers, cells)


def _sheet_from_wire(fields: dict[str, Any]) -> Sheet:
    return Sheet(
        **fields
        | {
            "merged": tuple(tuple(box) for box in fields["merged"]),
            "hidden_rows": frozenset(fields["hidden_rows"]),
            "hidden_columns": frozenset(fields["hidden_columns"]),
        }
    )


def read_workbook(source: Path | bytes, filename: str) -> Iterator[Sheet]:
    """Yield the sheets of a workbook parsed in THIS process: only for files made here, or inside the child.

    Raises ExchangeError for whatever is not a readable workbook within the limits (ROWS, CELLS in all).
    """
    for sheet, rows in _open(source, filename):
        yield replace(sheet, rows=tuple(Row(number, tuple(values)) for number, values in rows))


_Rows = Iterator[tuple[int, list[Value]]]


def _open(source: Path | bytes, filename: str) -> Iterator[tuple[Sheet, _Rows]]:
    kind = archive.admit(source, filename, _KINDS)
    sheets = _text_sheets(source, filename) if kind == "text" else _excel_sheets(source, kind)
    counted = [0, 0]
    for sheet, rows in sheets:
        yield sheet, _counted(rows, counted)


def _counted(rows: _Rows, counted: list[int]) -> _Rows:
    """Pass rows with content on; refuse when the whole workbook passes its limits."""
    for number, values in rows:
        filled = len(values) - values.count(None)
        if not filled:
            continue
        counted[0] += 1
        counted[1] += filled
        if counted[0] > ROWS:
            raise too_many_rows()
        if counted[1] > CELLS:
            raise too_many_cells()
        yield number, values


# ---- workbooks ----------------------------------------------------------------------------------------------


def _excel_sheets(source: Path | bytes, kind: str) -> Iterator[tuple[Sheet, _Rows]]:
    import python_calamine as calamine  # here, so that only a process that parses ever loads the parser

    extents, epoch_1904 = _xlsx_extents(source) if kind == "xlsx" else _xls_extents(source)
    try:
        book = calamine.load_workbook(io.BytesIO(source) if isinstance(source, bytes) else str(source))
        if len(extents) != len(book.sheets_metadata):
            raise ExchangeError("工作表数目与目录不符：请用 Excel 或 WPS 打开后另存为 .xlsx")
        for meta, extent in zip(book.sheets_metadata, extents, strict=True):
            if meta.typ == calamine.SheetTypeEnum.WorkSheet:
                visible = meta.visible == calamine.SheetVisibleEnum.Visible
                yield _excel_sheet(book.get_sheet_by_name(meta.name), visible, extent, epoch_1904)
            elif meta.typ in (calamine.SheetTypeEnum.MacroSheet, calamine.SheetTypeEnum.Vba):
                raise ExchangeError("文件含宏表，不接收：请删除宏表后另存为 .xlsx")
    except calamine.PasswordError as error:
        raise ExchangeError("文件设了打开密码：请先取消打开密码，另存后再试", detail=repr(error)) from None
    except calamine.CalamineError as error:
        raise ExchangeError("工作簿损坏，无法读取：请用 Excel 或 WPS 打开后另存为 .xlsx", detail=repr(error)) from None


def _xls_extents(source: Path | bytes) -> tuple[list[layout.Extent], bool]:
    return biff.measure(source if isinstance(source, bytes) else source.read_bytes())


def _xlsx_extents(source: Path | bytes) -> tuple[list[layout.Extent], bool]:
    with archive.open_zip(source) as container:
        catalogue = layout.read_catalogue(container)
        present = set(container.namelist())
        found = []
        for name, part in catalogue.parts:
            if part not in present:
                raise ExchangeError(f"工作表“{name}”的内容缺失：请用 Excel 或 WPS 打开后另存为 .xlsx")
            with container.open(part) as file:
                try:
                    found.append(layout.measure(file))
                except ExchangeError as error:
                    raise ExchangeError(f"工作表“{name}”{error}") from None
    return found, catalogue.epoch_1904


def _excel_sheet(found: Any, visible: bool, extent: layout.Extent, epoch_1904: bool) -> tuple[Sheet, _Rows]:
    first_row, first_column = found.start or (0, 0)
    broken_width = max((column + 1 for _, column in extent.broken), default=0)
    width = max(first_column + found.width, broken_width)
    last_row = max(extent.last_row, first_row + found.height)
    sheet = Sheet(
        name=found.name,
        visible=visible,
        width=width,
        merged=tuple((a + 1, b, c + 1, d) for (a, b), (c, d) in found.merged_cell_ranges or ()),
        hidden_rows=frozenset(row for row in extent.hidden_rows if row <= last_row),
        hidden_columns=frozenset(column for column in extent.hidden_columns if column < width),
        epoch_1904=epoch_1904,
    )
    # not iter_rows(): it starts at the sheet's first row but at the range's first column
    rows = _padded(found.to_python(skip_empty_area=True), first_row + 1, first_column, width)
    return sheet, _with_broken(rows, extent.broken, width)


def _padded(rows: Iterable[list[Any]], number: int, left: int, width: int) -> _Rows:
    before = [None] * left
    for row in rows:
        values = before + [
            (v if v and not v.isspace() else None) if type(v) is str else _CONVERT[type(v)](v) for v in row
        ]
        values += [None] * (width - len(values))
        yield number, values
        number += 1


def _with_broken(rows: _Rows, broken: dict[tuple[int, int], CellError], width: int) -> _Rows:
    """Put the errors where the cell reader leaves blanks, also in rows it does not give at all."""
    if not broken:
        yield from rows
        return
    waiting: dict[int, dict[int, CellError]] = {}
    for (row, column), error in broken.items():
        waiting.setdefault(row, {})[column] = error
    order = sorted(waiting, reverse=True)
    for number, values in rows:
        while order and order[-1] < number:
            row = order.pop()
            yield row, _patched([None] * width, waiting[row])
        if order and order[-1] == number:
            values = _patched(values, waiting[order.pop()])
        yield number, values
    while order:
        row = order.pop()
        yield row, _patched([None] * width, waiting[row])


def _patched(values: list[Value], errors: dict[int, CellError]) -> list[Value]:
    for column, error in errors.items():
        values[column] = error
    return values


def _float(value: float) -> Value:
    if not math.isfinite(value):
        return CellError("数值超出范围")
    return int(value) if value.is_integer() and abs(value) < EXACT else value


def _time(value: datetime.time) -> str:
    return value.strftime("%H:%M:%S" if value.second else "%H:%M")


def _duration(value: datetime.timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")


def _same(value: Any) -> Any:
    return value


_CONVERT: dict[type, Callable[[Any], Value]] = {
    float: _float,
    int: lambda value: value if abs(value) < EXACT else float(value),
    bool: _same,
    datetime.date: _same,
    datetime.datetime: _same,
    datetime.time: _time,
    datetime.timedelta: _duration,
}


# ---- text ---------------------------------------------------------------------------------------------------


def _text_sheets(source: Path | bytes, filename: str) -> Iterator[tuple[Sheet, _Rows]]:
    text = decode(source if isinstance(source, bytes) else source.read_bytes())
    path = PurePosixPath(archive.display_name(filename))
    delimiter = "\t" if path.suffix.lower() == ".tsv" else sniff_delimiter(text)
    # read twice: a second pass costs less memory than holding every row to learn the width
    width = max((len(values) for _, values in _text_rows(text, delimiter, 0)), default=0)
    yield Sheet(name=path.stem or "文本", width=width), _text_rows(text, delimiter, width)


def _text_rows(text: str, delimiter: str, width: int) -> _Rows:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            values: list[Value] = [v if v and not v.isspace() else None for v in record]
            yield number, values + [None] * (width - len(values))
    except csv.Error as error:
        raise ExchangeError(
            f"第 {number + 1} 行引号不成对或内容过长（读到文本第 {reader.line_num} 行）：请另存为 .xlsx 后再试",
            detail=repr(error),
        ) from None


def decode(content: bytes) -> str:
    """Decode a text file: UTF-8 (with or without mark), UTF-16 only by its mark, else GB18030.

    Raises ExchangeError naming the byte and line that cannot be read; nothing is ever dropped.
    """
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    first: UnicodeDecodeError | None = None
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            if first is None or error.start > first.start:
                first = error
            if encoding == "utf-8-sig" and _mostly_utf8(content):
                break  # damaged UTF-8 often is legal GB18030, and would come out as other characters
            continue
        if "\0" in text:
            raise ExchangeError("文件不是文本（含空字节）：请用 Excel 或 WPS 另存为 .xlsx 或 UTF-8 编码的 CSV")
        return text
    line = content.count(b"\n", 0, first.start) + 1
    raise ExchangeError(
        f"第 {line} 行（第 {first.start + 1} 个字节）的编码无法识别：请另存为 .xlsx，或 UTF-8 编码的 CSV"
    )


def _mostly_utf8(content: bytes) -> bool:
    text = content[: 1 << 20].decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(1 for character in text if character > "\x7f") - wrong
    return right > 4 * wrong


def sniff_delimiter(text: str) -> str:
    """Return the separator whose first 20 records agree best on more than one column; a comma if none does."""
    sample = text[:65536]
    best, best_score = ",", (0, 0)
    for delimiter in (",", "\t", ";", "|"):
        widths = []
        try:
            for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
                if record:
                    widths.append(len(record))
                if len(widths) == 20:
                    break
        except csv.Error:
            continue
        if not widths:
            continue
        common = max(set(widths), key=lambda width: (widths.count(width), width))
        score = (widths.count(common), common)
        if common > 1 and score[0] * 2 > len(widths) and score > best_score:
            best, best_score = delimiter, score
    return best
