"""The table as a workbook."""

from __future__ import annotations

import io

from python_calamine import load_workbook

EXPORT = "/tables/table.xlsx?org=xingguang&period=2023&figure=volunteer_services&rows=children"


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(EXPORT)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    assert stranger.get(EXPORT).status_code == 404


def test_numbers_are_numbers(owner):
    rows = load_workbook(io.BytesIO(owner.get(EXPORT).content)).get_sheet_by_index(0).to_python()
    assert ["和平社区", 1] in rows
    assert ["星光街道", 2] in rows


def test_without_a_figure_there_is_no_table(owner):
    assert owner.get("/tables/table.xlsx?org=xingguang&period=2023").status_code == 404
