"""What a meddler with the database password can do, for tests: lift the append-only guards and put them
back.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TABLES = ("audit_seal", "audit_event")


@contextmanager
def guards_lifted() -> Iterator[None]:
    """Run the block without the triggers of the audit tables; afterwards they stand as before."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)


def meddle(*statements: str) -> None:
    """Run raw SQL as somebody who first switched the guards off."""
    with guards_lifted(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def empty_trail() -> None:
    """Remove all events and seals: a test that commits leaves none for the next, whose flush the guards
    refuse.
    """
    meddle(*(f"DELETE FROM {table}" for table in TABLES))
