"""Every rule that is data, in immutable versions: ledger kinds, figures, overview columns, report templates."""

from __future__ import annotations

import json
import secrets

from django.db import models
from django.db.models import Q

from zelian.kernel.period import FIRST_MONTH


class Family(models.TextChoices):
    LEDGER_KIND = "ledger_kind", "台账种类"
    FIGURE = "figure", "统计口径"
    REPORT_TEMPLATE = "report_template", "报告模板"
    OVERVIEW = "overview", "责任落实情况栏目"


class OrderedJSONField(models.JSONField):
    """JSON that keeps the order of its keys on PostgreSQL too: choices are shown in the order they were written."""

    def db_type(self, connection):
        """`json` instead of `jsonb`; nothing searches inside a body."""
        return "json" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_db_prep_value(self, value, connection, prepared=False):
        """Text: Django would send `jsonb`, which has lost the order before it is stored."""
        if connection.vendor == "postgresql" and isinstance(value, dict | list):
            return json.dumps(value, ensure_ascii=False, cls=self.encoder)
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value, expression, connection):
        """psycopg has already read `json` when it gets here; Django tells it not to only for `jsonb`."""
        return value if isinstance(value, dict | list) else super().from_db_value(value, expression, connection)


def new_token() -> str:
    """A random mark of one write: row ids come back after a rollback, marks do not."""
    return secrets.token_hex(8)


class ImmutableRow(Exception):
    """An attempt to change or delete a definition version: make a new version instead."""


class DefinitionQuerySet(models.QuerySet):
    """Refuses the writes that would change history."""

    def update(self, **values):
        raise ImmutableRow("定义的版本不可修改：请新建一个版本")

    def delete(self):
        raise ImmutableRow("定义的版本不可删除：请新建一个停用的版本")


class Definition(models.Model):
    """One version of one definition. Never updated, never deleted; the newest version valid in a month is in force."""

    family = models.CharField(max_length=20, choices=Family.choices)
    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    origin = models.CharField("来源", max_length=8, choices=[("pack", "套件"), ("local", "本地")])
    pack_digest = models.CharField("所据套件版本的摘要", max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    valid_from = models.PositiveIntegerField("自何月起", default=FIRST_MONTH)
    retired = models.BooleanField("停用", default=False)
    body = OrderedJSONField()
    order = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)
    token = models.CharField(max_length=16, default=new_token)

    objects = DefinitionQuerySet.as_manager()

    class Meta:
        db_table = "definitions_definition"
        constraints = [
            models.UniqueConstraint(fields=["family", "code", "version"], name="definitions_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="definitions_version_from_1"),
        ]

    def save(self, *args, **kwargs):
        """Only the first save; a version is never changed."""
        if self.pk is not None:
            raise ImmutableRow("定义的版本不可修改：请新建一个版本")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Refused."""
        raise ImmutableRow("定义的版本不可删除：请新建一个停用的版本")
