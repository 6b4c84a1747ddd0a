"""后台任务应用的登记。"""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Job rows, the one worker that runs them, and the periodic tasks."""

    name = "zelian.jobs"
    label = "jobs"
    verbose_name = "后台任务"
    default_auto_field = "django.db.models.BigAutoField"
