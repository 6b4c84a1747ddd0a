"""The chain of seven links and the map organisations × duties, as values for ui/ribbon.html and ui/heat.html."""

from __future__ import annotations

from dataclasses import dataclass

from zelian.web.ui.states import state_of

# Which look a duty state has on the map. Five looks only: more are not told apart at 25 px.
LOOKS = {
    "done": "done",
    "done_late": "late",
    "recorded_late": "late",
    "due_soon": "soon",
    "due_today": "soon",
    "overdue": "over",
    "missed": "over",
    "not_due": "none",
    "exempt": "none",
    "not_applicable": "none",
    "unknown": "none",
    "pending": "soon",
}
LEGEND = (
    ("done", "已完成", ""),
    ("soon", "即将到期", "剩3天"),
    ("late", "期内发生、超期补录", "补录"),
    ("over", "逾期未办", "缺1次"),
    ("none", "未到期或不适用", ""),
)
WORST_FIRST = {"over": 0, "soon": 1, "late": 2}


@dataclass(frozen=True)
class Knot:
    """One link of the chain: ``tone`` is its health, ``headline`` the one thing to know, ``done/total`` its bar."""

    name: str
    headline: str
    note: str
    url: str
    tone: str = "ok"
    done: int = 0
    total: int = 0
    current: bool = False

    @property
    def sign(self) -> str:
        """The icon of its health."""
        return state_of(self.tone).sign

    @property
    def health(self) -> str:
        """Its health in words, for people who do not see the colour."""
        return {"ok": "正常", "soon": "要留意", "late": "有迟延", "over": "有缺口"}.get(self.tone, "无数据")


@dataclass(frozen=True)
class HeatCell:
    """One duty of one organisation: ``text`` is the short word shown (缺1次); empty for done and not due."""

    state: str
    url: str = ""
    text: str = ""

    @property
    def look(self) -> str:
        """Class suffix of the cell, see LOOKS."""
        return LOOKS[self.state]

    @property
    def word(self) -> str:
        """What a screen reader hears."""
        return self.text or state_of(self.state).word


@dataclass(frozen=True)
class HeatRow:
    """One organisation with a cell per duty, in the order of the map's columns."""

    name: str
    cells: tuple[HeatCell, ...]
    url: str = ""

    @property
    def broken(self) -> int:
        """How many cells are overdue or missed."""
        return sum(cell.look == "over" for cell in self.cells)


@dataclass(frozen=True)
class Heat:
    """The map. Raises ValueError when a row does not have a cell for every column."""

    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    caption: str

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"“{row.name}”有 {len(row.cells)} 格，应有 {len(self.columns)} 格")

    @property
    def lines(self) -> list[tuple[HeatRow, list[tuple[str, HeatCell]]]]:
        """Every row with (column, cell) pairs."""
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]

    @property
    def broken(self) -> list[tuple[str, str, HeatCell]]:
        """(organisation, duty, cell) of every cell that asks for something, worst first: the map on a phone."""
        found = [
            (row.name, column, cell)
            for row in self.rows
            for column, cell in zip(self.columns, row.cells, strict=True)
            if cell.look in WORST_FIRST
        ]
        return sorted(found, key=lambda item: WORST_FIRST[item[2].look])
