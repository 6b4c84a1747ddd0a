from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "zelian.intake"
    label = "intake"
    verbose_name = "入账"

    def ready(self) -> None:
        """Declares the audit sentences, the rosters that can be imported, and the sweep of old uploads."""
        from zelian.intake import events, rosters, tasks

        events.declare()
        rosters.declare()
        tasks.declare()
