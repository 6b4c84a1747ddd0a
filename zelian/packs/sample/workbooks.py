"""The sample's ledgers as the office's own Excel workbooks, and one workbook with the faults people make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from zelian.exchange.workbook import SheetColumn, write_table
from zelian.ledger.kinds import Kind, KindColumn, kinds
from zelian.packs.sample import roster
from zelian.packs.sample.book import Row
from zelian.packs.sample.build import SEED, sample_rows

FAULTY = "志愿服务（有错的示例）.xlsx"
_FAULTY_KIND = "volunteer_service"
# 社区, 服务日期, 服务主题, 服务类别, 地点, 组织人, 参加人数: right, then wrong in one way each, the last one twice.
_FAULTY_ROWS: tuple[tuple[object, ...], ...] = (
    ("和平社区", date(2023, 3, 5), "楼院清扫", "环境整治", "三号院", "", 22),
    ("东湖社区", "2023年3月12日", "湖岸巡查", "安全巡查", "湖岸", "", 15),
    ("和平小区", date(2023, 3, 6), "路口引导", "文明引导", "路口", "", 12),
    ("文苑社区", "2023-02-30", "读书会", "文化宣传", "书屋", "", 18),
    ("新华社区", date(2023, 4, 8), "", "助老助残", "活动室", "", 9),
    ("滨河社区", date(2023, 4, 9), "清理河岸", "河道保洁", "河岸", "", 31),
    ("光明社区", date(2023, 4, 15), "义诊", "助老助残", "广场", "", "二十来人"),
    ("青年社区", date(2023, 4, 16), "楼道清理", "环境整治", "五号楼", "", -3),
    ("长乐社区", date(2023, 5, 6), "消防演练", "安全巡查", "中心广场", "", 40),
    ("长乐社区", date(2023, 5, 6), "消防演练", "安全巡查", "中心广场", "", 44),
)


def sample_workbooks(directory: Path, year: int = 2023) -> list[Path]:
    """Writes the year's ledgers of the sample, one workbook a kind, and the faulty one; returns the files.

    Needs the pack in force (one or two queries). The rows come from the generator: imported into the sample street they
    change nothing.
    """
    directory.mkdir(parents=True, exist_ok=True)
    street = roster.plan(SEED)
    names = {body.code: body.name for body in street.bodies}
    rows = [row for row in sample_rows(street) if not row.void and _belongs(row, year)]
    written = []
    for kind in kinds().values():
        listed = sorted((row for row in rows if row.kind == kind.code), key=lambda row: (row.on, row.org))
        if listed:
            path = directory / f"{year}年{kind.name}.xlsx"
            write_table(path, kind.name, sheet_columns(kind), [_cells(kind, row, names) for row in listed])
            written.append(path)
    written.append(_faulty(directory))
    return written


def sheet_columns(kind: Kind) -> list[SheetColumn]:
    """The columns of a kind as a sheet shows them."""
    return [
        SheetColumn(
            code=column.name,
            header=column.header,
            kind="text" if column.type == "org" else column.type,
            required=column.required,
            choices=tuple(column.choices.values()),
            help=column.help,
        )
        for column in kind.columns
    ]


def _belongs(row: Row, year: int) -> bool:
    """Rows that happened or moved in the year, and register rows true in it."""
    until = row.slots.get("valid_until")
    if "valid_until" in row.slots:
        return row.on.year <= year and (until is None or until.year >= year)
    return year in {row.on.year, *(day.year for _, day in row.steps)}


def _cells(kind: Kind, row: Row, names: dict[str, str]) -> Sequence[object]:
    return [_cell(column, row, names) for column in kind.columns]


def _cell(column: KindColumn, row: Row, names: dict[str, str]) -> object:
    if column.target == "role":
        return [who if isinstance(who, str) else who.name for role, who in row.parts if role == column.name]
    if column.target == "step":
        return dict(row.steps).get(column.name)
    if column.target == "extra":
        return row.extra.get(column.name)
    if column.name == "org":
        return names[row.org]
    value = row.on if column.name == "happened_on" else row.slots.get(column.name)
    return column.choices.get(value, value) if column.choices else value


def _faulty(directory: Path) -> Path:
    kind = kinds()[_FAULTY_KIND]
    path = directory / FAULTY
    blank = [None] * (len(kind.columns) - len(_FAULTY_ROWS[0]))
    write_table(path, kind.name, sheet_columns(kind), [[*row, *blank] for row in _FAULTY_ROWS])
    return path
