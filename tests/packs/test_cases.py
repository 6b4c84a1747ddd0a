"""The authors' examples are run, and leave nothing behind."""

from __future__ import annotations

import pytest

from tests.packs import small
from zelian.ledger.models import Entry
from zelian.org.models import Org, OrgLink
from zelian.packs.cases import run_cases
from zelian.packs.loader import SUBDISTRICT, read_pack

pytestmark = pytest.mark.django_db


def test_every_example_of_the_subdistrict_comes_out():
    results = run_cases(read_pack(SUBDISTRICT))
    assert [str(result) for result in results if not result.passed] == []
    assert len(results) > 70


def test_every_figure_that_is_no_part_of_a_rate_has_an_example():
    pack = read_pack(SUBDISTRICT)
    shown = {result.figure for result in run_cases(pack)}
    parts = {part for figure in pack.figures.values() for part in (figure.num, figure.den)}
    assert set(pack.figures) - shown <= parts


def test_a_wrong_expectation_is_told_with_its_line(tmp_path):
    pack = read_pack(small.write(tmp_path, {"cases/main.yaml": ("services: 2", "services: 3")}))
    [wrong] = [result for result in run_cases(pack) if not result.passed]
    assert str(wrong) == "cases/main.yaml 第 6 行：例子“一场一次”的 services 应为 3，算得 2"


def test_nothing_stays_in_the_database(tmp_path):
    run_cases(read_pack(small.write(tmp_path)))
    assert not Entry.objects.exists()
    assert not Org.objects.exists()
    assert not OrgLink.objects.exists()
