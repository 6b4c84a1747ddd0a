"""述责: reports frozen with the value, the wording, the definition and the very rows of every number.

A frozen report is never changed. A number opened years later shows its rows as they were: each evidence row names
the entry and the version it stood at, with that version's digest.
"""

from __future__ import annotations

from django.db import models

from zelian.org.models import Org


class FrozenReport(Exception):
    """An attempt to change a frozen report: draw up a new one instead."""


class FrozenQuerySet(models.QuerySet):
    """Refuses the writes that would change what was frozen."""

    def update(self, **values):
        raise FrozenReport("已定稿的报告不可修改：请另拟一份")

    def delete(self):
        raise FrozenReport("已定稿的报告不可删除")


class FrozenRow(models.Model):
    """Base of rows written once, at the freeze."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Only the first save."""
        if self.pk is not None:
            raise FrozenReport("已定稿的报告不可修改：请另拟一份")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Refused."""
        raise FrozenReport("已定稿的报告不可删除")


class Report(FrozenRow):
    """One frozen report: its text as it was, and the digest over text, values, definitions and data."""

    template = models.CharField("模板", max_length=60)
    template_version = models.PositiveIntegerField()
    org = models.ForeignKey(Org, models.PROTECT, related_name="reports")
    period = models.CharField("时期", max_length=20)
    as_of = models.DateField("截至", null=True, blank=True)
    title = models.CharField("标题", max_length=200)
    blocks = models.JSONField("正文")
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField("定稿时间")
    frozen_by = models.CharField("定稿人", max_length=60)

    class Meta:
        db_table = "reports_report"


class ReportNumber(FrozenRow):
    """One number of a frozen report: the figure and its version, the value, and how it was written."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="numbers")
    position = models.PositiveIntegerField()
    figure = models.CharField("口径", max_length=60)
    figure_version = models.PositiveIntegerField()
    figure_digest = models.CharField(max_length=64)
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=10)
    style = models.CharField(max_length=10)
    text = models.CharField("写法", max_length=40)
    value = models.BigIntegerField("数值（分数的分子）", null=True)
    value_den = models.BigIntegerField("分数的分母", default=1)
    rows = models.PositiveIntegerField("记录数")
    data_digest = models.CharField("记录摘要", max_length=64)

    class Meta:
        db_table = "reports_number"
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="reports_number_position")]


class ReportEvidence(FrozenRow):
    """One row behind a frozen number: the row of its fact source, and the entry version it belonged to."""

    number = models.ForeignKey(ReportNumber, models.PROTECT, related_name="evidence")
    part = models.CharField("所属口径", max_length=60)
    source = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    owner_version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "reports_evidence"
        indexes = [models.Index(fields=["number", "id"], name="reports_evidence_number")]


class SavedTable(models.Model):
    """A 报表 somebody keeps: what it shows, not its numbers, which are computed each time it is opened."""

    name = models.CharField("名称", max_length=80)
    org = models.ForeignKey(Org, models.PROTECT, related_name="saved_tables")
    spec = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=60)

    class Meta:
        db_table = "reports_saved_table"
        constraints = [models.UniqueConstraint(fields=["org", "name"], name="reports_saved_table_name")]
