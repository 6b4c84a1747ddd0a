"""The sample street for tests: built once per process, then laid row by row into the transaction of each module.

A module that uses the fixture `sample` sees the street in every test; whatever a test changes is rolled back after it,
and the street itself after the module. To use it, import `kept_sample` and `sample` into the folder's conftest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, transaction

from tests.packs.street import CLI, NOW, build
from zelian.definitions import store
from zelian.org.models import Org

__all__ = ["CLI", "NOW", "kept_sample", "sample"]

Table = tuple[str, list[str], list[tuple]]  # name, columns, rows
_AT_ONCE = 500


@pytest.fixture(scope="session")
def kept_sample(django_db_setup, django_db_blocker) -> list[Table]:
    """Every row of the sample street, by table; the database itself is left as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        build()
        tables = list(_tables())
        transaction.set_rollback(True)
    store._cache.clear()
    return tables


@pytest.fixture(scope="module")
def sample(kept_sample, django_db_blocker) -> Iterator[Org]:
    """The street with its pack, ledgers and accounts, as the database holds it during this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        store._cache.clear()
        for name, columns, rows in kept_sample:
            _lay(name, columns, rows)
        yield Org.objects.get(code="sample")
        transaction.set_rollback(True)
    store._cache.clear()


def _tables() -> Iterator[Table]:
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            rows = [tuple(map(_writable, row)) for row in cursor.fetchall()]
            if rows:
                yield model._meta.db_table, [column[0] for column in cursor.description], rows


def _writable(value: object) -> object:
    """PostgreSQL hands JSON out read."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _lay(name: str, columns: list[str], rows: list[tuple]) -> None:
    """Foreign keys are checked at the end of the transaction, which is never committed: any order will do."""
    marks = ", ".join(["%s"] * len(columns))
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{name}"')
        if cursor.fetchone()[0]:
            return  # what the migrations wrote is there already
        for start in range(0, len(rows), _AT_ONCE):
            cursor.executemany(f'INSERT INTO "{name}" ({names}) VALUES ({marks})', rows[start : start + _AT_ONCE])
