from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Prefetch

from accounts.models import Council, Entry, Versioned
from core.dates import full_date, month_name, now
from core.ledger import LedgerQuerySet
from improvement.models.retirement import without_retired


class Area(models.TextChoices):
    """What an inspection of children's services judges, in the order in which reports print it (document 004)."""

    OVERALL = "overall", "Overall effectiveness"
    LEADERS = "leaders", "The impact of leaders on social work practice"
    PROTECTION = "protection", "Children who need help and protection"
    CARE = "care", "Children in care"
    CARE_LEAVERS = "care_leavers", "Care leavers"
    PARTNERSHIP = "partnership", "The local partnership's arrangements"

    @classmethod
    def order(cls) -> list[str]:
        return list(cls.values)


class CorrectableEntry(Entry):
    """An entry whose correction says what was wrong with the one whose place it takes."""

    corrected_because = models.CharField(max_length=250, blank=True)

    class Meta(Entry.Meta):
        abstract = True


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)

    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """Inspections begun by `day` and recorded by `known_at`, each with `held`: its judgements of that day."""
        begun = without_retired(self.filter(started_on__lte=day), "inspection", day, known_at)
        if known_at is not None:
            begun = begun.filter(added_at__lte=known_at)
        held = Prefetch("judgements", Judgement.objects.current(day, known_at), to_attr="held")
        return begun.prefetch_related(held)


class Inspection(Versioned):
    """An inspection or review of the council's services by somebody from outside."""

    class Kind(models.TextChoices):
        ILACS = "ilacs", "Full inspection (ILACS)"
        FOCUSED = "focused", "Focused visit"
        JTAI = "jtai", "Joint targeted area inspection"
        SEND = "send", "Area SEND inspection"
        REVIEW = "review", "Independent review"

    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=120)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    summary = models.TextField(blank=True)
    added_at = models.DateTimeField(default=now, editable=False)
    retired_on = models.DateField(null=True, blank=True)
    retired_because = models.CharField(max_length=250, blank=True)

    # Set by `InspectionQuerySet.as_at`; never a column.
    held: list["Judgement"]

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def judgements_in_order(self) -> list["Judgement"]:
        """What held, overall effectiveness first. Only after `as_at`."""
        return sorted(self.held, key=lambda judgement: Area.order().index(judgement.area))


class JudgementQuerySet(LedgerQuerySet["Judgement"]):
    pass


class Judgement(CorrectableEntry):
    """What inspectors judged of one area from `as_at` on: the day they published it."""

    SUBJECT = ("inspection", "area")

    class Grade(models.TextChoices):
        OUTSTANDING = "outstanding", "Outstanding"
        GOOD = "good", "Good"
        REQUIRES_IMPROVEMENT = "requires_improvement", "Requires improvement to be good"
        INADEQUATE = "inadequate", "Inadequate"
        NOT_GRADED = "not_graded", "Not graded"

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="judgements")
    area = models.CharField(max_length=20, choices=Area)
    grade = models.CharField(max_length=30, choices=Grade)
    words = models.TextField(blank=True)

    objects = JudgementQuerySet.as_manager()

    class Meta(CorrectableEntry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["inspection", "area", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.get_area_display()}: {self.get_grade_display()}"


class Step(models.TextChoices):
    """What may happen to a notice, a direction, a visit or an adviser."""

    SERVED = "served", "Served"
    VARIED = "varied", "Varied"
    LIFTED = "lifted", "Lifted"
    PLANNED = "planned", "Planned"
    MOVED = "moved", "Moved"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"
    APPOINTED = "appointed", "Appointed"
    ENDED = "ended", "Ended"


OVER = frozenset({Step.LIFTED, Step.HELD, Step.CANCELLED, Step.ENDED})
# These speak of a day yet to come; every other step happens on the day it is as at.
AHEAD = frozenset({Step.PLANNED, Step.MOVED})


class InterventionQuerySet(models.QuerySet["Intervention"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("inspection")

    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """Those of which something had happened by `day`, with the last of it: `step`, `step_day`,
        `step_month_only`, `step_on` (as at) and `step_note`."""
        latest = InterventionEvent.objects.latest_value_subquery
        facts = {
            "step": "step",
            "step_day": "day",
            "step_month_only": "month_only",
            "step_on": "as_at",
            "step_note": "note",
        }
        told = self.annotate(**{name: latest(field, day, known_at) for name, field in facts.items()})
        return without_retired(told.exclude(step=None), "intervention", day, known_at)

    def visits(self) -> Self:
        return self.filter(kind=Intervention.Kind.VISIT)

    def planned_visits(self) -> Self:
        """Visits still to come, the soonest first. After `as_at`."""
        return self.visits().filter(step__in=AHEAD).order_by("step_day", "pk")


class Intervention(Versioned):
    """A notice, a direction, a monitoring visit, an adviser or a commissioner; what becomes of it is its events."""

    class Kind(models.TextChoices):
        NOTICE = "notice", "Improvement notice"
        DIRECTION = "direction", "Statutory direction"
        VISIT = "visit", "Monitoring visit"
        ADVISER = "adviser", "Adviser"
        COMMISSIONER = "commissioner", "Commissioner"

    kind = models.CharField(max_length=15, choices=Kind)
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=120)
    inspection = models.ForeignKey(
        Inspection, null=True, blank=True, on_delete=models.PROTECT, related_name="interventions"
    )
    retired_on = models.DateField(null=True, blank=True)
    retired_because = models.CharField(max_length=250, blank=True)

    # Set by `InterventionQuerySet.as_at`; never columns.
    step: str | None
    step_day: date | None
    step_month_only: bool | None
    step_on: date | None
    step_note: str | None

    objects = InterventionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def stands(self) -> str:
        """`Moved to February 2025`: the last thing that happened. Only after `as_at`."""
        if self.step is None or self.step_day is None:
            return ""
        return step_words(self.step, self.step_day, bool(self.step_month_only))

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen to it. Only after `as_at`."""
        return self.step in OVER


class InterventionEventQuerySet(LedgerQuerySet["InterventionEvent"]):
    def for_history(self) -> Self:
        return self.select_related("recorded_by").order_by("-as_at", "-id")


class InterventionEvent(CorrectableEntry):
    """Something that happened to it, known from `as_at` on. `day` is the day it speaks of: of a visit planned or
    moved the day to come, or any day of the month where only the month is known; else the same as `as_at`."""

    SUBJECT = "intervention"

    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=10, choices=Step)
    day = models.DateField()
    month_only = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    objects = InterventionEventQuerySet.as_manager()

    class Meta(CorrectableEntry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["intervention", "-as_at", "-id"])]

    def __str__(self) -> str:
        return step_words(self.step, self.day, self.month_only)


def step_words(step: str, day: date, month_only: bool) -> str:
    """`Served 24 July 2024`, `Planned for December 2024`, `Moved to February 2025`."""
    joint = {Step.PLANNED: " for", Step.MOVED: " to"}.get(Step(step), "")
    return f"{Step(step).label}{joint} {month_name(day) if month_only else full_date(day)}"
