"""What the sheet XML says and the cell reader does not: true extent, hidden rows, error and uncalculated cells.

The cell reader allocates the rectangle from the first to the last filled cell before anybody can look, so two
cells (A1, XFD1048576) end its process; and it gives an error cell as blank. Both are found here by a pass of
plain pattern matching over the unpacked XML, in blocks cut between rows: about 0.4 s for 1.2 M cells.
`<dimension>` is never read. It is a look ahead, not a guarantee: the limits of the child are the guarantee.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree import ElementTree

from zelian.exchange.errors import CellError, ExchangeError

ROWS = 200_000
CELLS = 2_000_000
AREA = 8_000_000
MERGED = 50_000
SHEETS = 256
_BLOCK = 4 << 20
_LONGEST_ROW = 32 << 20
_CATALOGUE_BYTES = 8 << 20

UNCALCULATED = CellError("公式没有计算结果")


@dataclass(slots=True)
class Extent:
    """The filled rectangle of a sheet (rows from 1, columns from 0) and the cells that need a word.

    `broken` maps (row, column) to the error standing there.
    """

    first_row: int = 1 << 30
    last_row: int = 0
    first_column: int = 1 << 30
    last_column: int = -1
    filled: int = 0
    filled_rows: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    broken: dict[tuple[int, int], CellError] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """(name, part) of each sheet in order, and the date system of the workbook."""

    parts: tuple[tuple[str, str], ...]
    epoch_1904: bool


def column_index(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA: the letter Excel shows above a column."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_catalogue(archive: zipfile.ZipFile) -> Catalogue:
    """Read sheet names → part names and the date system. Raises ExchangeError when the workbook is damaged."""
    try:
        workbook = _parse(archive, "xl/workbook.xml")
        relations = _parse(archive, "xl/_rels/workbook.xml.rels")
    except (KeyError, ElementTree.ParseError) as error:
        raise ExchangeError("工作簿目录损坏：请用 Excel 或 WPS 打开后另存为 .xlsx", detail=repr(error)) from None
    targets = {node.get("Id"): node.get("Target", "") for node in relations}
    parts: list[tuple[str, str]] = []
    epoch_1904 = False
    for node in workbook.iter():
        tag = node.tag.rpartition("}")[2]
        if tag == "workbookPr":
            epoch_1904 = node.get("date1904", "0") in ("1", "true", "on")
        elif tag == "sheet":
            identity = next((value for key, value in node.attrib.items() if key.endswith("}id")), None)
            target = targets.get(identity, "")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            parts.append((node.get("name", ""), part))
    if len(parts) > SHEETS:
        raise too_many_sheets()
    return Catalogue(tuple(parts), epoch_1904)


def _parse(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if archive.getinfo(name).file_size > _CATALOGUE_BYTES:
        raise ExchangeError("工作簿目录过大：请删除多余的工作表和名称后另存")
    return ElementTree.fromstring(archive.read(name))  # noqa: S314 - a DOCTYPE has been refused before


def measure(part: BinaryIO) -> Extent:
    """Read one sheet's XML and return its Extent.

    Raises ExchangeError as soon as the rectangle passes AREA cells, the filled cells CELLS, the filled rows
    ROWS or the merged ranges MERGED.
    """
    extent = Extent()
    blocks = _blocks(part)
    patterns = None
    row_now = merged = 0
    for block in blocks:
        if patterns is None:
            patterns = _patterns(block)
            _hidden_columns(patterns, block, extent)
        row_now = _rows(patterns, block, extent, row_now)
        _cells(patterns, block, extent)
        merged += block.count(patterns.merge)
        check(extent, merged)
    return extent


def too_many_rows() -> ExchangeError:
    """The refusal of more rows with content than ROWS."""
    return ExchangeError(f"数据超过 {ROWS // 10_000} 万行：请拆成几个文件，每个不超过 {ROWS // 10_000} 万行")


def too_many_sheets() -> ExchangeError:
    """The refusal of more worksheets than SHEETS; many may point at one part and be read again and again."""
    return ExchangeError(f"工作表超过 {SHEETS} 张：请拆成几个文件")


def too_many_cells() -> ExchangeError:
    """The refusal of more cells with content than CELLS."""
    return ExchangeError(f"有内容的单元格超过 {CELLS // 10_000} 万个：请拆成几个文件")


def check(extent: Extent, merged: int = 0) -> None:
    """Refuse (ExchangeError) a sheet past AREA, CELLS, ROWS or MERGED."""
    rows = extent.last_row - extent.first_row + 1
    columns = extent.last_column - extent.first_column + 1
    if rows > 0 and rows * columns > AREA:
        raise ExchangeError(
            f"表格区域过大（{extent.last_row} 行×{extent.last_column + 1} 列）：请删除表外的空白单元格后另存"
        )
    if extent.filled > CELLS:
        raise too_many_cells()
    if extent.filled_rows > ROWS:
        raise too_many_rows()
    if merged > MERGED:
        raise ExchangeError(f"合并单元格超过 {MERGED // 10_000} 万处：请取消合并后另存")


@dataclass(frozen=True, slots=True)
class _Patterns:
    row: re.Pattern[bytes]
    column: re.Pattern[bytes]
    filled: re.Pattern[bytes]
    error: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    formula_mark: bytes
    merge: bytes


_REFERENCE = re.compile(rb"""\br=["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_NUMBER = re.compile(rb"""\br=["']([0-9]{1,7})["']""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_TEXT_RESULT = re.compile(rb"""\bt=["']str["']""")
_ERROR_MARKS = (b't="e"', b"t='e'")


def _prefix(block: bytes) -> bytes:
    found = re.search(rb"<(\w+:)?worksheet\b", block)
    return (found[1] or b"") if found else b""


def _patterns(block: bytes) -> _Patterns:
    p = re.escape(_prefix(block))

    def pattern(text: bytes) -> re.Pattern[bytes]:
        return re.compile(text.replace(b"~", p))

    return _Patterns(
        row=pattern(rb"<~row\b([^<>]*)>"),
        column=pattern(rb"<~col\s([^<>]*)>"),
        filled=pattern(rb"""<~c\s[^<>]*?\br=["']([A-Za-z]{1,3})([0-9]{1,7})["'][^<>]*+(?<!/)>(?!</)"""),
        error=pattern(rb"""<~c\s([^<>]*\bt=["']e["'][^<>]*)(?<!/)>(?:[^<]|<(?!/~c>|~v\b|~c\b))*(?:<~v>([^<]*)</)?"""),
        formula=pattern(
            rb"<~c\s([^<>]*)(?<!/)>\s*<~f\b(?:[^<>]*/>|[^<>]*>[^<]*</~f>)\s*(<~v\s*/>|<~v>\s*</~v>)?\s*</~c>"
        ),
        formula_mark=b"<" + _prefix(block) + b"f",
        merge=b"<" + _prefix(block) + b"mergeCell ",
    )


def _blocks(part: BinaryIO) -> Iterator[bytes]:
    """Cut the XML in front of the last row of each block, so that no row is split."""
    rest, mark = b"", None
    while data := part.read(_BLOCK):
        rest += data
        if mark is None:
            mark = b"<" + _prefix(rest) + b"row"
        cut = rest.rfind(mark)
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > _LONGEST_ROW:
            raise ExchangeError("工作表里有一行内容过长：请用 Excel 或 WPS 打开，删除多余内容后另存")
    if rest:
        yield rest


def _hidden_columns(patterns: _Patterns, block: bytes, extent: Extent) -> None:
    for found in patterns.column.finditer(block):
        if not _HIDDEN.search(found[1]):
            continue
        ends = dict(re.findall(rb"""\b(min|max)=["']([0-9]{1,5})["']""", found[1]))
        first, last = int(ends.get(b"min", 1)), int(ends.get(b"max", 0))
        extent.hidden_columns.update(range(first - 1, min(last, 16384)))


def _rows(patterns: _Patterns, block: bytes, extent: Extent, row_now: int) -> int:
    """Note hidden rows. A row without a number follows the one before it (no known program leaves numbers out)."""
    if b"hidden" not in block:
        return row_now
    for found in patterns.row.finditer(block):
        number = _NUMBER.search(found[1])
        row_now = int(number[1]) if number else row_now + 1
        if _HIDDEN.search(found[1]) and len(extent.hidden_rows) < CELLS:
            extent.hidden_rows.add(row_now)
    return row_now


def _cells(patterns: _Patterns, block: bytes, extent: Extent) -> None:
    found = patterns.filled.findall(block)
    if not found:
        return
    columns = {column_index(letters.decode()) for letters in {pair[0] for pair in found}}
    rows = {int(number) for number in {pair[1] for pair in found}}
    extent.filled += len(found)
    extent.filled_rows += len(rows)
    extent.first_row = min(extent.first_row, min(rows))
    extent.last_row = max(extent.last_row, max(rows))
    extent.first_column = min(extent.first_column, min(columns))
    extent.last_column = max(extent.last_column, max(columns))
    if any(mark in block for mark in _ERROR_MARKS):
        for cell in patterns.error.finditer(block):
            text = (cell[2] or b"#N/A").decode("utf-8", "replace").strip()
            _break(extent, cell[1], CellError(text[:20]))
    if patterns.formula_mark in block:
        for cell in patterns.formula.finditer(block):
            # an empty text is a result; an empty number is a formula nobody has calculated
            if not (cell[2] and _TEXT_RESULT.search(cell[1])):
                _break(extent, cell[1], UNCALCULATED)


def _break(extent: Extent, attributes: bytes, error: CellError) -> None:
    reference = _REFERENCE.search(attributes)
    if reference:
        extent.broken[int(reference[2]), column_index(reference[1].decode())] = error
