"""All figures as a workbook."""

from __future__ import annotations

import io

from python_calamine import load_workbook

EXPORT = "/figures/list.xlsx?org=xingguang&period=2023"


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(EXPORT)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    assert stranger.get(EXPORT).status_code == 404


def test_each_figure_comes_with_value_rows_and_definition(owner):
    rows = load_workbook(io.BytesIO(owner.get(EXPORT).content)).get_sheet_by_index(0).to_python()
    [line] = [row for row in rows if row[0] == "volunteer_services"]
    assert line[2] == 2
    assert "志愿服务" in line[5]
