"""Numbers a published report has blacked out: *家, X名, XX万元. A measure word must show that a number stood there."""

from __future__ import annotations

import re

from zelian.claims import units
from zelian.claims.classify import Found

_SAFE = "万元 亿元 元 人次 人 名 位 户 家 个 件 起 次 场 份 条 项 支 亩 % 篇 座 处 批 公里 平方米 例 所"
_WORDS = "|".join(
    re.escape(word) + (f"(?![{stop}])" if stop else "")
    for word, stop in (
        (word, units.NOT_BEFORE.get(word, "")) for word in sorted(_SAFE.split(), key=lambda word: -len(word))
    )
)
_MASKED = re.compile(
    rf"(?<![A-Za-z0-9+*×.])\d{{0,4}}(?:\*{{1,6}}|[xX]{{1,4}}|×{{1,4}}"
    rf"|[〇○□]{{2,4}})(?:\.\d{{1,2}})?(?P<more>[余多])?[ ]?(?P<unit>{_WORDS})"
)


def masked(view: str) -> list[Found]:
    """One `Found` with value None for each hidden number of a normalised view, in order. O(len(view))."""
    result = []
    for found in _MASKED.finditer(view):
        word = found.group("unit")
        base = word.lstrip("万亿")
        result.append(
            Found(
                found.start(),
                found.start(),
                found.start("unit"),
                found.end(),
                found.end(),
                None,
                None,
                1,
                units.canonical(base),
                units.KIND_OF[base],
                "exact",
                "数字被隐去",
            )
        )
    return result
