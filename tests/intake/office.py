"""A small invented office: one street, two communities, a few people, three ledger kinds; and workbooks to import."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

from zelian.access.actor import CommandActor, UserActor, actor_for
from zelian.access.models import Grant, User
from zelian.definitions import store
from zelian.definitions.models import Family
from zelian.definitions.store import Wanted
from zelian.org.models import Org, OrgEdge, Person
from zelian.org.structure import rebuild_links

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 23)
CLI = CommandActor("tester", TODAY)

VOLUNTEER = {
    "code": "volunteer_service",
    "name": "志愿服务",
    "group": "群众工作",
    "shape": "event",
    "aliases": ["志愿服务台账"],
    "columns": [
        {"header": "单位", "slot": "org", "required": True, "example": "星河社区"},
        {"header": "服务日期", "slot": "happened_on", "required": True, "aliases": ["日期"], "example": "2026-03-05"},
        {"header": "服务内容", "slot": "title", "required": True, "aliases": ["活动名称"], "example": "清扫楼道"},
        {"header": "地点", "slot": "place"},
        {"header": "参加人数", "slot": "headcount", "aliases": ["人数"]},
        {"header": "类别", "slot": "category", "choices": {"clean": "环境整治", "caring": "关爱帮扶"}},
        {"header": "备注", "extra": "remark"},
    ],
    "key": ["happened_on", "title"],
}
TALK = {
    "code": "heart_to_heart_talk",
    "name": "谈心谈话",
    "group": "作风建设",
    "shape": "event",
    "audience": "office",
    "columns": [
        {"header": "谈话日期", "slot": "happened_on", "required": True},
        {"header": "谈话人", "role": "interviewer", "required": True},
        {"header": "谈话对象", "role": "interviewee", "required": True},
        {"header": "主要内容", "slot": "title"},
    ],
    "key": ["happened_on", "interviewer", "interviewee"],
}
PROJECT = {
    "code": "invited_project",
    "name": "招商项目",
    "group": "攻坚",
    "shape": "register",
    "columns": [
        {"header": "单位", "slot": "org", "required": True},
        {"header": "项目名称", "slot": "title", "required": True},
        {"header": "引进日期", "slot": "happened_on", "required": True},
        {"header": "投资额（元）", "slot": "amount_fen", "aliases": ["投资额"]},
        {"header": "签约日期", "step": "signed"},
        {"header": "落地日期", "step": "landed"},
        {"header": "失效日期", "slot": "valid_until"},
        {"header": "止日", "slot": "ends_on"},
    ],
    "key": ["title"],
}
HEADER = ["单位", "服务日期", "服务内容", "地点", "参加人数", "类别", "备注"]


def build() -> None:
    """The street `sample` over 星河社区 and 东湖社区, three people, three kinds."""
    street = Org.objects.create(code="sample", name="样例街道", kind="subdistrict", order=1)
    for order, (code, name) in enumerate([("xinghe", "星河社区"), ("donghu", "东湖社区")], start=2):
        child = Org.objects.create(code=code, name=name, kind="community", order=order, aliases=[name[:2]])
        OrgEdge.objects.create(child=child, parent=street)
    rebuild_links()
    for code, name, org in [("p1", "陈晓", "sample"), ("p2", "林远", "xinghe"), ("p3", "周宁", "donghu")]:
        Person.objects.create(code=code, name=name, org=Org.objects.get(code=org))
    wanted = [Wanted(Family.LEDGER_KIND, kind["code"], kind) for kind in (VOLUNTEER, TALK, PROJECT)]
    store.write_versions(wanted, origin="pack", by=CLI, now=NOW)


def account(username: str, role: str, org: str) -> UserActor:
    """An account with one role over one organisation, acting today."""
    user = User.objects.create_user(username, None, name=username)
    Grant.objects.create(user=user, role=role, org=Org.objects.get(code=org), starts_on=dt.date(2020, 1, 1))
    return actor_for(user, TODAY)


def workbook(path: Path, sheets: dict[str, list[list]]) -> Path:
    """An .xlsx of these sheets, cells written by their type."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(at, column, value)
                    elif isinstance(value, str):
                        sheet.write_string(at, column, value)
                    elif value is not None:
                        sheet.write(at, column, value)
    return path


def volunteer_rows(count: int = 3) -> list[list]:
    """`count` sound rows under the header, all different."""
    return [HEADER] + [
        [
            "星河社区" if number % 2 else "东湖社区",
            dt.date(2026, 1 + number % 9, 1 + number % 28),
            f"清扫楼道第{number}次",
            "一号楼",
            5 + number % 20,
            "环境整治",
            None,
        ]
        for number in range(count)
    ]
