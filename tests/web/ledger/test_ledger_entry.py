"""One entry with its columns and its history."""

from __future__ import annotations


def test_visitor_is_sent_to_login(visitor, office):
    answer = visitor.get(f"/ledger/{office.heping.pk}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger, office):
    assert stranger.get(f"/ledger/{office.heping.pk}/").status_code == 404


def test_it_shows_the_columns_of_its_kind_and_who_recorded_it(owner, office):
    page = owner.get(f"/ledger/{office.heping.pk}/").content.decode()
    for word in ("服务主题", "楼道清扫", "参加人数", "12", "第 1 版", "命令行（tester）"):
        assert word in page


def test_a_neighbour_and_a_sealed_kind_get_404(neighbour, owner, inspector, office):
    assert neighbour.get(f"/ledger/{office.heping.pk}/").status_code == 404
    assert owner.get(f"/ledger/{office.sealed.pk}/").status_code == 404
    assert inspector.get(f"/ledger/{office.sealed.pk}/").status_code == 200


def test_every_change_is_told_with_its_reason(owner, office):
    owner.post(f"/ledger/{office.heping.pk}/void/", {"version": 1, "reason": "和另一条重复"})
    page = owner.get(f"/ledger/{office.heping.pk}/").content.decode()
    assert "和另一条重复" in page
    assert "何办" in page
    assert "user:" not in page


def test_what_people_typed_never_becomes_markup(owner, office):
    from tests.web.people import service

    evil = service("heping", '"><img src=x onerror=alert(1)>{{7*7}}', office.heping.happened_on)
    page = owner.get(f"/ledger/{evil.pk}/").content.decode()
    assert "<img" not in page.split("<main")[1]
    assert "{{7*7}}" in page
