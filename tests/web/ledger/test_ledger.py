"""台账: what happened, is it recorded once?"""

from __future__ import annotations

import datetime as dt

from tests.web import people

LEDGER = "/ledger/?org=xingguang&period=2023"


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(LEDGER)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    assert stranger.get(LEDGER).status_code == 404


def test_it_lists_the_entries_of_the_period_newest_first(owner):
    page = owner.get(LEDGER).content.decode()
    assert "共 2 条" in page
    assert page.index("环境整治") < page.index("楼道清扫")


def test_filters_narrow_the_list(owner):
    assert "共 1 条" in owner.get(f"{LEDGER}&q=楼道").content.decode()
    assert "共 1 条" in owner.get(f"{LEDGER}&start=2023-04-01").content.decode()
    assert "没有符合条件的记录" in owner.get(f"{LEDGER}&kind=party_lecture").content.decode()


def test_a_filter_that_is_not_understood_never_means_all(owner):
    page = owner.get(f"{LEDGER}&kind=nonsense").content.decode()
    assert "没有这种台账" in page
    assert "楼道清扫" not in page


def test_void_entries_stay_out_unless_asked_for(owner, office):
    owner.post(f"/ledger/{office.heping.pk}/void/", {"version": 1, "reason": "重复"})
    assert "楼道清扫" not in owner.get(LEDGER).content.decode()
    assert "已作废" in owner.get(f"{LEDGER}&void=on").content.decode()


def test_a_community_sees_only_its_own_and_sealed_kinds_stay_sealed(colleague, owner, inspector):
    assert "柳林" not in colleague.get("/ledger/?org=heping&period=2023").content.decode()
    assert "共 2 条" in owner.get(LEDGER).content.decode()
    assert "共 3 条" in inspector.get(LEDGER).content.decode()


def test_fifty_long_rows_fit_into_60_kb(owner):
    for number in range(60):
        people.service(
            "heping",
            f"组织在职党员到社区报到开展楼道清扫和敬老助残志愿服务第{number}次",
            dt.date(2023, 7, 1 + number % 28),
        )
    answer = owner.get(LEDGER)
    assert answer.content.count(b"<tr>") >= 50
    assert len(answer.content) <= 60_000
