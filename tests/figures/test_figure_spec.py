"""The definition language: what may be written, and what each fault is called, with file and line."""

from __future__ import annotations

import pytest

from zelian.figures.spec import Condition, check_set, parse_figure
from zelian.kernel.yamlspec import Problems, as_node, load


def faults(text: str) -> list[str]:
    """Every complaint about a file figures.yaml of that text."""
    problems = Problems("figures.yaml")
    nodes = load(text, "figures.yaml")
    found = [(figure, node) for node in nodes if (figure := parse_figure(node, problems))]
    check_set(found, problems)
    return [str(problem) for problem in problems.found]


def test_a_full_definition_is_read():
    problems = Problems("figures.yaml")
    node = load(
        """
        code: volunteers
        name: 志愿服务人数
        unit: 人
        distinct: ledger.participation.person
        where: {kind: volunteer_service, role: [attendee, speaker], headcount: {gte: 3, lte: 9}}
        at: flow
        level: own
        subject: post
        empty: unknown
        aliases: [志愿者]
        why: 述责要用
        author: 党建办
        checked_by: 纪工委
        next_review: 2027-01
        """,
        "figures.yaml",
    )
    figure = parse_figure(node, problems)
    assert problems.found == []
    assert (figure.source, figure.column, figure.aggregate) == ("ledger.participation", "person", "distinct")
    assert figure.where == (
        Condition("kind", "in", ("volunteer_service",)),
        Condition("role", "in", ("attendee", "speaker")),
        Condition("headcount", "gte", (3,)),
        Condition("headcount", "lte", (9,)),
    )
    assert (figure.level, figure.subject, figure.empty, figure.aliases) == ("own", "post", "unknown", ("志愿者",))


def test_dates_read_alike_from_yaml_and_from_the_database():
    text = "{code: a, name: 甲, unit: 次, count: ledger.entry, where: {ends_on: {between: [2026-01-01, 2026-03-31]}}}"
    stored = {
        "code": "a",
        "name": "甲",
        "unit": "次",
        "count": "ledger.entry",
        "where": {"ends_on": {"between": ["2026-01-01", "2026-03-31"]}},
    }
    problems = Problems("x")
    assert parse_figure(load(text, "x"), problems) == parse_figure(as_node(stored), problems) is not None


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("count: ledger.entri", "figures.yaml 第 3 行：没有事实表“ledger.entri”，可用：ledger.entry、"),
        ("count: ledger.entry.headcount", "第 3 行：计数（count）只写事实表，不写栏目"),
        ("sum: ledger.entry.headcont", "第 3 行：事实表“ledger.entry”没有栏目“headcont”，可用：kind、"),
        ("sum: ledger.entry.title", "第 3 行：栏目“title”不能求和"),
        ("sum: ledger.entry", "第 3 行：事实表“ledger.entry”没有栏目“”"),
        ("distinct: ledger.entry.headcount", "第 3 行：栏目“headcount”不能去重计数"),
        ("span: ledger.entry.headcount", "第 3 行：栏目“headcount”不是日期，不能算历时"),
        ("ratio: closed", "第 3 行：比率要写成 ratio: {num: 分子口径, den: 分母口径}"),
        ("mean: ledger.entry.headcount", "第 3 行：不认识的项“mean”"),
    ],
)
def test_the_aggregate_must_be_known_and_fit(line, complaint):
    found = faults(f"- code: services\n  name: 志愿服务次数\n  {line}\n  unit: 次\n")
    assert complaint in found[0]


def test_money_is_summed_in_fen():
    """Stored in fen: called 元 it would read a hundred times too large."""
    assert faults("- {code: a, name: 甲, unit: 元, sum: ledger.entry.amount_fen}")[0].endswith(
        "栏目“amount_fen”以分记：单位要写“分”"
    )
    assert faults("- {code: a, name: 甲, unit: 分, sum: ledger.entry.amount_fen}") == []


def test_exactly_one_aggregate():
    assert (
        "第 1 行：要恰好写一种算法（count、sum、distinct、span、ratio），现在一种也没有写"
        in faults("- {code: a, name: 甲, unit: 次}")[0]
    )
    assert (
        "现在同时写了 count、span"
        in faults("- {code: a, name: 甲, unit: 次, count: ledger.entry, span: ledger.entry.ends_on}")[0]
    )


@pytest.mark.parametrize(
    ("where", "complaint"),
    [
        ("{knd: a}", "事实表“ledger.entry”没有栏目“knd”，可用：kind、category"),
        ("{role: a}", "事实表“ledger.entry”没有栏目“role”"),
        ("{headcount: many}", "栏目“headcount”的值“many”类型不对，应为 整数"),
        ("{headcount: true}", "栏目“headcount”的值“True”类型不对，应为 整数"),
        ("{headcount: {gt: 3}}", "不认识的比较“gt”，可用：gte、lte、ne、between、empty"),
        ("{headcount: {gte: 3, lte: many}}", "栏目“headcount”的值“many”类型不对"),
        ("{headcount: {gte: many, lte: 3}}", "栏目“headcount”的值“many”类型不对"),
        ("{headcount: {between: [1]}}", "between 要写两个值：[起, 止]"),
        ("{headcount: {between: [9, 1]}}", "between 的起“9”大于止“1”"),
        ("{headcount: {}}", "栏目“headcount”没有写比较"),
        ("{headcount: {ne: [1, 2]}}", "栏目“headcount”的值“[1, 2]”类型不对"),
        ("{ends_on: soon}", "栏目“ends_on”的值“soon”类型不对，应为 日期"),
        ("{category: {gte: a}}", "栏目“category”不分大小，不能用“gte”"),
        ("{category: {empty: maybe}}", "empty 只能是 true 或 false"),
        ("{category: []}", "栏目“category”的列表是空的：至少写一个值"),
        ("{category: 3}", "栏目“category”的值“3”类型不对，应为 代码"),
        ("[category]", "条件要写成 where: {栏目: 值}"),
    ],
)
def test_conditions_must_be_known_and_fit(where, complaint):
    found = faults(f"- code: a\n  name: 甲\n  unit: 次\n  count: ledger.entry\n  where: {where}\n")
    assert len(found) == 1
    assert found[0].startswith("figures.yaml 第 5 行：")
    assert complaint in found[0]


def test_a_post_can_only_be_named():
    found = faults("- {code: a, name: 甲, unit: 次, count: ledger.participation, where: {post: {ne: secretary}}}")
    assert found == ["figures.yaml 第 1 行：栏目“post”只能写岗位代码或其列表"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("at: start", "“at”只能是 flow、end，现在是“start”"),
        ("level: all", "“level”只能是 subtree、own，现在是“all”"),
        ("subject: team", "“subject”只能是 org、post、person，现在是“team”"),
        ("empty: none", "“empty”只能是 zero、unknown、not_applicable，现在是“none”"),
        ("aliases: 志愿服务", "aliases 要写成列表"),
        ("places: 2.5", "places 是小数位数"),
        ("filter: x", "不认识的项“filter”"),
        ("subject: post", "事实表“ledger.entry”没有人员栏目，不能按岗位或个人统计"),
    ],
)
def test_other_items_must_be_known_and_fit(line, complaint):
    found = faults(f"- code: a\n  name: 甲\n  unit: 次\n  count: ledger.entry\n  {line}\n")
    assert len(found) == 1
    assert found[0].startswith("figures.yaml 第 5 行：")
    assert complaint in found[0]


def test_names_and_codes():
    assert "缺少必填项“unit”" in faults("- {code: a, name: 甲, count: ledger.entry}")[0]
    assert "代码“A-1”要用小写字母开头" in faults("- {code: A-1, name: 甲, unit: 次, count: ledger.entry}")[0]
    assert "名称要写成文字" in faults("- {code: a, name: '', unit: 次, count: ledger.entry}")[0]
    assert "口径要写成" in faults("- services")[0]


RATIO = """
- {code: closed, name: 销号, unit: 件, count: ledger.entry, where: {stage: closed}}
- {code: days, name: 用时, unit: 天, span: ledger.entry.ends_on}
- {code: his, name: 本人, unit: 次, count: ledger.participation, subject: person}
- {code: rate, name: 率, unit: '%', ratio: {num: closed, den: DEN}}
"""


@pytest.mark.parametrize(
    ("den", "complaint"),
    [
        ("received", "比率用到的口径“received”没有定义"),
        ("rate", "比率只能由计数、求和或去重的口径组成，“rate”不是"),
        ("days", "比率只能由计数、求和或去重的口径组成，“days”不是"),
        ("his", "比率与口径“his”的 subject 不同：两处要写成一样"),
    ],
)
def test_a_ratio_is_made_of_known_figures_of_its_own_subject(den, complaint):
    assert faults(RATIO.replace("DEN", den)) == [f"figures.yaml 第 5 行：{complaint}"]


@pytest.mark.parametrize("item", ["where: {kind: a}", "at: end", "level: own"])
def test_a_ratio_has_no_conditions_of_its_own(item):
    found = faults(f"- {{code: a, name: 甲, unit: '%', ratio: {{num: b, den: c}}, {item}}}")
    assert found == [f"figures.yaml 第 1 行：比率没有自己的“{item.split(':')[0]}”：写在分子、分母的口径里"]


def test_a_ratio_over_nothing_is_not_zero():
    found = faults("- {code: a, name: 甲, unit: '%', ratio: {num: b, den: c}, empty: zero}")
    assert "分母为零的比率不是 0" in found[0]


def test_a_code_is_defined_once():
    found = faults(
        "- {code: a, name: 甲, unit: 次, count: ledger.entry}\n- {code: a, name: 乙, unit: 次, count: ledger.entry}"
    )
    assert found == ["figures.yaml 第 2 行：口径“a”定义了两次"]


def test_all_faults_are_told_at_once():
    found = faults("""
- code: a
  name: 甲
  unit: 次
  count: ledger.entry
  where: {knd: x, headcount: many}
  at: start
- code: b
  name: 乙
  unit: 次
  sum: ledger.entry.title
""")
    assert [fault.split("：")[0] for fault in found] == [
        "figures.yaml 第 7 行",
        "figures.yaml 第 6 行",
        "figures.yaml 第 6 行",
        "figures.yaml 第 11 行",
    ]
