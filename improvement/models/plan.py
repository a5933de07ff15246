from typing import Self

from django.db import models

from accounts.models import Council, Versioned
from improvement.models.groups import Group
from improvement.models.ratings import RatingScale


class PlanQuerySet(models.QuerySet["Plan"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("progress_scale", "impact_scale")


class Plan(Versioned):
    """The improvement plan: chapters of sections of actions, with one key for progress and one for impact."""

    slug = models.SlugField()
    title = models.CharField(max_length=200)
    prefix = models.CharField(max_length=10, default="IP", help_text="How papers cite it: IP Ch.1, S.3, P.5.")
    adopted_on = models.DateField()
    progress_scale = models.ForeignKey(
        RatingScale, on_delete=models.PROTECT, related_name="plans_by_progress"
    )
    impact_scale = models.ForeignKey(RatingScale, on_delete=models.PROTECT, related_name="plans_by_impact")
    needs_evidence = models.BooleanField(
        default=True,
        help_text="An action counts as done only when someone other than its lead accepts evidence.",
    )
    dates_decided_by = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="+")
    actions_endorsed_by = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="+")
    evidence_reviewed_by = models.ForeignKey(
        Group,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="None: the workstream of each action.",
    )

    retired_on = models.DateField(null=True, blank=True)
    retired_because = models.CharField(max_length=250, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-adopted_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["council", "slug"], name="plan_slug_once")]

    def __str__(self) -> str:
        return self.title


class Chapter(Versioned):
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="chapters")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    retired_on = models.DateField(null=True, blank=True)
    retired_because = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="chapter_number_once")]

    def __str__(self) -> str:
        return f"Chapter {self.number}: {self.title}"
