from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.models import Entry
from core.ledger import LedgerQuerySet

# What may be retired and brought back, by the name of its key here.
KINDS = (
    "plan", "chapter", "section", "priority", "action", "measure", "finding", "inspection", "intervention",
    "risk", "group",
)  # fmt: skip
Things = TypeVar("Things", bound="QuerySet[models.Model]")


class RetirementQuerySet(LedgerQuerySet["Retirement"]):
    def for_timeline(self) -> "RetirementQuerySet":
        return self.select_related("recorded_by").order_by("-as_at", "-id")

    def out_on(self, thing: models.Model, day: date, known_at: datetime | None = None) -> "Retirement | None":
        """The step by which a thing was out of the record on `day`; None while it was in."""
        steps = self.filter(**{thing._meta.model_name or "": thing.pk}).standing(day, known_at)
        last = steps.order_by("-as_at", "-pk").first()
        return last if last and last.step == Retirement.Step.RETIRED else None


class Retirement(Entry):
    """That a thing left the record on `as_at`, or came back to it then, and why. Exactly one key is set."""

    SUBJECT = KINDS

    class Step(models.TextChoices):
        RETIRED = "retired", "Retired"
        RETURNED = "returned", "Brought back"

    plan = models.ForeignKey("Plan", null=True, on_delete=models.PROTECT, related_name="retirements")
    chapter = models.ForeignKey("Chapter", null=True, on_delete=models.PROTECT, related_name="retirements")
    section = models.ForeignKey("Section", null=True, on_delete=models.PROTECT, related_name="retirements")
    priority = models.ForeignKey("Priority", null=True, on_delete=models.PROTECT, related_name="retirements")
    action = models.ForeignKey("Action", null=True, on_delete=models.PROTECT, related_name="retirements")
    measure = models.ForeignKey("Measure", null=True, on_delete=models.PROTECT, related_name="retirements")
    finding = models.ForeignKey("Finding", null=True, on_delete=models.PROTECT, related_name="retirements")
    inspection = models.ForeignKey(
        "Inspection", null=True, on_delete=models.PROTECT, related_name="retirements"
    )
    intervention = models.ForeignKey(
        "Intervention", null=True, on_delete=models.PROTECT, related_name="retirements"
    )
    # A risk is closed and opened again by the same two steps.
    risk = models.ForeignKey("Risk", null=True, on_delete=models.PROTECT, related_name="retirements")
    group = models.ForeignKey("Group", null=True, on_delete=models.PROTECT, related_name="retirements")
    step = models.CharField(max_length=10, choices=Step)
    because = models.CharField(max_length=250)

    objects = RetirementQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=reduce(
                    or_,
                    [Q(**{f"{kind}__isnull": kind != one for kind in KINDS}) for one in KINDS],
                ),
                name="retirement_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.because}"


def without_retired(things: Things, kind: str, day: date, known_at: datetime | None = None) -> Things:
    """Those of a queryset that had not left by `day`, or had come back, as known at `known_at`."""
    steps = Retirement.objects.standing(day, known_at).filter(**{kind: OuterRef("pk")})
    last = Subquery(steps.order_by("-as_at", "-pk").values("step")[:1])
    kept: Things = things.alias(_left=last).filter(Q(_left=None) | Q(_left=Retirement.Step.RETURNED))
    return kept
