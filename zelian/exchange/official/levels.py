"""Numbers of headings: 一、（一）1.（1） (GB/T 9704-2012, 7.3.3)."""

from collections.abc import Iterable
from dataclasses import replace

from .blocks import AppendixTitle, Block, Heading, Text, plain, runs

_DIGITS = "零一二三四五六七八九"


def level_number(level: int, n: int) -> str:
    """The `n`-th number (1..99) of heading level 1..4 with its punctuation; ValueError outside."""
    if not 1 <= n <= 99:
        raise ValueError(f"同级标题只编到99，不能编第{n}个")
    match level:
        case 1:
            return f"{chinese_numeral(n)}、"
        case 2:
            return f"（{chinese_numeral(n)}）"
        case 3:
            return f"{n}."
        case 4:
            return f"（{n}）"
    raise ValueError(f"标题层次只有1至4级，不能是{level}")


def chinese_numeral(n: int) -> str:
    """1..99 in Chinese as spoken in headings: 十, 十一, 二十."""
    tens, ones = divmod(n, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")


def numbered(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with every heading numbered in order; a heading restarts the levels below it, an appendix all.

    The texts must come without numbers.
    """
    counts = [0, 0, 0, 0]
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, AppendixTitle):
            counts = [0, 0, 0, 0]
        if isinstance(block, Heading):
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (4 - block.level)
            mark = level_number(block.level, counts[block.level - 1])
            # 1.2026年 would read as a decimal.
            gap = " " if mark.endswith(".") and plain(block.text)[:1].isdigit() else ""
            block = replace(block, text=(Text(mark + gap), *runs(block.text)))
        result.append(block)
    return result
