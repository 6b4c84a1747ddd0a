"""Templates of ledgers and rosters, as far as one may import them."""

from __future__ import annotations

ROSTER = "/intake/templates/organisations.xlsx"


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(ROSTER)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(colleague):
    """A community keeps no roster of organisations."""
    assert colleague.get(ROSTER).status_code == 404


def test_the_office_gets_rosters_and_ledgers(owner):
    assert owner.get(ROSTER).content[:2] == b"PK"
    assert owner.get("/intake/templates/volunteer_service.xlsx").content[:2] == b"PK"
    assert owner.get("/intake/templates/interview.xlsx").status_code == 404
