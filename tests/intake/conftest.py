"""The invented office, and a way to import a sheet in one line."""

from __future__ import annotations

import pytest

from tests.intake import office as invented
from zelian.intake import actions


@pytest.fixture
def office(db, data_dir) -> None:
    """One street, two communities, three kinds, nothing in the ledgers."""
    invented.build()


@pytest.fixture
def plan(office, tmp_path):
    """plan({"志愿服务": rows}) → the planned batch."""

    def plan_sheets(sheets, filename="台账.xlsx", by=invented.CLI, **options):
        path = invented.workbook(tmp_path / "upload.xlsx", sheets)
        return actions.plan(path, filename, by=by, now=invented.NOW, **options)

    return plan_sheets
