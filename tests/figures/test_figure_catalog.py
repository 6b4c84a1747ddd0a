"""Figures in force, read from their definition versions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from zelian.definitions import store
from zelian.definitions.models import Definition
from zelian.figures.catalog import catalog, figure
from zelian.kernel.errors import NotFound
from zelian.kernel.yamlspec import SpecError

pytestmark = pytest.mark.django_db


def define(code: str, version: int = 1, valid_from: int = 190001, *, retired: bool = False, **body: object) -> None:
    whole = {"code": code, "name": code, "unit": "次", "count": "ledger.entry", **body}
    Definition.objects.create(
        family="figure",
        code=code,
        version=version,
        origin="pack",
        digest=store.digest_of(whole),
        body=whole,
        valid_from=valid_from,
        retired=retired,
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
        recorded_by="test",
    )


def test_the_newest_version_valid_in_the_month_counts():
    define("services")
    define("services", 2, 202607, where={"kind": "service"})
    assert (figure("services", 202606).version, figure("services", 202606).where) == (1, ())
    assert (figure("services", 202607).version, len(figure("services").where)) == (2, 1)
    assert figure("services").digest == store.digest_of(Definition.objects.get(version=2).body)


def test_a_retired_figure_is_gone():
    define("services")
    define("services", 2, retired=True)
    assert catalog() == {}
    with pytest.raises(NotFound, match="没有统计口径“services”"):
        figure("services")


def test_a_stored_figure_that_no_longer_fits_says_which():
    define("services", where={"gone": "x"})
    with pytest.raises(SpecError, match=r"口径 services 第 1 版.*没有栏目“gone”"):
        catalog()
