from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Council
from reports.demonstration import load


class Command(BaseCommand):
    help = "Loads the demonstration councils that are not there yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Do nothing, and say nothing, when the database has a council already.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("The demonstration councils are loaded only where DEMONSTRATION is on.")
        is_empty = not Council.objects.exists()
        if options["if_empty"] and not is_empty:
            return
        if is_empty:
            self.stdout.write("Loading the demonstration councils, which takes a minute or two")
        loaded = load()
        self.stdout.write(f"Loaded {', '.join(loaded)}." if loaded else "The councils are there already.")
