"""What tests that really commit need: a database threads and processes can share, and no events left behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections

from tests.audit.tamper import empty_trail


@pytest.fixture(autouse=True)
def committed_trail_emptied(request) -> Iterator[None]:
    """After a test that commits, remove its events: the flush that follows is refused by the append-only guards."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if not commits:
        yield
        return
    request.getfixturevalue("transactional_db")  # set up first, so that its flush comes after us
    yield
    empty_trail()


@pytest.fixture
def shared_database(transactional_db, tmp_path: Path):
    """The test database, on SQLite copied to a file: the usual one lives in memory. Yields its name."""
    memory = connections["default"]
    if memory.vendor == "sqlite":
        path = tmp_path / "shared.sqlite3"
        with memory.cursor() as cursor:
            cursor.execute(f"VACUUM INTO '{path}'")
        kept, connections.settings["default"]["NAME"] = connections.settings["default"]["NAME"], str(path)
        del connections["default"]
        yield str(path)
        connection.close()
        connections.settings["default"]["NAME"] = kept
        connections["default"] = memory
        return
    yield memory.settings_dict["NAME"]
