"""责任落实情况 as a workbook."""

from __future__ import annotations

import io

from python_calamine import load_workbook

GAPS = "/gaps.xlsx?org=xingguang&period=2023"


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(GAPS)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    assert stranger.get(GAPS).status_code == 404


def test_it_holds_a_line_per_community_in_words(owner):
    answer = owner.get(GAPS)
    rows = load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    text = str(rows)
    assert "attachment" in answer["Content-Disposition"]
    assert "和平社区" in text
    assert "缺" in text
