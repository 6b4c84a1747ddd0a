"""审计应用的登记。"""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only events and the chain that seals them."""

    name = "zelian.audit"
    label = "audit"
    verbose_name = "审计"
    default_auto_field = "django.db.models.BigAutoField"
