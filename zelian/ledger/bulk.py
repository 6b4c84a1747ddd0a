"""Many rows in one go: plain INSERT and UPDATE statements, executed over a list of values.

The ORM compiles every value of every row through a dozen calls, which was four fifths of the time a large import held
the database. Values are converted by the type of their field, once per column; constraints and ids are the database's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from django.db import connection, models

Row = Sequence[object]


def next_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """Ids for `count` new rows. One query; the caller holds the write transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    first = (last[0] if last else 0) + 1
    return range(first, first + count)


def insert(model: type[models.Model], fields: Sequence[str], rows: Iterable[Row]) -> None:
    """Inserts rows given in the order of `fields`. IntegrityError when a constraint is broken."""
    columns = [model._meta.get_field(name) for name in fields]
    names = ", ".join(_quoted(column.column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    table = _quoted(model._meta.db_table)
    _execute(f"INSERT INTO {table} ({names}) VALUES ({places})", columns, rows)  # noqa: S608  own names


def update(model: type[models.Model], fields: Sequence[str], rows: Iterable[Row]) -> None:
    """Writes rows given as the values of `fields`, then the id. IntegrityError when a constraint is broken."""
    columns = [model._meta.get_field(name) for name in fields]
    names = ", ".join(f"{_quoted(column.column)} = %s" for column in columns)
    statement = f"UPDATE {_quoted(model._meta.db_table)} SET {names} WHERE {_quoted('id')} = %s"  # noqa: S608  own names
    _execute(statement, [*columns, model._meta.pk], rows)


def _execute(statement: str, columns: Sequence[models.Field], rows: Iterable[Row]) -> None:
    converters = [_converter(column) for column in columns]
    converted = [
        tuple(
            value if value is None or convert is None else convert(value)
            for value, convert in zip(row, converters, strict=True)
        )
        for row in rows
    ]
    if not converted:
        return
    with connection.cursor() as cursor:
        cursor.executemany(statement, converted)


def _converter(field: models.Field) -> Callable[[object], object] | None:
    kind = field.get_internal_type()
    if kind == "DateField":
        return cache(connection.ops.adapt_datefield_value)  # few days and moments, many rows
    if kind == "DateTimeField":
        return cache(connection.ops.adapt_datetimefield_value)
    if kind == "JSONField":
        return lambda value: connection.ops.adapt_json_value(value, field.encoder)
    return None


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
