"""Wording a number so that it is true: the inverse of reading, bound to the rules of `compare`.

| style | 36 | 1636 | 16360 | rule |
|---|---|---|---|---|
| exact | 36次 | 1636次 | 16360次 | the number itself |
| yu | 30余次 | 1600余次 | 1.6万余次 | down to the step; untrue below 10 and on the step itself |
| over | 超过30次 | 超过1600次 | 超过1.6万次 | down to the step; untrue on the step itself |
| near | 近40次 | 近1700次 | 近1.7万次 | up to the step; untrue on the step and below nine tenths of it |
| percent | — | — | — | one decimal, half up: 93.5%; the value is given as 100 for 100 % |
| wan | — | — | 1.6万次 | 万 or 亿 with one decimal, half up; untrue below 10000 |

Steps: 10 up to 999, 100 up to 9999, then a tenth of 万 up to 99999, one 万 up to 9999万, a tenth of 亿 above.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from zelian.claims.compare import satisfies
from zelian.claims.extract import extract

WAN = 10**4
YI = 10**8
STYLES = ("exact", "yu", "over", "near", "percent", "wan")


class UntrueStyle(ValueError):
    """The style cannot be true for this value; the message says why and which style can."""


def word(value: int | Fraction, style: str, unit: str) -> str:
    """The number as the report writes it, e.g. word(36, "yu", "次") → 30余次.

    `value` ≥ 0 in the base unit (元, not 万元; percent as 100). Raises UntrueStyle where the wording would not
    hold under `satisfies`, ValueError for an unknown style.
    """
    if style not in STYLES:
        raise ValueError(f"数字写法“{style}”不存在，可用：{'、'.join(STYLES)}")
    number = Fraction(value)
    if number < 0:
        raise UntrueStyle(f"{value}{unit} 是负数，报告数字不写负号，请改写为“减少”")
    text = _WRITERS[style](number, unit)
    claims = extract(text)
    if len(claims) != 1 or not satisfies(claims[0], number):
        raise UntrueStyle(f"{value}{unit} 不能写成“{text}”，请换一种写法")
    return text


def step_of(number: Fraction) -> int:
    """The step of 余, 超过 and 近 at this size; see the table above."""
    if number < 1000:
        return 10
    if number < WAN:
        return 100
    if number < 10 * WAN:
        return 1000
    return WAN if number < YI else YI // 10


def _scaled(whole: int) -> str:
    """1600 → 1600, 16000 → 1.6万, 160000000 → 1.6亿 (whole is a multiple of its step)."""
    for size, name in ((YI, "亿"), (WAN, "万")):
        if whole >= size:
            head, rest = divmod(whole, size)
            return f"{head}.{rest * 10 // size}{name}" if rest else f"{head}{name}"
    return str(whole)


def _half_up(number: Fraction, places: int) -> str:
    shifted = int(number * 10**places + Fraction(1, 2))
    head, tail = divmod(shifted, 10**places)
    digits = str(tail).rjust(places, "0").rstrip("0") if places else ""
    return f"{head}.{digits}" if digits else str(head)


def _exact(number: Fraction, unit: str) -> str:
    if number.denominator == 1:
        return f"{number.numerator}{unit}"
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1 or number.denominator > 10**6:
        raise UntrueStyle(f"{number}{unit} 除不尽，写不成有限小数，请用 percent 或 wan")
    return f"{(Decimal(number.numerator) / Decimal(number.denominator)).normalize():f}{unit}"


def _down(number: Fraction, unit: str, style: str) -> int:
    if number < 10:
        raise UntrueStyle(f"{number}{unit} 小于 10，不能写“{style}”，请写准数")
    step = step_of(number)
    base = int(number // step) * step
    if base == number:
        raise UntrueStyle(f"正好 {number}{unit}，不能写“{style}”，请写准数")
    return base


def _yu(number: Fraction, unit: str) -> str:
    return f"{_scaled(_down(number, unit, '余'))}余{unit}"


def _over(number: Fraction, unit: str) -> str:
    return f"超过{_scaled(_down(number, unit, '超过'))}{unit}"


def _near(number: Fraction, unit: str) -> str:
    step = step_of(number)
    top = -int(-number // step) * step
    if top == number or number * 10 < top * 9:
        raise UntrueStyle(f"{number}{unit} 不算“近{_scaled(top)}{unit}”，请写准数")
    return f"近{_scaled(top)}{unit}"


def _percent(number: Fraction, unit: str) -> str:
    """One decimal; more only where one would round a share that is not all, or not none, to 100% or 0%."""
    for places in range(1, 9):
        text = _half_up(number, places)
        if text not in ("0", "100") or number in (0, 100):
            return f"{text}%"
    raise UntrueStyle("与 0 或 100 相差太小，写不成百分比，请用分子和分母说明")


def _wan(number: Fraction, unit: str) -> str:
    if number < WAN:
        raise UntrueStyle(f"{number}{unit} 不足一万，不能以万计，请写准数")
    tenths = int(number * 10 / WAN + Fraction(1, 2)) * (WAN // 10)
    if tenths >= YI:
        return f"{_half_up(number / YI, 1)}亿{unit}"
    return f"{_half_up(number / WAN, 1)}万{unit}"


_WRITERS = {"exact": _exact, "yu": _yu, "over": _over, "near": _near, "percent": _percent, "wan": _wan}
