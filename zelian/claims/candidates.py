"""Stage one: every numeral of the text, read to a value. High recall, no judgement; one linear scan.

A `Token` covers the numeral with its scale and its 余/多. Nothing here looks further than a few characters, so
the scan is linear in the text, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zelian.claims import glyphs, numerals
from zelian.claims.numerals import Reading
from zelian.claims.units import COUNTABLE_NOUN, FIRST_CHARS, MEASURE_PATTERN

_BAI = "百(?!分[^钟])"
_QIAN = "千(?![瓦克米伏兆卡])"
_ARABIC = (
    r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"
    rf"|(?<![\d.])\d{{1,3}}(?: \d{{3}})+(?:\.\d{{1,3}})?(?![\d.,])(?=[ \n]?[余多来万亿{FIRST_CHARS}])"
    # Scanned and re-flowed text: "1 8篇" and a number cut by the end of a full line.
    rf"|(?<![\d.,\n])(?<![\d.,] )\d(?: \d){{1,4}}(?:\.\d{{1,2}})?(?![\d.,])(?=[ \n]?[余多万亿{FIRST_CHARS}])"
    r"|(?:(?<=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff] ))\d{1,5}(?: \.|\. ) ?\d{1,2}"
    r"(?=[ \n]?(?:%|‰|[万亿]|个百分|元|公里|平方|亩|吨))"
    rf"|(?<![\d.,])\d{{1,4}}(?<=[^\n]{{15}})\n\d{{1,4}}(?![\d.,])(?=[ ]?[余多万亿{FIRST_CHARS}])"
    r"|\d+(?:\.\d+)?"
)
_CHAR = f"(?:[零〇一二两三四五六七八九十万亿廿卅]|{_BAI}|{_QIAN})"
_FORMAL = "[壹贰叁肆伍陆柒捌玖拾佰仟]"
_SCALE = f"(?:[万亿]|{_BAI}|{_QIAN})"
_TENTHS_STOP = "立为员果功效就交型长本熟绩分都人品像因群片批堆套了不语见材"

_STARTS = r"\d零〇一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟翻过近大几数上成半首双"

NUMERAL = re.compile(
    rf"(?=[{_STARTS}])(?:(?P<percent>百分之(?:(?P<pa>{_ARABIC})"
    rf"|(?P<pc>[零〇一二两三四五六七八九十百]{{1,7}}(?:点[零〇一二三四五六七八九]{{1,6}})?))"
    rf"|百分百)"
    r"|(?P<fraction>(?P<den>[二三四五六七八九十]{1,3}|\d{1,3})分之(?P<nom>[一二两三四五六七八九十]{1,3}|\d{1,3})"
    r"|(?<=[近约占达的超有过足到村镇区县乡])(?P<over>\d)[/／](?P<under>[2-9]|10)(?![\d/／]))"
    rf"|(?P<tenths>(?<![\d.])(?P<t1>[一二两三四五六七八九]"
    rf"|\d(?:\.\d)?)成(?P<t2>[一二三四五六七八九半])?(?![{_TENTHS_STOP}]))"
    r"|(?P<doubling>翻了?(?P<fan>[一两二三四五六七八九]|\d)?番)"
    r"|(?P<half>一半|半数|过半数?|近半(?![年个天月小])|大半(?![年个天夜]))"
    rf"|(?P<vague>(?:(?<![人户总件指分基次个倍少多])数|几){_SCALE}{{1,3}}|几十[万亿]?"
    rf"|(?<![人户总件指分基次个倍少多])数十[万亿]?"
    rf"|(?<![以之])上{_SCALE}{{1,2}}(?={MEASURE_PATTERN})|成百上千|成千上万)"
    rf"|(?P<arabic>(?P<digits>{_ARABIC})(?P<scale>[ \n]?{_SCALE}{{1,3}}(?P<tail>\d{{1,4}}[百千]?万?(?![\d.,%]))?)?)"
    rf"|(?P<chinese>{_CHAR}+(?:点[零〇一二三四五六七八九]+[万亿]?)?)"
    rf"|(?P<formal>(?:{_FORMAL}|[零万亿]){{2,}})"
    r"|(?P<part>半)|(?P<first>首(?=[个家批次届创条座例支所笔单台套])"
    r"|双(?=[向重进创减碳拥管层轨促联报选休提控随优培带争升达])|(?<=[十百])几))"
)
_MORE = re.compile(r" ?([余多来几])( ?(?:[千百]?[万亿]{1,2}|百|千(?![瓦克米伏兆卡]))余?)?")
_MEASURE_SOON = re.compile(
    rf"[ \n]{{0,2}}(?:{MEASURE_PATTERN}|{COUNTABLE_NOUN.pattern}|[，。；、：)\n]|[十百千万亿]|个?半|$)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One numeral: span in the view, its reading (None = no sensible value), its script, and a unit it implies."""

    start: int
    end: int
    text: str
    reading: Reading | None
    script: str
    unit: str = ""
    kind: str = ""


def candidates(view: str) -> list[Token]:
    """All numerals of a normalised view, in order, not overlapping. O(len(view))."""
    return list(_tokens(view))


def _tokens(view: str) -> Iterator[Token]:
    position = 0
    search = NUMERAL.search
    while found := search(view, position):
        token = _read(view, found)
        yield token
        position = max(token.end, found.start() + 1)


def _read(view: str, found: re.Match[str]) -> Token:
    group = next(name for name in _ORDER if found.group(name) is not None)
    return _READERS[group](view, found)


def _token(
    view: str, start: int, end: int, reading: Reading | None, script: str, unit: str = "", kind: str = ""
) -> Token:
    return Token(start, end, view[start:end], reading, script, unit, kind)


def _read_number(view: str, found: re.Match[str]) -> Token:
    if found.group("arabic") is not None:
        return _read_arabic(view, found)
    text = glyphs.plain_digits(found.group())
    return _more(view, found.start(), found.end(), numerals.read_chinese(text), "chinese")


def _read_arabic(view: str, found: re.Match[str]) -> Token:
    start, end = found.span()
    reading = numerals.read_arabic(found.group("digits"))
    scale, tail = found.group("scale"), found.group("tail")
    if reading is not None and scale:
        factor = numerals.scale_of(scale[: len(scale) - len(tail)] if tail else scale)
        reading = numerals.scaled(reading, factor)
        if tail:
            reading = _with_tail(reading, factor, tail)
    return _more(view, start, end, reading, "arabic")


def _with_tail(reading: Reading, factor: int, tail: str) -> Reading:
    """2万5千 and 3万5: the tail's own scale, or one place below the head's."""
    digits = tail.rstrip("百千万")
    place = numerals.scale_of(tail[len(digits) :])
    if place == 1 and len(digits) == 1:
        place = factor // 10
    return Reading(numerals.tidy(reading.value + int(digits) * place), step=place)


def _more(view: str, start: int, end: int, reading: Reading | None, script: str) -> Token:
    """Take in 余/多/来/几 and a scale after it (20余万), if a measure word or the end of the phrase follows."""
    found = _MORE.match(view, end)
    if found is None or reading is None:
        return _token(view, start, end, reading, script)
    word, scale = found.group(1), found.group(2)
    after = found.end()
    bare = reading.value < 10
    at_end = view[after : after + 1] in ("", *"，。；、：)\n")
    if not scale and (not _MEASURE_SOON.match(view, after) or (at_end and (word in "来几" or (word == "多" and bare)))):
        return _token(view, start, end, reading, script)
    if word == "几" and bare:
        return _token(view, start, end, reading, script)
    factor = numerals.scale_of(scale) if scale else 1
    return _token(view, start, after, numerals.scaled(numerals.with_more(reading), factor), script)


def _read_percent(view: str, found: re.Match[str]) -> Token:
    if found.group("pa"):
        reading = numerals.read_arabic(found.group("pa"))
    elif found.group("pc"):
        reading = numerals.read_chinese(found.group("pc"))
    else:
        reading = Reading(100)
    return _token(view, *found.span(), reading, "special", "%", "percent")


def _value_of(text: str) -> Decimal | int | None:
    reading = numerals.read_arabic(text) if text.isascii() else numerals.read_chinese(text)
    return None if reading is None or reading.form != "exact" else reading.value


def _read_fraction(view: str, found: re.Match[str]) -> Token:
    """三分之一 → 33.33 %: four written places are more than any report means."""
    below = _value_of(found.group("den") or found.group("under"))
    above = _value_of(found.group("nom") or found.group("over"))
    reading = None
    if below and above is not None:
        share = (Decimal(above) * 100 / Decimal(below)).quantize(Decimal("0.01"))
        reading = Reading(numerals.tidy(share), step=1 if share == int(share) else Decimal("0.01"))
    return _token(view, *found.span(), reading, "special", "%", "percent")


def _read_tenths(view: str, found: re.Match[str]) -> Token:
    value = _value_of(found.group("t1"))
    second = found.group("t2")
    if value is None:
        return _token(view, *found.span(), None, "special", "%", "percent")
    value = value * 10 + (5 if second == "半" else numerals.DIGITS[second] if second else 0)
    step: Decimal | int = 1 if second else 10
    end = found.end()
    if not second and view[end : end + 1] in ("多", "余"):
        return _token(view, found.start(), end + 1, Reading(value, value + 10, 10, "plus"), "special", "%", "percent")
    return _token(view, *found.span(), Reading(numerals.tidy(value), step=step), "special", "%", "percent")


def _read_doubling(view: str, found: re.Match[str]) -> Token:
    """翻一番 = ×2, 翻两番 = ×4."""
    times = int(_value_of(found.group("fan")) or 1) if found.group("fan") else 1
    return _token(view, *found.span(), Reading(2**times), "special", "倍", "ratio")


def _read_half(view: str, found: re.Match[str]) -> Token:
    form = {"过": "over", "近": "near", "大": "over"}.get(found.group()[0], "exact")
    return _token(view, *found.span(), Reading(50, form=form), "special", "%", "percent")


def _read_vague(view: str, found: re.Match[str]) -> Token:
    start, end = found.span()
    reading = numerals.read_vague(found.group())
    more = _MORE.match(view, end)
    if more and more.group(1) in "余多" and _MEASURE_SOON.match(view, more.end()):
        end = more.end()
    return _token(view, start, end, reading, "vague")


def _read_part(view: str, found: re.Match[str]) -> Token:
    return _token(view, *found.span(), Reading(Decimal("0.5"), step=Decimal("0.5")), "half")


def _read_first(view: str, found: re.Match[str]) -> Token:
    return _token(view, *found.span(), None, "first")


_READERS = {
    "percent": _read_percent,
    "fraction": _read_fraction,
    "tenths": _read_tenths,
    "doubling": _read_doubling,
    "half": _read_half,
    "vague": _read_vague,
    "arabic": _read_number,
    "chinese": _read_number,
    "formal": _read_number,
    "part": _read_part,
    "first": _read_first,
}
_ORDER = tuple(_READERS)
