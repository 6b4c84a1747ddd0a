"""核数: which figure a written number speaks of. `none` = no figure fits; `ambiguous` = several do, and it is said so.

A wrong figure stated as certain is the one thing that must not happen: where the words do not decide, the answer is
`none` or `ambiguous`.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.spec.tables import rows
from zelian.claims.extract import extract
from zelian.figures.spec import Figure
from zelian.packs.loader import SUBDISTRICT, read_pack
from zelian.reports.check.match import match

TABLE = """
    sentence | number | figure
    # 政治建设
    全年组织学习活动30余次。 | 30余次 | study_activities
    落实“第一议题”制度，开展第一议题学习24次。 | 24次 | first_agenda_items
    理论学习中心组集中研讨4次。 | 4次 | theory_seminars
    中心组专题研讨5次，形成调研文章。 | 5次 | theory_seminars
    党工委理论学习中心组学习12次。 | 12次 | theory_group_sessions
    开展理论中心组学习12次，其中集中研讨4次。 | 12次 | theory_group_sessions
    开展理论中心组学习12次，其中集中研讨4次。 | 4次 | theory_seminars
    # 党课：书记讲的，还是都算
    本人带头讲党课14次。 | 14次 | secretary_lectures
    党工委书记讲党课6次。 | 6次 | secretary_lectures
    各级党组织书记讲党课120次。 | 120次 | party_lectures
    班子成员讲党课20次。 | 20次 | party_lectures
    支部书记讲党课65次。 | 65次 | party_lectures
    村社区书记讲党课34次。 | 34次 | none
    党员听党课3000人次。 | 3000人次 | none
    到基层支部领学督学23次。 | 23次 | branch_study_visits
    # 会议
    全面从严治党和党建会议由本人主持13次。 | 13次 | special_meetings
    党工委专题研究全面从严治党4次。 | 4次 | special_study_meetings
    集体研究“三重一大”事项40余项。 | 40余项 | major_decisions
    主持召开民主生活会2次。 | 2次 | democratic_life_meetings
    组织生活会以普通党员身份参加3次。 | 3次 | branch_life_as_member
    各支部召开组织生活会34次。 | 34次 | branch_life_meetings
    开展主题党日400余次。 | 400余次 | theme_days
    落实“三会一课”1200余次。 | 1200余次 | branch_meetings
    组织生活参加人次达到9000余人次。 | 9000余人次 | branch_meeting_attended
    党务公开68次。 | 68次 | disclosures
    # 责任书与清单：份，还是个
    与村社区签订责任书17份。 | 17份 | pledges_signed
    签订安全生产责任书30份。 | 30份 | none
    签订责任书的村社区17个。 | 17个 | communities_with_pledge
    制定责任清单26份。 | 26份 | responsibility_lists
    制定责任清单的村社区17个。 | 17个 | communities_with_list
    # 谈心谈话、约谈、第一种形态
    围绕主体责任一对一谈心谈话17人次。 | 17人次 | heart_to_heart_talks
    各级开展谈心谈话560人次。 | 560人次 | talks_all
    班子成员谈心谈话88人次。 | 88人次 | talks_all
    约谈村社区两委成员9人次。 | 9人次 | work_interviews
    约谈推进不力的两委干部9人次，第一种形态处置了14人次。 | 9人次 | work_interviews
    约谈推进不力的两委干部9人次，第一种形态处置了14人次。 | 14人次 | first_form
    运用“四种形态”处置18人次。 | 18人次 | four_forms_total
    约谈9人次。 | 9人次 | none
    开展廉政谈话20人次。 | 20人次 | none
    谈话提醒11人次。 | 11人次 | none
    运用第二种形态处置3人次。 | 3人次 | none
    # 立案：起，还是人
    全年立案7起。 | 7起 | cases_filed
    全年立案8人。 | 8人 | case_persons
    全年立案7起8人。 | 7起 | cases_filed
    全年立案7起8人。 | 8人 | case_persons
    立案审查调查7件。 | 7件 | cases_filed
    立案8人次。 | 8人次 | none
    处分5人。 | 5人 | none
    开展工作纪律检查60余次。 | 60余次 | discipline_inspections
    # 入户：名、人次、次、户次
    机关干部90名组团入户。 | 90名 | visit_cadres
    90名机关干部组团入户。 | 90名 | visit_cadres
    450名社区党员进楼入户。 | 450名 | visit_members
    组团入户人次达到3200人次。 | 3200人次 | visit_participations
    组团入户620次。 | 620次 | household_visits
    走访群众5100户次。 | 5100户次 | households_visited
    机关干部入户1280人次。 | 1280人次 | none
    选派12名干部一线锻炼。 | 12名 | frontline_cadres
    # 民生：受理、办结、解决；解决率、满意率
    解决民生实事331件。 | 331件 | livelihood_resolved
    受理民生实事400件。 | 400件 | livelihood_received
    办结民生实事390件。 | 390件 | livelihood_closed
    民生实事解决率85%。 | 85% | livelihood_resolution_rate
    民生实事满意率85%。 | 85% | livelihood_satisfaction_rate
    群众回访满意率达到92%。 | 92% | livelihood_satisfaction_rate
    群众满意率达到92%。 | 92% | none
    受理群众诉求400件，解决331件，办结率98%。 | 98% | none
    # 红色物业与小区
    13个社区党组织领办红色物业15家。 | 13个 | communities_with_red_property
    13个社区党组织领办红色物业15家。 | 15家 | red_properties
    创办红色物业15家。 | 15家 | red_properties
    建成红色物业15个。 | 15个 | red_properties
    “三无”小区66个全部兜底管理。 | 66个 | unmanaged_compounds
    辖区小区217个。 | 217个 | compounds_total
    物业服务小区217个。 | 217个 | compounds_served
    改造老旧小区8个。 | 8个 | none
    物业服务覆盖率100%。 | 100% | property_coverage
    物业费收缴率86%。 | 86% | none
    打造典型现场3个。 | 3个 | demonstration_sites
    # 合伙人与志愿
    驻地单位89家签订“幸福合伙人”协议。 | 89家 | partner_units
    两新组织党组织12个、新就业群体党员38名签订协议。 | 12个 | partner_new_orgs
    两新组织党组织12个、新就业群体党员38名签订协议。 | 38名 | partner_new_workers
    驻地单位89家。 | 89家 | none
    新建两新组织党组织4个。 | 4个 | none
    有效的幸福合伙人协议139份。 | 139份 | partner_agreements_in_force
    开展志愿服务156次。 | 156次 | volunteer_services
    开展志愿服务156场。 | 156场 | volunteer_services
    志愿服务人次达到3000余人次。 | 3000余人次 | volunteer_attendance
    志愿服务时长5000小时。 | 5000小时 | none
    志愿者队伍30支。 | 30支 | none
    # 攻坚：天，还是家；腾退，还是拆除
    用27天完成商户腾退103家。 | 27天 | relocation_days
    用27天完成商户腾退103家。 | 103家 | relocated_shops
    商户腾退103户。 | 103户 | relocated_shops
    10天完成搬迁拆除。 | 10天 | demolition_days
    搬迁拆除工作用时10天。 | 10天 | demolition_days
    拆除违法建设5000平方米。 | 5000平方米 | none
    一个月内完成征地拆迁。 | 一个月 | expropriation_days
    拆迁签约45户。 | 45户 | relocation_signed
    组建突击队2支。 | 2支 | assault_teams
    党员骨干15名组建突击队2支。 | 15名 | assault_members
    # 项目
    签约落地项目9个。 | 9个 | projects_signed
    签订正式合同项目11个。 | 11个 | projects_contracted
    高标准策划项目12个。 | 12个 | projects_planned
    续建项目6个。 | 6个 | none
    争取项目资金1200万元。 | 1200万元 | none
    # 巡察
    区委巡察组巡察社区5个。 | 5个 | patrolled_communities
    巡察反馈问题46个。 | 46个 | patrol_findings
    巡察反馈问题已完成整改46个。 | 46个 | ambiguous
    巡察反馈问题整改率100%。 | 100% | patrol_rectification_rate
    整改率100%。 | 100% | none
    反馈问题46个。 | 46个 | none
    # 还没有做成的、增减的、平均的，都不是口径的数
    仍有12件民生实事未解决。 | 12件 | none
    尚未腾退商户3家。 | 3家 | none
    还有2个三无小区没有兜底。 | 2个 | none
    围绕未成年人保护开展志愿服务12次。 | 12次 | volunteer_services
    志愿服务比上年增加20次。 | 20次 | none
    志愿服务增加到156次。 | 156次 | volunteer_services
    物业服务覆盖率由80%提高到100%。 | 80% | none
    物业服务覆盖率由80%提高到100%。 | 100% | property_coverage
    平均每个社区开展志愿服务9次。 | 9次 | none
    # 别人做的，不是书记做的；别处的，不是本街道的
    班子成员到支部领学督学40次。 | 40次 | none
    副书记主持党建工作会议6次。 | 6次 | none
    邀请党校老师讲党课8次。 | 8次 | none
    13个社区党组织书记讲党课26次。 | 26次 | none
    与村社区书记一对一谈心谈话17人次。 | 17人次 | heart_to_heart_talks
    派出所全年立案侦查12起。 | 12起 | none
    全区开展志愿服务5000次。 | 5000次 | none
    # 数的是旁边那个名词
    红色物业覆盖13个社区。 | 13个 | none
    三无小区涉及社区11个。 | 11个 | none
    举办书记讲党课比赛2次。 | 2次 | none
    培育甲社区、乙社区、丙社区三个典型现场。 | 三个 | demonstration_sites
    民生实事项目10件。 | 10件 | none
    # 几样合在一起的数
    机关干部、社区党员共540名组团入户。 | 540名 | ambiguous
    志愿服务和主题党日500次。 | 500次 | ambiguous
    召开民主生活会、组织生活会各2次。 | 2次 | ambiguous
    # 词在别的分句、属于别的数
    召开党工委会议40次，专题研究全面从严治党4次。 | 40次 | none
    召开党工委会议40次，专题研究全面从严治党4次。 | 4次 | special_study_meetings
    谋划项目12个、开工9个。 | 12个 | projects_planned
    谋划项目12个、开工9个。 | 9个 | none
    签约项目11个，落地9个。 | 11个 | none
    化解历史遗留问题3件。 | 3件 | none
    第一种形态14人次，第二种形态3人次。 | 3人次 | none
    受理民生诉求400件，群众满意率95%。 | 95% | livelihood_satisfaction_rate
    接到巡察反馈问题后，完成整改46个。 | 46个 | patrol_findings_closed
    # 没有口径的事
    发展党员21名。 | 21名 | none
    收缴党费12万元。 | 12万元 | none
    接待信访群众300人次。 | 300人次 | none
    召开会议50次。 | 50次 | none
    开展培训6期。 | 6期 | none
    新增公园3个。 | 3个 | none
    帮扶困难群众200户。 | 200户 | none
    发放宣传单5000份。 | 5000份 | none
"""


@cache
def figures() -> list[Figure]:
    return list(read_pack(SUBDISTRICT).figures.values())


def spoken_of(sentence: str, number: str) -> str:
    """The code of the figure, `ambiguous` or `none`; what no claim says is an error of the table."""
    [claim] = [claim for claim in extract(sentence) if claim.text.replace(" ", "") == number]
    found = match(sentence, claim, figures())
    if found.figure is None:
        return "none"
    return "ambiguous" if found.rivals else found.figure.code


@pytest.mark.parametrize("row", rows(TABLE), ids=lambda row: f"{row['sentence'][:24]}{row['number']}")
def test_a_number_speaks_of_its_figure(row):
    assert spoken_of(row["sentence"], row["number"]) == row["figure"]
