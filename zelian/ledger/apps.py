from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "zelian.ledger"
    label = "ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        """Declares what may be counted here and what may be imported here."""
        from zelian.ledger import events, facts, imports

        events.declare()
        facts.declare()
        imports.declare()
