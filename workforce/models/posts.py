from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Prefetch, Q

from accounts.models import Council, Versioned
from finance.models import BudgetLine
from improvement import references
from improvement.models import Priority, Section


class FundedPostQuerySet(models.QuerySet["FundedPost"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("line")

    def approved(self) -> Self:
        return self.filter(status=FundedPost.Status.APPROVED)

    def approved_on(self, day: date) -> Self:
        """Approved, or ended since: what a table of the day lists."""
        return self.filter(
            Q(status=FundedPost.Status.APPROVED) | Q(status=FundedPost.Status.ENDED, funded_until__gte=day)
        )

    def proposed(self) -> Self:
        return self.filter(status=FundedPost.Status.PROPOSED)

    def with_references(self) -> Self:
        """With what `plan_reference` reads, in one more query however many posts."""
        sections = Section.objects.select_related("chapter__plan")
        return self.select_related("priority").prefetch_related(Prefetch("sections", sections))


class FundedPost(Versioned):
    """A role × number that a decision pays for, or that a proposal asks for (Social Worker x 6)."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        APPROVED = "approved", "Approved"
        ENDED = "ended", "Ended"

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
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    order = models.PositiveSmallIntegerField(default=0)

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
    def fte(self) -> Decimal:
        """Full-time equivalents of the whole row: number times the FTE of each."""
        return self.number * self.fte_each
