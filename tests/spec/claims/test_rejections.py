"""Numerals that are not claims, and of which kind. Every sentence here is invented."""

from __future__ import annotations

import pytest

from tests.spec.tables import rows
from zelian.claims import analyse

REJECTED = r"""
text                                         | kinds
2024年5月12日上午9:30召开例会                | date
05年、九七年、20xx年、二0一二年              | date
1-10月、上半年、第三季度                     | date
周一至周五，2025/03/08                       | date
几年来、过去五年、近三年来                   | timeframe
每半年、每两个月                             | timeframe
第二十届运动会、第3批、居全国第4位           | ordinal
十九届五中全会、人大三次会议                 | ordinal
首个、首批、首家                             | ordinal
一是学习，二是实践                           | enum
（一）总则                                   | enum
1、总则                                      | enum
65岁以上老人                                 | category
5亿元以上项目                                | category
每万人                                       | category
〔2024〕17号                                 | id_code
12345热线、PM2.5、G60                        | id_code
https://example.invalid/2024/17.html         | id_code
“五个一”、“三会一课”、“1+3+N”                | fixed_phrase
一岗双责、三重一大、四风                     | fixed_phrase lexical
两个维护、四个自信、三位一体                 | fixed_phrase
三年行动计划、百日攻坚、24小时值班           | fixed_phrase
一村一策、一户一档                           | fixed_phrase
《十五条意见》                               | fixed_phrase
从三个方面入手                               | fixed_phrase
15分钟便民圈                                 | fixed_phrase
统一、进一步、一些、一般、首先               | lexical
一支过硬队伍、一种氛围                       | lexical
零距离、零的突破                             | fixed_phrase
"""


@pytest.mark.parametrize("row", rows(REJECTED), ids=lambda row: row["text"])
def test_not_a_claim(row):
    found = analyse(row["text"])
    assert [claim.text for claim in found.claims] == []
    assert {rejection.kind for rejection in found.rejections} <= set(row["kinds"].split())


def test_reason_is_given():
    assert all(
        rejection.reason for rejection in analyse("一是学习。2024年完成“五个一”，第3批、65岁以上老人。").rejections
    )
