"""报表: what a table shows is what the figures say, cell by cell; a saved table keeps the question, not the numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests.intake.office import account
from tests.reports import small
from tests.reports.small import CLI, NOW
from zelian.figures.catalog import catalog
from zelian.figures.run import evaluate
from zelian.kernel.errors import BadInput, NotAllowed, NotFound
from zelian.reports.actions import drop_table, save_table
from zelian.reports.models import SavedTable
from zelian.reports.tables import TableSpec, build_table, write_workbook

pytestmark = pytest.mark.django_db

SPEC = TableSpec(("services", "caring_rate"), "sample", "2026")


@pytest.fixture
def street(db):
    street = small.build()
    small.service("2026-01-05", "甲")
    small.service("2026-02-05", "乙", caring=True)
    small.service("2026-08-05", "丙", org="donghu")
    return street


def shown(table) -> dict[str, list]:
    return {row["name"]: row["values"] for row in table.as_dict()["rows"]}


def test_children_and_the_whole(street):
    assert shown(build_table(SPEC)) == {"星河社区": [2, 50], "东湖社区": [1, 0], "样例街道": [3, 33.33]}


def test_only_the_organisation_itself(street):
    assert shown(build_table(replace(SPEC, rows="self"))) == {"样例街道": [3, 33.33]}


def test_a_community_without_branches_stands_once(street):
    table = build_table(replace(SPEC, org="xinghe"))
    assert [line.org.code for line in table.lines] == ["xinghe"]


def test_only_some_kinds(street):
    assert list(shown(build_table(replace(SPEC, kinds=("village",))))) == ["样例街道"]


@pytest.mark.parametrize(
    ("by", "names", "values"),
    [
        ("half", ["志愿服务次数（2026年上半年）", "志愿服务次数（2026年下半年）"], [2, 1]),
        ("quarter", ["志愿服务次数（2026年一季度）", "志愿服务次数（2026年二季度）"], [2, 0, 1, 0]),
        ("month", ["志愿服务次数（2026年1月）", "志愿服务次数（2026年2月）"], [1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]),
    ],
)
def test_time_cut_into_columns(street, by, names, values):
    table = build_table(replace(SPEC, figures=("services",), by=by))
    assert [column.name for column in table.columns][:2] == names
    assert shown(table)["样例街道"] == values


def test_every_cell_is_what_the_figures_say(street):
    table = build_table(replace(SPEC, figures=("services", "attendance", "caring_rate"), by="quarter"))
    known = catalog()
    for line in table.lines:
        for column, cell in zip(table.columns, line.cells, strict=True):
            grid = evaluate([column.figure], [line.org.pk], [column.period], known=known)
            assert cell == grid.cell(column.figure.code, line.org.pk, column.period)


def test_as_of_a_day(street):
    assert shown(build_table(SPEC, as_of=dt.date(2026, 1, 31)))["样例街道"] == [1, 0]


@pytest.mark.parametrize("wrong", [{"by": "week"}, {"rows": "branches"}, {"period": "2026年"}])
def test_a_form_that_does_not_exist(street, wrong):
    with pytest.raises(BadInput):
        build_table(replace(SPEC, **wrong))


def test_an_unknown_figure_or_organisation(street):
    with pytest.raises(NotFound, match="dreams"):
        build_table(replace(SPEC, figures=("dreams",)))
    with pytest.raises(NotFound, match="nowhere"):
        build_table(replace(SPEC, org="nowhere"))


def test_the_workbook_holds_the_same_numbers(street):
    out = BytesIO()
    write_workbook(build_table(SPEC), out)
    sheet = CalamineWorkbook.from_filelike(BytesIO(out.getvalue())).get_sheet_by_index(0).to_python()
    rows = [row for row in sheet if row[0] in ("单位", "星河社区", "样例街道")]
    assert rows == [["单位", "志愿服务次数（次）", "关爱帮扶占比（%）"], ["星河社区", 2, 50], ["样例街道", 3, 33.33]]


def test_a_saved_table_is_computed_anew(street):
    saved = save_table(SPEC, name=" 季度表 ", by=CLI, now=NOW)
    small.service("2026-09-05", "丁")
    again = TableSpec(**{**saved.spec, "figures": tuple(saved.spec["figures"]), "kinds": tuple(saved.spec["kinds"])})
    assert saved.name == "季度表"
    assert again == SPEC
    assert shown(build_table(again))["样例街道"][0] == 4


def test_the_same_name_is_replaced(street):
    save_table(SPEC, name="表", by=CLI, now=NOW)
    save_table(replace(SPEC, by="month"), name="表", by=CLI, now=NOW)
    assert SavedTable.objects.get().spec["by"] == "month"


def test_a_saved_table_needs_a_name_and_the_right(street):
    with pytest.raises(BadInput, match="报表要有名称"):
        save_table(SPEC, name="  ", by=CLI, now=NOW)
    with pytest.raises(NotAllowed):
        save_table(SPEC, name="表", by=account("xinghe", "community", "xinghe"), now=NOW)


def test_a_saved_table_can_be_dropped(street):
    drop_table(save_table(SPEC, name="表", by=CLI, now=NOW), by=CLI, now=NOW)
    assert not SavedTable.objects.exists()
