"""A frozen report: its text as it was."""

from __future__ import annotations


def test_visitor_is_sent_to_login(visitor, report):
    answer = visitor.get(f"/reports/{report.pk}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger, report):
    assert stranger.get(f"/reports/{report.pk}/").status_code == 404


def test_each_number_leads_to_its_rows_of_that_day(owner, report):
    page = owner.get(f"/reports/{report.pk}/").content.decode()
    assert report.title in page
    assert f"/reports/{report.pk}/numbers/0/" in page
    assert report.digest[:16] in page


def test_a_community_does_not_read_it(colleague, report):
    assert colleague.get(f"/reports/{report.pk}/").status_code == 404
