"""The one pass: view → numerals → verdicts → claims with object and state. See README.md for the rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from zelian.claims import comparators, glyphs, masked, numerals, objects
from zelian.claims.candidates import Token, candidates
from zelian.claims.claim import Claim, Rejection
from zelian.claims.classify import Found, Refusal, judge
from zelian.claims.marks import Marks
from zelian.claims.states import Sections, state_of

_RANGE = re.compile(r" ?[-—－–~～〜]{1,2} ?|[至到]")
_FROM = re.compile(r"[由从自][^，。；、\n]{0,10}$")
_LIST = re.compile(
    r"[、和及与,，] ?|(?:分别)?(?:增加|提高|提升|增长|下降|降低|减少|扩大|上升|拓展|压缩|缩短|发展"
    r"|升|降|增|减|扩|调整)?[到至]"
)
_SCALE_TAIL = re.compile(r"[百千万亿]+$")


_FREE = ("无量词的编号", "数词无量词", "词内数字")
_UNITLESS = (*_FREE, "单位疑缺：%", "单位疑缺：人", "单位疑缺")
_LISTING = re.compile(r"分别|依次|[由从自为达：:]|[增减升降]")


@dataclass(frozen=True, slots=True)
class Analysis:
    """Both halves of one pass; together they account for every numeral of the text."""

    claims: tuple[Claim, ...]
    rejections: tuple[Rejection, ...]


def analyse(text: str) -> Analysis:
    """Claims and rejections, each ordered by position. Never raises on any string; near-linear time."""
    view = glyphs.normalised(text)
    marks = Marks(view)
    hidden = masked.masked(view)
    tokens = _outside(candidates(view), hidden)
    verdicts = [judge(view, token, marks) for token in tokens]
    _inherit(view, tokens, verdicts)
    kept, rejections = _sifted(view, text, tokens, verdicts)
    found = sorted(kept + hidden, key=lambda item: item.start)
    sections = Sections(view)
    named = objects.objects(view, [(item.begin, item.edge) for item in found])
    return Analysis(
        tuple(_claim(text, view, item, name, sections) for item, name in zip(found, named, strict=True)),
        tuple(rejections),
    )


def extract(text: str) -> list[Claim]:
    """All quantified claims of a report, ordered by position; masked numbers (X名) are among them as "missing"."""
    return list(analyse(text).claims)


def rejected(text: str) -> list[Rejection]:
    """The numerals of the same pass that are not claims, each with its kind and reason."""
    return list(analyse(text).rejections)


def _outside(tokens: list[Token], hidden: list[Found]) -> list[Token]:
    """Tokens that no masked number has taken in; both lists are in order."""
    result, index = [], 0
    for token in tokens:
        while index < len(hidden) and hidden[index].end <= token.start:
            index += 1
        if index == len(hidden) or hidden[index].start >= token.end:
            result.append(token)
    return result


def _inherit(view: str, tokens: list[Token], verdicts: list[Found | Refusal]) -> None:
    """分别提高15、22个百分点; 由20.5升至21.1个百分点: a number without unit takes that of the next one."""
    for i in range(len(tokens) - 2, -1, -1):
        mine, following = verdicts[i], verdicts[i + 1]
        if mine.reason not in _UNITLESS or not isinstance(following, Found):
            continue
        token, after = tokens[i], tokens[i + 1]
        between = view[token.end : after.start]
        if token.script != "arabic" or after.script != "arabic" or not following.unit or len(between) > 12:
            continue
        if not _LIST.fullmatch(between) or not _LISTING.search(view[max(0, token.start - 40) : token.start]):
            continue
        scale = _SCALE_TAIL.search(after.text)
        reading = token.reading
        if reading is None:
            continue
        if scale and not _SCALE_TAIL.search(token.text):
            reading = numerals.scaled(reading, numerals.scale_of(scale.group()))
        verdicts[i] = Found(
            token.start,
            token.start, token.end, token.end, token.end, reading.value, reading.upper, reading.step,
            following.unit, following.kind, "exact", "单位承后",
        )  # fmt: skip


def _sifted(
    view: str, text: str, tokens: list[Token], verdicts: list[Found | Refusal]
) -> tuple[list[Found], list[Rejection]]:
    """Ranges joined, numerals inside an earlier claim dropped (一个半月), the rest sorted into the two halves."""
    kept: list[Found] = []
    rejections: list[Rejection] = []
    taken, i = 0, 0
    while i < len(tokens):
        token, verdict = tokens[i], verdicts[i]
        if token.start < taken:
            i += 1
            continue
        pair = _range_of(view, tokens, verdicts, i)
        if pair is not None:
            verdict = pair
            i += 1
        if isinstance(verdict, Found):
            kept.append(verdict)
            taken = verdict.end
        else:
            rejections.append(
                Rejection(token.start, token.end, text[token.start : token.end], verdict.kind, verdict.reason)
            )
        i += 1
    return kept, rejections


def _range_of(view: str, tokens: list[Token], verdicts: list[Found | Refusal], i: int) -> Found | None:
    """3-5天, 10%-20%, 三至五天 as one claim; 由3到5 stays two."""
    if i + 1 >= len(tokens):
        return None
    first, second, mine, following = tokens[i], tokens[i + 1], verdicts[i], verdicts[i + 1]
    if not isinstance(following, Found) or first.reading is None or first.reading.form != "exact":
        return None
    if isinstance(mine, Refusal) and mine.reason not in _FREE:
        return None
    begin = mine.end if isinstance(mine, Found) else first.end
    if begin > second.start or second.start - begin > 4:
        return None
    between = view[begin : second.start]
    if not _RANGE.fullmatch(between) or (
        between in "至到" and _FROM.search(view[max(0, first.start - 14) : first.start])
    ):
        return None
    low = first.reading.value
    if isinstance(mine, Found):
        if mine.unit != following.unit:
            return None
        low = mine.value
    elif (scale := _SCALE_TAIL.search(second.text)) and not _SCALE_TAIL.search(first.text):
        low = numerals.scaled(first.reading, numerals.scale_of(scale.group())).value
    if following.value is None or low >= following.value or following.upper is not None:
        return None
    return replace(
        following,
        begin=comparators.before(view, first.start)[1],
        start=first.start,
        value=low,
        upper=following.value,
        comparator="range",
    )


def _claim(text: str, view: str, item: Found, name: str, sections: Sections) -> Claim:
    state = "missing" if item.value is None else state_of(view, item.start, item.kind, sections)
    return Claim(
        start=item.start, end=item.end, text=text[item.start : item.end],
        nstart=item.start, nend=item.nend, num=text[item.start : item.nend],
        value=item.value, upper=item.upper, unit=item.unit, comparator=item.comparator,
        object=name, kind=item.kind, state=state, step=item.step, reason=item.reason,
    )  # fmt: skip
