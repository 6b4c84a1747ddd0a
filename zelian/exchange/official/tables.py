"""Tables: fixed column widths worked out from the text, a head on every page, numbers on the right."""

import re
from collections.abc import Callable

from lxml import etree

from .blocks import Inline, Number, Table, plain, runs
from .markup import w
from .profile import Profile
from .width import half_chars

_NUMERIC = re.compile(r"[-+−]?\d[\d,]*(\.\d+)?\s*[%％]?")
_MIXED = re.compile(r"(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])")
_CELL_MARGIN = 60  # twips on either side
_WIDEST = 60  # half characters after which a column counts as long text
_NARROWEST = 4

Runs = Callable[[Inline], list[etree._Element]]


def table(block: Table, profile: Profile, inline: Runs) -> etree._Element:
    """w:tbl as wide as the type area. `inline` makes the runs of a cell."""
    widths = column_widths(block, profile)
    numeric = [is_numeric_column([row[i] for row in block.rows]) for i in range(len(block.head))]
    aligned = [_side(title, numbers) for title, numbers in zip(block.head, numeric, strict=True)]
    head = [_cell(inline(title), width, "TableHead", "") for title, width in zip(block.head, widths, strict=True)]
    rows = [w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *head)]
    for row in block.rows:
        cells = [
            _cell(inline(text), width, "TableText", side)
            for text, width, side in zip(row, widths, aligned, strict=True)
        ]
        rows.append(w("tr", w("trPr", w("cantSplit")), *cells))
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    return w("tbl", _properties(sum(widths)), grid, *rows)


def _properties(width: int) -> etree._Element:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = (w(edge, val="single", sz=4, space=0, color="000000") for edge in edges)
    sides = {"w": _CELL_MARGIN, "type": "dxa"}
    return w(
        "tblPr",
        w("tblW", w=width, type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *lines),
        w("tblLayout", type="fixed"),
        w("tblCellMar", w("top", w=30, type="dxa"), w("left", **sides), w("bottom", w=30, type="dxa"),
          w("right", **sides)),
    )  # fmt: skip


def _cell(content: list[etree._Element], width: int, style: str, side: str) -> etree._Element:
    properties = w("pPr", w("pStyle", val=style), w("jc", val=side) if side else None)
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa"), w("vAlign", val="center")), w("p", properties, *content))


def _side(title: str, numbers: bool) -> str:
    """How the cells of a column are set: numbers on the right, but 序号 in the middle."""
    return "center" if title == "序号" else "right" if numbers else ""


def is_numeric_column(cells: list[Inline]) -> bool:
    """Whether a column holds numbers: at least one, and nothing else but blanks."""
    filled = [cell for cell in cells if plain(cell).strip()]
    return bool(filled) and all(_is_numeric(cell) for cell in filled)


def _is_numeric(cell: Inline) -> bool:
    if all(isinstance(run, Number) for run in runs(cell)):
        return True
    return _NUMERIC.fullmatch(plain(cell).strip()) is not None


def column_widths(block: Table, profile: Profile) -> list[int]:
    """Widths in twips that add up to the type area: short columns get what they need, long ones share the rest."""
    half = profile.half_points("table") * 5
    spare = 2 * _CELL_MARGIN + half
    columns = [[title, *(plain(row[i]) for row in block.rows)] for i, title in enumerate(block.head)]
    wanted = [min(max(max(map(_needed, column)), _NARROWEST), _WIDEST) * half + spare for column in columns]
    total = profile.text_width
    if sum(wanted) <= total:
        widths = [want * total // sum(wanted) for want in wanted]
    else:
        limit = _water_level(wanted, total)
        widths = [min(want, limit) for want in wanted]
    widths[-1] += total - sum(widths)
    return widths


def _needed(text: str) -> int:
    """Half characters a cell needs on one line, with the space some programs put between 年 and digits."""
    return half_chars(text) + -(-len(_MIXED.findall(text)) // 2)


def _water_level(wanted: list[int], total: int) -> int:
    """The largest width w such that columns cut to w fit into `total`."""
    left = total
    for done, want in enumerate(ordered := sorted(wanted)):
        level = left // (len(ordered) - done)
        if want > level:
            return level
        left -= want
    return ordered[-1]
