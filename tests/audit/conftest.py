"""A trail with ten events."""

import datetime as dt

import pytest
from django.db import transaction

from tests.audit.shared import committed_trail_emptied, shared_database
from zelian.audit import presenters
from zelian.audit.record import record
from zelian.audit.sealing import seal

__all__ = ["committed_trail_emptied", "shared_database"]

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)

presenters.register("sample.thing.changed", lambda event: f"{event.actor_name}改了{event.target_id}")


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def write():
    """Record ``count`` events in one transaction."""

    def write_events(count: int) -> None:
        with transaction.atomic():
            for number in range(count):
                record(
                    "sample.thing.changed", by="user:chenxiao", now=NOW, org="sample",
                    target=("sample.thing", number), before={"人数": number}, after={"人数": number + 1},
                )  # fmt: skip

    return write_events


@pytest.fixture
def trail(db, write) -> None:
    """Ten events, sealed."""
    write(10)
    assert seal(NOW) == 10
