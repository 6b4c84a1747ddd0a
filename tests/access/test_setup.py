"""The first run: a one-time token makes the first account, once, within a day, with a password worth the name."""

from __future__ import annotations

import datetime as dt

import pytest

from zelian.access.actor import actor_for
from zelian.access.models import Grant, SetupToken, User
from zelian.access.setup import FOUNDER_ROLES, found_office, issue_setup_token
from zelian.audit.models import Event
from zelian.kernel.errors import BadInput, Conflict
from zelian.org.models import Org

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
GOOD = "Kaiyuan-2026-abc"


def found(token: str, *, password: str = GOOD, now: dt.datetime = NOW) -> User:
    return found_office(
        token, org_code="jie", org_name="某街道", username="chenxiao", name="陈晓", password=password, now=now
    )


def test_the_office_and_its_first_account():
    user = found(issue_setup_token(now=NOW))
    org = Org.objects.get()
    assert (org.code, org.name, org.kind) == ("jie", "某街道", "subdistrict")
    assert user.check_password(GOOD)
    assert {grant.role for grant in Grant.objects.all()} == set(FOUNDER_ROLES)
    assert actor_for(user, NOW.date()).can("ledger.write", org.pk)
    assert Event.objects.get(type="access.office_founded").actor == "user:chenxiao"


def test_only_the_hash_of_the_token_is_kept():
    token = issue_setup_token(now=NOW)
    kept = SetupToken.objects.get()
    assert token not in kept.digest
    assert len(kept.digest) == 64


def test_tokens_are_never_the_same():
    assert issue_setup_token(now=NOW) != issue_setup_token(now=NOW)


def test_blanks_around_the_token_do_not_matter():
    assert found(f"  {issue_setup_token(now=NOW)}\n")


@pytest.mark.parametrize(
    ("later", "held"), [(dt.timedelta(hours=23, minutes=59), True), (dt.timedelta(hours=24), False)]
)
def test_a_token_lasts_a_day(later, held):
    token = issue_setup_token(now=NOW)
    if held:
        assert found(token, now=NOW + later)
    else:
        with pytest.raises(BadInput, match="已过期：请重新运行 zelian init"):
            found(token, now=NOW + later)


def test_a_wrong_token():
    issue_setup_token(now=NOW)
    with pytest.raises(BadInput, match="一次性口令不对"):
        found("wrong")
    assert not User.objects.exists()


def test_a_token_is_used_once():
    token = issue_setup_token(now=NOW)
    found(token)
    with pytest.raises(Conflict, match="已有账号"):
        found(token)
    Grant.objects.all().delete()
    User.objects.all().delete()
    with pytest.raises(BadInput, match="已用过"):
        found(token)


@pytest.mark.parametrize("password", ["", "short", "1234567890", "password123", "chenxiao2026"])
def test_a_weak_password_leaves_the_token_usable(password):
    token = issue_setup_token(now=NOW)
    with pytest.raises(BadInput):
        found(token, password=password)
    assert not Org.objects.exists()
    assert SetupToken.objects.get().used_at is None
    assert found(token)


def test_no_token_for_an_office_with_accounts():
    found(issue_setup_token(now=NOW))
    with pytest.raises(Conflict, match="已有账号，不再需要首次登录"):
        issue_setup_token(now=NOW)
