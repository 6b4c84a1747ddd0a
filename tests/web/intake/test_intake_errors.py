"""The same file back with an error column."""

from __future__ import annotations

import io

import pytest
from python_calamine import load_workbook

from tests.web import people


@pytest.fixture
def faulty(office, tmp_path):
    return people.batch(tmp_path, [["和平社区", "2023-02-30", "敬老", 5]])


def test_visitor_is_sent_to_login(visitor, faulty):
    answer = visitor.get(f"/intake/{faulty.pk}/errors.xlsx")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger, faulty):
    assert stranger.get(f"/intake/{faulty.pk}/errors.xlsx").status_code == 404


def test_it_says_what_is_wrong_beside_the_row(owner, faulty):
    answer = owner.get(f"/intake/{faulty.pk}/errors.xlsx")
    text = str(load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python())
    assert "敬老" in text
    assert "这一天不存在" in text


def test_a_sound_file_has_no_such_copy(owner, batch):
    assert owner.get(f"/intake/{batch.pk}/errors.xlsx").status_code == 404
