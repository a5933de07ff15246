from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    """Funded posts, positions and their recruitment, cover, grade costs, caseload capacity."""

    name = "workforce"
