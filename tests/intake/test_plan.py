"""Planning: what becomes of every row, and what a wrong cell is told."""

from __future__ import annotations

import datetime as dt

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.intake.office import CLI, HEADER, NOW, VOLUNTEER, account, volunteer_rows, workbook
from zelian.definitions import store
from zelian.definitions.models import Family
from zelian.definitions.store import Wanted
from zelian.intake import actions, queries
from zelian.intake.targets import STATES
from zelian.kernel.errors import BadInput, NotAllowed
from zelian.ledger.models import Entry
from zelian.org.models import Org

GOOD = ["星河社区", dt.date(2026, 3, 5), "清扫楼道", "一号楼", 12, "环境整治", None]


def errors(batch) -> list[tuple]:
    """(row, column, value, message) of a batch's first sheet with errors."""
    sheets = queries.report(batch)["sheets"]
    return [(e["row"], e["column"], e["value"], e["message"]) for sheet in sheets for e in sheet["errors"]]


def test_a_clean_sheet_is_all_new_and_nothing_is_stored(plan):
    report = queries.report(plan({"志愿服务": volunteer_rows(3)}), rows=True)
    [sheet] = report["sheets"]
    assert report["file"] == "台账.xlsx"
    assert {name: sheet[name] for name in ("sheet", "kind", "header_row", "rows", "new", "rejected", "errors")} == {
        "sheet": "志愿服务",
        "kind": "volunteer_service",
        "header_row": 1,
        "rows": 3,
        "new": 3,
        "rejected": 0,
        "errors": [],
    }
    assert sheet["good"][0] == {
        "row": 2,
        "org": "donghu",
        "happened_on": "2026-01-01",
        "title": "清扫楼道第0次",
        "place": "一号楼",
        "headcount": 5,
        "category": "clean",
        "remark": None,
    }
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("place", "cell", "column", "message"),
    [
        (1, "2026-02-30", "服务日期", "“2026-02-30”这一天不存在（2026 年 2 月 30 日）：请核对"),
        (1, "3月5日", "服务日期", "“3月5日”没有年份：请补上年份，写成 2023-03-05 这样"),
        (1, None, "服务日期", "必填，现在是空的：请补填"),
        (4, "约30", "参加人数", "“约30”不是确数：请填写准确的数字"),
        (4, -3, "参加人数", "不能是负数：请核对"),
        (5, "环境整洁", "类别", "“环境整洁”不在可选项里，是不是“环境整治”？可填：环境整治、关爱帮扶"),
        (0, "星河居委", "单位", "没有名为“星河居委”的单位：是不是“星河社区”？请填组织名册里的名称、别名或编码"),
        (0, None, "单位", "必填，现在是空的：请补填"),
    ],
)
def test_a_wrong_cell_is_named_with_row_column_value_and_remedy(plan, place, cell, column, message):
    wrong = [*GOOD]
    wrong[place] = cell
    batch = plan({"志愿服务": [HEADER, GOOD, wrong]})
    assert errors(batch) == [(3, column, cell, message)]


def test_all_errors_of_a_row_are_told_at_once(plan):
    batch = plan({"志愿服务": [HEADER, ["无此社区", "去年", "清扫", None, "十几", None, None]]})
    assert [column for _, column, _, _ in errors(batch)] == ["单位", "服务日期", "参加人数"]


def test_states_add_up_to_rows(plan):
    rows = [
        HEADER,
        GOOD,
        GOOD,
        ["合计", None, None, None, 24],
        [None, None, "", None, None, None, None],
        HEADER,
        ["东湖", "2026.3.5", "送餐上门", None, "１２", "关爱帮扶", "雨天"],
        ["东湖", "昨天", "送餐", None, 3, None, None],
    ]
    [sheet] = queries.report(plan({"志愿服务": rows}))["sheets"]
    assert {state: sheet[state] for state in STATES} == {
        "new": 2,
        "updated": 0,
        "unchanged": 0,
        "skipped": 3,
        "rejected": 1,
    }
    assert sheet["rows"] == 6  # the blank row is no row


def test_one_record_written_twice_differently_is_rejected_with_the_first_row_named(plan):
    other = [*GOOD]
    other[4] = 99
    [(row, column, _, message)] = errors(plan({"志愿服务": [HEADER, GOOD, other]}))
    assert (row, column) == (3, "服务日期")
    assert (
        message == "与第 2 行是同一条记录（单位、服务日期、服务内容都相同），其他栏却不同：请只留一行，或改正能区分的栏"
    )


def test_duplicates_are_found_across_sheets_of_one_kind(plan):
    batch = plan({"志愿服务1月": [HEADER, GOOD], "志愿服务2月": [HEADER, GOOD]})
    assert [sheet["skipped"] for sheet in queries.report(batch)["sheets"]] == [0, 1]


def test_header_below_a_title_reordered_with_aliases_and_blanks(plan):
    rows = [
        ["样例街道志愿服务台账"],
        ["填报时间：2026年"],
        ["活 动名称", "日期", "所属单位", "人数（人）", "*类别"],
        ["清扫楼道", "2026年3月5日", "xinghe", "1,200", "环境 整治"],
    ]
    [sheet] = queries.report(plan({"Sheet1": rows}), rows=True)["sheets"]
    assert sheet["header_row"] == 3
    assert sheet["good"] == [
        {
            "row": 4,
            "org": "xinghe",
            "happened_on": "2026-03-05",
            "title": "清扫楼道",
            "headcount": 1200,
            "category": "clean",
        }
    ]


def test_the_kind_is_found_by_its_headers_and_told_by_its_name_where_headers_tie(plan):
    talk = [["谈话日期", "谈话人", "谈话对象"], [dt.date(2026, 5, 6), "陈晓", "林远"]]
    project = [["单位", "项目名称", "引进日期"], ["星河", "光伏组件厂", dt.date(2026, 2, 1)]]
    batch = plan({"a": talk, "b": project})
    assert [sheet["kind"] for sheet in queries.report(batch)["sheets"]] == ["heart_to_heart_talk", "invited_project"]


def test_sheets_and_columns_left_out_are_said(plan):
    rows = [[*HEADER, "照片编号"], [*GOOD, "IMG-1"]]
    batch = plan(
        {"志愿服务": rows, "通讯录": [["科室", "电话"], ["办公室", "见值班表"]], "填写说明": [["请如实填写", "必填"]]}
    )
    assert queries.notes(batch) == [
        "工作表“志愿服务”的这些栏没有导入：照片编号",
        "工作表“通讯录”里没有找到认得的表头，没有导入：请核对栏目名称，或下载模板对照",
    ]


def test_a_file_without_a_known_sheet_is_unusable(plan):
    with pytest.raises(BadInput, match="没有找到认得的表头"):
        plan({"通讯录": [["科室", "电话"], ["办公室", "见值班表"]]})


def test_not_a_workbook_is_said_in_one_line(office, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(BadInput, match=r"“台账.xlsx”：文件实际是PDF"):
        actions.plan(path, "台账.xlsx", by=CLI, now=NOW)


@pytest.mark.parametrize("header", ["身份证号", "公民身份号码", "证件号码", "本人身份证"])
def test_id_numbers_are_refused_and_the_file_is_not_kept(plan, data_dir, header):
    with pytest.raises(BadInput, match="本系统不收身份证号，请删去这一栏"):
        plan({"志愿服务": [[*HEADER, header], [*GOOD, "1"]]})
    assert not list((data_dir / "staging").glob("*"))


def test_a_matter_about_identity_cards_is_no_column_of_numbers(plan):
    batch = plan({"志愿服务": [HEADER, [*GOOD[:2], "代办身份证", *GOOD[3:]], [*GOOD[:2], "身份证", *GOOD[3:]]]})
    assert queries.report(batch)["sheets"][0]["new"] == 2


def test_a_marked_document_is_refused(plan):
    with pytest.raises(BadInput, match="标有密级“秘密★1年”"):
        plan({"志愿服务": [["秘密★1年"], HEADER, GOOD]})


def test_other_communities_are_out_of_reach(plan):
    clerk = account("linyuan", "community", "xinghe")
    other = [*GOOD]
    other[0] = "东湖社区"
    batch = plan({"志愿服务": [HEADER, GOOD, other]}, by=clerk)
    assert errors(batch) == [
        (3, "单位", "东湖社区", "“东湖社区”不在您的权限范围内：请只填本单位及下属单位，或请上级导入"),
    ]
    assert not queries.visible_batches(account("zhouning", "community", "donghu")).exists()
    assert queries.visible_batches(account("office", "office", "sample")).get() == batch


def test_what_the_discipline_committee_imports_is_not_seen_by_the_office(plan):
    counts = {**VOLUNTEER, "code": "discipline_count", "name": "监督执纪", "audience": "discipline"}
    store.write_versions([Wanted(Family.LEDGER_KIND, counts["code"], counts)], origin="pack", by=CLI, now=NOW)
    committee, office = account("jw", "discipline", "sample"), account("office", "office", "sample")
    batch = plan({"监督执纪": [HEADER, GOOD]}, by=committee)
    assert queries.visible_batches(committee).get() == batch
    assert not queries.visible_batches(office).exists()
    assert not queries.visible_batches(CLI).exists()
    with pytest.raises(NotAllowed, match="没有导入“监督执纪”的权限"):
        plan({"监督执纪": [HEADER, GOOD]}, by=office)


def test_a_community_need_not_write_its_own_name(plan):
    clerk = account("linyuan", "community", "xinghe")
    batch = plan({"志愿服务": [["服务日期", "服务内容"], ["2026-03-05", "清扫楼道"]]}, by=clerk)
    assert queries.report(batch, rows=True)["sheets"][0]["good"][0]["org"] == "xinghe"


def test_an_empty_cell_is_filled_only_where_no_other_organisation_could_be_meant(plan):
    rows = {"志愿服务": [HEADER[:3], [None, "2026-03-05", "清扫楼道"]]}
    own = plan(rows, by=account("linyuan", "community", "xinghe"))
    assert queries.report(own, rows=True)["sheets"][0]["good"][0]["org"] == "xinghe"
    assert errors(plan(rows, by=account("office", "office", "sample"))) == [
        (2, "单位", None, "必填，现在是空的：请补填")
    ]


def test_a_missing_required_column_is_said_once_per_row(plan):
    batch = plan({"志愿服务": [["服务日期", "服务内容"], ["2026-03-05", "清扫楼道"]]})
    assert errors(batch) == [
        (2, "单位", None, "表里没有“单位”这一栏：请加上这一栏并填写，或在导入时选定单位"),
    ]
    given = plan(
        {"志愿服务": [["服务日期", "服务内容"], ["2026-03-05", "清扫楼道"]]}, org=Org.objects.get(code="donghu")
    )
    assert queries.report(given)["sheets"][0]["new"] == 1


def test_a_kind_of_another_audience_is_refused(plan):
    talk = [["谈话日期", "谈话人", "谈话对象"], [dt.date(2026, 5, 6), "陈晓", "林远"]]
    with pytest.raises(NotAllowed, match="没有导入“谈心谈话”的权限"):
        plan({"谈心谈话": talk}, by=account("linyuan", "community", "xinghe"))


def test_names_become_persons_or_are_listed_as_open(plan):
    talk = [["谈话日期", "谈话人", "谈话对象"], [dt.date(2026, 5, 6), "陈晓", "林远、吴名"]]
    batch = plan({"谈心谈话": talk})
    [row] = queries.preview(batch).rows
    assert row.note == "待核姓名：吴名"


def test_one_name_twice_in_a_cell_is_asked(plan):
    talk = [["谈话日期", "谈话人", "谈话对象"], [dt.date(2026, 5, 6), "陈晓", "林远、林远"]]
    [(_, column, _, message)] = errors(plan({"谈心谈话": talk}))
    assert (column, message) == (
        "谈话对象",
        "“林远”写了两次：写重了请删去一个，确是两个人请写成“林远（大）、林远（小）”",
    )


def test_end_before_start_is_rejected(plan):
    rows = [["单位", "项目名称", "引进日期", "止日"], ["星河", "光伏组件厂", dt.date(2026, 2, 1), dt.date(2026, 1, 1)]]
    [(_, column, value, message)] = errors(plan({"招商项目": rows}))
    assert (column, value, message) == ("止日", "2026-01-01", "止日 2026-01-01 早于日期 2026-02-01：请核对两个日期")


def test_the_given_year_completes_dates(plan):
    rows = [["单位", "服务日期", "服务内容"], ["星河", "3月5日", "清扫楼道"]]
    batch = plan({"志愿服务": rows}, default_year=2025)
    assert queries.report(batch, rows=True)["sheets"][0]["good"][0]["happened_on"] == "2025-03-05"


def test_an_explicit_kind_wins(plan):
    rows = [["日期", "活动名称", "单位"], ["2026-03-05", "清扫楼道", "星河"]]
    assert queries.report(plan({"谈心谈话": rows}, kind="volunteer_service"))["sheets"][0]["new"] == 1
    with pytest.raises(BadInput, match="没有叫“不存在”的台账或名册"):
        plan({"x": rows}, kind="不存在")


def test_queries_do_not_grow_with_rows(office, tmp_path):
    def count(rows: int) -> int:
        path = workbook(tmp_path / f"{rows}.xlsx", {"志愿服务": volunteer_rows(rows)})
        with CaptureQueriesContext(
            connection,
        ) as captured:
            actions.plan(path, path.name, by=CLI, now=NOW)
        return len(captured)

    count(1)  # kinds are parsed once a process
    assert count(2) == count(600)


def test_serial_numbers_alone_are_a_blank_row(plan):
    rows = [["序号", *HEADER], [1, *GOOD], [2, *[None] * 7], ["", "总计：", None, None, None, 12, None, None]]
    batch = plan({"志愿服务": rows})
    assert [(row.row, row.state, row.note) for row in queries.preview(batch).rows] == [
        (2, "new", ""), (3, "skipped", "空行"), (4, "skipped", "汇总行"),
    ]  # fmt: skip
    assert queries.notes(batch) == []


def test_a_hidden_sheet_is_said_and_not_imported(office, tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("志愿服务", "去年"):
            sheet = book.add_worksheet(name)
            for at, row in enumerate([HEADER[:3], ["星河社区", "2026-03-05", name]]):
                sheet.write_row(at, 0, row)
        sheet.hide()
    batch = actions.plan(path, "x.xlsx", by=CLI, now=NOW)
    assert [sheet["rows"] for sheet in queries.report(batch)["sheets"]] == [1, 0]
    assert queries.notes(batch) == ["工作表“去年”是隐藏的，没有导入：如需导入，请先取消隐藏"]


def test_a_gbk_text_file_is_a_sheet_too(office, tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes("单位,服务日期,服务内容,人数\n星河社区,2026/3/5,清扫楼道,１２\n".encode("gb18030"))
    [sheet] = queries.report(actions.plan(path, "志愿服务.csv", by=CLI, now=NOW), rows=True)["sheets"]
    assert sheet["good"][0]["headcount"] == 12


def test_the_fault_names_the_column_as_the_file_writes_it(plan):
    rows = [
        ["单位", "项目名称", "引进日期", "止日"],
        ["星河", "甲", "2026-02-01", None],
        ["星河", "甲", "2026-02-02", None],
    ]
    rows[0][0] = "所属单位"
    [(_, column, _, _)] = errors(plan({"招商项目": rows}))
    assert column == "项目名称"
    [(_, column, _, _)] = errors(plan({"志愿服务": [["日期", "单位", "活动名称"], ["昨天", "星河", "x"]]}))
    assert column == "日期"
