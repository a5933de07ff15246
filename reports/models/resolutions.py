from datetime import date, datetime
from typing import Self

from django.db import models

from accounts.models import Entry
from core.ledger import LedgerQuerySet
from reports.models.papers import Paper
from reports.models.publications import Publication


class ResolutionQuerySet(LedgerQuerySet["Resolution"]):
    def of(self, paper: Paper) -> Self:
        return self.filter(paper=paper).select_related("recorded_by", "publication")

    def told(self, paper: Paper, day: date, known_at: datetime | None = None) -> Self:
        """What was resolved on each recommendation by a day, one after the other where a meeting came back to it."""
        return self.of(paper).standing(day, known_at).order_by("number", "as_at", "pk")


class Resolution(Entry):
    """What a meeting resolved on one recommendation of a published paper: as at the meeting's day, with the number
    of the minute. It stands beside the publication and alters nothing of it."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", "Agreed"
        AMENDED = "amended", "Agreed as amended"
        DEFERRED = "deferred", "Deferred"
        REJECTED = "rejected", "Rejected"

    SUBJECT = ("paper", "number")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="resolutions")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="resolutions")
    number = models.PositiveSmallIntegerField(help_text="Of the recommendation as published, from 1.")
    outcome = models.CharField(max_length=10, choices=Outcome)
    words = models.TextField(blank=True, help_text="The recommendation as amended, or why.")
    minute = models.CharField(max_length=80)

    objects = ResolutionQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["paper", "number", "as_at", "id"]
        indexes = [models.Index(fields=["paper", "number", "-as_at", "-id"], name="resolution_by_subject")]

    def __str__(self) -> str:
        return f"{self.paper}: recommendation {self.number}"
