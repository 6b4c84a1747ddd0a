"""Reading Chinese, Arabic and mixed numerals to exact values. Pure functions; None where there is no reading.

A `Reading` is what is written: value, upper end, the unit of the last written place, and whether the numeral
itself says "more than" (余), "one of these" (五六) or "some" (数十).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from zelian.claims.claim import Number

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
LONGEST_ARABIC = 18
LONGEST_CHINESE = 24

_GROUPING = {ord(mark): None for mark in ", \n"}
_PAIR = re.compile(r"([一二两三四五六七八九])([一二两三四五六七八九])(?=$|[十百千万亿])")


@dataclass(frozen=True, slots=True)
class Reading:
    """`form` is exact, plus (余 多 来 几: more than value, less than upper), range, or vague (order only)."""

    value: Number
    upper: Number | None = None
    step: Number = 1
    form: str = "exact"


def tidy(value: Number) -> Number:
    """An int where integral, else a Decimal without trailing zeros."""
    if isinstance(value, int):
        return value
    whole = value.to_integral_value()
    return int(whole) if whole == value else value.normalize()


def last_place(value: Number) -> Number:
    """The place of the lowest non-zero digit: 1600 → 100, 2.5 → 0.1. This is the step of 余 (1600余 < 1700)."""
    if value == 0:
        return 1
    if isinstance(value, int):
        step = 1
        while value % 10 == 0:
            value //= 10
            step *= 10
        return step
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))


def scale_of(text: str) -> int:
    """百万 → 10**6; the empty string → 1."""
    result = 1
    for char in text:
        result *= SCALES.get(char, 1)
    return result


def read_arabic(digits: str) -> Reading | None:
    """`1,200`, `3 000`, `12.8`; the step is the last written place. None beyond 18 digits."""
    plain = digits.translate(_GROUPING)
    if len(plain) > LONGEST_ARABIC or not plain.isascii():
        return None
    if "." not in plain:
        return Reading(int(plain))
    return Reading(tidy(Decimal(plain)), step=Decimal(1).scaleb(-len(plain.partition(".")[2])))


def scaled(reading: Reading, factor: int) -> Reading:
    """The reading times a power of ten (12.8 × 亿), step and upper end with it."""
    if factor == 1:
        return reading
    upper = None if reading.upper is None else tidy(reading.upper * factor)
    return Reading(tidy(reading.value * factor), upper, tidy(reading.step * factor), reading.form)


def with_more(reading: Reading) -> Reading:
    """余/多/来/几 after the number: value < x < value + its lowest non-zero place."""
    if reading.form != "exact" or reading.value == 0:
        return reading
    step = last_place(reading.value)
    return Reading(reading.value, tidy(reading.value + step), step, "plus")


def _section(text: str) -> int | None:
    """A numeral below 万: 三百六十五, 十二, 一百零五, 一百二 (=120). None where the places do not descend."""
    total, pending, last = 0, None, 10000
    zero = False
    for char in text:
        if char in PLACES:
            place = PLACES[char]
            if place >= last or (pending is None and place != 10):
                return None
            total += (1 if pending is None else pending) * place
            pending, last, zero = None, place, False
        elif DIGITS.get(char) == 0:
            zero = True
        elif pending is not None or char not in DIGITS:
            return None
        else:
            pending = DIGITS[char]
    if pending is not None:
        total += pending * (1 if zero or last in (10, 10000) else last // 10)
    return total


def _whole(text: str) -> int | None:
    """A structured Chinese numeral with 万 and 亿, or a single digit."""
    for name in "亿万":
        head, found, tail = text.rpartition(name)
        if not found:
            continue
        left = _whole(head) if head else 1
        if left is None or left == 0:
            return None
        unit = SCALES[name]
        if not tail:
            return left * unit
        if len(tail) == 1 and tail in DIGITS and DIGITS[tail]:
            return left * unit + DIGITS[tail] * unit // 10
        right = _whole(tail.lstrip("零〇") or tail)
        return None if right is None or right >= unit else left * unit + right
    if text in ("百", "千"):
        return PLACES[text]
    return _section(text)


def _written_step(text: str) -> int:
    """Numbers rounded to 万 or 亿 claim no more than that: 三十万 → 10000. Below 万 each is exact."""
    if text.endswith("亿"):
        return 10**8
    if text.endswith("万"):
        return 10**4
    return 1


def _pair_range(text: str) -> Reading | None:
    """五六百, 三四十, 三五, 十五六, 一百二三十: neighbouring digits mean a range."""
    for found in _PAIR.finditer(text):
        first, second = found.groups()
        low, high = DIGITS[first], DIGITS[second]
        if high - low != 1 and (low, high) != (3, 5):
            return None
        head, tail = text[: found.start()], text[found.end() :]
        if head and head[-1] not in "十百千万亿":
            return None
        a, b = _whole(head + first + tail), _whole(head + second + tail)
        if a is None or b is None:
            return None
        if head and not tail and head[-1] != "十":
            return None
        return Reading(a, b, _written_step(text), "range")
    return None


def read_chinese(text: str) -> Reading | None:
    """三十 → 30, 三万五 → 35000, 五六百 → 500..600, 一点五 → 1.5, 廿六 → 26. None for 一三五 and the like."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    if len(text) > LONGEST_CHINESE:
        return None
    whole, point, tail = text.partition("点")
    if point:
        scale = "".join(c for c in tail if c in "万亿")
        digits = tail[: len(tail) - len(scale)]
        left = _whole(whole)
        if left is None or not digits or any(c not in DIGITS for c in digits):
            return None
        value = Decimal(f"{left}.{''.join(str(DIGITS[c]) for c in digits)}")
        return scaled(Reading(tidy(value), step=Decimal(1).scaleb(-len(digits))), scale_of(scale))
    if len(text) > 1 and (paired := _pair_range(text)):
        return paired
    value = _whole(text)
    return None if value is None else Reading(value, step=_written_step(text))


def read_vague(text: str) -> Reading | None:
    """数十, 几百, 上千, 成百上千, 数以万计: only the order of magnitude: [N, 10N)."""
    scale = scale_of("".join(c for c in text if c in SCALES))
    if text.startswith("成"):
        scale = scale_of(text[-1])
    return Reading(scale, scale * 10, scale, "vague") if scale > 1 else None
