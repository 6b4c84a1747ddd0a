from decimal import Decimal
from fractions import Fraction

import pytest

from zelian.kernel.amount import fen_from_yuan, percent, plain, ratio, round_half_up, written, yuan_from_fen


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(2, 3), 0, "1"),
        (12, 2, "12.00"),
    ],
)
def test_rounding_is_half_away_from_zero(value, places, expected):
    assert str(round_half_up(value, places)) == expected


def test_a_zero_denominator_is_not_a_number():
    assert ratio(0, 0) is None
    assert percent(5, 0) is None
    assert percent(3, 4) == 75


def test_numbers_for_json_and_print():
    assert plain(Fraction(987, 10)) == 98.7
    assert plain(Fraction(100)) == 100
    assert plain(None) is None
    assert written(Fraction(987, 10)) == "98.7"
    assert written(Fraction(2, 3)) == "0.67"
    assert written(1000) == "1000"
    assert written(Fraction(1000)) == "1000"
    assert written(None) == "——"


def test_money_is_integer_fen():
    assert fen_from_yuan(Decimal("12.34")) == 1234
    assert yuan_from_fen(123450) == "1234.50"
    with pytest.raises(ValueError, match="两位"):
        fen_from_yuan(Decimal("0.001"))
