from collections.abc import Iterator
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Prefetch, Q

from accounts.models import Council, Entry
from core.dates import full_date
from core.ledger import LedgerQuerySet
from improvement.models.actions import Action
from improvement.models.ratings import FINISHED, ProgressMeaning


class InterdependencyQuerySet(LedgerQuerySet["Interdependency"]):
    def holding(self, day: date, known_at: datetime | None = None) -> Self:
        """The waits that held on `day`: entered by then and not taken out again."""
        return self.current(day, known_at).filter(step=Interdependency.Step.ADDED)

    def of(self, council: Council, day: date, known_at: datetime | None = None) -> Self:
        """The waits that held on `day` between actions in the council's plans that day, oldest first; both actions
        with the facts of `ActionQuerySet.as_at`. Three queries."""
        counted = Action.objects.of(council).as_at(day, known_at)
        in_plan = Action.objects.filter(council=council).endorsed(day, known_at).values("pk")
        held = self.holding(day, known_at).filter(council=council, action__in=in_plan, waits_for__in=in_plan)
        return held.prefetch_related(Prefetch("action", counted), Prefetch("waits_for", counted)).order_by(
            "pk"
        )

    def about(self, action: Action, day: date, known_at: datetime | None = None) -> Self:
        """As `of`, where this action waits or is waited for."""
        return self.of(action.council, day, known_at).filter(Q(action=action) | Q(waits_for=action))

    def for_timeline(self) -> Self:
        plans = "section__chapter__plan", "priority"
        related = [f"{side}__{path}" for side in ("action", "waits_for") for path in plans]
        return self.select_related("recorded_by", *related).order_by("-as_at", "-id")

    def at_risk(
        self, council: Council, day: date, known_at: datetime | None = None
    ) -> list["Interdependency"]:
        """Those of `of` where an unfinished action waits for one that is overdue, off track, or due only after it;
        `risks` of each says which."""
        return [entry for entry in self.of(council, day, known_at) if entry.risks]


class Interdependency(Entry):
    """That one action cannot finish before another, from `as_at` on, or no longer."""

    SUBJECT = ("action", "waits_for")

    class Step(models.TextChoices):
        ADDED = "added", "Waits"
        REMOVED = "removed", "No longer waits"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="waits")
    waits_for = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="waited_for")
    step = models.CharField(max_length=10, choices=Step)
    because = models.CharField(max_length=250, blank=True)

    objects = InterdependencyQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(condition=~Q(action=F("waits_for")), name="action_waits_for_another"),
        ]
        indexes = [
            models.Index(fields=["action", "waits_for", "-as_at", "-id"]),
            models.Index(fields=["waits_for"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} for {self.waits_for}"

    @property
    def risks(self) -> tuple[str, ...]:
        """Why the action that waits should worry, in words; none where either is finished (after `of`)."""
        return tuple(_risks(self.action, self.waits_for))


def _risks(waiting: Action, awaited: Action) -> Iterator[str]:
    if waiting.rating_meaning in FINISHED or awaited.rating_meaning in FINISHED:
        return
    if awaited.is_overdue:
        yield f"past its date of {full_date(awaited.current_due)}"
    if awaited.rating_meaning == ProgressMeaning.OFF_TRACK:
        yield "off track"
    if not awaited.is_overdue and awaited.current_due > waiting.current_due:
        yield f"due only on {full_date(awaited.current_due)}, after {full_date(waiting.current_due)}"
