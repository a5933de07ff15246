from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Prefetch

from accounts.models import Council, Entry, Versioned
from core.ledger import LedgerQuerySet
from core.money import PoundsField
from finance.models import BudgetLine, FundingDecision
from improvement import references
from improvement.models import Priority, Section
from workforce.models.known_words import KnownWord, word_known_by


class FundedPostQuerySet(models.QuerySet["FundedPost"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("line")

    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """Posts that stood in the record on `day`, with `status` (a FundedPost.Status) as held then, and number, FTE
        each and grade as known then."""
        status = PostStatus.objects.latest_value_subquery("status", day, known_at)
        words = ("number", "fte_each", "grade")
        known = {f"{name}_known": word_known_by(FundedPost, name, known_at) for name in words}
        return self.annotate(status=status, **known).exclude(status=None)

    def shown(self) -> Self:
        """Without those retired: entered by mistake, or asked for and not given (after `as_at`)."""
        return self.exclude(status=FundedPost.Status.RETIRED)

    def approved(self) -> Self:
        """Approved, live or ended since: what a table of the day lists (after `as_at`)."""
        return self.filter(status__in=FundedPost.GIVEN)

    def open(self) -> Self:
        """Approved or live: what is being recruited to and paid for (after `as_at`)."""
        return self.filter(status__in=[FundedPost.Status.APPROVED, FundedPost.Status.LIVE])

    def not_over(self) -> Self:
        """Asked for or given, neither retired nor ended (after `as_at`)."""
        return self.exclude(status__in=[FundedPost.Status.RETIRED, FundedPost.Status.ENDED])

    def proposed(self) -> Self:
        return self.filter(status=FundedPost.Status.PROPOSED)

    def same_proposal(self, words: Mapping[str, Any]) -> "FundedPost | None":
        """The proposal of the very same words, if there is one: a form sent twice adds nothing (after
        `as_at`)."""
        names = ("role", "number", "fte_each", "team", "grade", "line", "planned_start", "rationale", "basis")
        return self.proposed().filter(**{name: words[name] for name in names}).first()

    def with_references(self) -> Self:
        """With what `plan_reference` reads, in one more query however many posts."""
        sections = Section.objects.select_related("chapter__plan")
        return self.select_related("priority").prefetch_related(Prefetch("sections", sections))


class FundedPost(Versioned):
    """A role × number that a decision pays for, or that a proposal asks for (Social Worker x 6)."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        APPROVED = "approved", "Approved"
        LIVE = "live", "Live"
        ENDED = "ended", "Ended"
        RETIRED = "retired", "Retired"

    # What a decision has given, whatever became of it.
    GIVEN = (Status.APPROVED, Status.LIVE, Status.ENDED)
    # Why a proposal asks; a word of its own may stand in its place.
    BASES = ("Caseload", "Span", "Statutory duty", "Unmet need", "Displaced cost")

    class Contract(models.TextChoices):
        PERMANENT = "permanent", "Permanent"
        FIXED_TERM = "fixed_term", "Fixed term"
        AGENCY = "agency", "Agency"

    role = models.CharField(max_length=160)
    # How the sentence of the recruitment table calls one of them: "social worker".
    role_noun = models.CharField(max_length=80, blank=True)
    # Roles of one kind are counted together whatever each row calls them: Family support worker.
    role_type = models.CharField(max_length=80, blank=True)
    number = models.PositiveSmallIntegerField(default=1)
    fte_each = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal(1))
    team = models.CharField(max_length=120, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    contract = models.CharField(max_length=12, choices=Contract, default=Contract.PERMANENT)
    core_social_care = models.BooleanField(default=False)
    rationale = models.TextField(blank=True)
    basis = models.CharField(
        max_length=250, blank=True, help_text="Caseload, span, duty, unmet need, displaced cost."
    )
    # 325 children without a service; 15 assessments at £2,200 each.
    basis_count = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    basis_of = models.CharField(max_length=120, blank=True)
    basis_unit_cost = PoundsField(null=True, blank=True)
    sections = models.ManyToManyField(Section, blank=True, related_name="funded_posts")
    priority = models.ForeignKey(
        Priority,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="funded_posts",
        help_text="Where the plan reference goes down to a priority: IP Ch.1, S.3, P.5.",
    )
    line = models.ForeignKey(
        BudgetLine, null=True, blank=True, on_delete=models.PROTECT, related_name="funded_posts"
    )
    planned_start = models.DateField(null=True, blank=True)
    funded_until = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    # Set by `FundedPostQuerySet.as_at`; never columns.
    status: str
    number_known = KnownWord("number", int)
    fte_each_known = KnownWord("fte_each", Decimal)
    grade_known = KnownWord("grade", str)

    objects = FundedPostQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.role} x {self.number}" if self.number > 1 else self.role

    @property
    def plan_reference(self) -> str:
        """`IP Ch.1, S.3, P.5`; several sections stand behind one another; none gives the empty string."""
        return "; ".join(self._cited(section) for section in self.sections.all())

    def _cited(self, section: Section) -> str:
        priority = self.priority if self.priority and self.priority.section_id == section.pk else None
        chapter = section.chapter
        return references.cite(
            chapter.plan.prefix, chapter.number, section.label, priority.label if priority else ""
        )

    @property
    def status_words(self) -> str:
        return str(FundedPost.Status(self.status).label)

    @property
    def displaced_cost(self) -> Decimal | None:
        """Pounds that the post would save: 15 assessments at £2,200 come to £33,000 (document 002)."""
        if self.basis_count is None or self.basis_unit_cost is None:
            return None
        return self.basis_count * self.basis_unit_cost

    @property
    def fte(self) -> Decimal:
        """Full-time equivalents of the whole row: number times the FTE of each."""
        return self.number * self.fte_each


class PostStatusQuerySet(LedgerQuerySet["PostStatus"]):
    def for_timeline(self) -> Self:
        return self.select_related("recorded_by", "decision").order_by("-as_at", "-id")

    def given_on(self, post: FundedPost) -> date | None:
        """The day from which a post was approved, the first of them; None where it was not."""
        given = self.filter(post=post, status=FundedPost.Status.APPROVED).standing(None)
        return given.order_by("as_at").values_list("as_at", flat=True).first()


class PostStatus(Entry):
    """Where a post stands from a day on: proposed, approved by a decision, live, ended, retired."""

    SUBJECT = "post"

    post = models.ForeignKey(FundedPost, on_delete=models.PROTECT, related_name="statuses")
    status = models.CharField(max_length=10, choices=FundedPost.Status)
    decision = models.ForeignKey(
        FundingDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=250, blank=True)

    objects = PostStatusQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["post", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.post}: {self.get_status_display()}"
