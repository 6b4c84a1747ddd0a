"""The values this package returns: one quantified claim, and one numeral judged not to be a claim."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Number = int | Decimal

KINDS = ("count", "money", "percent", "duration", "area", "measure", "ratio")
COMPARATORS = (
    "exact", "plus", "over", "about", "near", "at_least", "at_most", "under", "range", "vague",
)  # fmt: skip
STATES = ("done", "planned", "required", "last_year", "missing")
REJECTED_KINDS = ("date", "ordinal", "fixed_phrase", "enum", "category", "lexical", "timeframe", "id_code")


@dataclass(frozen=True, slots=True)
class Claim:
    """One number a report puts forward.

    Offsets are Python string offsets into the text given to `extract`, end exclusive. `start..end` is numeral
    and unit, `nstart..nend` the numeral (with 余/多, 万/亿, and the % sign). `value` and `upper` are in the base
    unit (12.8亿元 → 1280000000 元; 三成 → 30 %): an int where integral, else a Decimal; `upper` is the open or
    closed upper end of a bounded range. `step` is one unit of the last written place (1.6万 → 1000), which is
    the precision the writer claimed. A masked number (X名) has state "missing" and value None.
    """

    start: int
    end: int
    text: str
    nstart: int
    nend: int
    num: str
    value: Number | None
    upper: Number | None
    unit: str
    comparator: str
    object: str
    kind: str
    state: str = "done"
    step: Number = 1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A numeral that was read and judged not to be a claim; `kind` is one of REJECTED_KINDS."""

    start: int
    end: int
    text: str
    kind: str
    reason: str


def plain_number(value: Number | None) -> int | float | None:
    """A JSON number: int where integral, float otherwise (only for output; arithmetic stays exact)."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def as_dict(claim: Claim, doc: str) -> dict[str, Any]:
    """One line of `zelian claims --jsonl`: the fields of Claim with `doc` (file name) before them."""
    return {
        "doc": doc,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "nstart": claim.nstart,
        "nend": claim.nend,
        "num": claim.num,
        "value": plain_number(claim.value),
        "upper": plain_number(claim.upper),
        "unit": claim.unit,
        "comparator": claim.comparator,
        "object": claim.object,
        "kind": claim.kind,
        "state": claim.state,
        "step": plain_number(claim.step),
        "reason": claim.reason,
    }
