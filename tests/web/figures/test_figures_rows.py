"""One number: its definition, its months, its rows."""

from __future__ import annotations

import datetime as dt

from tests.web import people

ROWS = "/figures/volunteer_services/?org=xingguang&period=2023"
SEALED = "/figures/work_interviews/?org=xingguang&period=2023"


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(ROWS)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    assert stranger.get(ROWS).status_code == 404


def test_the_rows_are_the_number(owner):
    page = owner.get(ROWS).content.decode()
    for word in ("2次", "共 2 条", "楼道清扫", "环境整治", "和平社区", "有几条算几"):
        assert word in page


def test_a_rate_says_of_how_many(owner):
    for number in (1, 2):
        people.record(
            "inspection_finding", "heping", happened_on=dt.date(2023, 4, 18), title=f"问题{number}",
            category="district", stage="closed", extra={"number": str(number)},
        )  # fmt: skip
    page = owner.get("/figures/patrol_rectification_rate/?org=xingguang&period=2023").content.decode()
    assert "100%（2/2）" in page


def test_sealed_rows_are_counted_and_not_shown(owner, inspector):
    page = owner.get(SEALED).content.decode()
    assert "2人次" in page
    assert "共 1 条，只计入总数" in page
    assert "2023-05-31" not in page
    assert "2023-05-31" in inspector.get(SEALED).content.decode()


def test_a_community_opens_its_own_number_only(colleague):
    assert "1次" in colleague.get("/figures/volunteer_services/?org=heping&period=2023").content.decode()
    assert colleague.get("/figures/volunteer_services/?org=liulin&period=2023").status_code == 404
    assert colleague.get(ROWS).status_code == 404


def test_an_unknown_figure_is_not_there(owner):
    assert owner.get("/figures/nonsense/?org=xingguang&period=2023").status_code == 404
