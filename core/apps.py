from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Shared nouns; this app has no tables of its own."""

    name = "core"
    verbose_name = "Shared nouns"
