"""zelian figures, table, report, claims, verify: the numbers and texts of the sample street on the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.reports import small
from zelian.exchange.document_text import read_document
from zelian.reports.models import Report

pytestmark = pytest.mark.django_db

HERE = ("--org", "sample", "--period", "2023")
FIXTURE = Path(__file__).parents[1] / "fixtures" / "report_2023.txt"


@pytest.fixture(autouse=True)
def street(sample):
    """The whole module speaks of the sample street."""
    return sample


def values(answer) -> dict[str, object]:
    return {line["code"]: line["value"] for line in answer.json["figures"]}


# figures


def test_figures_as_json(zelian):
    answer = zelian("figures", *HERE, "--json")
    assert answer.code == 0
    assert (answer.json["org"], answer.json["period"]) == ("sample", "2023")
    line = next(line for line in answer.json["figures"] if line["code"] == "volunteer_services")
    assert line == {
        "code": "volunteer_services", "name": "志愿服务次数", "unit": "次",
        "value": 156, "rows": 156, "state": "counted",
    }  # fmt: skip


def test_figures_as_text(zelian):
    answer = zelian("figures", *HERE, "--figure", "volunteer_services", "--figure", "patrol_rectification_rate")
    assert answer.out.splitlines()[0] == "样例街道　2023年" or answer.out.splitlines()[0].endswith("　2023年")
    assert re.search(r"volunteer_services +志愿服务次数　156次　156 条记录", answer.out)
    assert re.search(r"patrol_rectification_rate +巡察反馈问题整改率　100%", answer.out)


def test_figures_as_of_a_day(zelian):
    whole = values(zelian("figures", *HERE, "--json"))
    part = values(zelian("figures", *HERE, "--as-of", "2023-06-30", "--json"))
    half = values(zelian("figures", "--org", "sample", "--period", "2023H1", "--json"))
    assert part["volunteer_services"] == half["volunteer_services"] < whole["volunteer_services"]


def test_figures_on_the_structure_of_now(zelian):
    assert values(zelian("figures", *HERE, "--now", "--json")) == values(zelian("figures", *HERE, "--json"))


def test_figures_of_a_community(zelian):
    answer = zelian("figures", "--org", "sample-heping", "--period", "2023", "--json")
    assert 0 < values(answer)["volunteer_services"] < 156


PERSONAL = """
- {code: own_lectures, name: 讲党课次数, unit: 次, count: ledger.participation, subject: post,
   where: {kind: party_lecture, role: lecturer}}
- {code: own_talks, name: 谈话次数, unit: 次, count: ledger.participation, subject: person,
   where: {kind: heart_to_heart_talk, role: talker}}
"""


def test_figures_of_a_post_and_of_a_person(zelian, street):
    from zelian.org.models import Holding

    small.define("figure", PERSONAL)
    of_post = zelian("figures", *HERE, "--post", "committee_secretary", "--json")
    assert values(of_post)["own_lectures"] == 14
    assert "own_talks" not in values(of_post)
    secretary = Holding.objects.filter(post__org=street, post__code="committee_secretary", ends_on=None).get()
    of_person = zelian("figures", *HERE, "--person", secretary.person_id, "--json")
    assert values(of_person)["own_talks"] >= 17
    assert "own_lectures" not in values(of_person)


def test_a_figure_that_cannot_be_asked_of_a_post(refused):
    line = refused("figures", *HERE, "--post", "committee_secretary", "--figure", "volunteer_services")
    assert line == "口径“volunteer_services”不能按岗位统计：定义中要写 subject: post"


REFUSALS = {
    ("figures", "--org", "nowhere", "--period", "2023"): "没有编码为“nowhere”的组织",
    ("figures", "--org", "sample", "--period", "2023年"): "时期“2023年”看不懂",
    ("figures", "--org", "sample", "--period", "202313"): "“202313”不是月份",
    ("figures", *HERE, "--as-of", "6月30日"): "截至日期“6月30日”看不懂",
    ("figures", *HERE, "--as-of", "2022-06-30"): "早于时期 2023 的开始",
    ("figures", *HERE, "--figure", "dreams"): "没有统计口径“dreams”",
    ("figures", *HERE, "--post", "astronaut"): "没有岗位“astronaut”",
    ("figures", *HERE, "--person", "99999999"): "没有编号为 99999999 的人员",
    ("table", *HERE, "--figure", "dreams"): "没有统计口径“dreams”",
    ("table", "--org", "nowhere", "--period", "2023"): "没有编码为“nowhere”的组织",
    ("report", "weekly", *HERE, "-o", "out.docx"): "没有报告模板“weekly”：可用 annual",
    ("report", "annual", "--org", "nowhere", "--period", "2023", "-o", "out.docx"): "没有编码为“nowhere”的组织",
    ("verify", "missing.txt", *HERE): "没有这个文件：missing.txt",
    ("claims", "missing.txt"): "没有这个文件：missing.txt",
}


@pytest.mark.parametrize(("arguments", "says"), REFUSALS.items(), ids=lambda value: " ".join(value)[:60])
def test_refusals_are_one_line(refused, arguments, says):
    assert says in refused(*arguments)


# table


def test_table_as_json(zelian):
    answer = zelian("table", *HERE, "--figure", "volunteer_services", "--by", "quarter", "--json")
    assert set(answer.json) == {"org", "period", "columns", "rows"}
    assert [column["period"] for column in answer.json["columns"]] == ["2023Q1", "2023Q2", "2023Q3", "2023Q4"]
    assert set(answer.json["rows"][0]) == {"org", "name", "values", "counts"}
    assert sum(answer.json["rows"][-1]["values"]) == 156


def test_table_as_text(zelian):
    out = zelian("table", *HERE, "--figure", "volunteer_services", "--rows", "self").out.splitlines()
    assert out[0] == "单位\t志愿服务次数"
    assert out[1].endswith("\t156次")


def test_table_as_workbook(zelian, tmp_path):
    path = tmp_path / "表.xlsx"
    answer = zelian("table", *HERE, "--figure", "volunteer_services", "-o", path)
    assert answer.code == 0
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert sheet[-1][1] == 156


# report


def test_report_is_written(zelian, tmp_path):
    path = tmp_path / "a.docx"
    answer = zelian("report", "annual", *HERE, "-o", path)
    assert (answer.code, answer.err) == (0, "")
    assert "处数字，均可由台账核对" in answer.out
    text, _ = read_document(path.read_bytes(), "a.docx")
    assert "志愿服务156次" in text


def test_report_warns_of_what_could_not_be_written_as_asked(zelian, tmp_path):
    answer = zelian("report", "annual", "--org", "sample", "--period", "2023Q1", "-o", tmp_path / "a.docx")
    assert answer.code == 0
    assert all(line.startswith("提示：“") for line in answer.err.splitlines())
    assert answer.err


def test_report_with_appendix_and_freeze(zelian, tmp_path):
    answer = zelian("report", "annual", *HERE, "-o", tmp_path / "a.docx", "--appendix", "--freeze")
    report = Report.objects.get()
    assert f"已定稿：第 {report.pk} 号" in answer.err
    text, _ = read_document((tmp_path / "a.docx").read_bytes(), "a.docx")
    assert "报告数字与台账对照表" in text


def test_only_who_may_can_freeze(refused, zelian, tmp_path):
    line = refused("report", "annual", *HERE, "-o", tmp_path / "a.docx", "--freeze", "--as", "heping")
    assert "没有这项权限（reports.freeze）" in line
    assert not (tmp_path / "a.docx").exists()
    assert zelian("report", "annual", *HERE, "-o", tmp_path / "a.docx", "--freeze", "--as", "dangjian").code == 0
    assert Report.objects.get().frozen_by == "user:dangjian"


def test_a_folder_that_does_not_exist(refused, tmp_path):
    assert "没有这个文件" in refused("report", "annual", *HERE, "-o", tmp_path / "nowhere" / "a.docx")


# claims, verify


def test_claims_one_a_line(zelian, tmp_path):
    path = tmp_path / "稿.txt"
    path.write_text("全年开展志愿服务30余次，创办红色物业*家。", "utf-8")
    answer = zelian("claims", path, "--jsonl")
    [claim] = [json.loads(line) for line in answer.out.splitlines()]
    fields = {"doc", "start", "end", "text", "nstart", "nend", "num", "value", "upper", "unit", "comparator", "object"}
    assert fields | {"kind", "state"} <= set(claim)
    assert (claim["doc"], claim["text"], claim["value"], claim["upper"]) == ("稿.txt", "30余次", 30, 40)
    with_masked = zelian("claims", path, "--jsonl", "--missing")
    assert [json.loads(line)["state"] for line in with_masked.out.splitlines()] == ["done", "missing"]


def test_claims_as_text(zelian, tmp_path):
    path = tmp_path / "稿.txt"
    path.write_text("全年开展志愿服务30余次。", "utf-8")
    assert zelian("claims", path).out == "稿.txt\t8\t30余次\tplus\t开展志愿服务\n"


def test_verify_supported(zelian):
    answer = zelian("verify", FIXTURE, *HERE)
    assert answer.code == 0
    assert answer.out.splitlines()[-1] == "共 33 处数字：有台账支撑 30 处，不是结果数 3 处"


def test_verify_as_json(zelian):
    answer = zelian("verify", FIXTURE, *HERE, "--json")
    keys = ["text", "start", "end", "value", "unit", "comparator", "object", "state", "verdict", "figure"]
    assert answer.code == 0
    assert list(answer.json["claims"][0]) == [*keys, "ledger_value", "rows", "why"]


def test_verify_contradicted(zelian, tmp_path):
    path = tmp_path / "稿.txt"
    path.write_text("全年开展志愿服务160次。", "utf-8")
    answer = zelian("verify", path, *HERE)
    assert answer.code == 1
    assert "与台账不符\t160次\t开展志愿服务\t写的是160次，台账里“志愿服务次数”为 156次" in answer.out


def test_verify_gives_the_document_back_with_comments(zelian, tmp_path):
    zelian("report", "annual", *HERE, "-o", tmp_path / "a.docx")
    answer = zelian("verify", tmp_path / "a.docx", *HERE, "-o", tmp_path / "b.docx")
    assert answer.code == 0
    assert (tmp_path / "b.docx").stat().st_size > (tmp_path / "a.docx").stat().st_size


def test_a_text_file_takes_no_comments(refused, tmp_path):
    line = refused("verify", FIXTURE, *HERE, "-o", tmp_path / "b.docx")
    assert "不是 .docx，不能写批注" in line


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_a_file_that_is_no_document(refused, tmp_path, name):
    (tmp_path / name).write_bytes(b"%PDF-1.7 not a document")
    assert refused("verify", tmp_path / name, *HERE)


def test_a_folder_is_no_file(refused, tmp_path):
    assert "读写不了" in refused("verify", tmp_path, *HERE)
