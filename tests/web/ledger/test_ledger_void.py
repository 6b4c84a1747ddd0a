"""作废: out of every count, with a reason, and back at any time."""

from __future__ import annotations


def void(browser, entry, **given):
    return browser.post(f"/ledger/{entry.pk}/void/", {"version": 1, "reason": "重复", **given})


def test_visitor_is_sent_to_login(visitor, office):
    answer = visitor.post(f"/ledger/{office.heping.pk}/void/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger, neighbour, office):
    assert void(stranger, office.heping).status_code == 404
    assert void(neighbour, office.heping).status_code == 404
    office.heping.refresh_from_db()
    assert not office.heping.void


def test_it_voids_with_a_reason(owner, office):
    assert void(owner, office.heping).status_code == 302
    office.heping.refresh_from_db()
    assert office.heping.void


def test_without_a_reason_nothing_happens(owner, office):
    void(owner, office.heping, reason="")
    office.heping.refresh_from_db()
    assert not office.heping.void


def test_somebody_else_was_quicker(owner, office):
    void(owner, office.heping)
    answer = void(owner, office.heping)
    assert answer.status_code == 409
