"""The preview: what becomes of every row."""

from __future__ import annotations

from tests.web import people


def test_visitor_is_sent_to_login(visitor, batch):
    answer = visitor.get(f"/intake/{batch.pk}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger, batch):
    assert stranger.get(f"/intake/{batch.pk}/").status_code == 404


def test_a_community_does_not_see_another_ones_batch(neighbour, office, tmp_path):
    own = people.batch(tmp_path, [["和平社区", "2023-06-01", "敬老", 5]], by="colleague")
    assert neighbour.get(f"/intake/{own.pk}/").status_code == 404


def test_it_names_sheet_row_and_column_of_what_is_wrong(owner, tmp_path):
    faulty = people.batch(tmp_path, [["和平社区", "2023-02-30", "敬老", 5], ["没有社区", "2023-06-02", "护河", 6]])
    page = owner.get(f"/intake/{faulty.pk}/").content.decode()
    for word in (
        "志愿服务 第 2 行",
        "“服务日期”写的是“2023-02-30”",
        "志愿服务 第 3 行",
        "没有社区",
        "有误的行改好之前",
    ):
        assert word in page
    only = owner.get(f"/intake/{faulty.pk}/?state=new").content.decode()
    assert "没有这样的行" in only


def test_sound_rows_wait_for_one_click(owner, batch):
    page = owner.get(f"/intake/{batch.pk}/").content.decode()
    assert f"/intake/{batch.pk}/apply/" in page
    assert "敬老" in page


def test_first_passwords_are_shown_once(owner, batch):
    session = owner.session
    session[f"secrets-{batch.pk}"] = [["xinren", "abcd-efgh"]]
    session.save()
    assert "abcd-efgh" in owner.get(f"/intake/{batch.pk}/").content.decode()
    assert "abcd-efgh" not in owner.get(f"/intake/{batch.pk}/").content.decode()
