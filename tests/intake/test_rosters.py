"""Rosters: organisations, people, posts, holdings and accounts from Excel, in one file if one likes."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.intake.office import CLI, NOW, account, workbook
from tests.intake.test_plan import errors
from zelian.access.models import Grant, User
from zelian.intake import actions, papers, queries
from zelian.kernel.errors import BadInput, Conflict, NotAllowed
from zelian.org.models import Holding, Org, OrgLink, Person, Post

ORGS = [
    ["编码", "名称", "类型", "上级", "别名", "排序", "户数"],
    ["xh-1", "星河第一党支部", "党支部", "星河社区", "星河一支部", 11, None],
    ["xinghe", "星河社区", "社区", "样例街道", "星河、星河居委会", 2, 2100],
    ["hupan", "湖畔社区", "社区", "sample", None, 4, 1800],
]
PEOPLE = [["姓名", "单位", "是否党员", "职务"], ["沈安", "湖畔社区", "是", "书记"], ["陆平", "湖畔社区", "群众", None]]
POSTS = [["单位", "岗位名称", "岗位代码", "班子成员"], ["湖畔社区", "社区党委书记", "community_secretary", "是"]]
HOLDINGS = [
    ["姓名", "任职单位", "岗位", "任职日期", "免职日期"],
    ["沈安", "湖畔社区", "社区党委书记", "2025-03-01", None],
]
ACCOUNTS = [
    ["用户名", "姓名", "角色", "单位"],
    ["shenan", "沈安", "村社区", "湖畔社区"],
    ["shenan", "沈安", "村社区", "xh-1"],
    ["viewer", "陆平", None, None],
]
OFFICE = {"组织名册": ORGS, "人员名册": PEOPLE, "岗位名册": POSTS, "任职名册": HOLDINGS, "账号名册": ACCOUNTS}


def everything() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Org, OrgLink, Person, Post, Holding, User, Grant)}


def test_one_file_fills_an_office_and_comes_back_out(plan):
    before = everything()
    batch = plan(OFFICE)
    assert [(sheet["new"], sheet["updated"], sheet["rejected"]) for sheet in queries.report(batch)["sheets"]] == [
        (2, 1, 0),
        (2, 0, 0),
        (1, 0, 0),
        (1, 0, 0),
        (3, 0, 0),
    ]
    done = actions.apply(batch, by=CLI, now=NOW)
    secretary = Person.objects.get(name="沈安")
    assert (secretary.code, secretary.party_member, secretary.org.code) == ("hupan-001", True, "hupan")
    assert Holding.objects.get().post.code == "community_secretary"
    assert OrgLink.objects.filter(ancestor__code="sample", descendant__code="xh-1", depth=2).exists()
    assert [one.username for one in done.secrets] == ["shenan", "viewer"]
    user = User.objects.get(username="shenan")
    assert user.check_password(done.secrets[0].password)
    assert user.must_change_password
    assert sorted(user.grants.values_list("role", "org__code")) == [("community", "hupan"), ("community", "xh-1")]
    again = plan(OFFICE)
    assert [sheet["unchanged"] for sheet in queries.report(again)["sheets"]] == [3, 2, 1, 1, 3]
    actions.undo(done.batch, by=CLI, now=NOW)
    assert everything() == before
    assert Org.objects.get(code="xinghe").households is None


def test_passwords_are_nowhere_in_the_data_directory(plan, data_dir):
    done = actions.apply(plan({"账号名册": ACCOUNTS[:1] + ACCOUNTS[3:]}), by=CLI, now=NOW)
    [secret] = done.secrets
    kept = b"".join(path.read_bytes() for path in data_dir.rglob("*") if path.is_file())
    assert secret.password.encode() not in kept


@pytest.mark.parametrize("header", ["身份证号", "身份证号码"])
def test_id_numbers_are_refused(plan, header):
    with pytest.raises(BadInput, match="本系统不收身份证号"):
        plan({"人员名册": [[*PEOPLE[0], header], [*PEOPLE[1], "x"]]})


def test_people_of_one_name_are_asked_about_once(plan):
    head = ["姓名", "单位", "区分说明"]
    same = [head, ["林远", "星河社区", None], ["赵一", "星河社区", None], ["赵一", "星河社区", None]]
    [(row, column, value, message)] = errors(plan({"人员名册": same}))
    assert (row, column, value) == (4, "姓名", "赵一")
    assert message == "与第 3 行同名，请在“区分说明”列注明是否同一人"
    told = [head, ["林远", "星河社区", None], ["林远", "星河社区", "小"]]
    batch = plan({"人员名册": told})
    assert queries.report(batch)["sheets"][0]["new"] == 1
    actions.apply(batch, by=CLI, now=NOW)
    [(_, _, _, message)] = errors(plan({"人员名册": told[:2]}))
    assert message == "与名册里的 p2、xinghe-001（小） 同名，请在“区分说明”列注明是否同一人"


def test_a_number_tells_people_apart_too(plan):
    rows = [["姓名", "单位", "编号"], ["林远", "星河社区", "p2"], ["林远", "星河社区", "p9"]]
    [sheet] = queries.report(plan({"人员名册": rows}))["sheets"]
    assert (sheet["unchanged"], sheet["new"]) == (1, 1)


@pytest.mark.parametrize(
    ("sheet", "rows", "message"),
    [
        ("组织名册", [ORGS[0][:4], ["new", "新社区", "社区", "无此街道"]], "没有名为“无此街道”的单位"),
        ("组织名册", [ORGS[0][:4], ["new", "新社区", "小区", "sample"]], "“小区”不在可选项里"),
        ("岗位名册", [POSTS[0][:2], ["无此社区", "书记"]], "没有名为“无此社区”的单位"),
        ("任职名册", [HOLDINGS[0], ["无此人", "星河", "书记", "2025-01-01", None]], "人员名册里没有“无此人”"),
        ("任职名册", [HOLDINGS[0], ["林远", "星河", "书记", "2025-01-01", None]], "该单位没有岗位“书记”"),
        ("账号名册", [ACCOUNTS[0], ["a", "甲", "村社区", None]], "有角色就要写明管到哪个单位"),
        ("账号名册", [ACCOUNTS[0], ["a", "甲", "村社区", "星河"], ["a", "乙", "村社区", "东湖"]], "一人一个账号"),
    ],
)
def test_wrong_rows_say_how_to_mend(plan, sheet, rows, message):
    assert message in errors(plan({sheet: rows}))[0][3]


def test_what_is_in_use_cannot_be_undone(plan):
    done = actions.apply(plan({"组织名册": [ORGS[0], ORGS[3]], "人员名册": PEOPLE}), by=CLI, now=NOW)
    Post.objects.create(org=Org.objects.get(code="hupan"), code="x", name="x")
    before = everything()
    with pytest.raises(Conflict, match="已被使用"):
        actions.undo(done.batch, by=CLI, now=NOW)
    assert everything() == before


def test_what_was_changed_later_cannot_be_undone_or_run_over(plan):
    slow = plan({"组织名册": [ORGS[0], ORGS[2]]})
    done = actions.apply(plan({"人员名册": [*PEOPLE[:1], ["沈安", "星河社区", "是", "书记"]]}), by=CLI, now=NOW)
    Org.objects.filter(code="xinghe").update(households=99)
    Person.objects.filter(name="沈安").update(title="主任")
    with pytest.raises(Conflict, match="被别人改过"):
        actions.apply(slow, by=CLI, now=NOW)
    with pytest.raises(Conflict, match="入账后又被改过"):
        actions.undo(done.batch, by=CLI, now=NOW)


def test_an_account_somebody_logged_in_with_stays(plan):
    done = actions.apply(plan({"账号名册": ACCOUNTS[:1] + ACCOUNTS[3:]}), by=CLI, now=NOW)
    User.objects.filter(username="viewer").update(last_login=NOW)
    with pytest.raises(Conflict, match="已经登录使用"):
        actions.undo(done.batch, by=CLI, now=NOW)


def test_accounts_and_grants_are_two_peoples_business(plan):
    with pytest.raises(NotAllowed):
        plan({"账号名册": ACCOUNTS}, by=account("office", "office", "sample"))
    system, safety = account("sys", "sysadmin", "sample"), account("safe", "secadmin", "sample")
    rows = [ACCOUNTS[0], ["viewer", "陆平", "村社区", "星河"]]
    assert errors(plan({"账号名册": rows}, by=system))[0][3].startswith("您没有授权的权限")
    assert errors(plan({"账号名册": rows}, by=safety))[0][3].startswith("还没有这个账号")
    made = plan({"账号名册": [ACCOUNTS[0], ["viewer", "陆平", None, None]]}, by=system)
    actions.apply(made, by=system, now=NOW)
    granted = actions.apply(plan({"账号名册": rows}, by=safety), by=safety, now=NOW)
    assert granted.secrets == ()
    assert Grant.objects.filter(user__username="viewer", role="community").exists()


def test_a_moved_organisation_moves_from_this_month_on(plan):
    rows = [ORGS[0][:4], ["donghu", "东湖社区", "社区", "xinghe"]]
    done = actions.apply(plan({"组织名册": rows}), by=CLI, now=NOW)
    above = OrgLink.objects.filter(descendant__code="donghu", ancestor__code="xinghe")
    assert above.values_list("from_period", flat=True).get() == 202611
    actions.undo(done.batch, by=CLI, now=NOW)
    assert not above.exists()


@pytest.mark.parametrize("kind", ["organisations", "people", "posts", "holdings", "accounts"])
def test_every_roster_has_a_template_that_is_recognised(office, tmp_path, kind):
    path = tmp_path / "t.xlsx"
    path.write_bytes(papers.template(kind))
    [sheet, _] = queries.report(actions.plan(path, "t.xlsx", by=CLI, now=NOW))["sheets"][:2]
    assert (sheet["kind"], sheet["rows"]) == (kind, 0)


def test_dates_of_leaving_are_kept(plan):
    rows = [["姓名", "单位", "离开日期"], ["周宁", "东湖社区", dt.date(2026, 6, 30)]]
    actions.apply(plan({"人员名册": rows}), by=CLI, now=NOW)
    assert Person.objects.get(code="p3").left_on == dt.date(2026, 6, 30)
    assert queries.report(plan({"人员名册": rows}))["sheets"][0]["unchanged"] == 1


def test_an_empty_office_starts_from_the_rosters(db, data_dir, tmp_path):
    path = workbook(tmp_path / "x.xlsx", {"组织名册": [ORGS[0][:4], ["sample", "样例街道", "街道", None]]})
    actions.apply(actions.plan(path, "x.xlsx", by=CLI, now=NOW), by=CLI, now=NOW)
    assert OrgLink.objects.count() == 1
