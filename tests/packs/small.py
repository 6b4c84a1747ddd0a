"""A small sound pack on disk, for tests that change one thing in it."""

from __future__ import annotations

import textwrap
from pathlib import Path

FILES = {
    "pack.yaml": """
        code: small
        name: 小套件
        version: '1'
        posts: {committee_secretary: 书记}
        """,
    "ledger_kinds/main.yaml": """
        - code: volunteer_service
          name: 志愿服务
          group: 治理
          shape: event
          columns:
            - {header: 日期, slot: happened_on, required: true}
            - {header: 主题, slot: title, aliases: [活动主题]}
            - {header: 类别, slot: category, choices: {care: 助老, order: 引导}}
            - {header: 人数, slot: headcount}
            - {header: 组织人, role: organiser}
            - {header: 办结, step: closed}
          key: [happened_on, title]
        """,
    "figures/main.yaml": """
        - code: services
          name: 志愿服务次数
          unit: 次
          count: ledger.entry
          where: {kind: volunteer_service}
          aliases: [志愿服务]
          why: 一场一次
          author: 甲
          next_review: 2027-01
        - code: care
          name: 助老次数
          unit: 次
          count: ledger.entry
          where: {kind: volunteer_service, category: care}
          why: 一场一次
          author: 甲
          next_review: 2027-01
        - code: care_rate
          name: 助老占比
          unit: '%'
          ratio: {num: care, den: services}
          why: 先合计再相除
          author: 甲
          next_review: 2027-01
        """,
    "overview.yaml": """
        - {code: services, name: 志愿服务, figure: services, required: 1, per: month, applies_to: [community],
           basis: 安排}
        """,
    "cases/main.yaml": """
        - name: 一场一次
          period: 2023
          rows:
            - {kind: volunteer_service, org: village, happened_on: 2023-03-01, title: 甲, category: care}
            - {kind: volunteer_service, org: village, happened_on: 2023-03-02, title: 乙, category: order}
          expect: {services: 2, care_rate: 50}
        """,
}


def write(root: Path, changes: dict[str, tuple[str, str]] | None = None) -> Path:
    """The pack under `root`; `changes` are {file: (old text, new text)}."""
    for name, text in FILES.items():
        content = textwrap.dedent(text).lstrip("\n")
        if changes and name in changes:
            old, new = changes[name]
            assert old in content, f"{old!r} is not in {name}"
            content = content.replace(old, new, 1)
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root
