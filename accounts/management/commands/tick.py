from typing import Any

from django.core.management.base import BaseCommand

from accounts.jobs import take_up_abandoned


class Command(BaseCommand):
    help = "Run each minute by the worker: takes up the jobs that a killed worker left."

    def handle(self, *args: Any, **options: Any) -> None:
        taken_up, given_up = take_up_abandoned()
        if taken_up or given_up:
            self.stdout.write(f"Jobs queued again: {taken_up}; given up: {given_up}.")
