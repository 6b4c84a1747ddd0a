"""修改口令: the old one once, the new one twice."""

from __future__ import annotations

from tests.web import people
from zelian.access.models import User

NEW = "河边的柳树又绿了一年"


def change(browser, old=people.PASSWORD, new=NEW, again=NEW):
    return browser.post("/password/", {"old": old, "new": new, "again": again})


def test_visitor_is_sent_to_login(visitor):
    assert visitor.get("/password/")["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    """He changes his own password, nobody else's."""
    change(stranger)
    assert User.objects.get(username="owner").check_password(people.PASSWORD)


def test_a_changed_password_holds_and_the_session_lives_on(owner):
    assert change(owner).status_code == 302
    assert User.objects.get(username="owner").check_password(NEW)
    assert owner.get("/ledger/").status_code == 200


def test_what_is_wrong_is_said_at_its_field(owner):
    for given, said in (
        ({"old": "错的"}, "现在的口令不对"),
        ({"new": "password123", "again": "password123"}, "常见"),
        ({"new": "短", "again": "短"}, "10"),
        ({"again": NEW + "了"}, "两次输入的新口令不一样"),
    ):
        answer = change(owner, **given)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert User.objects.get(username="owner").check_password(people.PASSWORD)
