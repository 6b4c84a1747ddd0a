from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "zelian.config"
    label = "config"
    verbose_name = "运行"

    def ready(self) -> None:
        """Registers what the worker does by the clock."""
        from zelian.config import clock

        clock.declare()
