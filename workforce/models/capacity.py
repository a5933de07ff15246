from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Subquery

from accounts.models import Change, Council, Entry, Versioned
from core.ledger import LedgerQuerySet


class CaseloadStandardQuerySet(LedgerQuerySet["CaseloadStandard"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)

    def for_cases(self) -> Self:
        """Those that say how many cases one worker holds, without aspirations: what a team is held to."""
        return self.filter(kind=CaseloadStandard.Kind.CASES, is_aspiration=False)


class CaseloadStandard(Entry):
    """How many of what one person should hold from its `as_at` on: a range, what it counts, who set it (document
    002). A change is another entry from another day, a mistake is corrected by one."""

    SUBJECT = ("council", "applies_to", "is_aspiration")

    class Kind(models.TextChoices):
        CASES = "cases", "Cases that one worker holds"
        SPAN = "span", "People whom one manager manages"

    applies_to = models.CharField(max_length=120)
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.CASES)
    counts = models.CharField(
        max_length=120, help_text="What is counted: children, direct reports, children in care."
    )
    low = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    is_aspiration = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=250, blank=True)

    objects = CaseloadStandardQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["order", "as_at", "pk"]
        indexes = [models.Index(fields=["council", "applies_to", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.applies_to}: {self.low} to {self.high} {self.counts}"

    @property
    def from_date(self) -> date:
        return self.as_at


# How the change log says that a team came to be.
ADDED = "added the team"


class TeamQuerySet(models.QuerySet["Team"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)

    def standing(self, day: date, known_at: datetime | None = None) -> Self:
        """Those not retired by `day`, as known then."""
        gone = TeamRetirement.objects.filter(team=OuterRef("pk")).standing(day, known_at)
        return self.filter(~Exists(gone))

    def known_by(self, known_at: datetime | None = None) -> Self:
        """Those that had been added by then."""
        if known_at is None:
            return self
        named = {"subject_type": Team._meta.label_lower, "subject_id": OuterRef("pk"), "verb": ADDED}
        return self.filter(~Exists(Change.objects.filter(**named, at__gt=known_at)))

    def with_retirement(self, day: date, known_at: datetime | None = None) -> Self:
        """Annotates `retired_on`, None for a team that stands."""
        gone = TeamRetirement.objects.filter(team=OuterRef("pk")).standing(day, known_at)
        return self.annotate(retired_on=Subquery(gone.order_by("-as_at").values("as_at")[:1]))


class Team(Versioned):
    """A team of a service, in a locality where it has one. It says which standards its workers are held to and,
    where its cases are not what the standard counts, what they are."""

    service = models.CharField(max_length=120)
    locality = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)
    counts = models.CharField(max_length=120, blank=True)
    standard = models.ForeignKey(
        CaseloadStandard, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reduced_standard = models.ForeignKey(
        CaseloadStandard, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "service", "locality", "name"], name="team_once")
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.service, self.locality, self.name]))


class TeamRetirement(Entry):
    """That a team is no more from its `as_at` on. A void brings the team back as if it had never gone."""

    SUBJECT = "team"

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="retirements")
    note = models.CharField(max_length=250)

    objects = LedgerQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["team", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.team} from {self.as_at}"


class CapacityReadingQuerySet(LedgerQuerySet["CapacityReading"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)

    def latest_by(self, day: date, known_at: datetime | None = None) -> Self:
        """For each team that stands on `day` its last reading by then, as known at `known_at`."""
        newest = (
            CapacityReading.objects.filter(team=OuterRef("team"))
            .standing(day, known_at)
            .order_by("-as_at", "-pk")
            .values("pk")[:1]
        )
        teams = Team.objects.standing(day, known_at)
        return (
            self.filter(pk=Subquery(newest), team__in=teams)
            .select_related("team", "standard", "reduced_standard", "recorded_by")
            .order_by("team__order", "team_id")
        )

    def in_month(self, month: date) -> Self:
        """What stands for a month, as we now know it."""
        return self.filter(month=month).standing(None)


class CapacityReading(Entry):
    """A team's workload in a month (its `as_at` is the first of it): what was counted or published, and the FTE
    behind it with its source.

    Blank is not entered, 0 is nil. `fte` is everybody who holds cases; `reduced_fte` is the part of it that is
    newly qualified or senior practitioners, held to `reduced_standard`; `agency_fte` is the part from agencies.
    Managers are not in it. `cases_like` are the cases of the kind that the standard counts.
    """

    SUBJECT = ("team", "month")

    class Source(models.TextChoices):
        PUBLISHED = "published", "Published"
        OURS = "ours", "Ours, not published"

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="readings")
    month = models.DateField()
    cases = models.PositiveIntegerField(null=True, blank=True)
    cases_like = models.PositiveIntegerField(null=True, blank=True)
    average_caseload = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    cases_over = models.PositiveIntegerField(null=True, blank=True)
    counts = models.CharField(
        max_length=120, blank=True, help_text="What its cases are, where the standard counts something else."
    )
    fte = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    reduced_fte = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal(0))
    newly_qualified_fte = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    senior_fte = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    manager_fte = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    agency_fte = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    fte_source = models.CharField(max_length=10, choices=Source, default=Source.PUBLISHED)
    standard = models.ForeignKey(CaseloadStandard, null=True, on_delete=models.PROTECT, related_name="+")
    reduced_standard = models.ForeignKey(
        CaseloadStandard, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=200, help_text="Which figures are published and which are ours.")
    note = models.CharField(max_length=250, blank=True)

    objects = CapacityReadingQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["team", "-month", "-id"]
        indexes = [models.Index("team", F("as_at").desc(), F("id").desc(), name="capacity_newest_of_team")]

    def __str__(self) -> str:
        return f"{self.team} {self.month:%Y-%m}"

    @property
    def full_fte(self) -> Decimal | None:
        """Those who hold a full caseload."""
        return None if self.fte is None else self.fte - self.reduced_fte
