from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.council import Council, CouncilOwned
from core.dates import now

# How often a mail that did not get out is tried, and how long apart.
MOST_TRIES = 5
BETWEEN_TRIES = timedelta(minutes=30)


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def for_page(self, council: Council) -> Self:
        """What was written to people of a council, newest first, without those there was nothing to tell."""
        told = self.filter(council=council).exclude(state=Reminder.State.NOTHING)
        return told.select_related("user").order_by("-pk")

    def to_try(self, moment: datetime) -> Self:
        """Those not sent yet whose next try is due."""
        due = Q(tried_at=None) | Q(tried_at__lte=moment - BETWEEN_TRIES)
        waiting = self.filter(due, state=Reminder.State.WAITING, tries__lt=MOST_TRIES)
        return waiting.select_related("council", "user")


class Reminder(CouncilOwned):
    """A mail to one person about one council: what it said, when it was sent. The key says what it was for, so
    that nobody is written to twice about the same thing."""

    class Kind(models.TextChoices):
        DIGEST = "digest", "Weekly digest"
        NUDGE = "nudge", "Before a cut-off"
        PAPER = "paper", "Sections, comments and returned clearances of papers"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENT = "sent", "Sent"
        NOTHING = "nothing", "Nothing to say"
        LAPSED = "lapsed", "Not sent: too late, left or stopped"
        FAILED = "failed", "Not sent: the mail server refused it"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=now)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "user", "kind", "key"], name="one_reminder_a_key")
        ]
        indexes = [models.Index(fields=["state", "tried_at"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key} to {self.user}"
