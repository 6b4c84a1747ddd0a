"""The same look ahead as `layout`, for .xls: walks the records of the old binary workbook.

The cell reader loses error cells there too, says nothing of hidden rows and columns, and ends its process on
two cells far apart. Only the fixed fields of a few record kinds are read; offsets and lengths are checked, and
whatever does not fit is a damaged file. About 0.5 s for 800,000 cells.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from zelian.exchange.errors import CellError, ExchangeError
from zelian.exchange.layout import SHEETS, Extent, check, too_many_sheets

_FREE = 0xFFFFFFFA  # this sector number and all above end a chain or mark a hole
_NAMES = {"Workbook", "Book"}
_BOF, _EOF, _BOUNDSHEET, _DATEMODE, _FILEPASS = 0x809, 0x0A, 0x85, 0x22, 0x2F
_ROW, _COLINFO, _MULRK, _BOOLERR, _FORMULA = 0x208, 0x7D, 0xBD, 0x205, 0x06
_CELLS = {_BOOLERR, _FORMULA, _MULRK, 0x203, 0xFD, 0x204, 0xD6, 0x27E}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def measure(content: bytes) -> tuple[list[Extent], bool]:
    """Return the Extent of every sheet in the workbook's order, and whether it counts days from 1904.

    Raises ExchangeError: damaged, encrypted, or a sheet past the limits of `layout.check`.
    """
    try:
        stream = _workbook_stream(content)
        offsets, epoch_1904 = _globals(stream)
        return [_sheet(stream, offset) for offset in offsets], epoch_1904
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ExchangeError("工作簿损坏，无法读取：请用 Excel 或 WPS 打开后另存为 .xlsx", detail=repr(error)) from None


# ---- the container ------------------------------------------------------------------------------------------


def _workbook_stream(content: bytes) -> bytes:
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    if size not in (512, 4096):
        raise IndexError("sector size")
    fat = _table(content, size)
    directory = _chain(content, fat, struct.unpack_from("<I", content, 48)[0], size)
    root_start, root_size = struct.unpack_from("<II", directory, 116)
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        if directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace") not in _NAMES:
            continue
        start, length = struct.unpack_from("<II", directory, at + 116)
        if length >= struct.unpack_from("<I", content, 56)[0]:
            return _chain(content, fat, start, size)[:length]
        first = struct.unpack_from("<I", content, 60)[0]
        table = _chain(content, fat, first, size)
        mini_fat = struct.unpack(f"<{len(table) // 4}I", table)
        # small streams lie in 64-byte sectors inside the root's own stream, which has no header before it
        inner = b"\0" * 64 + _chain(content, fat, root_start, size)[:root_size]
        return _chain(inner, mini_fat, start, 64)[:length]
    raise IndexError("no workbook stream")


def _table(content: bytes, size: int) -> tuple[int, ...]:
    """The sector table, from the 109 places of the header and the list that follows them."""
    places = list(struct.unpack_from("<109I", content, 76))
    following, count = struct.unpack_from("<II", content, 68)
    while following < _FREE and count > 0:
        more = struct.unpack_from(f"<{size // 4}I", content, (following + 1) * size)
        places += more[:-1]
        following, count = more[-1], count - 1
    used = [place for place in places if place < _FREE]
    if len(used) * size > len(content):
        raise IndexError("sector table longer than the file")
    table = b"".join(content[(place + 1) * size : (place + 2) * size] for place in used)
    return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])


def _chain(content: bytes, fat: tuple[int, ...], start: int, size: int) -> bytes:
    sectors = []
    while start < _FREE:
        if len(sectors) > len(fat):
            raise IndexError("circular chain")
        sectors.append(content[(start + 1) * size : (start + 2) * size])
        start = fat[start]
    return b"".join(sectors)


# ---- the records --------------------------------------------------------------------------------------------


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield (kind, start of data, length) of one substream, without the substreams inside it (charts)."""
    depth = 0
    unpack = struct.Struct("<HH").unpack_from
    while True:
        kind, length = unpack(stream, at)
        at += 4
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            if at + length > len(stream):
                raise IndexError("record past the end")
            yield kind, at, length
        at += length


def _globals(stream: bytes) -> tuple[list[int], bool]:
    offsets, epoch_1904 = [], False
    for kind, at, _ in _records(stream, 0):
        if kind == _FILEPASS:
            raise ExchangeError("文件设了打开密码：请先取消打开密码，另存后再试")
        if kind == _DATEMODE:
            epoch_1904 = struct.unpack_from("<H", stream, at)[0] == 1
        elif kind == _BOUNDSHEET:
            offsets.append(struct.unpack_from("<I", stream, at)[0])
    if len(offsets) > SHEETS:
        raise too_many_sheets()
    return offsets, epoch_1904


def _sheet(stream: bytes, offset: int) -> Extent:
    extent = Extent()
    position = struct.Struct("<HH").unpack_from
    row_before = -1
    for kind, at, length in _records(stream, offset):
        if kind in _CELLS:
            row, column = position(stream, at)
            last = struct.unpack_from("<H", stream, at + length - 2)[0] if kind == _MULRK else column
            extent.filled += last - column + 1
            extent.filled_rows += row != row_before
            row_before = row
            extent.first_row = min(extent.first_row, row + 1)
            extent.last_row = max(extent.last_row, row + 1)
            extent.first_column = min(extent.first_column, column)
            extent.last_column = max(extent.last_column, last)
            if kind in (_BOOLERR, _FORMULA) and (code := _error_code(stream, at, kind)) is not None:
                extent.broken[row + 1, column] = CellError(_ERRORS.get(code, "#ERROR"))
        elif kind == _ROW:
            if struct.unpack_from("<H", stream, at + 12)[0] & 0x20:
                extent.hidden_rows.add(position(stream, at)[0] + 1)
        elif kind == _COLINFO and struct.unpack_from("<H", stream, at + 8)[0] & 1:
            first, last = position(stream, at)
            extent.hidden_columns.update(range(first, min(last, 255) + 1))
    check(extent)
    return extent


def _error_code(stream: bytes, at: int, kind: int) -> int | None:
    if kind == _BOOLERR:
        return stream[at + 6] if stream[at + 7] == 1 else None
    return stream[at + 8] if stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2 else None
