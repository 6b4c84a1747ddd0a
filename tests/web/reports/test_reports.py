"""述责: templates to start from, reports frozen so far."""

from __future__ import annotations

import datetime as dt

from tests.web import people

LIST = "/reports/?org=xingguang&period=2023"


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(LIST)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger, report):
    assert stranger.get(LIST).status_code == 404
    assert report.title not in stranger.get("/reports/").content.decode()


def test_it_leads_to_the_draft_and_to_what_is_frozen(owner, report):
    page = owner.get(LIST).content.decode()
    assert "/reports/draft/annual/?org=xingguang&amp;period=2023" in page
    assert f"/reports/{report.pk}/" in page


def test_without_a_choice_it_is_about_the_last_year_that_is_over(owner, office):
    people.service("heping", "今年的", dt.date.today())
    assert "period=2023" in owner.get("/reports/").content.decode()


def test_a_community_has_no_such_page(colleague):
    assert colleague.get("/reports/").status_code == 404
