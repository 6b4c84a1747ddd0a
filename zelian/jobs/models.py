"""Long work as rows: what waits, what runs, what came of it; and who holds the right to run it."""

from django.db import models
from django.db.models import F, Q


class State(models.TextChoices):
    """queued → running → done | failed; running → queued when the worker died or was stopped."""

    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"


FINISHED = (State.DONE, State.FAILED)


class Job(models.Model):
    """One piece of long work. ``attempts`` counts its starts and names the run a result belongs to."""

    kind = models.CharField("任务种类", max_length=100)
    params = models.JSONField("参数", default=dict)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.QUEUED)
    progress = models.BigIntegerField("已完成量", default=0)
    total = models.BigIntegerField("总量", default=0)
    note = models.CharField("进展", max_length=200, blank=True, default="")
    result = models.JSONField("结果", null=True)
    error = models.TextField("原因", blank=True, default="")
    created_by = models.CharField("发起人", max_length=200)
    created_at = models.DateTimeField("发起时间")
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    attempts = models.IntegerField("启动次数", default=0)

    class Meta:
        db_table = "jobs_job"
        verbose_name = "后台任务"
        constraints = [
            models.CheckConstraint(name="jobs_job_state", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="jobs_job_finished_has_time",
                condition=Q(state__in=FINISHED, finished_at__isnull=False)
                | Q(~Q(state__in=FINISHED), finished_at__isnull=True),
            ),
            models.CheckConstraint(name="jobs_job_failed_says_why", condition=~Q(state=State.FAILED, error="")),
            models.CheckConstraint(
                name="jobs_job_progress", condition=Q(progress__gte=0, total__gte=0) & Q(attempts__gte=0)
            ),
        ]
        indexes = [
            models.Index(name="jobs_job_open", fields=["id"], condition=Q(state__in=[State.QUEUED, State.RUNNING])),
            models.Index(F("created_by"), F("id").desc(), name="jobs_job_mine"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"


class Lease(models.Model):
    """Who may run jobs (name ``worker``), and when each periodic task last ran (name ``every:…``)."""

    name = models.CharField("名称", max_length=120, unique=True)
    holder = models.CharField("持有者", max_length=200)
    beat_at = models.DateTimeField("最近心跳")

    class Meta:
        db_table = "jobs_lease"
        verbose_name = "任务租约"

    def __str__(self) -> str:
        return f"{self.name} {self.holder}"
