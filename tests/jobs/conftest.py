"""A moment, and a registry each test can fill without touching the next one's."""

import datetime as dt

import pytest

from tests.audit.shared import committed_trail_emptied, shared_database
from zelian.jobs import registry

__all__ = ["committed_trail_emptied", "shared_database"]


@pytest.fixture
def now() -> dt.datetime:
    return dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch):
    monkeypatch.setattr(registry, "_jobs", {})
    monkeypatch.setattr(registry, "_periodic", {})
