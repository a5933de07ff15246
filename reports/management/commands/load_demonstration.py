from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.demonstration import load


class Command(BaseCommand):
    help = "Loads the demonstration councils, unless they are there already."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("The demonstration councils are loaded only where DEMONSTRATION is on.")
        loaded = load()
        self.stdout.write(f"Loaded {', '.join(loaded)}." if loaded else "The councils are there already.")
