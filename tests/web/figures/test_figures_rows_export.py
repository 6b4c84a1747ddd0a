"""The rows of a number as a workbook."""

from __future__ import annotations

import io

from python_calamine import load_workbook

ROWS = "/figures/volunteer_services/rows.xlsx?org=xingguang&period=2023"
SEALED = "/figures/work_interviews/rows.xlsx?org=xingguang&period=2023"


def lines(answer):
    return load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()[1:]


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(ROWS)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    assert stranger.get(ROWS).status_code == 404


def test_as_many_lines_as_the_number_has_rows(owner):
    assert [line[4] for line in lines(owner.get(ROWS))] == ["楼道清扫", "环境整治"]


def test_sealed_rows_stay_sealed_in_the_file(owner, inspector):
    assert lines(owner.get(SEALED)) == []
    assert len(lines(inspector.get(SEALED))) == 1
