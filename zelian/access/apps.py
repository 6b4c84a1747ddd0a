from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "zelian.access"
    label = "access"
    verbose_name = "权限"

    def ready(self) -> None:
        """Declares the audit sentences."""
        from zelian.access import events

        events.declare()
