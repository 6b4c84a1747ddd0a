"""What may be counted: the vocabulary, below all data; the engine that counts stands in `figures`, above it.

A domain app declares its fact sources in its `facts.py` and registers them when it is loaded. Only declared
columns can be filtered, summed or counted distinct; anything else is an error, never "all".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ColumnType = Literal["code", "text", "int", "date", "org", "person", "post"]


@dataclass(frozen=True)
class Column:
    """One countable column of a fact source.

    `path` is the ORM path from the source's model. Type `post` is no stored column: it asks whether the person
    at `path` held a post of the given code on the row's own date (`org.Holding`).
    """

    path: str
    type: ColumnType
    label: str
    summable: bool = False
    minor: str = ""  # the unit the stored integer is in, where people know a larger one: 分
    distinct: bool = False


@dataclass(frozen=True)
class FactSource:
    """A table whose live rows are facts.

    Each row belongs to one organisation (`org`), one day (`on`) and the month of that day (`period`, stored).
    `until` is the last day a register row is true (null = still true). `live` are the filters every query
    carries (void rows are no facts). `owner` and `version` lead to the versioned row a freeze names.
    """

    code: str
    name: str
    model: str
    org: str
    on: str
    period: str
    owner: str
    version: str
    columns: dict[str, Column]
    until: str | None = None
    live: dict[str, object] = field(default_factory=dict)
    kind: str = ""


_sources: dict[str, FactSource] = {}


def register(source: FactSource) -> None:
    """Makes a source known; a second one of the same code is a programming error."""
    if source.code in _sources and _sources[source.code] != source:
        raise ValueError(f"fact source {source.code} is registered twice")
    _sources[source.code] = source


def find(code: str) -> FactSource | None:
    """The source of that code, or None."""
    return _sources.get(code)


def sources() -> list[FactSource]:
    """All registered sources, by code."""
    return [_sources[code] for code in sorted(_sources)]
