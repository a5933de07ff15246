from django.apps import AppConfig


class FinanceConfig(AppConfig):
    """Funding decisions, tranches, budget lines, monthly spend, stated tables."""

    name = "finance"
