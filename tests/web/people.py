"""Four people with fixed meaning, and the small office they look at.

owner: clerk of 星光街道, may do everything there. colleague: secretary of its 和平社区, sees only that. stranger: clerk
of another sub-district, holds the same rights but sees nothing of ours. visitor: not signed in.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import xlsxwriter
from django.test import Client

from zelian.access.actor import CommandActor, UserActor, actor_for
from zelian.access.models import Grant, User
from zelian.definitions import store
from zelian.intake import actions
from zelian.intake.models import Batch
from zelian.kernel.period import Period
from zelian.ledger.actions import record_entry
from zelian.ledger.draft import Draft
from zelian.ledger.kinds import kind
from zelian.ledger.models import Entry
from zelian.org.models import Org, OrgEdge
from zelian.org.structure import rebuild_links
from zelian.packs.applying import apply_pack
from zelian.packs.loader import SUBDISTRICT, Pack, read_pack
from zelian.reports.actions import save_table
from zelian.reports.binding import bind
from zelian.reports.freeze import freeze_report
from zelian.reports.models import Report, SavedTable
from zelian.reports.tables import TableSpec
from zelian.reports.template import template

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 23)
CLI = CommandActor("tester", TODAY)
PASSWORD = "一句只在测试里用的长口令"
HEADER = ["单位", "服务日期", "服务主题", "参加人数"]
ROLES = {
    "owner": ("office", "xingguang"),
    "colleague": ("community", "heping"),
    "neighbour": ("community", "liulin"),
    "inspector": ("discipline", "xingguang"),
    "stranger": ("office", "yuanshan"),
}


@dataclass(frozen=True)
class Office:
    """星光街道 with two communities and three entries of 2023: one in each community, one sealed."""

    street: Org
    heping: Entry
    liulin: Entry
    sealed: Entry


def build() -> Office:
    """The two sub-districts, the sub-district pack, the accounts and three entries."""
    street = _street("xingguang", "星光街道", heping="和平社区", liulin="柳林社区")
    _street("yuanshan", "远山街道", shanqian="山前社区")
    rebuild_links()
    store._cache.clear()
    apply_pack(_pack(), by=CLI, now=NOW)
    for username, (role, org) in ROLES.items():
        user = User.objects.create_user(
            username, PASSWORD, name={"owner": "何办", "colleague": "和社"}.get(username, username)
        )
        Grant.objects.create(user=user, role=role, org=Org.objects.get(code=org), starts_on=dt.date(2020, 1, 1))
    return Office(
        street,
        service("heping", "楼道清扫", dt.date(2023, 3, 5)),
        service("liulin", "环境整治", dt.date(2023, 4, 6)),
        record(
            "interview", "xingguang", by=actor("inspector"), happened_on=dt.date(2023, 5, 31), headcount=2,
            category="village_community",
        ),
    )  # fmt: skip


@cache
def _pack() -> Pack:
    return read_pack(SUBDISTRICT)


def _street(code: str, name: str, **communities: str) -> Org:
    street = Org.objects.create(code=code, name=name, kind="subdistrict", order=1)
    for order, (below, called) in enumerate(communities.items(), start=2):
        OrgEdge.objects.create(
            child=Org.objects.create(code=below, name=called, kind="community", order=order), parent=street
        )
    return street


def actor(username: str) -> UserActor:
    """An account acting today."""
    return actor_for(User.objects.get(username=username), TODAY)


def client(username: str) -> Client:
    """A browser in which that account is signed in; the server's faults are answers, not exceptions."""
    browser = Client(raise_request_exception=False)
    browser.force_login(User.objects.get(username=username))
    return browser


def record(of: str, org: str, *, by=CLI, extra: dict | None = None, **slots: object) -> Entry:
    """One entry of a kind."""
    return record_entry(Draft(kind(of), Org.objects.get(code=org).pk, slots, extra=extra or {}), by=by, now=NOW)


def service(org: str, title: str, day: dt.date, headcount: int = 12) -> Entry:
    """One 志愿服务."""
    return record("volunteer_service", org, happened_on=day, title=title, headcount=headcount)


def workbook(path: Path, rows: list[list]) -> Path:
    """A workbook of 志愿服务 with these rows under the header."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("志愿服务")
        for number, row in enumerate([HEADER, *rows]):
            sheet.write_row(number, 0, row)
    return path


def batch(folder: Path, rows: list[list] | None = None, by: str = "owner") -> Batch:
    """A planned batch; two sound rows unless told otherwise."""
    rows = rows or [["和平社区", "2023-06-01", "敬老", 5], ["柳林社区", "2023-06-02", "护河", 6]]
    path = workbook(folder / "upload.xlsx", rows)
    return actions.plan(path, "志愿服务台账.xlsx", by=actor(by), now=NOW)


def report() -> Report:
    """The annual report of 2023, frozen."""
    bound = bind(template("annual"), Org.objects.get(code="xingguang"), Period.parse("2023"))
    return freeze_report(bound, by=actor("owner"), now=NOW)


def saved_table() -> SavedTable:
    """A saved table of 志愿服务."""
    return save_table(
        TableSpec(("volunteer_services",), "xingguang", "2023"), name="季度表", by=actor("owner"), now=NOW
    )
