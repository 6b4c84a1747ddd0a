"""台账: entries with typed slots, who took part, which steps were taken, and every version of each entry.

A kind (definition family `ledger_kind`) says what each slot means; only slots, participations and steps can be
filtered and counted. Money is integer fen; dates are the business's own days; `period` is the month of `happened_on`,
stored so that grouping is by an integer.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zelian.org.models import Org, Person


class Entry(models.Model):
    """One row of a ledger as it stands now. What it was before is in `EntryVersion`."""

    kind = models.CharField("台账种类", max_length=40)
    kind_version = models.PositiveIntegerField("种类版本", default=1)
    org = models.ForeignKey(Org, models.PROTECT, related_name="entries", verbose_name="单位")
    title = models.CharField("名称", max_length=200, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    party = models.CharField("对方", max_length=120, blank=True)
    category = models.CharField("类别", max_length=40, blank=True)
    stage = models.CharField("状态", max_length=40, blank=True)
    headcount = models.BigIntegerField("人数", null=True, blank=True)
    expected = models.BigIntegerField("应到", null=True, blank=True)
    quantity = models.BigIntegerField("数量", default=1)
    amount_fen = models.BigIntegerField("金额（分）", null=True, blank=True)
    happened_on = models.DateField("日期")
    ends_on = models.DateField("止日", null=True, blank=True)
    valid_until = models.DateField("有效期至（含）", null=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    period = models.PositiveIntegerField("月份")
    extra = models.JSONField("其他栏目", default=dict, blank=True)
    key = models.CharField("自然键", max_length=64)
    void = models.BooleanField("作废", default=False)
    version = models.PositiveIntegerField("版本", default=1)
    batch = models.CharField("入账批次", max_length=36, blank=True)
    recorded_at = models.DateTimeField("录入时间")
    recorded_by = models.CharField("录入人", max_length=60)

    class Meta:
        db_table = "ledger_entry"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "org", "key"], condition=Q(void=False), name="ledger_entry_key_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("happened_on")),
                name="ledger_entry_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["org", "period", "kind"], name="ledger_entry_org_period"),
            models.Index(fields=["kind", "period"], name="ledger_entry_kind_period"),
            models.Index(fields=["batch"], name="ledger_entry_batch"),
        ]


class Participation(models.Model):
    """Somebody's part in an entry. A name that could not be resolved stays text: it counts in 人次, not in 人."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="participations")
    role = models.CharField("角色", max_length=30)
    name = models.CharField("姓名", max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="participations")

    class Meta:
        db_table = "ledger_participation"
        constraints = [
            models.UniqueConstraint(fields=["entry", "role", "name", "person"], name="ledger_participation_once")
        ]
        indexes = [models.Index(fields=["person", "role"], name="ledger_participation_person")]


class Step(models.Model):
    """A dated stage of an entry (measured, signed, vacated …)."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="steps")
    code = models.CharField("环节", max_length=30)
    on = models.DateField("日期")
    period = models.PositiveIntegerField("月份")

    class Meta:
        db_table = "ledger_step"
        constraints = [models.UniqueConstraint(fields=["entry", "code"], name="ledger_step_once")]
        indexes = [models.Index(fields=["code", "period"], name="ledger_step_code_period")]


class EntryVersion(models.Model):
    """What an entry was at one version: append-only. `digest` is the SHA-256 of the canonical `content`."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    act = models.CharField(
        max_length=10,
        choices=[
            ("record", "录入"),
            ("revise", "修改"),
            ("void", "作废"),
            ("restore", "恢复"),
            ("undo", "撤销入账"),
        ],
    )
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=200, blank=True)
    batch = models.CharField(max_length=36, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)

    class Meta:
        db_table = "ledger_entry_version"
        constraints = [models.UniqueConstraint(fields=["entry", "version"], name="ledger_version_once")]
