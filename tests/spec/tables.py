"""Specifications are small tables in plain text: a header line, then one line a row, cells divided by bars.

    org    | kind | happened_on
    street | meet | 2026-03-01

A cell of dots or nothing is empty; lines of dashes and comments after # are passed over.
"""

from __future__ import annotations


def rows(text: str) -> list[dict[str, str]]:
    """The rows of one table, each a dict by column; ValueError when a row is not as wide as the header."""
    lines = [line.split("#")[0].strip() for line in text.strip().splitlines()]
    told = [line for line in lines if set(line) - set("-+| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in told]
    header, *body = cells
    for line in body:
        if len(line) != len(header):
            raise ValueError(f"row {line} does not fit the header {header}")
    body = [["" if set(cell) <= {"."} else cell for cell in line] for line in body]
    return [dict(zip(header, line, strict=True)) for line in body]
