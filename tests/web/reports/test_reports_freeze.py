"""定稿: value, wording and rows are kept for good."""

from __future__ import annotations

from zelian.reports.models import Report

FREEZE = "/reports/draft/annual/freeze/?org=xingguang&period=2023"


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.post(FREEZE)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    assert stranger.post(FREEZE).status_code == 404


def test_it_keeps_the_report_and_opens_it(owner):
    answer = owner.post(FREEZE)
    assert answer["Location"] == f"/reports/{Report.objects.get().pk}/"


def test_reading_is_not_enough(colleague, inspector):
    assert colleague.post(FREEZE).status_code == 404
    assert inspector.post(FREEZE).status_code == 404
    assert not Report.objects.exists()
