from collections.abc import Iterable
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Council, Entry, Versioned
from core.dates import today
from core.ledger import LedgerQuerySet
from improvement import references
from improvement.models.plan import Chapter
from improvement.models.ratings import Rating
from improvement.models.retirement import without_retired


class SectionQuerySet(models.QuerySet["Section"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("chapter__plan")

    def cited(self, cited: references.Reference) -> Self:
        """The section a typed reference names; of every plan, because prefixes are mistyped."""
        return self.filter(chapter__number=cited.chapter, label=cited.section)

    def in_plan_order(self) -> Self:
        return self.order_by("chapter__plan_id", "chapter__number", "order", "pk")

    def offered(self, kept: Iterable[int | None] = ()) -> Self:
        """Those a form offers, in the plan's order: in force today, or `kept` (their ids) though they have left."""
        in_force = Section.objects.existing_on(today()).values("pk")
        return self.filter(Q(pk__in=in_force) | Q(pk__in=[pk for pk in kept if pk])).in_plan_order()

    def existing_on(self, day: date, known_at: datetime | None = None) -> Self:
        """Those added by `day` that had not been retired then, as known at `known_at`."""
        added = self.filter(added_on__lte=day)
        if known_at is not None:
            added = added.filter(Q(added_at=None) | Q(added_at__lte=known_at))
        return without_retired(added, "section", day, known_at)

    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """The sections existing on `day` with the impact rating that held then, as known at `known_at`.

        Adds `impact_entry_id`, `impact_rating_id`, `impact_code`, `impact_label`, `impact_colour`, `impact_symbol`,
        `impact_meaning`, `impact_narrative` and `impact_rated_on`; all None where nobody has rated it yet.
        """
        latest = ImpactRating.objects.latest_value_subquery
        facts = {
            "impact_entry_id": "pk",
            "impact_rating_id": "rating_id",
            "impact_code": "rating__code",
            "impact_label": "rating__label",
            "impact_colour": "rating__colour",
            "impact_symbol": "rating__symbol",
            "impact_meaning": "rating__meaning",
            "impact_narrative": "narrative",
            "impact_rated_on": "as_at",
        }
        return self.existing_on(day, known_at).annotate(
            **{name: latest(field, day=day, known_at=known_at) for name, field in facts.items()}
        )


class Section(Versioned):
    """A plan area (S.3, SL1): what inspectors found wanting, the actions about it, and its impact rating."""

    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="sections")
    label = models.CharField(max_length=10, help_text="As cited: S.3, SL1.")
    title = models.CharField(max_length=200)
    outcome = models.TextField(blank=True, help_text="What children and families will notice.")
    order = models.PositiveSmallIntegerField(default=0)
    added_on = models.DateField()
    added_at = models.DateTimeField(null=True, editable=False, help_text="When that was written down.")
    retired_on = models.DateField(null=True, blank=True)
    retired_because = models.CharField(max_length=250, blank=True)
    first_published_on = models.DateField(null=True, blank=True, editable=False)

    # Set by `SectionQuerySet.as_at`; never columns.
    impact_entry_id: int | None
    impact_rating_id: int | None
    impact_code: str | None
    impact_label: str | None
    impact_colour: str | None
    impact_symbol: str | None
    impact_meaning: str | None
    impact_narrative: str | None
    impact_rated_on: date | None

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["chapter", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["chapter", "label"], name="section_label_once_a_chapter")
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        """IP Ch.1, S.3 – needs chapter and plan selected."""
        return references.cite(self.chapter.plan.prefix, self.chapter.number, self.label)


class Priority(Versioned):
    """An optional level within a section (P.5, D) on which actions may hang."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="priorities")
    label = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)
    retired_because = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["section", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "label"], name="priority_label_once_a_section")
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"


class ImpactRatingQuerySet(LedgerQuerySet["ImpactRating"]):
    def for_timeline(self) -> Self:
        return self.select_related("rating", "recorded_by").order_by("-as_at", "-id")


class ImpactRating(Entry):
    """The impact a section has had on children from `as_at` on. An action has no impact rating."""

    SUBJECT = "section"

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="impact_ratings")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    narrative = models.TextField(blank=True)
    corrected_because = models.CharField(max_length=250, blank=True, help_text="Why it corrects another.")

    objects = ImpactRatingQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["section", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.rating} as at {self.as_at}"
