"""Causes found by examining the extractor on reports it had not seen: web punctuation, scans, thresholds, shares.

Each row stands for a class of writing; all sentences are invented.
"""

from __future__ import annotations

import pytest

from tests.spec.tables import rows
from zelian.claims import analyse, extract

# Pages typed with half-width marks: a mark next to a Chinese word ends the clause, between digits it groups.
# `_` is a masked digit of a year; ~ stands for a no-break space.
NOISE = r"""
text                                              | claims
旱地620亩,2016年新修塘坝4口                       | 620亩 4口
参训党员:1200,其中女党员340人;收到回执1,150份     | 1200人 340人 1150份
调处纠纷18起.其中山林纠纷7起                      | 18起 7起
投资1万多\n修缮老井2口                            | 10000元:plus 2口
到账资金IlOO多万元，补发1OO户，新聘l2人           | 11000000元:plus 100户 12人
收入增长12. 5%，完成税收 3. 6亿元                 | 12.5% 360000000元
参保率提高1 5.2%                                  | 15.2%
征地1 356.7亩                                     | 1356.7亩
比上年增长6﹒4                                    | 6.4%
2 0 1 7年植树9亩，二 0 一八年植树12亩             | 9亩 12亩
20__年走访35户，202_年走访48户                    | 35户 48户
202117年收入3万元                                 | 30000元
新建蓄水池80m3，占地150m2                         | 80立方米 150平方米
"""

# What a number means beside these words.
MEANING = r"""
text                                              | claims
共收到二起投诉                                    | 2起
涉及二个小区                                      | 2个
整年没有发生一起火情                              | 0起
常住人口已逾6万。                                 | 60000人:over
投入近百万，整修了村小学                          | 1000000元:near
出资近百万对河堤加固                              | 1000000元:near
全镇3/4的农户入社                                 | 75%
出生性别比为108.6，收入比由2.4缩小至2.1           | 108.6 2.4 2.1
出生性别比112:100                                 | 112
形成5大产业集群                                   | 5个
培育90家以上特色企业和40家示范店                  | 90家:at_least 40家
其余 6 乡镇已验收，清运渣土 35噸                   | 6个 35吨
投工1800工日，栽花40束                            | 1800工日 40束
大专学历31，中专学历12名                          | 31人 12名
只有一名村医                                      | 1名
三年内累计修路8公里                               | 8公里
书记一名，委员4名                                 | 1名 4名
修建凉亭一座、公厕一座                            | 1座 1座
出动渣土车6辆、洒水车一辆                         | 6辆 1辆
预算收入210万，完成236万                          | 2100000元 2360000元
实现税收90万的目标                                | 900000元
县道12.6千米，过境省道8公里                       | 12.6公里 8公里
补助1.2万元/床位                                  | 12000元/床位
每 5 年鉴定，鉴定档案96卷                         | 96卷
"""

NOTHING = r"""
text                                              | claims
面积800平方米以上文体广场另行统计                 | .
党龄长、40年党龄老同志优先                        | .
打造千亩示范片，建设百亩方                        | .
力保时间过半、任务过半                            | .
朝着两个一百年目标迈进                            | .
落实门前五包，严守四个最严                        | .
营造三种氛围，发挥两个作用                        | .
十一国庆期间照常值班                              | .
住在6栋2单元                                      | .
落实日报告、零报告制度                            | .
一组种桑、三组养蚕                                | .
第 2 页 共 8 页                                   | .
三五村的老支书                                    | .
做到查处一处、销号一处                            | .
为4050人员服务，创五个好支部                      | .
这是其中一名，我作为一名                          | .
足额发放残疾人两项补贴                            | .
"""


def written(claim) -> str:
    value = f"{claim.value}{claim.unit}"
    return value if claim.comparator == "exact" else f"{value}:{claim.comparator}"


@pytest.mark.parametrize("row", rows(NOISE) + rows(MEANING) + rows(NOTHING), ids=lambda row: row["text"])
def test_claims(row):
    text = row["text"].replace(r"\n", "\n").replace("~", "\u00a0")
    assert [written(claim) for claim in extract(text)] == row["claims"].split()


THRESHOLDS = r"""
text                                              | claims | kinds
建成600平方米以上球场2处                          | 2处    | category
其中过200万元的4个                                | 4个    | category
给60年党龄老党员送花9束                           | 9束    | category
养羊80只以上规模的12户                            | 12户   | category
出栏70头以上养殖户15户                            | 15户   | category
60万元以上固定资产投资2亿元                       | 200000000元 | category
3千万元以上4家                                    | 4家    | category
"""


@pytest.mark.parametrize("row", rows(THRESHOLDS), ids=lambda row: row["text"])
def test_threshold_beside_a_count(row):
    found = analyse(row["text"])
    assert [written(claim) for claim in found.claims] == row["claims"].split()
    assert [rejection.kind for rejection in found.rejections] == row["kinds"].split()


# 将 before a noun and 超预期 are no intentions; neither is money already won.
STATES = r"""
text                                               | states
将全镇划分为18个网格                               | done
将于年底前新增车位60个                             | planned
超预期完成投资4亿元                                | done
预期完成投资4亿元                                  | planned
争取上级资金90万元                                 | done
争取年内建成驿站2个                                | planned
"""


@pytest.mark.parametrize("row", rows(STATES), ids=lambda row: row["text"])
def test_state(row):
    assert [claim.state for claim in extract(row["text"])] == row["states"].split()


OBJECTS = r"""
text                                               | objects
2月至9月救助临时困难居民31人次                     | 救助临时困难居民
购置对讲机16台                                     | 购置对讲机
在册党员75名，在职党员20名                         | 在册党员 在职党员
走访困难户28户与老党员6名                          | 走访困难户 走访老党员
紧盯重要节点、关键岗位和薄弱环节，接续开展专项督查\n37次 | 接续开展专项督查
"""


@pytest.mark.parametrize("row", rows(OBJECTS), ids=lambda row: row["text"])
def test_object(row):
    assert [claim.object for claim in extract(row["text"].replace(r"\n", "\n"))] == row["objects"].split()
