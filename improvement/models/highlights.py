from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Council, CouncilOwned, Entry
from core.dates import end_of_day, now
from core.ledger import LedgerQuerySet
from improvement.models.sections import Section


class HighlightQuerySet(LedgerQuerySet["Highlight"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("section__chapter__plan", "recorded_by")

    def since(self, after: date, until: date, known_at: datetime | None = None) -> Self:
        """What happened after one day up to and including another, newest first."""
        return self.standing(until, known_at).filter(as_at__gt=after).order_by("-as_at", "-id")

    def not_yet_used(self, known_at: datetime | None = None, besides: str = "") -> Self:
        """No published paper, `besides` the one of that name, had told it by `known_at`; a highlight that corrects
        a told one is new."""
        used = HighlightUse.objects.filter(highlight=OuterRef("pk")).exclude(paper=besides)
        return self.filter(~Exists(used if known_at is None else used.filter(used_at__lte=known_at)))

    def offered_to_next_paper(self, last: date | None, day: date, known_at: datetime | None = None) -> Self:
        """Dated or recorded after the last paper's day (None: there was no paper), and not yet used."""
        held = self.standing(day, known_at).not_yet_used(known_at)
        if last is None:
            return held
        return held.filter(Q(as_at__gt=last) | Q(recorded_at__gt=end_of_day(last)))


class Highlight(Entry):
    """Something worth telling members: activity, impact, concern, or feedback of children and families."""

    SUBJECT = "council"

    class Kind(models.TextChoices):
        ACTIVITY = "activity", "Activity"
        IMPACT = "impact", "Impact"
        CONCERN = "concern", "Concern"
        FEEDBACK = "feedback", "Feedback of children and families"

    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.PROTECT, related_name="highlights"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()
    gathered_how = models.CharField(max_length=200, blank=True)
    taken_to = models.CharField(max_length=200, blank=True, help_text="Where the feedback was taken.")
    consent_given = models.BooleanField(default=False)
    what_changed = models.TextField(blank=True)
    corrected_because = models.CharField(max_length=250, blank=True, help_text="Why it corrects another.")

    objects = HighlightQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["council", "-as_at", "-id"])]

    def __str__(self) -> str:
        return self.text[:80]


class HighlightUse(CouncilOwned):
    """A published paper told members of a highlight. The paper is kept as plain words: it stands to the left."""

    highlight = models.ForeignKey(Highlight, on_delete=models.PROTECT, related_name="uses")
    paper = models.CharField(max_length=250)
    used_on = models.DateField()
    used_at = models.DateTimeField(default=now)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["used_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["highlight", "paper"], name="highlight_told_once_a_paper")
        ]

    def __str__(self) -> str:
        return f"{self.highlight}: {self.paper}"
