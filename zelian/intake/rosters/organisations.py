"""The roster of organisations: code, name, kind, who stands above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localtime

from zelian.intake.orgbook import plain
from zelian.intake.planning import rejected
from zelian.intake.rosters.roster import Fields, Key, Roster
from zelian.intake.targets import Column, Context, RowPlan, Secret, SourceRow
from zelian.kernel.period import FIRST_MONTH, month_of
from zelian.org.models import Org, OrgEdge, OrgKind, OrgLink
from zelian.org.structure import place, rebuild_links

_STORED = ("name", "kind", "aliases", "order", "households", "population", "peer_group")


class OrganisationRoster(Roster):
    """Organisations by code. A changed parent holds from the month of the import on; history stays as it was."""

    kind = "organisations"
    name = "组织名册"
    aliases = ("组织", "单位名册", "机构名册", "组织机构")
    order = 1
    key_fields = frozenset({"code"})
    own_columns = (
        Column(
            "code",
            "编码",
            required=True,
            aliases=("组织编码", "单位编码", "代码"),
            example="xinghe",
            longest=40,
            help="本系统内的编码，字母或数字，定下后不改",
        ),
        Column("name", "名称", required=True, aliases=("组织名称", "单位名称"), example="星河社区", longest=80),
        Column(
            "kind",
            "类型",
            "choice",
            required=True,
            aliases=("组织类型", "单位类型"),
            choices=dict(OrgKind.choices),
            example="社区",
        ),
        Column(
            "parent", "上级", aliases=("上级组织", "上级单位", "上级编码"), example="sample", help="上级的编码或名称"
        ),
        Column(
            "aliases",
            "别名",
            "names",
            aliases=("简称", "其他名称"),
            example="星河、星河居委会",
            help="台账里会出现的其他叫法，用顿号分开",
        ),
        Column("order", "排序", "int", aliases=("序号", "顺序"), example="1"),
        Column("households", "户数", "int", example="2100"),
        Column("population", "人口", "int", aliases=("人口数", "常住人口"), example="5600"),
        Column("peer_group", "可比组", aliases=("分组", "考核分组"), example="城市社区", longest=40),
    )

    def begin(self, rows: Sequence[SourceRow], context: Context) -> None:
        """Lets rows of the sheet name each other as parents, in any order."""
        self._first = not context.orgs.by_code
        for row in rows:
            code = row.values["code"]
            if code not in context.orgs.by_code:
                context.orgs.add_pending(code, row.values["name"], row.values.get("aliases") or [])

    def identify(self, row: SourceRow, context: Context) -> Key | RowPlan:
        """The code; the parent becomes a code too."""
        known = context.orgs.by_code[row.values["code"]]
        if not context.orgs.writable(known, self.scope_permission):
            return rejected(row, "编码", known.code, f"“{known.name}”不在您的权限范围内：请删去这一行")
        if "order" in row.values and row.values["order"] is None:
            row.values["order"] = 0
        parent = row.values.get("parent")
        if parent:
            code, message = context.orgs.resolve(parent, self.scope_permission)
            if message:
                return rejected(row, "上级", parent, message)
            if code == known.code:
                return rejected(row, "上级", parent, "上级不能是自己：请核对")
            row.values["parent"] = code
        elif known.pk is None and context.by.roots(self.scope_permission) is not None:
            return rejected(row, "上级", None, "新设的组织要填上级：请填上级的编码或名称")
        called = [plain(alias) for alias in row.values.get("aliases") or []]
        if plain(row.values["name"]) in called:
            return rejected(row, "别名", row.values["name"], "别名与名称相同：请从别名里删去")
        return (known.code,)

    def standing(self) -> dict[Key, Fields]:
        """Organisations with the parent they have now. Two queries."""
        parents: dict[int, str] = {}
        for child, parent in OrgEdge.objects.order_by("from_period").values_list("child_id", "parent__code"):
            parents[child] = parent
        return {
            (row["code"],): {name: row[name] for name in _STORED} | {"parent": parents.get(row["pk"], "")}
            for row in Org.objects.values("pk", "code", *_STORED)
        }

    def write(self, new: dict[Key, Fields], changed: dict[Key, Fields], now: datetime) -> list[Secret]:
        """Organisations in bulk, changed parents one by one, then the closure anew."""
        Org.objects.bulk_create(
            [
                Org(code=key[0], **{name: value for name, value in fields.items() if name in _STORED})
                for key, fields in new.items()
            ]
        )
        orgs = {org.code: org for org in Org.objects.all()}
        OrgEdge.objects.bulk_create(
            [
                OrgEdge(child=orgs[key[0]], parent=orgs[fields["parent"]], from_period=FIRST_MONTH)
                for key, fields in new.items()
                if fields.get("parent")
            ]
        )
        month = month_of(localtime(now).date())
        for (code,), fields in changed.items():
            for name in fields.keys() & set(_STORED):
                setattr(orgs[code], name, fields[name])
            if fields.get("parent"):
                had_none = not orgs[code].edges.exists()
                place(orgs[code], orgs[fields["parent"]], from_period=FIRST_MONTH if had_none else month)
            elif "parent" in fields:
                orgs[code].edges.all().delete()
        Org.objects.bulk_update([orgs[key[0]] for key in changed], list(_STORED), batch_size=50)
        rebuild_links()
        return []

    def remove(self, rows: dict[Key, Fields]) -> None:
        """Organisations with their edges and links; anything else that refers to them protects them."""
        gone = Org.objects.filter(code__in=[key[0] for key in rows])
        ids = list(gone.values_list("pk", flat=True))
        OrgLink.objects.filter(Q(ancestor__in=ids) | Q(descendant__in=ids)).delete()
        OrgEdge.objects.filter(child__in=ids).delete()
        Org.objects.filter(pk__in=ids).delete()
        rebuild_links()
