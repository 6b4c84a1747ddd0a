"""Templates: text with bound figures; every fault told with file and line."""

from __future__ import annotations

import pytest

from zelian.kernel.yamlspec import Problems, load
from zelian.reports.template import Binding, parse_runs, parse_template, unknown_figures

SOUND = """
code: note
name: 小报告
title: "{org}{year}年情况"
blocks:
  - heading: 一、做了什么
  - heading: （一）服务
    level: 2
  - text: 开展志愿服务{{ services | yu }}次，其中关爱帮扶{{caring}}次。
"""


def parsed(text: str):
    problems = Problems("note.yaml")
    return parse_template(load(text, "note.yaml"), problems), [str(problem) for problem in problems.found]


def test_a_sound_template():
    template, problems = parsed(SOUND)
    assert problems == []
    assert [(block.kind, block.level) for block in template.blocks] == [("heading", 1), ("heading", 2), ("text", 0)]
    assert list(template.bindings()) == [Binding("services", "yu"), Binding("caring", "exact")]
    assert template.blocks[2].runs == (
        "开展志愿服务", Binding("services", "yu"), "次，其中关爱帮扶", Binding("caring"), "次。"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("没有数", ("没有数",)),
        ("", ()),
        ("{{a}}{{ b|near }}", (Binding("a"), Binding("b", "near"))),
        ("单个花括号{a}是文字", ("单个花括号{a}是文字",)),
    ],
)
def test_text_is_cut_at_its_bindings(text, runs):
    assert parse_runs(text) == runs


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("name: 小报告", "nme: 小报告", 3, "不认识的项“nme”"),
        ("code: note", "office: 某办", 2, "缺少必填项“code”"),
        ("| yu", "| many", 9, "没有写法“many”，可用：exact、yu、over、near、percent、wan"),
        ("{{caring}}", "{{ 关爱 }}", 9, "双花括号里要写口径代码"),
        ("{{caring}}", "{{ caring + 1 }}", 9, "双花括号里要写口径代码"),
        ("{{caring}}", "{{ caring", 9, "双花括号里要写口径代码"),
        ("  - heading: 一、", "  - chapter: 一、", 6, "每一段要写 heading 或 text 之一"),
        ("    level: 2", "    depth: 2", 8, "不认识的项“depth”"),
        ("    level: 2", "    level: 9", 8, "标题的层次是 1 到 4 的整数"),
        ("    level: 2", "    level: two", 8, "标题的层次是 1 到 4 的整数"),
        ("  - heading: 一、做了什么", "  - 一、做了什么", 5, "每一段要写 heading 或 text 之一"),
    ],
)
def test_a_fault_names_its_line(old, new, line, says):
    assert old in SOUND
    template, problems = parsed(SOUND.replace(old, new, 1))
    assert template is None
    assert any(f"note.yaml 第 {line} 行" in problem and says in problem for problem in problems), problems


def test_blocks_must_be_a_list():
    template, problems = parsed("code: a\nname: b\ntitle: c\nblocks: 正文\n")
    assert template is None
    assert problems == ["note.yaml 第 4 行：blocks 要写成列表，每段一项"]


def test_every_fault_is_told_at_once():
    _, problems = parsed(SOUND.replace("| yu", "| many").replace("level: 2", "level: 9"))
    assert len(problems) == 2


def test_unknown_figures_are_listed_once():
    template, _ = parsed(SOUND.replace("{{caring}}", "{{caring}}次、{{ caring | near }}"))
    assert unknown_figures(template, {"services"}) == ["caring"]
