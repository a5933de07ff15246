from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Committee papers, and every page and command that spans the apps."""

    name = "reports"
