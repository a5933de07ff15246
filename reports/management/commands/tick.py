from typing import Any

from django.core.management.base import BaseCommand

from accounts.jobs import take_up_abandoned
from accounts.reminders import queue_waiting
from improvement.reminders import put_down_what_is_due
from improvement.tasks import remind
from reports.papers.sweep import sweep


class Command(BaseCommand):
    help = (
        "Run each minute by the worker: takes up the jobs that a killed worker left, removes old documents of "
        "drafts, and queues reminders."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        taken_up, given_up = take_up_abandoned()
        if taken_up or given_up:
            self.stdout.write(f"Jobs queued again: {taken_up}; given up: {given_up}.")
        if forgotten := sweep():
            self.stdout.write(f"Old documents of drafts removed: {forgotten}.")
        put_down_what_is_due()
        queue_waiting(remind)
