"""退出: the session ends on the server."""

from __future__ import annotations


def test_visitor_is_sent_to_login(visitor):
    assert visitor.post("/logout/")["Location"].startswith("/login/")


def test_stranger_gets_404(stranger, owner):
    """He ends his own session, nobody else's."""
    stranger.post("/logout/")
    assert owner.get("/ledger/").status_code == 200


def test_the_old_cookie_is_worth_nothing_afterwards(owner):
    old = owner.cookies["sid"].value
    answer = owner.post("/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    owner.cookies["sid"] = old
    assert owner.get("/").status_code == 302


def test_a_link_cannot_sign_anybody_out(owner):
    assert owner.get("/logout/").status_code == 405
    assert owner.get("/ledger/").status_code == 200
