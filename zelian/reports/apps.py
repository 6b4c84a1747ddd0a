from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "zelian.reports"
    label = "reports"
    verbose_name = "述责"

    def ready(self) -> None:
        """Declares the audit sentences."""
        from zelian.reports import events

        events.declare()
