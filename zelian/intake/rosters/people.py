"""The roster of people. No ID number: people of one name are told apart by a number of ours or a remark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from zelian.intake.planning import rejected
from zelian.intake.rosters.roster import Fields, Key, Roster
from zelian.intake.targets import Column, Context, RowPlan, Secret, SourceRow
from zelian.org.models import Org, Person

SAME_NAME = "同名，请在“区分说明”列注明是否同一人"
_STORED = ("name", "party_member", "title", "note", "left_on")


@dataclass
class PeopleBook:
    """Everybody known, and those an earlier sheet of the file brings: (code, organisation code, note) by name."""

    by_name: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)
    orgs: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, context: Context) -> PeopleBook:
        """The book of this file, read once. One query."""
        if "people" not in context.books:
            book = cls()
            for code, name, org, note in Person.objects.order_by("code").values_list(
                "code", "name", "org__code", "note"
            ):
                book.add(code, name, org, note)
            context.books["people"] = book
        return context.books["people"]

    def add(self, code: str, name: str, org: str, note: str) -> None:
        """Notes one person."""
        self.by_name[name].append((code, org, note))
        self.names[code] = name
        self.orgs[code] = org

    def find(self, name: str, code: str, org: str | None) -> tuple[str | None, str | None]:
        """(code of the person, None), or (None, what is wrong): by number, else by name in `org`, else by name."""
        if code:
            if self.names.get(code) == name:
                return code, None
            return None, f"人员名册里没有编号“{code}”、姓名“{name}”的人：请核对编号，或先导入人员名册"
        found = self.by_name.get(name, [])
        near = [one for one in found if one[1] == org] or found
        if len(near) == 1:
            return near[0][0], None
        if not near:
            return None, f"人员名册里没有“{name}”：请核对姓名，或先导入人员名册"
        codes = "、".join(one[0] for one in near[:4])
        return None, f"叫“{name}”的有 {len(near)} 人：请在“编号”列写明是哪一位（{codes}）"


class PeopleRoster(Roster):
    """People by the office's own number; without one by organisation, name and remark."""

    kind = "people"
    name = "人员名册"
    aliases = ("人员", "干部名册", "党员名册", "花名册")
    order = 2
    key_fields = frozenset({"code"})
    own_columns = (
        Column("name", "姓名", required=True, aliases=("人员姓名",), example="陈晓", longest=40),
        Column(
            "org",
            "单位",
            "org",
            required=True,
            aliases=("所在组织", "所在单位", "组织", "工作单位"),
            example="星河社区",
        ),
        Column("code", "编号", aliases=("人员编号", "工号"), longest=40, help="可不填，由系统编；不要填身份证号"),
        Column("party_member", "党员", "flag", aliases=("是否党员", "政治面貌"), example="是"),
        Column("title", "职务", aliases=("职务职级",), example="社区工作者", longest=60),
        Column("note", "区分说明", longest=60, help="同单位有同名的人时填，如“大”“小”或出生年份"),
        Column("left_on", "离开日期", "date", help="调走、退休的日期；在岗的不填"),
    )

    def begin(self, rows: Sequence[SourceRow], context: Context) -> None:
        """Counts names, so that people of one name are asked about."""
        self._book = PeopleBook.of(context)
        self._first: dict[tuple[str, str, str], int] = {}
        self._numbers: dict[str, int] = defaultdict(int)
        self._given = {row.values.get("code") for row in rows} | set(self._book.names)

    def identify(self, row: SourceRow, context: Context) -> Key | RowPlan:
        """The number: the one given, that of the person standing, or the next free one of the organisation."""
        name, org = row.values["name"], row.values["org"]
        code, note = row.values.get("code", ""), row.values.get("note", "")
        if code in self._book.orgs:
            home = context.orgs.by_code[self._book.orgs[code]]
            if not context.orgs.writable(home, self.scope_permission):
                return rejected(row, "编号", code, f"编号“{code}”的人在“{home.name}”，不在您的权限范围内：请由上级办理")
        if not code:
            same = [one for one in self._book.by_name.get(name, []) if one[1] == org]
            first = self._first.setdefault((org, name, note), row.number)
            if first != row.number:
                return rejected(row, "姓名", name, f"与第 {first} 行{SAME_NAME}")
            exact = [one for one in same if one[2] == note]
            if len(exact) == 1 and (note or len(same) == 1):
                return (exact[0][0],)
            if same and not note:
                told = "、".join(f"{one[0]}{f'（{one[2]}）' if one[2] else ''}" for one in same[:4])
                return rejected(row, "姓名", name, f"与名册里的 {told} {SAME_NAME}")
            code = self._next(org)
        row.values["code"] = code
        if code not in self._book.names:
            self._book.add(code, name, org, note)
        return (code,)

    def _next(self, org: str) -> str:
        while True:
            self._numbers[org] += 1
            code = f"{org[:34]}-{self._numbers[org]:03d}"
            if code not in self._given:
                self._given.add(code)
                return code

    def standing(self) -> dict[Key, Fields]:
        """Everybody by number. One query."""
        rows = Person.objects.values("code", "org__code", *_STORED)
        return {
            (row["code"],): {name: _json(row[name]) for name in _STORED} | {"org": row["org__code"]} for row in rows
        }

    def write(self, new: dict[Key, Fields], changed: dict[Key, Fields], now: datetime) -> list[Secret]:
        """Everybody in bulk. Four queries."""
        orgs = dict(Org.objects.values_list("code", "pk"))
        Person.objects.bulk_create([Person(code=key[0], **_columns(fields, orgs)) for key, fields in new.items()])
        people = {one.code: one for one in Person.objects.filter(code__in=[key[0] for key in changed])}
        for key, fields in changed.items():
            for name, value in _columns(fields, orgs).items():
                setattr(people[key[0]], name, value)
        Person.objects.bulk_update(people.values(), [*_STORED, "org"], batch_size=50)
        return []

    def remove(self, rows: dict[Key, Fields]) -> None:
        """People nobody refers to."""
        Person.objects.filter(code__in=[key[0] for key in rows]).delete()


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _columns(fields: Fields, orgs: dict[str, int]) -> dict[str, object]:
    values = {name: value for name, value in fields.items() if name in _STORED}
    if values.get("left_on"):
        values["left_on"] = date.fromisoformat(values["left_on"])
    if "org" in fields:
        values["org_id"] = orgs[fields["org"]]
    return values
