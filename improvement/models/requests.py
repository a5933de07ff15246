from datetime import date, datetime
from typing import Self, TypeVar

from django.conf import settings
from django.db import models

from accounts.models import Council, Versioned
from core.ledger import LedgerQuerySet
from improvement.models.groups import Meeting
from improvement.models.inspections import CorrectableEntry

OPEN = "open"
Row = TypeVar("Row", bound=models.Model)


class OwedQuerySet(models.QuerySet[Row]):
    """What the lists of both ask: what was owed on a day, as known at a moment."""

    steps: type[CorrectableEntry]

    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """Those that had been recorded for `day`, with the last step of each: `step`, `due`, `words`, `step_on`."""
        latest = self.steps.objects.latest_value_subquery  # type: ignore[attr-defined]
        facts = {"step": "step", "due": "due", "words": "words", "step_on": "as_at"}
        told = self.annotate(**{name: latest(field, day, known_at) for name, field in facts.items()})
        return told.exclude(step=None)

    def open(self, day: date, known_at: datetime | None = None) -> Self:
        """Those still owed on `day`, the first due first and what has no date last."""
        owed = self.as_at(day, known_at).filter(step=OPEN)
        return owed.order_by(models.F("due").asc(nulls_last=True), "pk")

    def due_by(self, day: date) -> Self:
        """Due on `day` or earlier (after `as_at`)."""
        return self.filter(due__lte=day)

    def overdue(self, day: date) -> Self:
        """Still owed after the day they were due (after `as_at`)."""
        return self.filter(step=OPEN, due__lt=day)


class Owed(Versioned):
    """Something owed to members, by whom and in what words; whether it still is, and by when, are its steps."""

    text = models.TextField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner_role = models.CharField(max_length=120, blank=True, help_text="A role without an account.")

    # Set by `OwedQuerySet.as_at`; never columns.
    step: str | None
    due: date | None
    words: str | None
    step_on: date | None

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    @property
    def owner_name(self) -> str:
        return self.owner.name if self.owner else self.owner_role

    @property
    def is_open(self) -> bool:
        """Whether it is still owed (after `as_at`)."""
        return self.step == OPEN

    def is_overdue(self, day: date) -> bool:
        """Whether it is still owed after the day it was due (after `as_at`)."""
        return self.is_open and self.due is not None and self.due < day


class OwedStep(CorrectableEntry):
    """What became of something owed from `as_at` on: still open and due by a day, or settled, and in what words."""

    due = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)

    class Meta(CorrectableEntry.Meta):
        abstract = True


class RequestStepQuerySet(LedgerQuerySet["RequestStep"]):
    def for_history(self) -> Self:
        return self.select_related("recorded_by").order_by("-as_at", "-id")


class UndertakingStepQuerySet(LedgerQuerySet["UndertakingStep"]):
    def for_history(self) -> Self:
        return self.select_related("recorded_by").order_by("-as_at", "-id")


class CommitteeRequestQuerySet(OwedQuerySet["CommitteeRequest"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("meeting__group", "owner")

    @property
    def steps(self) -> type["RequestStep"]:  # type: ignore[override]
        return RequestStep


class CommitteeRequest(Owed):
    """What members asked for at a meeting (document 001, paragraph 12)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="requests")
    asked_by = models.CharField(max_length=120, help_text="The role of whoever asked, never a name.")
    minute = models.CharField(max_length=40, blank=True)

    objects = CommitteeRequestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]


class RequestStep(OwedStep):
    """Whether a committee request is open, answered, closed or withdrawn; `words` are the answer or the reason."""

    SUBJECT = "request"

    class Step(models.TextChoices):
        OPEN = OPEN, "Open"
        ANSWERED = "answered", "Answered"
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    request = models.ForeignKey(CommitteeRequest, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=Step)

    objects = RequestStepQuerySet.as_manager()

    class Meta(OwedStep.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["request", "-as_at", "-id"])]

    def __str__(self) -> str:
        return self.get_step_display()


class UndertakingQuerySet(OwedQuerySet["Undertaking"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("owner")

    @property
    def steps(self) -> type["UndertakingStep"]:  # type: ignore[override]
        return UndertakingStep


class Undertaking(Owed):
    """What a paper promised to bring back, and where it says so."""

    given_on = models.DateField(help_text="The day of the meeting the paper went to.")
    paper = models.CharField(max_length=200)
    paragraph = models.CharField(max_length=20, blank=True)

    objects = UndertakingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]


class UndertakingStep(OwedStep):
    """Whether an undertaking is open, kept or withdrawn; `words` say how it was kept or why not."""

    SUBJECT = "undertaking"

    class Step(models.TextChoices):
        OPEN = OPEN, "Open"
        KEPT = "kept", "Kept"
        WITHDRAWN = "withdrawn", "Withdrawn"

    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=Step)

    objects = UndertakingStepQuerySet.as_manager()

    class Meta(OwedStep.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["undertaking", "-as_at", "-id"])]

    def __str__(self) -> str:
        return self.get_step_display()
