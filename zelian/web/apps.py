from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "zelian.web"
    label = "web"
    verbose_name = "页面"

    def ready(self) -> None:
        """Registers the jobs that pages start."""
        from zelian.web.intake import uploads  # noqa: F401  registers its job
