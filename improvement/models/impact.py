from django.db import models

from accounts.models import Entry
from core.ledger import LedgerQuerySet
from improvement.models.plan import Section
from improvement.models.ratings import Rating


class ImpactRatingQuerySet(LedgerQuerySet["ImpactRating"]):
    pass


class ImpactRating(Entry):
    """The impact a section has had on children from `as_at` on. An action has no impact rating."""

    SUBJECT = "section"

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="impact_ratings")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    narrative = models.TextField(blank=True)

    objects = ImpactRatingQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["section", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.rating} as at {self.as_at}"
