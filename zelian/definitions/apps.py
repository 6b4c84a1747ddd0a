from django.apps import AppConfig


class DefinitionsConfig(AppConfig):
    name = "zelian.definitions"
    label = "definitions"
    verbose_name = "定义"

    def ready(self) -> None:
        """Declares the audit sentences."""
        from zelian.definitions import events

        events.declare()
