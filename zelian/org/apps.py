from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "zelian.org"
    label = "org"
    verbose_name = "组织"

    def ready(self) -> None:
        """Declares the audit sentences."""
        from zelian.org import events

        events.declare()
