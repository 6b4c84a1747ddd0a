"""Two append-only tables: what happened, and the chain that seals it. Nothing here points at another
table.
"""

from typing import Any, Never

from django.db import models


class AppendOnlyError(TypeError):
    """Someone tried to change or remove a row of the audit trail."""


class Outcome(models.TextChoices):
    """How the attempt ended."""

    DONE = "done", "成功"
    DENIED = "denied", "被拒绝"
    FAILED = "failed", "失败"


class Algorithm(models.TextChoices):
    """Hash algorithms a row may name. Both give 64 hexadecimal digits."""

    SHA256 = "sha256", "SHA-256"
    SM3 = "sm3", "国密 SM3"


def _refuse(what: str) -> Never:
    raise AppendOnlyError(f"审计记录只增不改：不能{what}，更正请另记一条事件")


class AppendOnlyQuerySet(models.QuerySet):
    """A queryset that can read and insert, nothing else."""

    def update(self, **kwargs: Any) -> Never:
        """Refused: raises AppendOnlyError."""
        _refuse("修改")

    def bulk_update(self, *args: Any, **kwargs: Any) -> Never:
        """Refused: raises AppendOnlyError."""
        _refuse("批量修改")

    def delete(self) -> Never:
        """Refused: raises AppendOnlyError."""
        _refuse("删除")

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list:
        """Plain inserts only: asking to ignore or overwrite conflicts raises AppendOnlyError."""
        if kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts"):
            _refuse("覆盖")
        return super().bulk_create(objs, *args, **kwargs)


class AppendOnly(models.Model):
    """A row that is inserted once and never touched again."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; raises AppendOnlyError when the row is already stored."""
        if not self._state.adding:
            _refuse("修改")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Refused: raises AppendOnlyError."""
        _refuse("删除")


class Event(AppendOnly):
    """One named thing somebody did or tried to do. Names and ids are text, so it outlives what it speaks
    of.
    """

    at = models.DateTimeField("时间")
    type = models.CharField("事件类型", max_length=100)
    actor = models.CharField("操作者", max_length=200)
    actor_name = models.CharField("操作者姓名", max_length=200)
    org_code = models.CharField("组织代码", max_length=100, blank=True, default="")
    target_type = models.CharField("对象类型", max_length=100, blank=True, default="")
    target_id = models.CharField("对象编号", max_length=200, blank=True, default="")
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)
    data = models.JSONField("内容", default=dict)
    algorithm = models.CharField("摘要算法", max_length=10, choices=Algorithm.choices)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        db_table = "audit_event"
        verbose_name = "审计事件"
        constraints = [
            models.CheckConstraint(name="audit_event_outcome", condition=models.Q(outcome__in=Outcome.values)),
            models.CheckConstraint(name="audit_event_algorithm", condition=models.Q(algorithm__in=Algorithm.values)),
            models.CheckConstraint(name="audit_event_actor_named", condition=~models.Q(actor="") & ~models.Q(type="")),
        ]
        indexes = [
            models.Index(name="audit_event_at", fields=["at"]),
            models.Index(name="audit_event_type", fields=["type", "id"]),
            models.Index(name="audit_event_actor", fields=["actor", "id"]),
            models.Index(name="audit_event_org", fields=["org_code", "id"]),
            models.Index(name="audit_event_target", fields=["target_type", "target_id", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.actor} {self.outcome}"


class Seal(AppendOnly):
    """One link of the chain: event ``event_id`` stands at place ``seq``; no two events share a place."""

    event_id = models.BigIntegerField("事件编号", unique=True)
    seq = models.BigIntegerField("链上序号", unique=True)
    chain = models.CharField("链摘要", max_length=64)
    algorithm = models.CharField("摘要算法", max_length=10, choices=Algorithm.choices)
    sealed_at = models.DateTimeField("封存时间")

    class Meta:
        db_table = "audit_seal"
        verbose_name = "审计封存"
        constraints = [
            models.CheckConstraint(name="audit_seal_seq_positive", condition=models.Q(seq__gte=1)),
            models.CheckConstraint(name="audit_seal_algorithm", condition=models.Q(algorithm__in=Algorithm.values)),
        ]

    def __str__(self) -> str:
        return f"{self.seq} → {self.event_id}"
