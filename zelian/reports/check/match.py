"""Which figure a written number speaks of: by the words around it and by its unit.

An alias is one or more words, all of which must stand near the number; the nearer, the more they count. The unit must
agree: 人 is not 人次, 起 is not 人. Where two figures fit equally well the match is ambiguous and says so. A wrong
figure stated as certain is worse than none: what is still undone, a change, an average, somebody else's doing or
another noun's number matches nothing.
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
_ENOUGH = 0.7
_BESIDE = 0.9  # one word of an alias must stand beside the number: others may be told farther off
_MARGIN = 0.04
_TIGHT = re.compile(r"[，。；、：！？\n,;:]|(?<=[\u4e00-\u9fff])[与和](?=[\u4e00-\u9fff\d])")
CLAUSE = re.compile(r"[，。；！？\n,;]")
SENTENCE = re.compile(r"[。；！？\n;]")
# A number is no figure's value when it counts what is left undone, is a change or an average, or is not the office's.
_UNDONE = re.compile(r"尚未|没有|仍有|还有|剩余|未(?!来|成年)")
_SOLVED = re.compile(r"(?<!未)(?:化解|解决|办结|销号)")
_CHANGE = re.compile(r"(?:增加|增长|减少|下降|提高|提升|上升|多|少)了?$")
_OLD_VALUE = re.compile(r"^(?:提高|提升|增加|增长|上升|下降|减少|降低|降)(?:到|至|为)")
_AVERAGE = re.compile(r"平均|人均|户均|每(?:个|名|户|家|村|社区)")
_NOT_OURS = re.compile(r"全[区市省国县]|公安|派出所|法院|检察院|行政执法|执法[中大]队|上级")
# What a secretary did himself is not what the others did; "with them" is not "by them".
_OTHERS = re.compile(
    r"^[^与同和对向到就]{0,8}(?:各级|班子成员|各支部|邀请|其他|党员干部|(?:支部|村|社区|党组织|副)书记)"
)
# The thing counted, next to its number: 13个社区 is no number of properties.
_THING = "社区|村|支部|党组织|单位|部门|科室|小区|楼院|楼栋|网格|党员|干部|群众|居民|商户|企业|项目|学校"
_THING_AFTER, _THING_BEFORE = re.compile(f"^(?:{_THING})"), re.compile(f"(?:{_THING})$")
_EVENT_BEFORE = re.compile(r"(?:比赛|竞赛|大赛|培训|讲座|演讲|展览|观摩|座谈会|推进会)$")
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
    before: str  # the clause up to the number
    after: str  # and from its unit on

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
        tight=_plain("".join(around(text, claim, _TIGHT))),
        phrase=_plain(claim.object),
        clause=_plain("".join(around(text, claim, CLAUSE))),
        sentence=_plain("".join(around(text, claim, SENTENCE))),
        before=_plain(around(text, claim, CLAUSE)[0]),
        after=_plain(around(text, claim, CLAUSE)[2]),
    )


def around(text: str, claim: Claim, ends: re.Pattern[str]) -> tuple[str, str, str]:
    """What stands before the claim, the claim, and what stands after it, up to the nearest `ends` on both sides."""
    low = max(0, claim.start - 200)
    start = low
    for found in ends.finditer(text, low, claim.start):
        start = found.end()
    stop = ends.search(text, claim.end, claim.end + 200)
    return text[start : claim.start], claim.text, text[claim.end : stop.start() if stop else claim.end + 200]


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
    here = surroundings(text, claim)
    if _no_value(here):
        return Match(None, 0.0)
    scored: list[tuple[float, int, Figure]] = []
    for figure in figures:
        penalty = unit_penalty(claim, figure)
        if penalty is None or _foreign(figure, claim, here):
            continue
        best = max((_fit(alias, here) for alias in (figure.name, *figure.aliases)), default=0.0) - penalty
        if best >= _ENOUGH:
            scored.append((best, -figure.order, figure))
    if not scored:
        return Match(None, 0.0)
    scored.sort(key=lambda item: item[:2], reverse=True)
    top = scored[0]
    rivals = tuple(
        figure for score, _, figure in scored[1:] if top[0] - score < _MARGIN or _listed_with(figure, top[2], here)
    )
    return Match(top[2], top[0], rivals)


def _no_value(here: Surroundings) -> bool:
    """Whether the number is a change, a former value, an average, or somebody else's."""
    return bool(
        _CHANGE.search(here.before)
        or _OLD_VALUE.search(here.after)
        or _AVERAGE.search(here.before)
        or _NOT_OURS.search(here.before)
    )


def _foreign(figure: Figure, claim: Claim, here: Surroundings) -> bool:
    """Whether something beside the number says that it cannot be this figure's."""
    vocabulary = _plain("".join((figure.name, *figure.aliases)))
    if (_SOLVED if "未" in vocabulary else _UNDONE).search(here.clause):
        return True
    event = _EVENT_BEFORE.search(here.before)
    if event and event[0] not in vocabulary:
        return True
    if any(condition.column == "post" for condition in figure.where) and _OTHERS.search(here.before):
        return True
    if claim.unit not in _MEASURES and claim.unit not in ("名", "人", "位"):
        return False
    ends_here = here.after[:1] in ("", "、", "和", "与", "及")
    thing = _THING_BEFORE.search(here.before) if ends_here else _THING_AFTER.search(here.after)
    return bool(thing and thing[0] not in vocabulary)


def _listed_with(other: Figure, top: Figure, here: Surroundings) -> bool:
    """Whether the number is the sum of both or that of each: 民生实事和群众诉求共9件."""
    for left in re.finditer(r"[、和与及]", here.before):
        head, tail = here.before[: left.start()], here.before[left.end() :]
        if any(head.endswith(word) for word in _words(other)) and any(tail.startswith(word) for word in _words(top)):
            return True
    return False


def _words(figure: Figure) -> set[str]:
    return {word for alias in (figure.name, *figure.aliases) for word in alias.split() if len(word) > 2}


def _fit(alias: str, around: Surroundings) -> float:
    """Mean nearness of the alias's words, by length; a longer alias that fits whole says more."""
    words = [_plain(word) for word in alias.split()]
    weights = [around.weight(word) for word in words]
    if not words or not all(weights) or max(weights) < _BESIDE:
        return 0.0
    length = sum(len(word) for word in words)
    near = sum(len(word) * weight for word, weight in zip(words, weights, strict=True)) / length
    return near + 0.02 * min(length, 12)
