"""The list as a workbook; one kind can be imported again."""

from __future__ import annotations

import io

from python_calamine import load_workbook

EXPORT = "/ledger/export.xlsx?org=xingguang&period=2023"


def sheet(answer):
    return load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(EXPORT)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    assert stranger.get(EXPORT).status_code == 404


def test_one_kind_comes_in_its_own_columns(owner):
    header, *rows = sheet(owner.get(f"{EXPORT}&kind=volunteer_service"))
    assert {"服务日期", "服务主题"} <= set(header)
    assert len(rows) == 2


def test_the_whole_list_comes_in_the_columns_of_the_list(owner):
    rows = sheet(owner.get(EXPORT))
    assert "事项" in rows[0]
    assert [row[3] for row in rows[1:]] == ["环境整治", "楼道清扫"]


def test_sealed_rows_are_not_exported(owner, inspector):
    assert len(sheet(owner.get(EXPORT))) == 3
    assert len(sheet(inspector.get(EXPORT))) == 4


def test_a_title_that_looks_like_a_formula_stays_text(owner, office):
    from tests.web.people import service

    service("heping", "=1+1", office.heping.happened_on)
    assert "=1+1" in str(sheet(owner.get(EXPORT)))
