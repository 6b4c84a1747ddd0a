"""A bound report as an official document (GB/T 9704-2012)."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from zelian.exchange.official.blocks import (
    AppendixTitle,
    Attachments,
    Block,
    Heading,
    Number,
    Paragraph,
    Salutation,
    Signature,
    Subtitle,
    Table,
    Text,
    Title,
)
from zelian.exchange.official.document import Properties, write
from zelian.figures.grid import Cell
from zelian.kernel.amount import written
from zelian.reports.binding import BoundBlock, BoundNumber, BoundReport


def official(report: BoundReport, *, signed_on: date | None = None, appendix: bool = False) -> bytes:
    """The .docx of a bound report: title, text with its numbers as content controls, 署名, and the table of numbers.

    The same report gives the same bytes.
    """
    blocks: list[Block] = [Title(report.title)]
    if report.subtitle:
        blocks.append(Subtitle(report.subtitle))
    if report.salutation:
        blocks.append(Salutation(report.salutation))
    blocks += [_block(block) for block in report.blocks]
    if appendix:
        blocks.append(Attachments(("报告数字与台账对照表",)))
    if report.office:
        day = signed_on or report.period.end
        blocks.append(Signature(report.office, f"{day.year}年{day.month}月{day.day}日"))
    if appendix:
        blocks += [AppendixTitle("附件", "报告数字与台账对照表"), _numbers_table(report)]
    out = BytesIO()
    write(blocks, out, properties=Properties(title=report.title, author=report.office))
    return out.getvalue()


def _block(block: BoundBlock) -> Block:
    runs = tuple(Number(run.text, run.figure.code) if isinstance(run, BoundNumber) else Text(run) for run in block.runs)
    return Heading(block.level, runs) if block.kind == "heading" else Paragraph(runs)


def _numbers_table(report: BoundReport) -> Table:
    seen: dict[str, tuple[str, ...]] = {}
    for number in report.numbers:
        seen.setdefault(
            number.figure.code,
            (
                str(len(seen) + 1),
                number.figure.name,
                number.text,
                value_text(number.cell, number.figure.unit, number.figure.places),
                str(number.cell.rows or 0),
            ),
        )
    return Table(("序号", "统计口径", "报告写法", "台账数", "记录数"), tuple(seen.values()))


def value_text(cell: Cell, unit: str, places: int = 2) -> str:
    """The value with its unit as tables show it; a ratio with its parts: 100%（46/46）."""
    if cell.value is None:
        return "——"
    text = f"{written(cell.value, places)}{unit}"
    return f"{text}（{cell.num}/{cell.den}）" if cell.den is not None else text
