"""Which figure a written number speaks of: by the words around it and by its unit.

An alias is one or more words, all of which must stand near the number; the nearer, the more they count. The unit must
agree: 人 is not 人次, 起 is not 人. Where two figures fit equally well the match is ambiguous and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from zelian.claims.claim import Claim
from zelian.figures.spec import Figure

# The same thing counted with another measure word. 人次, 人, 次 and 天 never stand for one another.
_SAME_UNIT = [{"人", "名", "位"}, {"次", "场", "场次", "期", "回"}, {"天", "日"}, {"%"}, {"件", "起", "宗", "桩"}]
_MEASURES = {"个", "家", "项", "处", "支", "份", "件", "起", "宗", "批", "户", "所", "座", "篇", "条"}
_OTHER_MEASURE = 0.25  # what a differing but generic measure word costs
_ENOUGH = 0.62
_MARGIN = 0.04
_TIGHT = re.compile(r"[，。；、：！？\n,;:]|(?<=[\u4e00-\u9fff])[与和](?=[\u4e00-\u9fff\d])")
_CLAUSE = re.compile(r"[，。；！？\n,;]")
_SENTENCE = re.compile(r"[。；！？\n;]")
_NOISE = re.compile(r"[“”\"'‘’《》（）()\s·—\-*＊]")


@dataclass(frozen=True)
class Match:
    """The best figure (None when nothing fits), how well it fits, and the others that fit as well."""

    figure: Figure | None
    score: float
    rivals: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """The text around a number in growing circles, without quotation marks and blanks."""

    tight: str
    phrase: str
    clause: str
    sentence: str

    def weight(self, word: str) -> float:
        """How near the word stands: 1 beside the number, less farther off, 0 when it is not there."""
        if word in self.tight:
            return 1.0
        if word in self.phrase:
            return 0.9
        if word in self.clause:
            return 0.8
        return 0.5 if word in self.sentence else 0.0


def surroundings(text: str, claim: Claim) -> Surroundings:
    """The circles around a claim: its own stretch of text, its object phrase, its clause, its sentence."""
    return Surroundings(
        tight=_plain(_around(text, claim, _TIGHT)), phrase=_plain(claim.object),
        clause=_plain(_around(text, claim, _CLAUSE)),
        sentence=_plain(_around(text, claim, _SENTENCE)),
    )


def _around(text: str, claim: Claim, ends: re.Pattern[str]) -> str:
    low = max(0, claim.start - 200)
    start = low
    for found in ends.finditer(text, low, claim.start):
        start = found.end()
    stop = ends.search(text, claim.end, claim.end + 200)
    return text[start : stop.start() if stop else claim.end + 200]


def _plain(text: str) -> str:
    return _NOISE.sub("", text)


def unit_penalty(claim: Claim, figure: Figure) -> float | None:
    """0 for the same unit, a small cost for another generic measure word, None when the units cannot agree."""
    if claim.unit == figure.unit or any(claim.unit in units and figure.unit in units for units in _SAME_UNIT):
        return 0.0
    if claim.unit in ("个月", "月", "年") and figure.unit == "天" and figure.aggregate == "span":
        return 0.0
    if claim.unit in _MEASURES and figure.unit in _MEASURES:
        return _OTHER_MEASURE
    return None


def match(text: str, claim: Claim, figures: Iterable[Figure]) -> Match:
    """The figure a claim speaks of. Pure; linear in the number of figures and aliases."""
    around = surroundings(text, claim)
    scored: list[tuple[float, int, Figure]] = []
    for figure in figures:
        penalty = unit_penalty(claim, figure)
        if penalty is None:
            continue
        best = max((_fit(alias, around) for alias in (figure.name, *figure.aliases)), default=0.0) - penalty
        if best >= _ENOUGH:
            scored.append((best, -figure.order, figure))
    if not scored:
        return Match(None, 0.0)
    scored.sort(key=lambda item: item[:2], reverse=True)
    top = scored[0]
    rivals = tuple(figure for score, _, figure in scored[1:] if top[0] - score < _MARGIN)
    return Match(top[2], top[0], rivals)


def _fit(alias: str, around: Surroundings) -> float:
    """Mean nearness of the alias's words, by length; a longer alias that fits whole says more."""
    words = [_plain(word) for word in alias.split()]
    weights = [around.weight(word) for word in words]
    if not words or not all(weights):
        return 0.0
    length = sum(len(word) for word in words)
    near = sum(len(word) * weight for word, weight in zip(words, weights, strict=True)) / length
    return near + 0.02 * min(length, 12)
