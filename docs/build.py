"""Rebuilds the generated reference: `python -m docs.build`. A test fails when the files are not current."""

from __future__ import annotations

import os
import tempfile
from itertools import groupby
from pathlib import Path

REFERENCE = Path(__file__).parent / "reference"
_HOW = {"count": "计数", "sum": "求和", "distinct": "去重", "span": "历时", "ratio": "比率"}
_GENERATED = "<!-- 由 make docs 生成，请改 zelian/packs/subdistrict 后重新生成 -->\n\n"


def figures_page() -> str:
    """Every figure of the pack: name, unit, how it is counted, how reports call it, why."""
    from zelian.packs.loader import SUBDISTRICT, read_pack

    lines = [_GENERATED, "# 统计口径\n\n"]
    figures = list(read_pack(SUBDISTRICT).figures.values())
    for group, members in groupby(figures, key=lambda figure: figure.group):
        lines.append(f"## {group}\n\n| 代码 | 口径 | 单位 | 算法 | 报告里的说法 | 说明 |\n|---|---|---|---|---|---|\n")
        for figure in members:
            aliases = "、".join(figure.aliases)
            how = _HOW[figure.aggregate]
            cells = (f"`{figure.code}`", figure.name, figure.unit, how, aliases, figure.why)
            lines.append(f"| {' | '.join(cells)} |\n")
        lines.append("\n")
    return "".join(lines)


def kinds_page() -> str:
    """Every ledger kind of the pack with its columns."""
    from zelian.packs.loader import SUBDISTRICT, read_pack

    lines = [_GENERATED, "# 台账种类\n\n"]
    for kind in read_pack(SUBDISTRICT).kinds.values():
        shape = "事件" if kind.shape == "event" else "名册"
        lines.append(f"## {kind.name} `{kind.code}`\n\n{kind.group}　{shape}　知悉范围：{kind.audience}\n\n")
        lines.append("| 栏目 | 去处 | 必填 | 选项 |\n|---|---|---|---|\n")
        for column in kind.columns:
            choices = "、".join(column.choices.values())
            cells = (column.header, f"{column.target}: {column.name}", "是" if column.required else "", choices)
            lines.append(f"| {' | '.join(cells)} |\n")
        lines.append(f"\n自然键：单位、{'、'.join(kind.column(name).header for name in kind.key)}\n\n")
    return "".join(lines)


PAGES = {"figures.md": figures_page, "ledger-kinds.md": kinds_page}


def main() -> None:
    """Writes every page."""
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zelian.config.settings")
    os.environ.setdefault("ZELIAN_DATA", tempfile.mkdtemp())
    import django

    django.setup()
    main()
