from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Council, Entry, Versioned
from core.ledger import LedgerQuerySet
from improvement.models.sections import Section


class RiskQuerySet(models.QuerySet["Risk"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("section__chapter__plan", "owner")

    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """Risks open on `day` with `likelihood`, `impact` (1 to 5), `mitigation`, `assessed_on`."""
        latest = RiskAssessment.objects.latest_value_subquery
        return (
            self.filter(added_on__lte=day)
            .filter(Q(retired_on=None) | Q(retired_on__gt=day))
            .annotate(
                likelihood=latest("likelihood", day=day, known_at=known_at),
                impact=latest("impact", day=day, known_at=known_at),
                mitigation=latest("mitigation", day=day, known_at=known_at),
                assessed_on=latest("as_at", day=day, known_at=known_at),
            )
        )


class Risk(Versioned):
    """A risk to the plan: cause, event and effect; how likely and how bad is in its assessments."""

    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.PROTECT, related_name="risks"
    )
    title = models.CharField(max_length=200)
    cause = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on_corporate_register = models.BooleanField(default=False)
    added_on = models.DateField()
    retired_on = models.DateField(null=True, blank=True)

    # Set by `RiskQuerySet.as_at`; never columns.
    likelihood: int | None
    impact: int | None
    mitigation: str | None
    assessed_on: date | None

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ["added_on", "pk"]

    def __str__(self) -> str:
        return self.title


class RiskAssessmentQuerySet(LedgerQuerySet["RiskAssessment"]):
    pass


class RiskAssessment(Entry):
    """How likely (1–5) and how bad (1–5) a risk was judged from `as_at` on, and what is done about it."""

    SUBJECT = "risk"

    _scores = (MinValueValidator(1), MaxValueValidator(5))

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="assessments")
    likelihood = models.PositiveSmallIntegerField(validators=_scores)
    impact = models.PositiveSmallIntegerField(validators=_scores)
    mitigation = models.TextField(blank=True)

    objects = RiskAssessmentQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["risk", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.likelihood} × {self.impact} as at {self.as_at}"
