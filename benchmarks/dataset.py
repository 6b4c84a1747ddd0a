"""A district of 5,000 organisations and a year of ledgers, made by the database itself in a few statements.

Everything follows from row numbers by integer arithmetic, so that SQLite and PostgreSQL hold the same rows. Entries
have no versions: this is for measuring reads.
Run `python -m benchmarks.dataset --size S|M|L` on an empty database (ZELIAN_DATA or DATABASE_URL).
"""

from __future__ import annotations

import argparse
import time
from datetime import date, timedelta

SIZES = {"S": 20_000, "M": 200_000, "L": 1_000_000}
ORGS, STREETS, PEOPLE, YEAR = 5_000, 50, 20_000, 2025
MOVED = 25  # communities that change street in July
EVENTS = (
    "theory_study",
    "secretary_lecture",
    "branch_meeting",
    "party_day",
    "committee_meeting",
    "heart_to_heart_talk",
    "work_interview",
    "volunteer_service",
    "livelihood_matter",
    "hard_case",
    "household_visit",
    "inspection_visit",
    "patrol_finding",
    "project",
    "donation",
    "training",
    "safety_check",
    "dispute",
)
REGISTERS = ("compound", "red_property", "partner_unit", "assault_team")
CATEGORIES = ("red", "blue", "green", "grey", "white")
STAGES = ("open", "closed", "standing")
ROLES = ("attendee", "speaker", "visitor")


def build(entries: int) -> None:
    """Fills the current (migrated, empty) database. Seconds for 20,000 entries, under a minute for a million."""
    from django.db import connection, transaction

    with transaction.atomic():
        _organisations()
        _people()
        with connection.cursor() as cursor:
            _words(cursor)
            cursor.execute(_entries(connection.vendor, entries))
            cursor.execute(_participations(connection.vendor, entries))
            for table in ("bench_day", "bench_word"):
                cursor.execute(f"DROP TABLE {table}")
            _go_on_counting(cursor)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _go_on_counting(cursor: object) -> None:
    """Row ids were given by hand: new rows must get the next ones (PostgreSQL keeps count apart)."""
    from django.core.management.color import no_style
    from django.db import connection

    from zelian.ledger.models import Entry, Participation
    from zelian.org.models import Org, Person

    for statement in connection.ops.sequence_reset_sql(no_style(), [Org, Person, Entry, Participation]):
        cursor.execute(statement)


def _organisations() -> None:
    from zelian.org.models import Org, OrgEdge
    from zelian.org.structure import rebuild_links

    def kind(number: int) -> str:
        return "district" if number == 1 else "subdistrict" if number <= STREETS + 1 else "community"

    Org.objects.bulk_create(
        [Org(pk=n, code=f"o{n}", name=f"组织{n}", kind=kind(n), order=n) for n in range(1, ORGS + 1)], batch_size=500
    )
    edges = [OrgEdge(child_id=n, parent_id=1) for n in range(2, STREETS + 2)]
    july = YEAR * 100 + 7
    for n in range(STREETS + 2, ORGS + 1):
        street = 2 + n % STREETS
        if n <= STREETS + 1 + MOVED:
            edges.append(OrgEdge(child_id=n, parent_id=street, until_period=july))
            edges.append(OrgEdge(child_id=n, parent_id=2 + (n + 1) % STREETS, from_period=july))
        else:
            edges.append(OrgEdge(child_id=n, parent_id=street))
    OrgEdge.objects.bulk_create(edges, batch_size=500)
    rebuild_links()


def _people() -> None:
    from zelian.org.models import Person

    Person.objects.bulk_create(
        [Person(pk=n, code=f"p{n}", name=f"人员{n}", org_id=1 + n % ORGS) for n in range(1, PEOPLE + 1)], batch_size=500
    )


def _words(cursor: object) -> None:
    """Two small tables that turn numbers into days and words."""
    cursor.execute("CREATE TABLE bench_day (n integer PRIMARY KEY, day date NOT NULL, month integer NOT NULL)")
    first = date(YEAR, 1, 1)
    days = [(n, first + timedelta(days=n)) for n in range(365 * 2)]
    listed = [(n, day.isoformat(), day.year * 100 + day.month) for n, day in days]
    cursor.executemany("INSERT INTO bench_day VALUES (%s, %s, %s)", listed)
    cursor.execute("CREATE TABLE bench_word (list integer, n integer, word varchar(40), PRIMARY KEY (list, n))")
    kinds = [*EVENTS, *EVENTS, *EVENTS[:9], *REGISTERS]  # some kinds are commoner; about a tenth is registers
    lists = (kinds, CATEGORIES, STAGES, ROLES)
    cursor.executemany(
        "INSERT INTO bench_word VALUES (%s, %s, %s)",
        [(number, n, word) for number, words in enumerate(lists) for n, word in enumerate(words)],
    )


def _numbers(vendor: str, count: int) -> str:
    """The numbers 1..count, each with a scrambled companion h that is the same on every database."""
    if vendor == "postgresql":
        source = f"SELECT n::bigint AS n FROM generate_series(1, {count}) AS n"
    else:
        source = f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) SELECT n FROM c"
    return f"(SELECT n, (n * 2654435761 + 12345) % 4294967291 AS h FROM ({source}) AS counted) AS numbered"


def _entries(vendor: str, count: int) -> str:
    kinds = 2 * len(EVENTS) + 9 + len(REGISTERS)
    empty = "'{}'::jsonb" if vendor == "postgresql" else "'{}'"
    return f"""
        INSERT INTO ledger_entry (
            id, kind, kind_version, org_id, title, place, party, category, stage, headcount, expected, quantity,
            amount_fen, happened_on, ends_on, valid_until, parent_id, period, extra, key, void, version, batch,
            recorded_at, recorded_by
        )
        SELECT numbered.n, kinds.word, 1, 1 + (h / 13) % {ORGS}, '', '', '', categories.word, stages.word,
               CASE WHEN h % 4 = 0 THEN NULL ELSE h % 60 END, NULL, 1 + h % 3,
               CASE WHEN h % 3 = 0 THEN h % 1000003 END, days.day, NULL,
               CASE WHEN kinds.n >= {kinds - len(REGISTERS)} AND h % 2 = 0 THEN ends.day END, NULL, days.month, {empty},
               CAST(numbered.n AS varchar(20)), (h / 7) % 50 = 0, 1, '', '2025-12-31 00:00:00+00:00', 'bench'
        FROM {_numbers(vendor, count)}
        JOIN bench_word kinds ON kinds.list = 0 AND kinds.n = (h / 11) % {kinds}
        JOIN bench_word categories ON categories.list = 1 AND categories.n = (h / 17) % {len(CATEGORIES)}
        JOIN bench_word stages ON stages.list = 2 AND stages.n = (h / 19) % {len(STAGES)}
        JOIN bench_day days ON days.n = numbered.n * 364 / {count}
        JOIN bench_day ends ON ends.n = numbered.n * 364 / {count} + (h / 23) % 300
        ORDER BY numbered.n
    """


def _participations(vendor: str, entries: int) -> str:
    count = entries * 3 // 10
    return f"""
        INSERT INTO ledger_participation (id, entry_id, role, name, person_id)
        SELECT numbered.n, 1 + (numbered.n - 1) * 10 / 3, roles.word, '某人',
               CASE WHEN h % 10 = 0 THEN NULL ELSE 1 + (h / 29) % {PEOPLE} END
        FROM {_numbers(vendor, count)}
        JOIN bench_word roles ON roles.list = 3 AND roles.n = (h / 31) % {len(ROLES)}
        ORDER BY numbered.n
    """


def main() -> None:
    """Migrates and fills the current database."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=SIZES, default="L")
    arguments = parser.parse_args()
    from benchmarks.compare import prepare

    prepare()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    build(SIZES[arguments.size])
    print(f"{SIZES[arguments.size]:,} entries in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
