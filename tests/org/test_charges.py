"""What a post is in charge of: an organisation or an area of work, never both, never neither."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from zelian.org.models import Charge, ChargeKind, Org, Post

pytestmark = pytest.mark.django_db
DAY = date(2023, 1, 1)


@pytest.fixture
def post():
    street = Org.objects.create(code="street", name="街道", kind="subdistrict")
    return Post.objects.create(org=street, code="deputy", name="副书记")


def charge(post, **fields):
    return Charge.objects.create(post=post, kind=ChargeKind.LIAISON, starts_on=DAY, **fields)


def test_an_organisation_or_an_area(post):
    assert charge(post, org=post.org).area == ""
    assert charge(post, area="党建").org is None


@pytest.mark.parametrize("fields", [{}, {"org": True, "area": "党建"}])
def test_neither_nor_both(post, fields):
    if fields.get("org"):
        fields = fields | {"org": post.org}
    with pytest.raises(IntegrityError), transaction.atomic():
        charge(post, **fields)


@pytest.mark.parametrize("what", ["org", "area"])
def test_the_same_charge_only_once_from_a_day(post, what):
    fields = {"org": post.org} if what == "org" else {"area": "党建"}
    charge(post, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        charge(post, **fields)


def test_it_does_not_end_before_it_begins(post):
    with pytest.raises(IntegrityError), transaction.atomic():
        charge(post, area="党建", ends_on=date(2022, 12, 31))
