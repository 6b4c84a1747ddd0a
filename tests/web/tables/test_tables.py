"""报表: any figures, any rows, each cell opens its rows."""

from __future__ import annotations

EMPTY = "/tables/?org=xingguang&period=2023"
TABLE = f"{EMPTY}&figure=volunteer_services&rows=children&by=quarter"


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(EMPTY)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    assert stranger.get(EMPTY).status_code == 404


def test_nothing_chosen_shows_what_may_be_chosen(owner):
    page = owner.get(EMPTY).content.decode()
    assert "志愿服务次数（次）" in page
    assert 'id="built"' not in page


def test_the_table_has_a_line_per_community_and_the_whole(owner):
    page = owner.get(TABLE).content.decode()
    for word in ("和平社区", "柳林社区", "星光街道（全部）", "志愿服务次数 一季度（次）"):
        assert word in page


def test_a_cell_opens_its_own_rows(owner):
    assert "/figures/volunteer_services/?org=liulin&amp;period=2023Q2" in owner.get(TABLE).content.decode()


def test_an_unknown_figure_is_an_error_not_an_empty_table(owner):
    answer = owner.get(f"{EMPTY}&figure=nonsense")
    assert answer.status_code == 422
    assert "没有这个口径：nonsense" in answer.content.decode()


def test_saved_tables_are_one_click_away(owner, stranger, saved):
    assert saved.name in owner.get(EMPTY).content.decode()
    assert saved.name not in stranger.get("/tables/").content.decode()
