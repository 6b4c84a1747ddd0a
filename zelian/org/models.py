"""Organisations in a dated tree, the people in them, the posts they hold and what those posts are in charge of.

Intervals entered by people are days with an inclusive end (`ends_on`, null = still so). Intervals of structure are
months, half open: `from_period` ≤ month < `until_period` (DESIGN §3.8: structure changes on the first of a month).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zelian.kernel.period import FIRST_MONTH, LAST_MONTH


class OrgKind(models.TextChoices):
    DISTRICT = "district", "区"
    SUBDISTRICT = "subdistrict", "街道"
    SECTION = "section", "科室"
    COMMUNITY = "community", "社区"
    VILLAGE = "village", "村"
    BRANCH = "branch", "党支部"


class Org(models.Model):
    """One organisation. It is never deleted: it is closed, or merged into a successor, from a month on."""

    code = models.CharField("编码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=80)
    aliases = models.JSONField("别名", default=list, blank=True)
    kind = models.CharField("类型", max_length=12, choices=OrgKind.choices)
    peer_group = models.CharField("可比组", max_length=40, blank=True)
    order = models.PositiveIntegerField("排序", default=0)
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    population = models.PositiveIntegerField("人口", null=True, blank=True)
    opened_period = models.PositiveIntegerField("设立月份", default=FIRST_MONTH)
    closed_period = models.PositiveIntegerField("撤销月份（不含）", default=LAST_MONTH)
    change_note = models.CharField("变动说明", max_length=200, blank=True)

    class Meta:
        db_table = "org_org"
        constraints = [
            models.CheckConstraint(condition=Q(opened_period__lt=F("closed_period")), name="org_opened_before_closed"),
        ]

    def __str__(self) -> str:
        return self.name


class OrgEdge(models.Model):
    """Who stood directly under whom, from which month until which (exclusive). The source of the closure."""

    child = models.ForeignKey(Org, models.PROTECT, related_name="edges")
    parent = models.ForeignKey(Org, models.PROTECT, related_name="child_edges")
    from_period = models.PositiveIntegerField(default=FIRST_MONTH)
    until_period = models.PositiveIntegerField(default=LAST_MONTH)
    note = models.CharField("变动说明", max_length=200, blank=True)

    class Meta:
        db_table = "org_edge"
        constraints = [
            models.CheckConstraint(condition=Q(from_period__lt=F("until_period")), name="org_edge_from_before_until"),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="org_edge_not_itself"),
            models.UniqueConstraint(fields=["child", "from_period"], name="org_edge_one_parent_from"),
        ]


class OrgLink(models.Model):
    """Closure of the edges: `ancestor` stood `depth` levels above `descendant` in the half-open month interval.

    Derived by `structure.rebuild_links`, never edited. Everybody is their own ancestor at depth 0, always, so that
    an organisation's own rows are found whatever became of it.
    """

    ancestor = models.ForeignKey(Org, models.PROTECT, related_name="below")
    descendant = models.ForeignKey(Org, models.PROTECT, related_name="above")
    depth = models.PositiveSmallIntegerField()
    from_period = models.PositiveIntegerField()
    until_period = models.PositiveIntegerField()

    class Meta:
        db_table = "org_link"
        constraints = [
            models.UniqueConstraint(fields=["descendant", "ancestor", "from_period"], name="org_link_unique"),
            models.CheckConstraint(condition=Q(from_period__lt=F("until_period")), name="org_link_from_before_until"),
        ]
        indexes = [
            models.Index(fields=["ancestor", "descendant", "from_period", "until_period"], name="org_link_down"),
            models.Index(fields=["descendant", "from_period", "until_period", "ancestor"], name="org_link_up"),
        ]


class Person(models.Model):
    """One real person known to the office. No ID number, no phone: a name, a home organisation, a number of ours."""

    code = models.CharField("编号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40, db_index=True)
    org = models.ForeignKey(Org, models.PROTECT, related_name="people", verbose_name="所在组织")
    party_member = models.BooleanField("党员", default=False)
    title = models.CharField("职务", max_length=60, blank=True)
    note = models.CharField("区分说明", max_length=60, blank=True)
    left_on = models.DateField("离开日期", null=True, blank=True)

    class Meta:
        db_table = "org_person"
        indexes = [models.Index(fields=["org", "name"], name="org_person_org_name")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post of an organisation; `code` says what post it is (`committee_secretary`), once per organisation."""

    org = models.ForeignKey(Org, models.PROTECT, related_name="posts", verbose_name="组织")
    code = models.CharField("岗位代码", max_length=40)
    name = models.CharField("岗位", max_length=60)
    leader = models.BooleanField("班子成员", default=False)
    order = models.PositiveIntegerField("排序", default=0)

    class Meta:
        db_table = "org_post"
        constraints = [models.UniqueConstraint(fields=["org", "code"], name="org_post_code_in_org")]

    def __str__(self) -> str:
        return self.name


class Holding(models.Model):
    """Who held which post when. The person holding it on an event's date is the one it counts for."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    starts_on = models.DateField("任职日期")
    ends_on = models.DateField("免职日期（含）", null=True, blank=True)

    class Meta:
        db_table = "org_holding"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="org_holding_ends_after_start"
            ),
            models.UniqueConstraint(fields=["person", "post", "starts_on"], name="org_holding_once"),
        ]
        indexes = [models.Index(fields=["person", "starts_on", "ends_on"], name="org_holding_when")]


class ChargeKind(models.TextChoices):
    IN_CHARGE = "in_charge", "分管"
    LIAISON = "liaison", "包联"
    CONTACT_POINT = "contact_point", "联系点"


class Charge(models.Model):
    """What a post is in charge of: an organisation (分管/包联/联系点) or an area of work, between two days."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="charges")
    kind = models.CharField(max_length=14, choices=ChargeKind.choices)
    org = models.ForeignKey(Org, models.PROTECT, null=True, blank=True, related_name="charged")
    area = models.CharField("工作领域", max_length=60, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "org_charge"
        constraints = [
            models.CheckConstraint(
                condition=Q(org__isnull=False) & Q(area="") | Q(org__isnull=True) & ~Q(area=""),
                name="org_charge_org_or_area",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="org_charge_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["post", "kind", "org", "starts_on"], condition=Q(org__isnull=False), name="org_charge_org_once"
            ),
            models.UniqueConstraint(
                fields=["post", "kind", "area", "starts_on"], condition=Q(org__isnull=True), name="org_charge_area_once"
            ),
        ]
