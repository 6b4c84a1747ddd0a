"""统计口径: every number with its value."""

from __future__ import annotations

LIST = "/figures/?org=xingguang&period=2023"


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(LIST)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    assert stranger.get(LIST).status_code == 404


def test_every_figure_stands_once_with_its_value(owner):
    page = owner.get(LIST).content.decode()
    assert "志愿服务次数" in page
    assert "约谈村社区两委成员人次" in page


def test_names_codes_and_the_words_of_reports_find_it(owner):
    for word in ("志愿服务次数", "volunteer_services", "开展志愿服务"):
        assert "志愿服务次数" in owner.get(f"{LIST}&q={word}").content.decode()
    assert "没有找到" in owner.get(f"{LIST}&q=没有这种说法").content.decode()


def test_a_rate_shows_its_parts_and_an_absent_one_says_so(owner):
    page = owner.get(LIST).content.decode()
    assert "不适用" in page
