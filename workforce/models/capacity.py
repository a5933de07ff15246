from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models

from accounts.models import Council, CouncilOwned


class TeamQuerySet(models.QuerySet["Team"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)


class Team(CouncilOwned):
    service = models.CharField(max_length=120)
    locality = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "service", "locality", "name"], name="team_once")
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.service, self.locality, self.name]))


class CaseloadStandard(CouncilOwned):
    """How many of what one person should hold: a range, what it counts, who set it, when (document 002)."""

    applies_to = models.CharField(max_length=120)
    counts = models.CharField(
        max_length=120, help_text="What is counted: children, direct reports, children in care."
    )
    low = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    from_date = models.DateField()
    is_aspiration = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.applies_to}: {self.low} to {self.high} {self.counts}"


class CapacityReadingQuerySet(models.QuerySet["CapacityReading"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)

    def latest_by(self, day: date) -> Self:
        """For each team its last reading by `day`."""
        newest = (
            CapacityReading.objects.filter(team=models.OuterRef("team"), month__lte=day)
            .order_by("-month", "-pk")
            .values("pk")[:1]
        )
        return (
            self.filter(pk=models.Subquery(newest))
            .select_related("team", "standard", "reduced_standard")
            .order_by("team__order", "team_id")
        )


class CapacityReading(CouncilOwned):
    """A team's workload in a month: what was published, and the FTE behind it with its source.

    `cases_over` None is not published; 0 is within capacity. `reduced_fte` is the part of the FTE held to
    `reduced_standard` (newly qualified workers, senior practitioners).
    """

    class Source(models.TextChoices):
        PUBLISHED = "published", "Published"
        OURS = "ours", "Ours, not published"

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="readings")
    month = models.DateField()
    cases = models.PositiveIntegerField(null=True, blank=True)
    average_caseload = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    cases_over = models.PositiveIntegerField(null=True, blank=True)
    counts = models.CharField(
        max_length=120, blank=True, help_text="What its cases are, where the standard counts something else."
    )
    fte = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    reduced_fte = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal(0))
    agency_fte = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal(0))
    fte_source = models.CharField(max_length=10, choices=Source, default=Source.PUBLISHED)
    standard = models.ForeignKey(CaseloadStandard, null=True, on_delete=models.PROTECT, related_name="+")
    reduced_standard = models.ForeignKey(
        CaseloadStandard, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=200, help_text="Which figures are published and which are ours.")

    objects = CapacityReadingQuerySet.as_manager()

    class Meta:
        ordering = ["team", "-month"]
        constraints = [models.UniqueConstraint(fields=["team", "month"], name="one_reading_a_team_and_month")]

    def __str__(self) -> str:
        return f"{self.team} {self.month:%Y-%m}"
