from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from accounts.models import Entry
from core.ledger import LedgerQuerySet
from improvement.models.ratings import Rating


class ProgressUpdateQuerySet(LedgerQuerySet["ProgressUpdate"]):
    def for_timeline(self) -> Self:
        return self.select_related("rating", "recorded_by").order_by("-as_at", "-id")

    def of_lead(self) -> Self:
        """What was reported, without the ratings a chair recorded beside it."""
        return self.filter(moderates=None)

    def last_of(self, action: models.Model) -> int:
        """The number of the update of an action appended last, whatever its date; 0 where there is none."""
        last = self.filter(action=action.pk).order_by("-pk").values_list("pk", flat=True).first()
        return last or 0


class ProgressUpdate(Entry):
    """The progress rating of an action from `as_at` on, in words a councillor will read.

    One that `moderates` another is the chair's rating beside the lead's: the same day and the same words, so that
    it counts from where the lead's did until a newer update (docs/developer.md, “The ledger”).
    """

    SUBJECT = "action"

    action = models.ForeignKey("improvement.Action", on_delete=models.PROTECT, related_name="updates")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    narrative = models.TextField(blank=True)
    blockers = models.TextField(blank=True)
    corrected_because = models.CharField(max_length=250, blank=True, help_text="Why it corrects another.")
    moderates = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="moderations"
    )
    moderated_because = models.TextField(blank=True)

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["action", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.rating} as at {self.as_at}"


class ChallengeQuerySet(LedgerQuerySet["Challenge"]):
    def unanswered(self, day: date, known_at: datetime | None = None) -> Self:
        """Questions put by `day` that no newer update of the lead's had answered by then."""
        newer = ProgressUpdate.objects.standing(day, known_at).of_lead()
        answers = newer.filter(action=OuterRef("update__action"), recorded_at__gt=OuterRef("recorded_at"))
        return self.standing(day, known_at).exclude(Exists(answers))

    def question_to(self, *, day: date, known_at: datetime | None = None) -> Subquery:
        """For an action queryset: the question its lead has still to answer, or None."""
        asked = self.unanswered(day, known_at).filter(update__action=OuterRef("pk"))
        return Subquery(asked.order_by("-as_at", "-id").values("question")[:1])

    def for_timeline(self) -> Self:
        return self.select_related("recorded_by", "update__rating").order_by("-as_at", "-id")


class Challenge(Entry):
    """An update returned to whoever reports on the action with a question; a newer update answers it."""

    SUBJECT = "update"

    update = models.ForeignKey(ProgressUpdate, on_delete=models.PROTECT, related_name="challenges")
    question = models.TextField()

    objects = ChallengeQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["update", "-as_at", "-id"])]

    def __str__(self) -> str:
        return self.question if len(self.question) <= 80 else f"{self.question[:79]}…"
