from django.apps import AppConfig


class LedgerAppConfig(AppConfig):
    """Small concrete models on which the abstract parts of `core` are tested."""

    name = "tests.core.ledger_app"
    label = "ledger_app"
