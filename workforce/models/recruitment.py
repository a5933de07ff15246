from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery

from accounts.models import CouncilOwned, Entry, Versioned
from core.ledger import LedgerQuerySet
from core.money import PoundsField
from workforce.models.known_words import KnownWord, word_known_by
from workforce.models.posts import FundedPost


class PositionQuerySet(models.QuerySet["Position"]):
    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """Positions with `state` (a RecruitmentEvent.Kind, None before any event), `state_on` and
        `state_start` as held on `day`. A change of terms is not a state: the advert it was made in goes on.
        """
        moves = (
            RecruitmentEvent.objects.standing(day, known_at)
            .filter(position=OuterRef("pk"))
            .exclude(kind=RecruitmentEvent.Kind.TERMS_CHANGED)
            .order_by("-as_at", "-id")
        )
        return self.annotate(
            state=Subquery(moves.values("kind")[:1]),
            state_on=Subquery(moves.values("as_at")[:1]),
            state_start=Subquery(moves.values("start_date")[:1]),
        )

    def there(self, day: date, known_at: datetime | None = None) -> Self:
        """Those set up by `day`, as known then: a position begins with its approval, and one whose approval was taken
        out never was. One brought in without a day always was there."""
        events = RecruitmentEvent.objects.filter(position=OuterRef("pk"))
        return self.filter(Exists(events.standing(day, known_at)) | ~Exists(events))

    def with_fte_known_by(self, known_at: datetime | None) -> Self:
        """Gives each the full-time equivalent as it was known at `known_at`."""
        return self.annotate(fte_known=word_known_by(Position, "fte", known_at))

    def starts_to_confirm(self, day: date, known_at: datetime | None = None) -> Self:
        """Of posts that are open: appointed to a day that has passed, recorded before or after it, and nobody has
        said that they came (after `as_at`)."""
        return (
            self.filter(
                state=RecruitmentEvent.Kind.APPOINTED,
                state_start__lt=day,
                post__in=FundedPost.objects.as_at(day, known_at).open().values("pk"),
            )
            .prefetch_related(Prefetch("post", FundedPost.objects.as_at(day, known_at)))
            .order_by("state_start", "pk")
        )


class Position(Versioned):
    """One of the six social workers: its own FTE and its own recruitment history."""

    post = models.ForeignKey(FundedPost, on_delete=models.PROTECT, related_name="positions")
    number = models.PositiveSmallIntegerField()
    fte = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal(1))
    above_reason = models.CharField(
        max_length=250, blank=True, help_text="Why it stands although the row has no room for it."
    )

    # Set by `PositionQuerySet.as_at`; never columns.
    state: str | None
    state_on: date | None
    state_start: date | None
    # Set by `PositionQuerySet.with_fte_known_by`; never a column.
    fte_known = KnownWord("fte", Decimal)

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
    """What happened to a position: advertised, offered, appointed … Facts not of its kind stay empty."""

    SUBJECT = "position"

    class Kind(models.TextChoices):
        APPROVED = "approved", "Approved"
        ADVERTISED = "advertised", "Advertised"
        READVERTISED = "readvertised", "Readvertised"
        SHORTLISTED = "shortlisted", "Shortlisted"
        INTERVIEWED = "interviewed", "Interviewed"
        OFFERED = "offered", "Offered, awaiting reply"
        APPOINTED = "appointed", "Appointed"
        CANDIDATE_WITHDREW = "candidate_withdrew", "Candidate withdrew"
        IN_POST = "in_post", "In post"
        LEFT = "left", "Left"
        TERMS_CHANGED = "terms_changed", "Terms changed"
        NO_LONGER_ADDITIONAL = "no_longer_additional", "No longer additional"
        WITHDRAWN = "withdrawn", "Withdrawn"

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=25, choices=Kind)
    start_date = models.DateField(null=True, blank=True)
    closing_date = models.DateField(null=True, blank=True)
    channel = models.CharField(max_length=120, blank=True, help_text="Where it was advertised.")
    contract = models.CharField(max_length=12, choices=FundedPost.Contract, blank=True)
    note = models.CharField(max_length=250, blank=True)

    objects = RecruitmentEventQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["position", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.position}: {self.get_kind_display()}"


DAYS_A_WEEK = 5


class CoverQuerySet(models.QuerySet["Cover"]):
    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """Cover in place on `day`; what was recorded later than `known_at`, an end too, was not known."""
        begun = self.known_by(known_at).filter(started_on__lte=day)
        over = Q(ended_on__lt=day)
        if known_at is not None:
            over &= Q(end_change=None) | Q(end_change__at__lte=known_at)
        return begun.exclude(over)

    def known_by(self, known_at: datetime | None = None) -> Self:
        """Every arrangement that stands, of whatever day: recorded by then, and by then neither corrected nor
        taken out."""
        corrections, known = Cover.objects.filter(corrects=OuterRef("pk")), self
        if known_at is not None:
            known = known.filter(change__at__lte=known_at)
            corrections = corrections.filter(change__at__lte=known_at)
        return known.filter(~Exists(corrections), is_void=False)

    def to_come(self, post: FundedPost, day: date) -> list["Cover"]:
        """Agreed, and beginning after `day`. Two queries."""
        return self.known_by().filter(post=post, started_on__gt=day).with_ends_known_by()

    def with_ends_known_by(self, known_at: datetime | None = None) -> list["Cover"]:
        """Each arrangement with its positions, and without an end that was recorded later. Two queries."""
        found = list(self.select_related("end_change").prefetch_related("positions"))
        for cover in found:
            if known_at is not None and cover.end_change and cover.end_change.at > known_at:
                cover.ended_on = None
        return found


class Cover(CouncilOwned):
    """Who does the work meanwhile; one arrangement may serve several positions (four agency for six)."""

    class Kind(models.TextChoices):
        AGENCY = "agency", "Agency"
        SECONDMENT = "secondment", "Secondment"
        ACTING_UP = "acting_up", "Acting up"
        BANK = "bank", "Bank"

    class PaidBy(models.TextChoices):
        PLAN = "plan", "The plan's money"
        SERVICE = "service", "The service's own budget"

    post = models.ForeignKey(FundedPost, on_delete=models.PROTECT, related_name="cover")
    positions = models.ManyToManyField(Position, related_name="cover")
    kind = models.CharField(max_length=12, choices=Kind)
    headcount = models.PositiveSmallIntegerField(default=1)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    weekly_cost = PoundsField(null=True, blank=True)
    # As agencies quote it; five days make the week.
    daily_cost = PoundsField(null=True, blank=True)
    paid_by = models.CharField(max_length=10, choices=PaidBy, default=PaidBy.PLAN)
    # The last day the service pays for; the plan pays from the next.
    paid_by_service_until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=250, blank=True, help_text="As a paper may print it.")
    change = models.ForeignKey("accounts.Change", null=True, on_delete=models.PROTECT, related_name="+")
    # The service call that ended it, where that was a later one: until then nobody knew of an end.
    end_change = models.ForeignKey("accounts.Change", null=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    is_void = models.BooleanField(default=False)

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["started_on", "pk"]

    def __str__(self) -> str:
        return f"{self.headcount} {_PEOPLE[Cover.Kind(self.kind)]}"

    @property
    def cost_a_week(self) -> Decimal | None:
        """Pounds a week for the whole arrangement; a daily cost counts five times."""
        return self.daily_cost * DAYS_A_WEEK if self.daily_cost is not None else self.weekly_cost


_PEOPLE = {
    Cover.Kind.AGENCY: "by agency",
    Cover.Kind.SECONDMENT: "on secondment",
    Cover.Kind.ACTING_UP: "acting up",
    Cover.Kind.BANK: "from the bank",
}


class PostSentenceQuerySet(LedgerQuerySet["PostSentence"]):
    def of(self, posts: Iterable[FundedPost]) -> Self:
        return self.filter(post__in=list(posts)).select_related("recorded_by")


class PostSentence(Entry):
    """What an author says of a post's recruitment in place of the sentence made from its events. It is out of
    date once something newer has been recorded; a void gives the row back to the record."""

    SUBJECT = "post"

    post = models.ForeignKey(FundedPost, on_delete=models.PROTECT, related_name="sentences")
    text = models.CharField(max_length=400)

    objects = PostSentenceQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["post", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.post}: {self.text[:40]}"
