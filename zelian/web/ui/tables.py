"""A table as a value: columns, rows of cells, where it can be sorted, what to say when it is empty.

On a phone each row becomes a card: ``title`` is its first line, ``main`` columns stand under it with their label,
``rest`` smaller, ``hide`` not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field

PHONE_ROLES = ("title", "main", "rest", "hide")


@dataclass(frozen=True)
class Column:
    """One column. ``key`` finds the cell in a row (mapping key or attribute)."""

    key: str
    label: str
    num: bool = False
    phone: str = "rest"
    sort_url: str = ""
    sorted: str = ""  # "" | ascending | descending

    def __post_init__(self) -> None:
        if self.phone not in PHONE_ROLES:
            raise ValueError(f"列“{self.label}”的 phone 只能是 {'、'.join(PHONE_ROLES)}")

    @property
    def css(self) -> str:
        """Classes of every cell of this column."""
        return f"c-{self.phone} num" if self.num else f"c-{self.phone}"

    @property
    def sign(self) -> str:
        """Icon that tells the present order."""
        return {"ascending": "up", "descending": "down"}.get(self.sorted, "sort")


@dataclass(frozen=True)
class Empty:
    """What an empty place teaches: why it is empty and what to do first."""

    title: str
    text: str = ""
    url: str = ""
    action: str = ""
    icon: str = "box"


@dataclass(frozen=True)
class Table:
    """Rows are mappings or objects; a cell is any value ``cells.html`` knows; ``bad`` are row numbers (from 0) to mark.

    ``id`` must be unique on the page; with ``live`` its sort and page links replace only the table (htmx).
    """

    id: str
    columns: tuple[Column, ...]
    rows: list[object]
    empty: Empty = field(default_factory=lambda: Empty("还没有记录"))
    caption: str = ""
    total: int | None = None
    export_url: str = ""
    page: object = None  # django.core.paginator.Page
    bad: frozenset[int] = frozenset()
    live: bool = True

    @property
    def lines(self) -> list[tuple[bool, list[tuple[Column, object]]]]:
        """(marked, [(column, cell), …]) for every row, in order."""
        return [
            (number in self.bad, [(column, _cell(row, column.key)) for column in self.columns])
            for number, row in enumerate(self.rows)
        ]


def _cell(row: object, key: str) -> object:
    return row[key] if isinstance(row, dict) else getattr(row, key)
