"""Who may do what, where and when: roles, grants, scope, audiences, and the command line."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.spec.tables import rows
from zelian.access.actor import CommandActor, actor_for
from zelian.access.models import Grant, User
from zelian.access.roles import AUDIENCES, PERMISSIONS, ROLES
from zelian.access.scope import in_scope, visible_orgs
from zelian.kernel.actor import require
from zelian.kernel.errors import NotAllowed
from zelian.ledger.models import Entry
from zelian.org.models import Org, OrgEdge
from zelian.org.structure import rebuild_links

TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)

# yes = the role holds the permission where it is granted.
MATRIX = """
    permission         | office | secretary | leader | community | discipline | sysadmin | secadmin | auditor
    ledger.read        | yes    | yes       | yes    | yes       | yes        | .        | .        | .
    ledger.write       | yes    | .         | .      | yes       | yes        | .        | .        | .
    figures.read       | yes    | yes       | yes    | yes       | yes        | .        | .        | .
    org.read           | yes    | yes       | yes    | yes       | yes        | yes      | yes      | .
    org.write          | yes    | .         | .      | .         | .          | .        | .        | .
    intake.apply       | yes    | .         | .      | yes       | yes        | .        | .        | .
    intake.undo        | yes    | .         | .      | yes       | .          | .        | .        | .
    definitions.write  | yes    | .         | .      | .         | .          | .        | .        | .
    reports.read       | yes    | yes       | yes    | .         | .          | .        | .        | .
    reports.write      | yes    | yes       | .      | .         | .          | .        | .        | .
    reports.freeze     | yes    | yes       | .      | .         | .          | .        | .        | .
    check.use          | yes    | yes       | yes    | yes       | yes        | .        | .        | .
    accounts.write     | .      | .         | .      | .         | .          | yes      | .        | .
    backup.run         | .      | .         | .      | .         | .          | yes      | .        | .
    grants.write       | .      | .         | .      | .         | .          | .        | yes      | .
    audit.read         | .      | .         | .      | .         | .          | .        | .        | yes
    # which kinds of ledger rows
    audience:scope     | yes    | yes       | yes    | yes       | yes        | .        | .        | .
    audience:office    | yes    | yes       | yes    | .         | yes        | .        | .        | .
    audience:discipline| .      | .         | .      | .         | yes        | .        | .        | .
"""


def held() -> dict[tuple[str, str], bool]:
    return {
        (row["permission"], role): row[role] == "yes"
        for row in rows(MATRIX)
        for role in row
        if role != "permission"
    }  # fmt: skip


@pytest.mark.parametrize(("slot", "expected"), held().items(), ids=lambda value: str(value))
def test_what_a_role_may_do(slot, expected):
    name, role = slot
    if name.startswith("audience:"):
        assert (name.removeprefix("audience:") in ROLES[role].audiences) is expected
    else:
        assert (name in ROLES[role].permissions) is expected


def test_the_table_is_complete():
    told = {name for name, _ in held()}
    assert {name for name in told if ":" not in name} == PERMISSIONS
    assert {name.removeprefix("audience:") for name in told if ":" in name} == set(AUDIENCES)
    assert {role for _, role in held()} == set(ROLES)


def test_the_three_administrators_share_no_right_that_matters():
    three = [ROLES[code].permissions - {"org.read"} for code in ("sysadmin", "secadmin", "auditor")]
    assert all(not (one & other) for one in three for other in three if one is not other)
    business = {"ledger.read", "ledger.write", "figures.read", "reports.read"}
    assert all(not (one & business) for one in three)


@pytest.fixture
def street(db) -> dict[str, Org]:
    """A street with two communities, each with a branch; 柳林 joined in 2026-07."""
    made = {}
    kinds = {"street": "subdistrict", "heping": "community", "liulin": "community", "b1": "branch", "b2": "branch"}
    for order, (code, kind) in enumerate(kinds.items()):
        made[code] = Org.objects.create(code=code, name=code, kind=kind, order=order)
    for child, parent, since in [("heping", "street", 190001), ("liulin", "street", 202607), ("b1", "heping", 190001),
                                 ("b2", "liulin", 190001)]:  # fmt: skip
        OrgEdge.objects.create(child=made[child], parent=made[parent], from_period=since)
    rebuild_links()
    return made


def actor(street, *grants: tuple[str, str], since=dt.date(2020, 1, 1), until=None, today=TODAY):
    user = User.objects.create_user(f"u{User.objects.count()}", None, name="某人")
    for role, org in grants:
        Grant.objects.create(user=user, role=role, org=street[org], starts_on=since, ends_on=until)
    return actor_for(user, today)


@pytest.mark.django_db
def test_a_community_sees_itself_and_its_branches_only(street):
    someone = actor(street, ("community", "heping"))
    assert [org.code for org in visible_orgs(someone)] == ["heping", "b1"]
    assert someone.can("ledger.write", street["b1"].pk)
    assert not someone.can("ledger.write", street["liulin"].pk)
    assert not someone.can("ledger.write", street["street"].pk)


@pytest.mark.django_db
def test_the_office_sees_what_stands_below_it_today(street):
    assert [org.code for org in visible_orgs(actor(street, ("office", "street")))] == list(street)
    earlier = actor(street, ("office", "street"), today=dt.date(2026, 6, 30))
    assert [org.code for org in visible_orgs(earlier)] == ["street", "heping", "b1"]
    assert not earlier.can("ledger.read", street["liulin"].pk)


@pytest.mark.django_db
def test_what_has_left_is_no_longer_seen(street):
    gone = Org.objects.create(code="gone", name="划出的", kind="community", order=9)
    OrgEdge.objects.create(child=gone, parent=street["street"], until_period=202611)
    rebuild_links()
    assert "gone" not in [org.code for org in visible_orgs(actor(street, ("office", "street")))]
    last_month = actor(street, ("office", "street"), today=dt.date(2026, 10, 31))
    assert "gone" in [org.code for org in visible_orgs(last_month)]


@pytest.mark.django_db
def test_rows_are_scoped_in_the_database(street, django_assert_num_queries):
    for number, code in enumerate(street):
        Entry.objects.create(
            kind="x", org=street[code], happened_on=TODAY, period=202611, key=str(number), recorded_at=NOW,
            recorded_by="test",
        )  # fmt: skip
    someone = actor(street, ("community", "heping"))
    with django_assert_num_queries(1):
        rows = in_scope(Entry.objects.all(), someone, org="org_id", permission="ledger.read")
        seen = {entry.org_id for entry in rows}
    assert seen == {street["heping"].pk, street["b1"].pk}


@pytest.mark.django_db
def test_two_roles_in_two_places_do_not_mix(street):
    someone = actor(street, ("community", "heping"), ("leader", "street"))
    assert someone.can("ledger.read", street["liulin"].pk)
    assert not someone.can("ledger.write", street["liulin"].pk)
    assert someone.can("ledger.write", street["heping"].pk)
    assert someone.audiences() == {"scope", "office"}


@pytest.mark.django_db
def test_without_a_grant_nothing_is_seen(street):
    nobody = actor(street)
    assert list(visible_orgs(nobody)) == []
    assert nobody.audiences() == frozenset()
    assert not any(nobody.can(permission) for permission in PERMISSIONS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("today", "held"),
    [
        (dt.date(2026, 4, 30), False),
        (dt.date(2026, 5, 1), True),
        (dt.date(2026, 6, 30), True),
        (dt.date(2026, 7, 1), False),
    ],
)
def test_a_grant_holds_between_its_days(street, today, held):
    someone = actor(street, ("office", "street"), since=dt.date(2026, 5, 1), until=dt.date(2026, 6, 30), today=today)
    assert someone.can("ledger.write", street["street"].pk) is held


@pytest.mark.django_db
def test_a_grant_cannot_end_before_it_starts_nor_be_given_twice(street):
    user = User.objects.create_user("u", None, name="某人")
    base = {"user": user, "role": "office", "org": street["street"], "starts_on": TODAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(**base, ends_on=TODAY - dt.timedelta(days=1))
    Grant.objects.create(**base)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(**base)


@pytest.mark.django_db
def test_asking_twice_asks_the_database_once(street, django_assert_num_queries):
    someone = actor(street, ("community", "heping"))
    with django_assert_num_queries(1):
        assert [someone.can("ledger.write", street["b1"].pk) for _ in range(3)] == [True] * 3


@pytest.mark.django_db
def test_a_refusal_is_one_chinese_line(street):
    with pytest.raises(NotAllowed, match=r"某人没有这项权限（definitions\.write）：请联系管理员授权"):
        require(actor(street, ("community", "heping")), "definitions.write")


@pytest.mark.django_db
def test_the_command_line_has_business_but_not_discipline(street):
    command = CommandActor("root", TODAY)
    assert all(command.can(permission, street["liulin"].pk) for permission in PERMISSIONS)
    assert not command.can("discipline.read")
    assert command.audiences() == {"scope", "office"}
    assert visible_orgs(command).count() == len(street)
    assert (command.audit_name, command.display_name) == ("cli:root", "命令行（root）")


@pytest.mark.django_db
def test_an_account_is_named_in_the_audit(street):
    someone = actor(street, ("office", "street"))
    assert someone.audit_name.startswith("user:u")
    assert someone.display_name == "某人"
