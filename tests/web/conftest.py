"""The small office and one browser for each of the four people."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web import people
from zelian.definitions import store


@pytest.fixture
def office(db, data_dir) -> people.Office:
    """星光街道 beside another sub-district; see people.py."""
    yield people.build()
    store._cache.clear()


@pytest.fixture
def owner(office) -> Client:
    return people.client("owner")


@pytest.fixture
def colleague(office) -> Client:
    return people.client("colleague")


@pytest.fixture
def neighbour(office) -> Client:
    return people.client("neighbour")


@pytest.fixture
def inspector(office) -> Client:
    return people.client("inspector")


@pytest.fixture
def stranger(office) -> Client:
    return people.client("stranger")


@pytest.fixture
def visitor(office) -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def batch(office, tmp_path):
    return people.batch(tmp_path)


@pytest.fixture
def report(office):
    return people.report()


@pytest.fixture
def saved(office):
    return people.saved_table()
