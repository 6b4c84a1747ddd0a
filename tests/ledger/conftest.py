"""The invented office of the intake tests, and drafts in one line."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.intake import office as invented
from zelian.ledger.draft import Draft, Part
from zelian.ledger.kinds import kind
from zelian.org.models import Org, Person


@pytest.fixture
def office(db) -> None:
    """One street, two communities, three kinds, nothing in the ledgers."""
    invented.build()


@pytest.fixture
def draft(office):
    """draft(title="x") → a sound draft of 志愿服务 in 星河社区; org=… and parts=… if wanted."""

    def make(org: str = "xinghe", parts: tuple = (), extra: dict | None = None, of: str = "volunteer_service", **slots):
        slots = {"happened_on": dt.date(2026, 3, 5), "title": "清扫楼道", "headcount": 12} | slots
        people = dict(Person.objects.values_list("name", "pk"))
        own = tuple(Part(role, name, people.get(name)) for role, name in parts)
        return Draft(kind(of), Org.objects.get(code=org).pk, slots, own, (), extra or {})

    return make
