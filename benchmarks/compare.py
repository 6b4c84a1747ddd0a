"""Measuring and comparing: medians, peak memory, result files, and what became slower.

python -m benchmarks.compare benchmarks/results/old.json benchmarks/results/new.json
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
SLOWER = 1.2  # a ratio above this between two runs of the same benchmark is worth a look


def prepare() -> None:
    """Makes Django ready on the database the environment names."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zelian.config.settings")
    django.setup()


def medians_of(calls: dict[str, Callable[[], object]], times: int) -> dict[str, float]:
    """Median seconds of each call, `times` each, taken in turns so that a busy moment of the machine hits all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(times):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(found) for name, found in seconds.items()}


def peak_memory() -> int:
    """Highest resident memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def save(name: str, numbers: dict[str, object]) -> Path:
    """Writes one benchmark's numbers to results/NAME.json, with the machine's kind beside them."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    about = {"python": platform.python_version(), "cores": os.cpu_count(), **numbers}
    path.write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def compare(old: dict, new: dict) -> list[tuple[str, float, float, float]]:
    """(name, old, new, new ÷ old) of every measure in seconds both files hold."""
    return [
        (name, old[name], new[name], new[name] / old[name])
        for name in old
        if name.endswith("_seconds") and name in new and old[name]
    ]


def main() -> int:
    """Prints the comparison; 1 when something became slower than `SLOWER`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    arguments = parser.parse_args()
    lines = compare(*(json.loads(path.read_text(encoding="utf-8")) for path in (arguments.old, arguments.new)))
    for name, before, after, ratio in lines:
        print(f"{name:32} {before:9.3f} {after:9.3f}  ×{ratio:.2f}{'  slower' if ratio > SLOWER else ''}")
    return int(any(ratio > SLOWER for *_, ratio in lines))


if __name__ == "__main__":
    sys.exit(main())
