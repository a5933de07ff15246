from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import CouncilOwned, Entry, Versioned
from core.ledger import LedgerQuerySet
from core.money import PoundsField
from workforce.models.posts import FundedPost


class PositionQuerySet(models.QuerySet["Position"]):
    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """Positions with `state` (a RecruitmentEvent.Kind, None before any event) and `state_on` as held on `day`."""
        latest = RecruitmentEvent.objects.latest_value_subquery
        return self.annotate(
            state=latest("kind", day=day, known_at=known_at),
            state_on=latest("as_at", day=day, known_at=known_at),
            state_start=latest("start_date", day=day, known_at=known_at),
        )


class Position(Versioned):
    """One of the six social workers: its own FTE and its own recruitment history."""

    post = models.ForeignKey(FundedPost, on_delete=models.PROTECT, related_name="positions")
    number = models.PositiveSmallIntegerField()
    fte = models.DecimalField(max_digits=4, decimal_places=2, default=1)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["post", "number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="position_number_once_a_post")]

    def __str__(self) -> str:
        return f"{self.post.role} {self.number}"


class RecruitmentEventQuerySet(LedgerQuerySet["RecruitmentEvent"]):
    def for_timeline(self) -> Self:
        return self.select_related("position", "recorded_by").order_by("-as_at", "-id")


class RecruitmentEvent(Entry):
    """What happened to a position: advertised, offered, appointed, left … Facts not of its kind stay empty."""

    SUBJECT = "position"

    class Kind(models.TextChoices):
        APPROVED = "approved", "Approved"
        ADVERTISED = "advertised", "Advertised"
        READVERTISED = "readvertised", "Readvertised"
        SHORTLISTED = "shortlisted", "Shortlisted"
        INTERVIEWED = "interviewed", "Interviewed"
        OFFERED = "offered", "Offered, awaiting reply"
        APPOINTED = "appointed", "Appointed"
        IN_POST = "in_post", "In post"
        LEFT = "left", "Left"
        TERMS_CHANGED = "terms_changed", "Terms changed"
        NO_LONGER_ADDITIONAL = "no_longer_additional", "No longer additional"
        WITHDRAWN = "withdrawn", "Withdrawn"

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=25, choices=Kind)
    start_date = models.DateField(null=True, blank=True)
    closing_date = models.DateField(null=True, blank=True)
    contract = models.CharField(max_length=12, choices=FundedPost.Contract, blank=True)
    note = models.CharField(max_length=250, blank=True)

    objects = RecruitmentEventQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["position", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.position}: {self.get_kind_display()}"


class CoverQuerySet(models.QuerySet["Cover"]):
    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """Cover in place on `day`; what was recorded later than `known_at` was not known."""
        held = self.filter(started_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gte=day))
        return held if known_at is None else held.filter(change__at__lte=known_at)


class Cover(CouncilOwned):
    """Who does the work meanwhile; one arrangement may serve several positions (four agency for six posts)."""

    class Kind(models.TextChoices):
        AGENCY = "agency", "Agency"
        SECONDMENT = "secondment", "Secondment"
        ACTING_UP = "acting_up", "Acting up"
        BANK = "bank", "Bank"

    post = models.ForeignKey(FundedPost, on_delete=models.PROTECT, related_name="cover")
    positions = models.ManyToManyField(Position, related_name="cover")
    kind = models.CharField(max_length=12, choices=Kind)
    headcount = models.PositiveSmallIntegerField(default=1)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    weekly_cost = PoundsField(null=True, blank=True)
    note = models.CharField(max_length=250, blank=True, help_text="As a paper may print it.")
    change = models.ForeignKey("accounts.Change", null=True, on_delete=models.PROTECT, related_name="+")

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["started_on", "pk"]

    def __str__(self) -> str:
        return f"{self.headcount} {self.get_kind_display().lower()}"
