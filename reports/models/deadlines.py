from datetime import date, datetime
from typing import Any, Self

from django.db import models

from accounts.models import Council, Entry, Versioned
from core.ledger import LedgerQuerySet
from reports.models.papers import Paper

# What a paper passes before it is published, and how many working days before. Document 003, paragraph 41: leaders of
# the council on 1 November and Cabinet members on 15 November for publication on 16 November 2022.
USUAL_STEPS: tuple[dict[str, Any], ...] = (
    {"key": "directorate", "name": "Directorate team", "who": "Directorate leadership team", "days": 15},
    {"key": "corporate", "name": "Corporate team", "who": "Corporate leadership team", "days": 11},
    {"key": "briefing", "name": "Chair’s briefing", "who": "Chair and vice-chair", "days": 3},
    {"key": "clearance", "name": "Clearance", "who": "Named reviewers", "days": 1},
)


class PaperStepsQuerySet(models.QuerySet["PaperSteps"]):
    def of(self, council: Council) -> "PaperSteps":
        """The council's own steps, or the usual ones where it has chosen none."""
        usual = PaperSteps(council=council, steps=[dict(step) for step in USUAL_STEPS])
        return self.filter(council=council).first() or usual


class PaperSteps(Versioned):
    """What every paper of a council passes before publication: a list of `key`, `name`, `who` and `days`, the working
    days before the last day of publication; a step keeps its key when it is worded anew."""

    steps = models.JSONField(default=list)

    objects = PaperStepsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "steps of papers"
        constraints = [models.UniqueConstraint(fields=["council"], name="steps_once_a_council")]

    def __str__(self) -> str:
        return f"Steps before publication of {self.council}"


class StepTakenQuerySet(LedgerQuerySet["StepTaken"]):
    def by_paper(
        self, papers: list[int], day: date, known_at: datetime | None = None
    ) -> dict[int, dict[str, date]]:
        """Of each paper (by id) the day on which it passed a step, by the step's key."""
        found: dict[int, dict[str, date]] = {}
        for entry in self.filter(paper__in=papers).current(day, known_at):
            found.setdefault(entry.paper_id, {})[entry.step] = entry.as_at
        return found


class StepTaken(Entry):
    """A paper passed one of the council's steps on the day it is as at."""

    SUBJECT = ("paper", "step")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="steps_taken")
    step = models.CharField(max_length=40, help_text="The key of the step.")
    name = models.CharField(max_length=80, help_text="What the step was called then.")
    note = models.CharField(max_length=250, blank=True)

    objects = StepTakenQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["paper", "as_at", "id"]
        indexes = [models.Index(fields=["paper", "step", "-as_at", "-id"], name="step_by_subject")]

    def __str__(self) -> str:
        return f"{self.paper}: {self.name}"


class OfPaperQuerySet(LedgerQuerySet[Any]):
    def of(self, paper: Paper) -> Self:
        return self.filter(paper=paper).select_related("recorded_by")


class LateReason(Entry):
    """Why a paper published after its last day has to be taken as urgent, as its chair accepted on the day it is as
    at; without it such a paper is not published."""

    SUBJECT = "paper"

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="late_reasons")
    reason = models.TextField()
    accepted_by = models.CharField(max_length=160, help_text="The chair, by office rather than by name.")

    objects = OfPaperQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["paper", "as_at", "id"]
        indexes = [models.Index(fields=["paper", "-as_at", "-id"], name="late_by_subject")]

    def __str__(self) -> str:
        return f"{self.paper}: late, because {self.reason[:60]}"


class KeyNotice(Entry):
    """How the public was told of a key decision to come, on the day it is as at (document 003): by notice in time, or
    by one of the two ways the law leaves where that is impracticable."""

    SUBJECT = "paper"

    class Route(models.TextChoices):
        NOTICE = "notice", "Notice of the key decision"
        EXCEPTION = "general_exception", "General exception"
        URGENCY = "special_urgency", "Special urgency"

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="key_notices")
    route = models.CharField(max_length=20, choices=Route, default=Route.NOTICE)
    words = models.TextField(
        blank=True, help_text="Why notice in time was impracticable, and who was told or agreed."
    )

    objects = OfPaperQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["paper", "as_at", "id"]
        indexes = [models.Index(fields=["paper", "-as_at", "-id"], name="notice_by_subject")]

    def __str__(self) -> str:
        return f"{self.paper}: {self.get_route_display()}"
