"""When a number found in the ledgers makes a written claim true: the single place of these rules.

| comparator | 例 | true for x when |
|---|---|---|
| exact | 331件, 1.6万元 | v − s/2 ≤ x < v + s/2, s one unit of the last written place: 331 only; 15500 up to 16500 |
| exact, 100% or 0% | 覆盖率100% | x = v: one compound without service and coverage is not 100 % |
| plus | 30余次, 20余万元 | v < x < upper (30 < x < 40): 余 is untrue for exactly 30 and for 40 |
| over | 超30次, 突破20万 | x > v |
| at_least | 30次以上, 不少于 | x ≥ v |
| at_most | 一个月内, 不超过 | x ≤ v |
| under | 不到30次 | x < v |
| near | 近30次 | 0.9·v ≤ x < v: 近 promises slightly less, so x = v is untrue |
| about | 约30次, 左右 | 0.9·v ≤ x ≤ 1.1·v |
| range | 3-5天, 五六百 | v ≤ x ≤ upper |
| vague | 数十次, 上千家 | v ≤ x < upper (the order of magnitude is all that is claimed) |
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from zelian.claims.claim import Claim

NEAR = Fraction(9, 10)
ABOUT = Fraction(11, 10)
_ABSOLUTE = (0, 100)  # shares that are said only of none and of all

_Rule = Callable[[Fraction, Fraction, Fraction, Fraction], bool]

_RULES: dict[str, _Rule] = {
    "exact": lambda x, v, top, s: v - s / 2 <= x < v + s / 2,
    "plus": lambda x, v, top, s: v < x < top,
    "over": lambda x, v, top, s: x > v,
    "at_least": lambda x, v, top, s: x >= v,
    "at_most": lambda x, v, top, s: x <= v,
    "under": lambda x, v, top, s: x < v,
    "near": lambda x, v, top, s: NEAR * v <= x < v,
    "about": lambda x, v, top, s: NEAR * v <= x <= ABOUT * v,
    "range": lambda x, v, top, s: v <= x <= top,
    "vague": lambda x, v, top, s: v <= x < top,
}


def satisfies(claim: Claim, ledger_value: Fraction | int | Decimal) -> bool:
    """Whether the ledgers' value (in the claim's base unit) makes the claim true; a masked claim never is."""
    if claim.value is None:
        return False
    value = Fraction(claim.value)
    if claim.unit == "%" and claim.comparator == "exact" and value in _ABSOLUTE:
        return Fraction(ledger_value) == value
    top = value if claim.upper is None else Fraction(claim.upper)
    return _RULES[claim.comparator](Fraction(ledger_value), value, top, Fraction(claim.step))
