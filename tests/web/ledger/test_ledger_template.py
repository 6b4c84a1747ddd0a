"""The empty workbook of a kind."""

from __future__ import annotations

TEMPLATE = "/ledger/kinds/volunteer_service/template.xlsx"


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(TEMPLATE)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    """Kinds are common to all; a kind closed to him is not there."""
    assert stranger.get("/ledger/kinds/interview/template.xlsx").status_code == 404


def test_it_is_a_workbook_named_after_the_kind(owner):
    answer = owner.get(TEMPLATE)
    assert answer.content[:2] == b"PK"
    assert "filename*=utf-8''%E5%BF%97" in answer["Content-Disposition"]


def test_an_unknown_kind_is_not_there(owner):
    assert owner.get("/ledger/kinds/nonsense/template.xlsx").status_code == 404
