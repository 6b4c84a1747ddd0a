"""Building the sample street in a test database with the sub-district pack applied."""

from __future__ import annotations

import datetime as dt

from zelian.access.actor import CommandActor
from zelian.definitions import store
from zelian.packs.applying import apply_pack
from zelian.packs.loader import SUBDISTRICT, read_pack
from zelian.packs.sample.build import SampleResult, build_sample

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
CLI = CommandActor("tester", dt.date(2026, 11, 23))


def build() -> SampleResult:
    """Applies the pack and builds the street; a few seconds."""
    store._cache.clear()
    apply_pack(read_pack(SUBDISTRICT), by=CLI, now=NOW)
    return build_sample(by=CLI, now=NOW)
