"""When a ledger's number makes a sentence true, and how a number may truthfully be worded."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.spec.tables import rows
from zelian.claims import extract, satisfies
from zelian.claims.wording import UntrueStyle, word

TRUTH = r"""
text             | true               | false
走访30户         | 30                 | 29 31
走访30余户       | 31 39              | 30 40
走访超30户       | 31 300             | 30 29
走访30户以上     | 30 31              | 29
走访不超过30户   | 30 1               | 31
走访不到30户     | 29 0               | 30
走访近30户       | 27 29              | 26 30
走访约30户       | 27 30 33           | 26 34
走访20至30户     | 20 30              | 19 31
走访数十户       | 10 99              | 9 100
补助1.6万元      | 15500 16000 16499  | 15499 16500
补助20余万元     | 200001 299999      | 200000 300000
得票率66.7%      | 200/3 66.7         | 66.6 66.8
走访X户          | .                  | 0 30
"""


@pytest.mark.parametrize("row", rows(TRUTH), ids=lambda row: row["text"])
def test_satisfies(row):
    (claim,) = extract(row["text"])
    assert all(satisfies(claim, Fraction(value)) for value in row["true"].split())
    assert not any(satisfies(claim, Fraction(value)) for value in row["false"].split())


WORDED = r"""
value     | style   | unit | text
36        | exact   | 次   | 36次
36        | yu      | 次   | 30余次
13        | yu      | 次   | 10余次
136       | yu      | 次   | 130余次
1636      | yu      | 次   | 1600余次
16360     | yu      | 元   | 1.6万余元
163600    | yu      | 元   | 16万余元
30        | yu      | 次   | .
9         | yu      | 次   | .
36        | over    | 人   | 超过30人
40        | over    | 人   | .
1980      | near    | 人   | 近2000人
31        | near    | 人   | .
200/3     | percent | %    | 66.7%
187/2     | percent | %    | 93.5%
100       | percent | %    | 100%
16360     | wan     | 元   | 1.6万元
20000     | wan     | 元   | 2万元
9999      | wan     | 元   | .
99999999  | wan     | 元   | 1亿元
25/2      | exact   | 亩   | 12.5亩
1/3       | exact   | 亩   | .
"""


@pytest.mark.parametrize("row", rows(WORDED), ids=lambda row: f"{row['value']} {row['style']}")
def test_word(row):
    value = Fraction(row["value"])
    if row["text"]:
        assert word(value, row["style"], row["unit"]) == row["text"]
    else:
        with pytest.raises(UntrueStyle):
            word(value, row["style"], row["unit"])


def test_unknown_style():
    with pytest.raises(ValueError, match="不存在"):
        word(3, "circa", "次")
