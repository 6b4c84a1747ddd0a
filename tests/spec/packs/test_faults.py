"""Every fault of a pack is told with its file and line. One change, one complaint."""

from __future__ import annotations

import pytest

from tests.packs import small
from zelian.kernel.yamlspec import SpecError
from zelian.packs.loader import SUBDISTRICT, check_pack, read_pack

KINDS, FIGURES, OVERVIEW, CASES = "ledger_kinds/main.yaml", "figures/main.yaml", "overview.yaml", "cases/main.yaml"

# file, old text, new text, line of the complaint, a part of it
FAULTS = [
    ("pack.yaml", "version: '1'", "edition: '1'", 3, "不认识的项“edition”"),
    (KINDS, "shape: event", "shape: events", 4, "shape 只能是"),
    (KINDS, "slot: title", "slot: titel", 7, "没有槽位“titel”"),
    (KINDS, "aliases: [活动主题]", "aliases: [日期]", 7, "表头“日期”既指"),
    (KINDS, "care: 助老", "Care: 助老", 8, "代码“Care”不合规范"),
    (KINDS, "order: 引导", "order: 助老", 8, "选项“助老”写了两次"),
    (KINDS, "key: [happened_on, title]", "key: [happened_on, place]", 12, "自然键用到的“place”"),
    (KINDS, "key: [happened_on, title]", "key: [happened_on, title", 13, "不是正确的 YAML"),
    (FIGURES, "code: services", "code: Services", 1, "代码“Services”不合规范"),
    (FIGURES, "code: care\n", "code: services\n", 10, "已经用过"),
    (FIGURES, "count: ledger.entry", "count: ledger.entries", 4, "没有事实表"),
    (FIGURES, "{kind: volunteer_service}", "{kind: volunteering}", 5, "没有台账种类“volunteering”"),
    (FIGURES, "{kind: volunteer_service}", "{category: care}", 5, "条件里要写明台账种类"),
    (FIGURES, "category: care}", "category: caring}", 14, "“category”没有取值“caring”"),
    (FIGURES, "category: care}", "stage: done}", 14, "“stage”没有取值“done”，这种台账没有这一栏"),
    (FIGURES, "category: care}", "role: organiser}", 14, "没有栏目“role”"),
    (FIGURES, "aliases: [志愿服务]", "aliases: [志愿服务]\n  at: end", 7, "只能数名册"),
    (FIGURES, "name: 助老次数", "name: 助老次数\n  aliases: [志愿服务]", 12, "叫法“志愿服务”（次）已归口径“services”"),
    (FIGURES, "  author: 甲\n", "", 1, "缺少必填项“author”"),
    (FIGURES, "next_review: 2027-01", "next_review: 2027", 9, "复核月份“2027”"),
    (FIGURES, "unit: 次", "unit: '%'", 3, "只有比率"),
    (FIGURES, "num: care,", "num: caring,", 21, "比率用到的口径“caring”没有定义"),
    (OVERVIEW, "figure: services", "figure: service", 1, "没有统计口径“service”"),
    (OVERVIEW, "required: 1", "required: 0", 1, "应是正整数"),
    (OVERVIEW, "per: month", "per: week", 1, "per 只能是"),
    (OVERVIEW, "[community]", "[communities]", 1, "没有组织类型“communities”"),
    (CASES, "category: care", "category: caring", 4, "“类别”没有选项“caring”"),
    (CASES, "services: 2", "service: 2", 6, "没有统计口径“service”"),
    (CASES, "period: 2023", "period: 2023Q5", 2, "时期“2023Q5”看不懂"),
    (CASES, "org: village", "org: town", 4, "没有试算组织“town”"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "part"), FAULTS, ids=[f"{n}-{fault[4]}" for n, fault in enumerate(FAULTS)]
)
def test_a_fault_is_told_with_file_and_line(tmp_path, file, old, new, line, part):
    problems = check_pack(small.write(tmp_path, {file: (old, new)}))
    assert [(p.file, p.line) for p in problems if part in p.message] == [(file, line)], [str(p) for p in problems]


def test_a_sound_pack_has_no_fault(tmp_path):
    assert check_pack(small.write(tmp_path)) == []
    assert check_pack(SUBDISTRICT) == []


def test_all_faults_come_at_once(tmp_path):
    root = small.write(
        tmp_path,
        {KINDS: ("slot: title", "slot: titel"), OVERVIEW: ("per: month", "per: week"), CASES: ("2023\n", "x\n")},
    )
    with pytest.raises(SpecError) as error:
        read_pack(root)
    assert {problem.file for problem in error.value.problems} >= {KINDS, OVERVIEW, CASES}
