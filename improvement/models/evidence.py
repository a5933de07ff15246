from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import CouncilOwned, Entry
from core.dates import now
from core.ledger import LedgerQuerySet
from improvement.models.actions import Action


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """Evidence added by `day` with `verdict` – sufficient, insufficient or None (awaiting review)."""
        held = self.filter(added_on__lte=day)
        if known_at is not None:
            held = held.filter(added_at__lte=known_at)
        return held.annotate(
            verdict=EvidenceReview.objects.latest_value_subquery("verdict", day=day, known_at=known_at)
        )

    def accepted(self) -> Self:
        return self.filter(verdict=EvidenceReview.Verdict.SUFFICIENT)

    def awaiting_review(self) -> Self:
        return self.filter(verdict=None)


class Evidence(CouncilOwned):
    """What shows that an action was done. `evidence_of` is the day it speaks of, not when it was added."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=200)
    link = models.URLField(max_length=500, blank=True)
    where_held = models.CharField(
        max_length=200, blank=True, help_text="File reference where there is no link."
    )
    evidence_of = models.DateField()
    added_on = models.DateField()
    added_at = models.DateTimeField(default=now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    # Set by `EvidenceQuerySet.as_at`; never a column.
    verdict: str | None

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-evidence_of", "-pk"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title


class EvidenceReviewQuerySet(LedgerQuerySet["EvidenceReview"]):
    pass


class EvidenceReview(Entry):
    """Someone other than the action's lead says whether the evidence is sufficient."""

    SUBJECT = "evidence"

    class Verdict(models.TextChoices):
        SUFFICIENT = "sufficient", "Sufficient"
        INSUFFICIENT = "insufficient", "Insufficient"

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=15, choices=Verdict)
    note = models.TextField(blank=True)

    objects = EvidenceReviewQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["evidence", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.evidence}"
