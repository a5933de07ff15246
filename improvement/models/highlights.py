from datetime import date, datetime
from typing import Self

from django.db import models

from accounts.models import Council, Entry
from core.ledger import LedgerQuerySet
from improvement.models.sections import Section


class HighlightQuerySet(LedgerQuerySet["Highlight"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("section__chapter__plan", "recorded_by")

    def since(self, after: date, until: date, known_at: datetime | None = None) -> Self:
        """What happened after one day up to and including another, newest first."""
        return self.standing(until, known_at).filter(as_at__gt=after).order_by("-as_at", "-id")


class Highlight(Entry):
    """Something worth telling members: activity, impact, concern, or feedback of children and families."""

    SUBJECT = "council"

    class Kind(models.TextChoices):
        ACTIVITY = "activity", "Activity"
        IMPACT = "impact", "Impact"
        CONCERN = "concern", "Concern"
        FEEDBACK = "feedback", "Feedback of children and families"

    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.PROTECT, related_name="highlights"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()
    gathered_how = models.CharField(max_length=200, blank=True)
    taken_to = models.CharField(max_length=200, blank=True, help_text="Where the feedback was taken.")
    consent_given = models.BooleanField(default=False)
    what_changed = models.TextField(blank=True)

    objects = HighlightQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["council", "-as_at", "-id"])]

    def __str__(self) -> str:
        return self.text[:80]
