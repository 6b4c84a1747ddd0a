"""登录: one page for everybody, one sentence for every failure."""

from __future__ import annotations

from tests.web import people
from zelian.audit.models import Event

FAILED = "用户名或口令不对：请核对后重试"


def sign_in(browser, username="owner", password=people.PASSWORD, **more):
    return browser.post("/login/", {"username": username, "password": password, **more})


def test_visitor_is_sent_to_login(visitor):
    assert visitor.get("/login/").status_code == 200


def test_stranger_gets_404(stranger):
    """Of other people's pages; the login page itself is everybody's."""
    assert stranger.get("/login/").status_code == 200


def test_the_right_password_opens_the_home_page_with_a_new_session(visitor):
    before = visitor.get("/login/").cookies.get("sid")
    answer = sign_in(visitor)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert before is None or before.value != visitor.cookies["sid"].value
    assert Event.objects.filter(type="access.signed_in").count() == 1


def test_a_wrong_name_and_a_wrong_password_get_the_same_sentence(visitor):
    for username, password in (("owner", "wrong"), ("nobody", "wrong")):
        answer = sign_in(visitor, username, password)
        assert answer.status_code == 422
        assert FAILED in answer.content.decode()
    assert Event.objects.filter(type="access.sign_in_failed", outcome="denied").count() == 2


def test_the_way_on_stays_on_this_server(visitor):
    for wanted in ("//evil.example", "https:evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert sign_in(visitor, next=wanted)["Location"] == "/"
    assert sign_in(visitor, next="/ledger/")["Location"] == "/ledger/"


def test_first_login_leads_to_the_password(visitor, office):
    user = people.User.objects.get(username="owner")
    user.must_change_password = True
    user.save()
    assert sign_in(visitor)["Location"] == "/password/"
