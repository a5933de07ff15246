from datetime import date, datetime
from typing import Self

from django.db import models

from accounts.models import Entry
from core.ledger import LedgerQuerySet
from reports.models.papers import Paper
from reports.models.publications import Publication


class PublicationEventQuerySet(LedgerQuerySet["PublicationEvent"]):
    def of(self, paper: Paper) -> Self:
        return self.filter(paper=paper).select_related("recorded_by", "publication")

    def correcting(self, publication: Publication) -> "PublicationEvent | None":
        """The entry that takes this version up for correction, if one stands."""
        standing = self.filter(publication=publication, kind="correction").standing()
        return standing.order_by("-pk").first()

    def taken_up(self) -> Self:
        """The entries that took versions up for correction and stand, the earliest first; the versions without what
        they say."""
        standing = self.filter(kind="correction").standing().select_related("publication").order_by("pk")
        return standing.only("reason", "paper", "publication__number", "publication__published_at")

    def withdrawal(self, publication: Publication) -> "PublicationEvent | None":
        """The entry by which this version is withdrawn, if one stands."""
        standing = self.filter(publication=publication, kind="withdrawal").standing()
        return standing.order_by("-pk").first()

    def told(self, paper: Paper, day: date | None = None, known_at: datetime | None = None) -> Self:
        """What stands of a paper, the earliest first."""
        return self.of(paper).standing(day, known_at).order_by("as_at", "pk")


class PublicationEvent(Entry):
    """What was done about a paper besides publishing it: a version taken up for correction or withdrawn, and where
    and when the agenda with it was published. It alters nothing of what was published,
    and is undone by a further entry alone."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Taken up for correction"
        WITHDRAWAL = "withdrawal", "Withdrawn"
        AGENDA = "agenda", "Agenda published"

    SUBJECT = ("paper", "kind")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="events")
    publication = models.ForeignKey(
        Publication,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        help_text="The version that is corrected or withdrawn.",
    )
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.TextField(blank=True, help_text="Why it is corrected or withdrawn.")
    place = models.CharField(max_length=250, blank=True, help_text="Where it was published.")

    objects = PublicationEventQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["paper", "as_at", "id"]
        indexes = [
            models.Index(fields=["paper", "kind", "-as_at", "-id"], name="publication_event_by_subject")
        ]

    def __str__(self) -> str:
        return f"{self.paper}: {self.get_kind_display()}"
