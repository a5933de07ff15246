from collections.abc import Callable
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When

from accounts.models import Council, Entry, Versioned
from core.ledger import LedgerQuerySet
from improvement.models.groups import Group
from improvement.models.retirement import Retirement, without_retired
from improvement.models.sections import Section

_CLOSED = Retirement.Step.RETIRED


def _closing(day: date, known_at: datetime | None) -> Callable[[str], Subquery]:
    """A field of the last step by which a risk was closed or opened again, up to the day."""
    steps = Retirement.objects.standing(day, known_at).filter(risk=OuterRef("pk")).order_by("-as_at", "-pk")
    return lambda field: Subquery(steps.values(field)[:1])


class RiskQuerySet(models.QuerySet["Risk"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("section__chapter__plan", "owner")

    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """Risks open on `day`, with what `with_facts` adds."""
        return self.open_on(day, known_at).with_facts(day, known_at)

    def existing_on(self, day: date, known_at: datetime | None = None) -> Self:
        """Those recorded by `day`, closed ones too."""
        added = self.filter(added_on__lte=day)
        return added if known_at is None else added.filter(Q(added_at=None) | Q(added_at__lte=known_at))

    def open_on(self, day: date, known_at: datetime | None = None) -> Self:
        """Those recorded by `day` that had not been closed then, or had been opened again."""
        return without_retired(self.existing_on(day, known_at), "risk", day, known_at)

    def closed_by(self, day: date, known_at: datetime | None = None) -> Self:
        closing = _closing(day, known_at)
        return self.existing_on(day, known_at).alias(_closing=closing("step")).filter(_closing=_CLOSED)

    def with_facts(self, day: date, known_at: datetime | None = None) -> Self:
        """Every risk, closed ones too, with what held on `day` as known at `known_at`.

        Adds `likelihood`, `impact` (1 to 5), `score` (their product), `mitigation` and `assessed_on`; all None
        where nobody has assessed it; and `escalated_to` (a group's name) and `escalated_on`, None where it has
        not been escalated or has been handed back; `closed_on` and `closed_because`, None while it is open.
        """
        latest = RiskAssessment.objects.latest_value_subquery
        moved = RiskEscalation.objects.latest_value_subquery
        step = moved("step", day=day, known_at=known_at)
        assessed = self.annotate(
            likelihood=latest("likelihood", day=day, known_at=known_at),
            impact=latest("impact", day=day, known_at=known_at),
            mitigation=latest("mitigation", day=day, known_at=known_at),
            assessed_on=latest("as_at", day=day, known_at=known_at),
        )
        closing = _closing(day, known_at)
        assessed = assessed.alias(_closing=closing("step")).annotate(
            closed_on=Case(When(_closing=_CLOSED, then=closing("as_at")), default=Value(None)),
            closed_because=Case(When(_closing=_CLOSED, then=closing("because")), default=Value(None)),
        )
        up = RiskEscalation.Step.ESCALATED
        return assessed.annotate(score=F("likelihood") * F("impact"), last_step=step).annotate(
            escalated_to=Case(
                When(last_step=up, then=moved("group__name", day=day, known_at=known_at)), default=Value(None)
            ),
            escalated_on=Case(
                When(last_step=up, then=moved("as_at", day=day, known_at=known_at)), default=Value(None)
            ),
        )

    def scoring(self, lowest: int, highest: int) -> Self:
        """With a score in this range, both ends included (after `with_facts`)."""
        return self.filter(Q(score__range=(lowest, highest)))

    def mentioning(self, word: str) -> Self:
        """A word of its title, cause, effect, mitigation (after `with_facts`) or register reference."""
        found = Q()
        for name in ("title", "cause", "effect", "mitigation", "register_reference"):
            found |= Q(**{f"{name}__icontains": word})
        return self.filter(found)

    def escalated(self) -> Self:
        """With a group above the plan's own now (after `with_facts`)."""
        return self.filter(last_step=RiskEscalation.Step.ESCALATED)


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
    register_reference = models.CharField(
        max_length=40, blank=True, help_text="Its number on the corporate risk register."
    )
    added_on = models.DateField()
    added_at = models.DateTimeField(null=True, editable=False, help_text="When that was written down.")
    retired_on = models.DateField("closed on", null=True, blank=True)
    retired_because = models.CharField("closed because", max_length=250, blank=True)

    # Set by `RiskQuerySet.as_at`; never columns.
    likelihood: int | None
    impact: int | None
    score: int | None
    escalated_to: str | None
    escalated_on: date | None
    mitigation: str | None
    assessed_on: date | None
    closed_on: date | None
    closed_because: str | None

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
    corrected_because = models.CharField(max_length=250, blank=True, help_text="Why it corrects another.")

    objects = RiskAssessmentQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["risk", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.likelihood} × {self.impact} as at {self.as_at}"


class RiskEscalationQuerySet(LedgerQuerySet["RiskEscalation"]):
    pass


class RiskEscalation(Entry):
    """A risk was taken to a group above, or handed back by it, on a day."""

    SUBJECT = "risk"

    class Step(models.TextChoices):
        ESCALATED = "escalated", "Escalated"
        HANDED_BACK = "handed_back", "Handed back"

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="escalations")
    step = models.CharField(max_length=15, choices=Step)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    corrected_because = models.CharField(max_length=250, blank=True, help_text="Why it corrects another.")

    objects = RiskEscalationQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["risk", "-as_at", "-id"])]

    def __str__(self) -> str:
        to = "to" if self.step == self.Step.ESCALATED else "by"
        return f"{self.get_step_display()} {to} {self.group}"
