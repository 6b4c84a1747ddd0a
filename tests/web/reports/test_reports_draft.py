"""The draft: each number is a link to its rows."""

from __future__ import annotations

DRAFT = "/reports/draft/annual/?org=xingguang&period=2023"


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(DRAFT)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    assert stranger.get(DRAFT).status_code == 404


def test_the_text_stands_beside_its_numbers(owner):
    page = owner.get(DRAFT).content.decode()
    assert "星光街道" in page
    assert "/figures/volunteer_services/?org=xingguang&amp;period=2023" in page
    assert "报告里的数字" in page


def test_an_unknown_template_is_not_there(owner):
    assert owner.get("/reports/draft/nonsense/?org=xingguang&period=2023").status_code == 404


def test_a_number_that_is_not_there_is_marked_as_missing(owner):
    page = owner.get("/reports/draft/annual/?org=xingguang&period=2022").content.decode()
    assert "这个单位这一时期还没有台账记录" in page
    assert 'class="mk m"' in page
