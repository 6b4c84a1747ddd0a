"""Where a long title is broken: whole words, lines in the shape of a trapezoid or a diamond.

GB/T 9704-2012, 7.3.1: the title may stand on one or several lines; a line break keeps the meaning of words whole,
the lines stand symmetrically with fitting lengths, and the shape is a trapezoid or a diamond.
"""

import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

from .width import half_chars

LINE_CHARS = 20
"""A line of the type area (156 mm) holds 20 characters of 二号 (22 pt = 7.76 mm)."""

_WORDS = frozenset(Path(__file__).with_name("title_words.txt").read_text(encoding="utf-8").split())
"""Words of official titles that a line break must not cut."""

_LONGEST = max(map(len, _WORDS))
_PLACE = ("工作委员会", "委员会", "街道", "社区", "办事处", "省", "市", "区", "县", "镇", "乡", "村")
_PLACE_NAME = 4  # 青禾区, 云溪街道, 四字以内的地名不拆
_WHOLE = re.compile(
    r"第?[0-9A-Za-z.%％〇零一二三四五六七八九十百]+(年度|年|季度|月份|月|日|次|项|期|届)?|“[^”]{1,16}”|《[^》]{1,16}》"
)
_NO_LINE_START = frozenset("的、，。：；！？）》”’]")
_NO_LINE_END = frozenset("（《“‘[和与及暨、")

_UNKNOWN_WHOLE = 6  # an unknown run up to this length is taken for a name and kept whole


def title_lines(text: str) -> list[str]:
    """The lines of a title; joined they give the text back. At most 20 characters a line, never one alone.

    Pure. A line feed in the text is a break made by hand and is kept (it is then not part of a line).
    """
    lines: list[str] = []
    for part in text.split("\n"):
        lines.extend(_broken(part.strip()))
    return [line for line in lines if line]


def _broken(text: str) -> list[str]:
    """The lines of a title without breaks made by hand."""
    if half_chars(text) <= LINE_CHARS * 2:
        return [text]
    words = _words(text)
    fewest = -(-half_chars(text) // (LINE_CHARS * 2))
    # One line more than needed may read better. Beyond four lines nobody sets a title, and the search would grow.
    choices = [lines for count in (fewest, fewest + 1) if count <= 4 for lines in _arrangements(words, count)]
    return list(min(choices, key=_cost)) if choices else _filled(text)


def _words(text: str) -> list[str]:
    """The text cut into what should stay together: known words, places, years, quoted names, short unknown runs."""
    words: list[str] = []
    start = at = 0
    while at < len(text):
        word = _known(text, at)
        if word is None:
            at += 1
            continue
        unknown = text[start:at]
        if word in _PLACE and 0 < len(unknown) <= _PLACE_NAME:
            words.append(unknown + word)
        else:
            words.extend([*_pieces(unknown), word])
        at += len(word)
        start = at
    return _glued([*words, *_pieces(text[start:])])


def _known(text: str, at: int) -> str | None:
    """The longest known word that begins at `at`."""
    whole = _WHOLE.match(text, at)
    if whole:
        return whole.group()
    for size in range(_LONGEST, 0, -1):
        word = text[at : at + size]
        if word in _WORDS or word in _PLACE:
            return word
    return None


def _pieces(unknown: str) -> list[str]:
    """An unknown run whole if it is short, else in pairs: most Chinese words have two characters."""
    if len(unknown) <= _UNKNOWN_WHOLE:
        return [unknown] if unknown else []
    return [unknown[i : i + 2] for i in range(0, len(unknown), 2)]


def _glued(words: list[str]) -> list[str]:
    """Words joined where no line may begin (的, closing marks) or end (关于, 和, opening marks)."""
    result: list[str] = []
    for word in words:
        if result and (word[0] in _NO_LINE_START or result[-1][-1] in _NO_LINE_END or result[-1] == "关于"):
            result[-1] += word
        else:
            result.append(word)
    return result


def _arrangements(words: list[str], count: int) -> Iterator[tuple[str, ...]]:
    """Every way to put the words on `count` lines that fit and hold at least two characters."""
    for breaks in combinations(range(1, len(words)), count - 1):
        edges = (0, *breaks, len(words))
        lines = tuple("".join(words[a:b]) for a, b in pairwise(edges))
        if all(4 <= half_chars(line) <= LINE_CHARS * 2 for line in lines):
            yield lines


def _cost(lines: tuple[str, ...]) -> int:
    """How far from a good title: bad places to break, and lines of unfitting lengths."""
    widths = [half_chars(line) for line in lines]
    cost = sum(_break_cost(left, right) for left, right in pairwise(lines)) + 4 * len(lines)
    cost += sum(12 for width in widths if width < 8)
    spread = max(widths) - min(widths)
    # A trapezoid needs a visible difference; more than seven characters looks torn.
    cost += max(0, 4 - spread) + max(0, spread - 14)
    # 沙漏形: a line shorter than both its neighbours.
    waists = [b for a, b, c in zip(widths, widths[1:], widths[2:], strict=False) if b < a and b < c]
    return cost + 20 * len(waists)


def _break_cost(left: str, right: str) -> int:
    """A break before 关于 or after 的 reads well, after a name of an organisation nearly so; soon after 关于, badly."""
    if "关于" in left[-8:]:
        return 12
    if right.startswith("关于") or left.endswith("的"):
        return 0
    return 2 if left.endswith(_PLACE) else 5


def _filled(text: str) -> list[str]:
    """Full lines for a title that has no better arrangement; the last one holds at least two characters."""
    lines = [text[i : i + LINE_CHARS] for i in range(0, len(text), LINE_CHARS)]
    if len(lines[-1]) == 1:
        lines[-2:] = [lines[-2][:-1], lines[-2][-1] + lines[-1]]
    return lines
