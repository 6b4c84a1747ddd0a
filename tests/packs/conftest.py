"""The definition cache is emptied around each test: rolled back rows give their numbers to others."""

from __future__ import annotations

import pytest

from zelian.definitions import store


@pytest.fixture(autouse=True)
def fresh_definitions():
    store._cache.clear()
    yield
    store._cache.clear()
