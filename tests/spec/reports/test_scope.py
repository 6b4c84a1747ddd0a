"""核数: a number said of a part of the year, or of one community, is not checked against the whole street's year."""

from __future__ import annotations

import pytest

from tests.spec.tables import rows
from zelian.claims.extract import extract
from zelian.kernel.period import Period
from zelian.reports.check.scope import other_org, other_time

TIMES = """
    sentence                                      | period        | other
    全年开展志愿服务156次。                         | 2023          | .
    今年以来开展志愿服务156次。                      | 2023          | .
    上半年开展志愿服务80次。                         | 2023          | 上半年
    上半年，党员活跃，开展志愿服务80次。               | 2023          | 上半年
    上半年签约3个，全年开展志愿服务156次。             | 2023          | .
    上半年开展志愿服务80次。                         | 2023H1        | .
    2023年上半年开展志愿服务80次。                   | 2023H1        | .
    2022年上半年开展志愿服务80次。                   | 2023H1        | 2022年上半年
    下半年开展志愿服务80次。                         | 2023H1        | 下半年
    一季度开展志愿服务40次。                         | 2023          | 一季度
    第二季度开展志愿服务40次。                       | 2023Q2        | .
    3月份开展志愿服务9次。                           | 2023          | 3月份
    3月份开展志愿服务9次。                           | 202303        | .
    3月5日前后开展志愿服务9次。                      | 2023          | .
    截至12月底开展志愿服务156次。                    | 2023          | .
    2022年开展志愿服务140次。                        | 2023          | 2022年
    2023年开展志愿服务156次。                        | 2023          | .
    近三年开展志愿服务400余次。                      | 2023          | 近三年
    五年来开展志愿服务900余次。                      | 2023          | 五年来
    上半年工作平稳。开展志愿服务156次。                | 2023          | .
"""
ORGS = """
    sentence                                      | other
    和平社区开展志愿服务12次。                        | 和平社区
    和平社区第一党支部开展志愿服务4次。                 | 和平社区第一党支部
    和平社区、东湖社区开展志愿服务20次。               | .
    和平社区等13个社区开展志愿服务156次。              | .
    和平社区走在前面，全街道开展志愿服务156次。          | .
    开展志愿服务156次，和平社区最多。                  | .
"""
NAMES = ("和平社区", "和平社区第一党支部", "东湖社区")


def last_claim(sentence: str):
    return extract(sentence)[-1]


@pytest.mark.parametrize("row", rows(TIMES), ids=lambda row: row["sentence"][:20] + row["period"])
def test_another_time(row):
    sentence = row["sentence"]
    assert other_time(sentence, last_claim(sentence), Period.parse(row["period"])) == row["other"]


@pytest.mark.parametrize("row", rows(ORGS), ids=lambda row: row["sentence"][:20])
def test_another_organisation(row):
    sentence = row["sentence"]
    assert other_org(sentence, last_claim(sentence), NAMES) == row["other"]
