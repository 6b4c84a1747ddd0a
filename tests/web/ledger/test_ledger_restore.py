"""恢复: a voided entry counts again."""

from __future__ import annotations


def test_visitor_is_sent_to_login(visitor, office):
    answer = visitor.post(f"/ledger/{office.heping.pk}/restore/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger, office):
    assert stranger.post(f"/ledger/{office.heping.pk}/restore/", {"version": 1, "reason": "误"}).status_code == 404


def test_a_voided_entry_counts_again(owner, office):
    owner.post(f"/ledger/{office.heping.pk}/void/", {"version": 1, "reason": "重复"})
    owner.post(f"/ledger/{office.heping.pk}/restore/", {"version": 2, "reason": "并不重复"})
    office.heping.refresh_from_db()
    assert (office.heping.void, office.heping.version) == (False, 3)
