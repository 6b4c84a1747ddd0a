"""首页: where is the chain broken, what first?"""

from __future__ import annotations

import re

from tests.web import people

HOME = "/?org=xingguang&period=2023"


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(HOME)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    assert stranger.get(HOME).status_code == 404


def test_it_shows_the_seven_links_and_every_community(owner):
    page = owner.get(HOME).content.decode()
    for word in ("明责", "履责", "督责", "攻坚", "考责", "监督执纪", "述责", "和平社区", "柳林社区"):
        assert word in page
    assert "山前社区" not in page


def test_what_is_missing_stands_first_with_its_rows_behind(owner):
    page = owner.get(HOME).content.decode()
    first = page.split("先办哪件")[1]
    assert "不少于" in first
    assert "/figures/" in first


def test_a_community_sees_its_own_line_only(colleague):
    page = colleague.get("/?period=2023").content.decode()
    assert "和平社区" in page
    assert "柳林社区" not in page


def test_discipline_is_a_count_and_nothing_else(owner):
    assert "约谈 2 人次" in owner.get(HOME).content.decode()


def test_an_administrator_is_told_what_his_account_is_for(office):
    people.User.objects.create_user("xitong", people.PASSWORD, name="系统管理员")
    answer = people.client("xitong").get("/")
    assert answer.status_code == 200
    assert "您的账号不看业务数据" in answer.content.decode()
    assert "和平社区" not in answer.content.decode()


def test_every_link_of_the_chain_opens(owner, colleague, inspector):
    for browser, org in ((owner, "xingguang"), (colleague, "heping"), (inspector, "xingguang")):
        page = browser.get(f"/?org={org}&period=2023").content.decode()
        links = re.findall(r'class="knot[^"]*" href="([^"]+)"', page)
        assert len(links) == 7
        for link in links:
            assert browser.get(link.replace("&amp;", "&")).status_code == 200, link
