"""How many queries each page makes: at most twenty, as many for 200 entries as for 10, and as many as was reviewed.

`make counts` writes query_counts.json; the change is looked at like any other.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web import people
from tests.web.pages import addresses
from zelian.definitions import store
from zelian.jobs.queue import enqueue

KEPT = Path(__file__).with_name("query_counts.json")
BOUND = 20
# Two runs of the figures and the definitions of three families, read cold here; three fewer once they are known.
MORE = {"home": 21}
WRITE = os.environ.get("ZELIAN_WRITE_COUNTS") == "true"


@pytest.fixture
def pages(office, batch, report, saved):
    job = enqueue("intake.plan", {"filename": "大表.xlsx"}, by=people.actor("owner"), now=people.NOW)
    every = addresses(office.heping.pk, batch.pk, job.pk, report.pk, saved.pk)
    skipped = {"setup", "intake-errors"}  # not there in a running office; only for a faulty file
    return {one.name: one.path for one in every if one.method == "get" and one.name not in skipped}


def counted(browser, pages: dict[str, str]) -> dict[str, int]:
    """{URL name: queries}, without those of the session."""
    found = {}
    for name, path in pages.items():
        store._cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path).status_code == 200, path
        found[name] = sum("django_session" not in query["sql"] for query in queries)
    return found


def entries(count: int) -> None:
    for number in range(count):
        org = ("heping", "liulin")[number % 2]
        people.service(org, f"第{number}次", dt.date(2023, 1 + number % 12, 1 + number % 28))


def test_query_count_of_every_page(owner, pages):
    entries(10)
    counted(owner, pages)  # the first visit stores what was chosen in the session
    few = counted(owner, pages)
    entries_before = people.Entry.objects.count()
    for number in range(190):
        people.service("heping", f"另{number}次", dt.date(2023, 1 + number % 12, 1 + number % 28))
    assert people.Entry.objects.count() == entries_before + 190
    many = counted(owner, pages)
    assert many == few
    assert {name: count for name, count in few.items() if count > MORE.get(name, BOUND)} == {}
    if WRITE:
        KEPT.write_text(json.dumps(few, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert few == json.loads(KEPT.read_text(encoding="utf-8"))
