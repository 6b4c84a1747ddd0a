"""One import of one file: what was planned, and what became of it. The file and its plan lie in staging, outside."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from zelian.org.models import Org


def new_id() -> str:
    """A fresh batch id: 36 characters, unguessable."""
    return str(uuid.uuid4())


class BatchState(models.TextChoices):
    PLANNED = "planned", "待入账"
    APPLIED = "applied", "已入账"
    UNDONE = "undone", "已撤销"
    FAILED = "failed", "未入账"


class Batch(models.Model):
    """A planned, applied or undone import. `counts` is {"sheets": [...]}: per sheet its target, header row and counts.

    `org` is the organisation the file was given for, or the only one its author acts for; null for the whole office.
    A `private` one holds rows the rest of the office must not see. `plan_sha256` ties the staged plan to this row, so
    that what is applied is what was previewed.
    """

    id = models.CharField(primary_key=True, max_length=36, default=new_id, editable=False)
    filename = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("文件摘要", max_length=64)
    plan_sha256 = models.CharField("计划摘要", max_length=64)
    staged = models.CharField("暂存文件名", max_length=40)
    state = models.CharField("状态", max_length=8, choices=BatchState.choices, default=BatchState.PLANNED)
    private = models.BooleanField("仅导入人可见", default=False)
    accepted_good = models.BooleanField("只入好行", default=False)
    counts = models.JSONField("分表计数", default=dict)
    failure = models.CharField("未入账原因", max_length=400, blank=True)
    org = models.ForeignKey(Org, models.PROTECT, null=True, blank=True, related_name="batches")
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.CharField(max_length=60, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "intake_batch"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="intake_batch_state"),
            models.CheckConstraint(
                condition=Q(state__in=["applied", "undone"], applied_at__isnull=False) & ~Q(applied_by="")
                | Q(state__in=["planned", "failed"], applied_at__isnull=True, applied_by=""),
                name="intake_batch_applied_pair",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False) & ~Q(undone_by="")
                | ~Q(state="undone") & Q(undone_at__isnull=True, undone_by=""),
                name="intake_batch_undone_pair",
            ),
        ]
        indexes = [models.Index(fields=["created_by", "created_at"], name="intake_batch_author")]

    def __str__(self) -> str:
        return self.filename
