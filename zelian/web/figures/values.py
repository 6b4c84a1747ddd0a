"""A figure's value as a table cell that opens its rows."""

from __future__ import annotations

from zelian.figures.grid import Cell
from zelian.figures.spec import Figure
from zelian.reports.document import value_text
from zelian.web.ui.cells import Figure as FigureCell


def value_cell(cell: Cell, figure: Figure, url: str, *, bare: bool = False) -> FigureCell:
    """The value with its unit, a rate with its parts (100%（62/62）); `bare` leaves the unit to the column's head."""
    if cell.value is None:
        return FigureCell(None, "", url, cell.state)
    if cell.den is not None:
        return FigureCell(value_text(cell, figure.unit, figure.places), "", url, cell.state)
    return FigureCell(value_text(cell, "", figure.places), "" if bare else figure.unit, url, cell.state)
