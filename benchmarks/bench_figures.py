"""Figures against the best single statement a person would write: 44 figures × 5,000 organisations × 12 months.

    python -m benchmarks.dataset --size L         # once, on an empty database
    python -m benchmarks.bench_figures [--size L] [--times 5] [--save NAME]

Both sides end with the dense grid as Python integers; the same SHA-256 proves that they say the same. The hand-written
statement (dense_grid.sql) returns values only; the engine also counts the rows behind every value.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from benchmarks import compare
from benchmarks.dataset import SIZES, YEAR

HERE = Path(__file__).parent


def definitions() -> list:
    """The benchmark's figures, parsed."""
    from zelian.figures.spec import parse_figure
    from zelian.kernel.yamlspec import Problems, load_file

    problems = Problems("bench_figures.yaml")
    figures = [parse_figure(node, problems) for node in load_file(HERE / "bench_figures.yaml")]
    if problems.found:
        raise SystemExit("\n".join(map(str, problems.found)))
    return figures


def by_engine() -> list[tuple]:
    """The dense grid by `figures.run.evaluate`: one tuple per organisation and month."""
    from zelian.figures.run import evaluate
    from zelian.kernel.period import Period
    from zelian.org.models import Org

    orgs = list(Org.objects.order_by("id").values_list("id", flat=True))
    grid = evaluate(definitions(), orgs, Period.year(YEAR).parts(1))
    return [(org, period.first, *values) for org, period, values in grid.numbers()]


def by_hand() -> list[tuple]:
    """The same by one statement."""
    from django.db import connection

    from zelian.kernel.period import Period, last_day

    months = Period.year(YEAR).months
    day = "DATE '{}'" if connection.vendor == "postgresql" else "'{}'"
    listed = ", ".join(f"({month}, {day.format(last_day(month))})" for month in months)
    text = (HERE / "dense_grid.sql").read_text(encoding="utf-8")
    with connection.cursor() as cursor:
        cursor.execute(text.format(months=listed, first=months[0], final=months[-1]))
        return cursor.fetchall()


def digest(rows: list[tuple]) -> str:
    """SHA-256 of the numbers."""
    total = hashlib.sha256()
    for row in rows:
        total.update(",".join(map(str, row)).encode())
    return total.hexdigest()


def main() -> int:
    """Measures, prints, optionally saves; 1 when the two sides differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=SIZES, default="L", help="the size the database was filled with")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--save", metavar="NAME", help="also write results/NAME.json")
    arguments = parser.parse_args()
    compare.prepare()
    from django.db import connection

    rows = by_engine()
    peak = compare.peak_memory()
    engine_digest, cells = digest(rows), sum(len(row) - 2 for row in rows)
    del rows
    equal = engine_digest == digest(by_hand())
    seconds = compare.medians_of({"engine": by_engine, "hand": by_hand}, arguments.times)
    numbers = {
        "benchmark": "figures",
        "database": connection.vendor,
        "entries": SIZES[arguments.size],
        "cells": cells,
        "engine_seconds": round(seconds["engine"], 3),
        "hand_seconds": round(seconds["hand"], 3),
        "ratio": round(seconds["engine"] / seconds["hand"], 2),
        "rows_per_second": round(SIZES[arguments.size] / seconds["engine"]),
        "peak_memory_mb": peak,
        "equal": equal,
        "digest": engine_digest,
    }
    for name, value in numbers.items():
        print(f"{name:16} {value}")
    if arguments.save:
        print(compare.save(arguments.save, numbers))
    return 0 if numbers["equal"] else 1


if __name__ == "__main__":
    sys.exit(main())
