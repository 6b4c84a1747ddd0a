"""Which row is the header, and which column of the sheet is which column of a target. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from zelian.intake.targets import Column, Target

LOOK_DOWN = 30  # a header further down is not looked for
_MARKS = re.compile(r"^[*＊]+|[*＊]+$|[（(](?:人|次|人次|个|名|件|项|场|户|家|元|必填|选填)[）)]$")
_SERIAL = frozenset({"序号", "编号序", "no", "no."})
# (a name hint outweighs any number of columns that happen to fit: 日期、地点、人数 stand in most ledgers)
_SHEET_HINT, _TITLE_HINT, _FILE_HINT = 300, 200, 100


@dataclass(frozen=True)
class Heading:
    """A header row. `places`: column name → index in the row; `headers`: column name → header as written.

    `unknown`: headers nobody asked for; `repeated`: headers naming a column that is taken; `missing`: required
    columns that are not there.
    """

    row: int
    places: dict[str, int]
    headers: dict[str, str]
    unknown: tuple[str, ...]
    repeated: tuple[str, ...]
    missing: tuple[str, ...]
    score: int


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """A header as it is compared: NFKC, no blanks, no star, no harmless unit in brackets (万元 is not harmless)."""
    kept = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    return _MARKS.sub("", _MARKS.sub("", kept))


def find(columns: Sequence[Column], rows: Sequence[tuple[int, Sequence[object]]]) -> Heading | None:
    """The best heading among the first rows of a sheet, the first of equals."""
    exact = {folded(column.header): column.name for column in columns}
    other = {folded(alias): column.name for column in reversed(columns) for alias in column.aliases}
    best = None
    for number, cells in rows[:LOOK_DOWN]:
        found = _match(columns, exact, other, number, cells)
        if found and (best is None or found.score > best.score):
            best = found
    return best


def _match(
    columns: Sequence[Column], exact: dict[str, str], other: dict[str, str], number: int, cells: Sequence[object]
) -> Heading | None:
    """The heading this row would be, or None when fewer than half of the required headers stand in it."""
    places: dict[str, int] = {}
    headers: dict[str, str] = {}
    unknown, repeated = [], []
    written = [(index, cell) for index, cell in enumerate(cells) if isinstance(cell, str) and folded(cell)]
    ranked = sorted(written, key=lambda pair: folded(pair[1]) not in exact)  # own headers before aliases
    for index, cell in ranked:
        name = exact.get(folded(cell)) or other.get(folded(cell))
        text = " ".join(cell.split())
        if name is None:
            if folded(cell) not in _SERIAL:
                unknown.append(text)
        elif name in places:
            repeated.append(text)
        else:
            places[name], headers[name] = index, text
    required = [column.name for column in columns if column.required]
    missing = tuple(name for name in required if name not in places)
    hits = len(required) - len(missing)
    if 2 * hits < len(required) or len(places) < min(2, len(columns)):
        return None
    score = 8 * len(places) + 4 * hits - 6 * len(missing) - len(unknown)
    return Heading(number, places, headers, tuple(unknown), tuple(repeated), missing, score)


@dataclass(frozen=True)
class Choice:
    """A target with the heading it would have in a sheet."""

    target: Target
    heading: Heading
    score: int


def choose(
    targets: Sequence[Target], sheet_name: str, filename: str, rows: Sequence[tuple[int, Sequence[object]]]
) -> list[Choice]:
    """The targets a sheet may be, best first. More than one: they are equally likely and a person must say."""
    found = []
    for target in targets:
        heading = find(target.columns(), rows)
        if heading is not None:
            hint = _hint(target, sheet_name, filename, rows, heading.row)
            found.append(Choice(target, heading, heading.score + hint))
    if not found:
        return []
    best = max(choice.score for choice in found)
    return [choice for choice in found if choice.score == best]


def _hint(target: Target, sheet_name: str, filename: str, rows: Sequence[tuple], header_row: int) -> int:
    """What the names say: of the sheet, of the title rows above the header, of the file. Longer names are surer."""
    titles = [str(cell) for number, cells in rows if number < header_row for cell in cells if isinstance(cell, str)]
    names = [folded(name) for name in (target.name, *target.aliases)]
    for weight, texts in ((_SHEET_HINT, [sheet_name]), (_TITLE_HINT, titles), (_FILE_HINT, [filename])):
        sure = [len(name) for name in names for text in texts if name in folded(text)]
        if sure:
            return weight + max(sure)
    return 0
