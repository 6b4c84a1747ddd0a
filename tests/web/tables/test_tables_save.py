"""A table kept under a name."""

from __future__ import annotations

from zelian.reports.models import SavedTable

SAVE = "/tables/save/?org=xingguang&period=2023"
GIVEN = {"figure": ["volunteer_services"], "rows": "children", "by": "total", "name": "年度表"}


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.post(SAVE, GIVEN)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    assert stranger.post(SAVE, GIVEN).status_code == 404


def test_it_keeps_the_choice_and_shows_it_again(owner):
    answer = owner.post(SAVE, GIVEN)
    assert SavedTable.objects.get().name == "年度表"
    assert "figure=volunteer_services" in answer["Location"]
    assert owner.get(answer["Location"]).status_code == 200


def test_a_table_needs_a_name(owner):
    assert owner.post(SAVE, {**GIVEN, "name": " "}).status_code == 400
    assert not SavedTable.objects.exists()
