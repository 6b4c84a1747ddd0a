"""首次登录: the one-time token makes the street and its first account, once."""

from __future__ import annotations

import pytest

from tests.web.people import NOW
from zelian.access.models import User
from zelian.access.setup import issue_setup_token
from zelian.org.models import Org

GIVEN = {
    "org_name": "星光街道",
    "org_code": "xingguang",
    "name": "何办",
    "username": "heban",
    "password": "河边的柳树又绿了一年",
}


@pytest.fixture
def token(db) -> str:
    return issue_setup_token(now=NOW.replace(year=NOW.year + 50))


def test_visitor_is_sent_to_login(visitor):
    """Once there are accounts the page is gone, for visitors too."""
    assert visitor.get("/setup/").status_code == 404


def test_stranger_gets_404(stranger):
    assert stranger.post("/setup/", GIVEN).status_code == 404


def test_the_token_makes_the_street_and_signs_its_first_person_in(client, token):
    answer = client.post("/setup/", {**GIVEN, "token": token})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert Org.objects.get().name == "星光街道"
    page = client.get("/").content.decode()
    assert "星光街道" in page
    assert "这里还没有村社区" in page


def test_a_wrong_token_makes_nothing(client, token):
    answer = client.post("/setup/", {**GIVEN, "token": "guess"})
    assert answer.status_code == 422
    assert "一次性口令不对、已用过或已过期" in answer.content.decode()
    assert not User.objects.exists()


def test_the_login_page_of_an_empty_office_leads_here(client, db):
    assert "/setup/" in client.get("/login/").content.decode()
