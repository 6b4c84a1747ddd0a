"""The rows behind a frozen number, as they were."""

from __future__ import annotations

import pytest


@pytest.fixture
def services(report):
    return report.numbers.filter(figure="volunteer_services").first()


def test_visitor_is_sent_to_login(visitor, services):
    answer = visitor.get(f"/reports/{services.report_id}/numbers/{services.position}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger, services):
    assert stranger.get(f"/reports/{services.report_id}/numbers/{services.position}/").status_code == 404


def test_the_rows_stay_as_they_were(owner, office, services):
    owner.post(f"/ledger/{office.heping.pk}/void/", {"version": 1, "reason": "后来作废"})
    page = owner.get(f"/reports/{services.report_id}/numbers/{services.position}/").content.decode()
    for word in ("共 2 条", "楼道清扫", "和平社区", "2次"):
        assert word in page


def test_sealed_rows_are_counted_only(owner, report):
    one = report.numbers.filter(figure="work_interviews").first()
    page = owner.get(f"/reports/{report.pk}/numbers/{one.position}/").content.decode()
    assert "1 条只计数、不显示" in page
    assert "2023-05-31" not in page


def test_a_number_that_is_not_there(owner, report):
    assert owner.get(f"/reports/{report.pk}/numbers/9999/").status_code == 404
