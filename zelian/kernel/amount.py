"""Counted amounts are integers; quotients are exact fractions, rounded once, half away from zero (四舍五入)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def ratio(num: int, den: int) -> Fraction | None:
    """num ÷ den, exactly; None where the denominator is zero (不适用, never 0 or 100)."""
    return Fraction(num, den) if den else None


def percent(num: int, den: int) -> Fraction | None:
    """num ÷ den in hundredths: 3 of 4 → 75."""
    return Fraction(100 * num, den) if den else None


def round_half_up(value: Fraction | int, places: int = 0) -> Decimal:
    """Rounds by magnitude: 0.125 → 0.13, −0.125 → −0.13 at two places. Exact for any fraction."""
    value = Fraction(value)
    scaled = abs(value) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if 2 * rest >= scaled.denominator:
        whole += 1
    return (Decimal(whole if value >= 0 else -whole)).scaleb(-places).quantize(Decimal(1).scaleb(-places))


def plain(value: Fraction | int | None, places: int = 2) -> int | float | None:
    """A JSON-friendly number: integers as they are, fractions rounded once to `places`."""
    if value is None or isinstance(value, int):
        return value
    if value.denominator == 1:
        return value.numerator
    rounded = round_half_up(value, places)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def written(value: Fraction | int | None, places: int = 2) -> str:
    """The number as text, without trailing zeros: 98.70 → 98.7; None → an en dash pair as tables show it."""
    if value is None:
        return "——"
    if isinstance(value, int) or value.denominator == 1:
        return str(int(value))
    return format(round_half_up(value, places).normalize(), "f")


def fen_from_yuan(yuan: Decimal) -> int:
    """Yuan to integer fen, exactly; ValueError when there is a part of a fen."""
    fen = yuan * 100
    if fen != fen.to_integral_value():
        raise ValueError("金额最多两位小数")
    return int(fen)


def yuan_from_fen(fen: int) -> str:
    """Integer fen as yuan text: 123450 → 1234.50."""
    return str((Decimal(fen) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP))
