"""The rosters of posts and of who holds them when."""

from __future__ import annotations

from datetime import date, datetime

from zelian.intake.planning import rejected
from zelian.intake.rosters.people import PeopleBook
from zelian.intake.rosters.roster import Fields, Key, Roster
from zelian.intake.targets import Column, Context, RowPlan, Secret, SourceRow
from zelian.org.models import Holding, Org, Person, Post


def _post_book(context: Context) -> dict[tuple[str, str], str]:
    """(organisation code, post code or name) → post code; posts of an earlier sheet included. One query a file."""
    if "posts" not in context.books:
        book: dict[tuple[str, str], str] = {}
        for org, code, name in Post.objects.order_by("pk").values_list("org__code", "code", "name"):
            book.setdefault((org, name), code)
            book[org, code] = code
        context.books["posts"] = book
    return context.books["posts"]


class PostRoster(Roster):
    """Posts by organisation and post code; the code of a new post without one is its name."""

    kind = "posts"
    name = "岗位名册"
    aliases = ("岗位", "岗位设置", "职位名册")
    order = 3
    key_fields = frozenset({"org", "code"})
    own_columns = (
        Column("org", "单位", "org", required=True, aliases=("组织", "所在单位"), example="星河社区"),
        Column("name", "岗位", required=True, aliases=("岗位名称", "职位"), example="社区党委书记", longest=60),
        Column("code", "岗位代码", example="community_secretary", longest=40, help="统计口径要用到的岗位才填，可不填"),
        Column("leader", "班子成员", "flag", aliases=("是否班子成员",), example="是"),
        Column("order", "排序", "int", aliases=("顺序",), example="1"),
    )

    def identify(self, row: SourceRow, context: Context) -> Key | RowPlan:
        """Organisation and code; a name that stands keeps its code."""
        book, org, name = _post_book(context), row.values["org"], row.values["name"]
        code = row.values.get("code") or book.get((org, name)) or name[:40]
        row.values["code"] = code
        if "order" in row.values and row.values["order"] is None:
            row.values["order"] = 0
        book[org, code] = code
        book.setdefault((org, name), code)
        return (org, code)

    def standing(self) -> dict[Key, Fields]:
        """All posts. One query."""
        rows = Post.objects.values("org__code", "code", "name", "leader", "order")
        return {
            (row["org__code"], row["code"]): {name: row[name] for name in ("name", "leader", "order")} for row in rows
        }

    def write(self, new: dict[Key, Fields], changed: dict[Key, Fields], now: datetime) -> list[Secret]:
        """Posts in bulk. Four queries."""
        orgs = dict(Org.objects.values_list("code", "pk"))
        Post.objects.bulk_create([Post(org_id=orgs[org], code=code, **fields) for (org, code), fields in new.items()])
        posts = _posts()
        for key, fields in changed.items():
            for name, value in fields.items():
                setattr(posts[key], name, value)
        Post.objects.bulk_update([posts[key] for key in changed], ["name", "leader", "order"], batch_size=50)
        return []

    def remove(self, rows: dict[Key, Fields]) -> None:
        """Posts nobody holds or has held."""
        posts = _posts()
        Post.objects.filter(pk__in=[posts[key].pk for key in rows]).delete()


class HoldingRoster(Roster):
    """Who held which post from when until when."""

    kind = "holdings"
    name = "任职名册"
    aliases = ("任职", "任职情况", "任免名册")
    order = 4
    key_fields = frozenset({"name", "code", "org", "post", "starts_on"})
    own_columns = (
        Column("name", "姓名", required=True, example="陈晓", longest=40),
        Column("org", "单位", "org", required=True, aliases=("任职单位", "组织"), example="星河社区"),
        Column("post", "岗位", required=True, aliases=("岗位名称", "岗位代码"), example="社区党委书记", longest=60),
        Column("starts_on", "任职日期", "date", required=True, aliases=("任职时间",), example="2023-01-05"),
        Column("ends_on", "免职日期", "date", aliases=("免职时间", "离任日期"), help="在任的不填；当天仍算在任"),
        Column("code", "编号", aliases=("人员编号",), longest=40, help="有同名的人时填人员编号"),
    )

    def identify(self, row: SourceRow, context: Context) -> Key | RowPlan:
        """Person, organisation, post, first day."""
        values = row.values
        person, message = PeopleBook.of(context).find(values["name"], values.get("code", ""), values["org"])
        if message:
            return rejected(row, "姓名", values["name"], message)
        post = _post_book(context).get((values["org"], values["post"]))
        if post is None:
            return rejected(
                row, "岗位", values["post"], f"该单位没有岗位“{values['post']}”：请核对岗位名称，或先导入岗位名册"
            )
        if values.get("ends_on") and values["ends_on"] < values["starts_on"]:
            return rejected(row, "免职日期", values["ends_on"], "免职日期早于任职日期：请核对两个日期")
        return (person, values["org"], post, values["starts_on"])

    def standing(self) -> dict[Key, Fields]:
        """All holdings. One query."""
        rows = Holding.objects.values_list("person__code", "post__org__code", "post__code", "starts_on", "ends_on")
        return {
            (person, org, post, start.isoformat()): {"ends_on": end.isoformat() if end else None}
            for person, org, post, start, end in rows
        }

    def write(self, new: dict[Key, Fields], changed: dict[Key, Fields], now: datetime) -> list[Secret]:
        """Holdings in bulk, changed ends one by one."""
        people, posts = dict(Person.objects.values_list("code", "pk")), _posts()
        Holding.objects.bulk_create(
            [
                Holding(
                    person_id=people[person],
                    post=posts[org, post],
                    starts_on=date.fromisoformat(start),
                    ends_on=_day(fields),
                )
                for (person, org, post, start), fields in new.items()
            ]
        )
        for key, fields in changed.items():
            self._of(key).update(ends_on=_day(fields))
        return []

    def remove(self, rows: dict[Key, Fields]) -> None:
        """The holdings."""
        for key in rows:
            self._of(key).delete()

    def _of(self, key: Key):
        person, org, post, start = key
        return Holding.objects.filter(
            person__code=person, post__org__code=org, post__code=post, starts_on=date.fromisoformat(start)
        )


def _day(fields: Fields) -> date | None:
    return date.fromisoformat(fields["ends_on"]) if fields.get("ends_on") else None


def _posts() -> dict[tuple[str, str], Post]:
    return {(post.org.code, post.code): post for post in Post.objects.select_related("org")}
