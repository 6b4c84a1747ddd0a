"""What the architecture tests look at: the project's own files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "zelian"

# DESIGN §2: inside the package a line may import only what stands above it; foreign keys point the same way.
ORDER = [
    "kernel",
    "claims",
    "exchange",
    "audit",
    "jobs",
    "org",
    "access",
    "definitions",
    "figures",
    "intake",
    "duties",
    "ledger",
    "issues",
    "campaigns",
    "assessment",
    "accountability",
    "reports",
    "packs",
    "web",
    "config",
]


@cache
def python_files(*, tests: bool = False) -> tuple[Path, ...]:
    """All Python files of the product (and of the tests), migrations left out."""
    roots = [PACKAGE, ROOT / "benchmarks"] + ([ROOT / "tests"] if tests else [])
    return tuple(sorted(path for root in roots for path in root.rglob("*.py") if "migrations" not in path.parts))


def name_of(path: Path) -> str:
    """Path from the root of the project."""
    return path.relative_to(ROOT).as_posix()
