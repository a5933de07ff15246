from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Council, CouncilOwned, Versioned
from improvement import references
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

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-adopted_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["council", "slug"], name="plan_slug_once")]

    def __str__(self) -> str:
        return self.title


class Chapter(CouncilOwned):
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="chapters")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="chapter_number_once")]

    def __str__(self) -> str:
        return f"Chapter {self.number}: {self.title}"


class SectionQuerySet(models.QuerySet["Section"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("chapter__plan")

    def in_plan_order(self) -> Self:
        return self.order_by("chapter__plan_id", "chapter__number", "order", "pk")

    def existing_on(self, day: date) -> Self:
        return self.filter(added_on__lte=day).filter(Q(retired_on=None) | Q(retired_on__gt=day))


class Section(Versioned):
    """A plan area (S.3, SL1): what inspectors found wanting, the actions about it, and its impact rating."""

    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="sections")
    label = models.CharField(max_length=10, help_text="As cited: S.3, SL1.")
    title = models.CharField(max_length=200)
    outcome = models.TextField(blank=True, help_text="What children and families will notice.")
    order = models.PositiveSmallIntegerField(default=0)
    added_on = models.DateField()
    retired_on = models.DateField(null=True, blank=True)

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["chapter", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["chapter", "label"], name="section_label_once_a_chapter")
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        """IP Ch.1, S.3 – needs chapter and plan selected."""
        return references.cite(self.chapter.plan.prefix, self.chapter.number, self.label)


class Priority(CouncilOwned):
    """An optional level within a section (P.5, D) on which actions may hang."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="priorities")
    label = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["section", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "label"], name="priority_label_once_a_section")
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"
