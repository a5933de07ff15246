from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import OuterRef, Subquery

from accounts.models import Entry
from core.ledger import LedgerQuerySet
from improvement.models.groups import Meeting


class EndorsementQuerySet(LedgerQuerySet["Endorsement"]):
    def step_on(self, *, day: date, known_at: datetime | None = None) -> Subquery:
        """For an action queryset: the step that held on `day`, or None before the action was proposed."""
        return self.latest_value_subquery("step", day, known_at)

    def joined_on(self, *, day: date, known_at: datetime | None = None) -> Subquery:
        """For an action queryset: when the action was endorsed, or None where it had not been by `day`."""
        endorsed = self.standing(day, known_at).filter(step=Endorsement.Step.ENDORSED, action=OuterRef("pk"))
        return Subquery(endorsed.order_by("-as_at", "-id").values("as_at")[:1])

    def open_proposals(self, day: date, known_at: datetime | None = None) -> Self:
        """Proposals that had been neither endorsed nor declined by `day`."""
        return self.current(day, known_at).filter(step=Endorsement.Step.PROPOSED)

    def for_timeline(self) -> Self:
        return self.select_related("recorded_by", "meeting__group").order_by("-as_at", "-id")


class Endorsement(Entry):
    """An action proposed for the plan, endorsed or declined. Only an endorsed action counts anywhere."""

    SUBJECT = "action"

    class Step(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ENDORSED = "endorsed", "Endorsed"
        DECLINED = "declined", "Declined"

    action = models.ForeignKey("improvement.Action", on_delete=models.PROTECT, related_name="endorsements")
    step = models.CharField(max_length=10, choices=Step)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    objects = EndorsementQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["action", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.get_step_display()} as at {self.as_at}"
