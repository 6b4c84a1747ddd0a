"""What a written number means, phenomenon by phenomenon. Every sentence here is invented."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.spec.tables import rows
from zelian.claims import extract

# `\n` in a text stands for a line break, ~ for a no-break space. A cell of dots is empty.
WRITING = r"""
text                          | value      | upper  | unit    | comparator | kind
走访企业~18~家                | 18         | .      | 家      | exact      | count
发放补助4 500余元             | 4500       | 4600   | 元      | plus       | money
累计参与2,600余人             | 2600       | 2700   | 人      | plus       | count
党员干部126\n人参加劳动       | 126        | .      | 人      | exact      | count
新修水渠两条                  | 2          | .      | 条      | exact      | count
组织宣讲二十余场              | 20         | 30     | 场      | plus       | count
捐款壹万贰仟元                | 12000      | .      | 元      | exact      | money
绿化荒山2万3千亩              | 23000      | .      | 亩      | exact      | area
到位资金3 千亿元              | 300000000000 | .    | 元      | exact      | money
产业资金突破百万元            | 1000000    | .      | 元      | over       | money
完成投资7.25亿元              | 725000000  | .      | 元      | exact      | money
接待游客1.6万人次             | 16000      | .      | 人次    | exact      | count
三分之一的商户参加            | 33.33      | .      | %       | exact      | percent
参保率百分之九十六点五        | 96.5       | .      | %       | exact      | percent
近四成家庭受益                | 40         | .      | %       | near       | percent
整改率九成八                  | 98         | .      | %       | exact      | percent
同意的占一半以上              | 50         | .      | %       | at_least   | percent
产值翻一番                    | 2          | .      | 倍      | exact      | ratio
产值翻三番                    | 8          | .      | 倍      | exact      | ratio
增长2.4倍                     | 2.4        | .      | 倍      | exact      | ratio
抽查五六家企业                | 5          | 6      | 家      | range      | count
慰问三四十户                  | 30         | 40     | 户      | range      | count
工期5-8天                     | 5          | 8      | 天      | range      | duration
用时一个半月                  | 1.5        | .      | 个月    | exact      | duration
用时半个多月                  | 0.5        | 1      | 个月    | plus       | duration
合格率９８．５％              | 98.5       | .      | %       | exact      | percent
清理垃圾３０余處              | 30         | 40     | 处      | plus       | count
完善制度12項                  | 12         | .      | 项      | exact      | count
撰写专报1 6篇                 | 16         | .      | 篇      | exact      | count
销售收入突破2个亿             | 200000000  | .      | 元      | over       | money
节约经费近1/3                 | 33.33      | .      | %       | near       | percent
修建凉亭一座                  | 1          | .      | 座      | exact      | count
投入經費6萬元                 | 60000      | .      | 元      | exact      | money
"""

COMPARING = r"""
text                          | value      | upper  | unit    | comparator | kind
化解纠纷40余件                | 40         | 50     | 件      | plus       | count
化解纠纷1300多件              | 1300       | 1400   | 件      | plus       | count
惠及25万余人                  | 250000     | 260000 | 人      | plus       | count
惠及20余万人                  | 200000     | 300000 | 人      | plus       | count
惠及十几户                    | 10         | 20     | 户      | plus       | count
百余名青年报名                | 100        | 200    | 名      | plus       | count
阅读量突破5万次               | 50000      | .      | 次      | over       | count
客流超8万人次                 | 80000      | .      | 人次    | over       | count
近90名队员上岗                | 90         | .      | 名      | near       | count
覆盖约700户                   | 700        | .      | 户      | about      | count
入住率85%左右                 | 85         | .      | %       | about      | percent
满意率达到95%以上             | 95         | .      | %       | at_least   | percent
每周至少巡查2次               | 2          | .      | 次      | at_least   | count
费用不超过300元               | 300        | .      | 元      | at_most    | money
两个月内完成交付              | 2          | .      | 个月    | at_most    | duration
受损面积不到60亩              | 60         | .      | 亩      | under      | area
数十家商户联名                | 10         | 100    | 家      | vague      | count
上千名群众到场                | 1000       | 10000  | 名      | vague      | count
近500多份问卷                 | 500        | 600    | 份      | plus       | count
签约9家企业                   | 9          | .      | 家      | exact      | count
"""

INFERRING = r"""
text                          | value      | upper  | unit    | comparator | kind
帮扶金额达30余万              | 300000     | 400000 | 元      | plus       | money
募集善款7万                   | 70000      | .      | 元      | exact      | money
筹资4万5                      | 45000      | .      | 元      | exact      | money
办结率为97                    | 97         | .      | %       | exact      | percent
案发数下降了12                | 12         | .      | %       | exact      | percent
参加群众1500                  | 1500       | .      | 人      | exact      | count
覆盖16村                      | 16         | .      | 村      | exact      | count
发动60党员                    | 60         | .      | 名      | exact      | count
每人每月补贴80元              | 80         | .      | 元      | exact      | money
租金25元/平方米               | 25         | .      | 元/平方米 | exact    | money
调处案件52件（次）            | 52         | .      | 件次    | exact      | count
占比提高2.5个百分点           | 2.5        | .      | 个百分点 | exact     | percent
全年零上访                    | 0          | .      | .       | exact      | count
无一起责任事故                | 0          | .      | 起      | exact      | count
"""


@pytest.mark.parametrize("row", rows(WRITING) + rows(COMPARING) + rows(INFERRING), ids=lambda row: row["text"])
def test_one_number(row):
    text = row["text"].replace(r"\n", "\n").replace("~", "\u00a0")
    (claim,) = extract(text)
    assert claim.value == Decimal(row["value"])
    assert claim.upper == (Decimal(row["upper"]) if row["upper"] else None)
    assert (claim.unit, claim.comparator, claim.kind) == (row["unit"], row["comparator"], row["kind"])


SEVERAL = r"""
text                                               | numbers
查处6起9人                                         | 6起 9人
梳理8类35项                                        | 8类 35项
21家单位、4个支部、57名党员与社区结对              | 21家 4个 57名
22天完成86户签约                                   | 22天 86户
耕地共2860亩，其中水田1700亩、旱地1160亩           | 2860亩 1700亩 1160亩
分别提高12、9个百分点                              | 12个百分点 9个百分点
分别完成投资1.5、2.5亿元                           | 150000000元 250000000元
由36户减少到11户                                   | 36户 11户
参保率由82%提高到97%                               | 82% 97%
不少于3次且不超过6次                               | 3次 6次
引进过亿元项目4个                                  | 4个
55岁以下干部18名                                   | 18名
三名干部、两个支部受到表扬                         | 3名 2个
"""


@pytest.mark.parametrize("row", rows(SEVERAL), ids=lambda row: row["text"])
def test_several_numbers(row):
    assert [f"{claim.value}{claim.unit}" for claim in extract(row["text"])] == row["numbers"].split()


STATES = r"""
text                                               | state
全年召开例会14次                                   | done
力争新建公园2处                                    | planned
计划改造管网3公里                                  | planned
每月至少入户10户                                   | required
每季度召开一次联席会议                             | required
上半年累计开展巡查30次                             | done
去年同期为420件                                    | last_year
比去年同期增加20件                                 | done
发放救助金XX万元                                   | missing
建成便民驿站*家                                    | missing
三、下步措施\n扎实办好民生实事10件                 | planned
三、下步打算\n建好网格。\n四、附表\n现有网格12个   | done
"""


@pytest.mark.parametrize("row", rows(STATES), ids=lambda row: row["text"])
def test_state(row):
    assert [claim.state for claim in extract(row["text"].replace(r"\n", "\n"))] == [row["state"]]


OBJECTS = r"""
text                                               | objects
组织义务劳动16次                                   | 组织义务劳动
协调解决停车、噪声等群众诉求240件                  | 协调解决群众诉求
对接高校企业，签约落户了项目7个                    | 签约落户项目
推动80名网格员进楼入户                             | 网格员进楼入户
建成了5个口袋公园                                  | 建成口袋公园
慰问困难户60户、老党员22名                         | 慰问困难户 慰问老党员
全年立案5起6人                                     | 全年立案 全年立案
完成税收3.2亿元，增长8%                            | 完成税收 完成税收增长
26家门店、3个商会与街道签订协议                    | 门店签订协议 商会与街道签订协议
12名队员组建3支巡逻队                              | 队员 组建巡逻队
15天完成40户搬迁                                   | 完成搬迁 完成搬迁
占比由12%提高到18%                                 | 占比 占比
慰问残疾人30人次，金额2万元                        | 慰问残疾人 慰问残疾人金额
"""


@pytest.mark.parametrize("row", rows(OBJECTS), ids=lambda row: row["text"])
def test_object(row):
    assert [claim.object for claim in extract(row["text"])] == row["objects"].split()
