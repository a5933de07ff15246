from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    """The plan, its actions and their ledger; evidence, impact, groups and meetings, highlights, risks."""

    name = "improvement"
