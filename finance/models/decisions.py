from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import Council, CouncilOwned, Entry, Versioned
from core.dates import today
from core.ledger import LedgerQuerySet
from core.money import PoundsField
from improvement.models import Meeting, Plan


class Source(models.TextChoices):
    RESERVE = "reserve", "Reserve"
    GROWTH = "growth", "Growth"
    DIVERTED_GROWTH = "diverted_growth", "Diverted growth"
    GRANT = "grant", "Grant"
    MATCH_FUNDING = "match_funding", "Match funding"
    CAPITAL_RECEIPT = "capital_receipt", "Capital receipt"
    SECTION_106 = "s106", "Section 106"
    BASE_BUDGET = "base_budget", "Base budget"


def last_of_all(days: Sequence[date | None]) -> date | None:
    """The last of the days; None while one is missing, or when there is none."""
    given = [day for day in days if day is not None]
    return max(given, default=None) if len(given) == len(days) else None


class FundingDecisionQuerySet(models.QuerySet["FundingDecision"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)

    def with_authority(self) -> Self:
        """With approvals, sources, tranches and lines, as the decision pages show them."""
        related = ("approvals", "sources", "tranches", "lines")
        return self.select_related("council", "plan", "key_decided_by").prefetch_related(*related)


class FundingDecision(Versioned):
    """Who decided what sum, when and from where. It is effective at the last of its approvals."""

    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    slug = models.SlugField()
    title = models.CharField(max_length=200)
    # What stands now of its AuthorisedAmount entries, which say what was known when.
    amount = PoundsField()
    already_in_budget = PoundsField(default=0, help_text="Growth already built into the base budget.")
    delegation = models.TextField(blank=True, help_text="What may be decided without coming back.")
    delegated_to = models.CharField(max_length=200, blank=True)
    delegated_with = models.CharField(max_length=250, blank=True, help_text="In consultation with whom.")
    delegated_up_to = PoundsField(null=True, blank=True)
    conditions = models.TextField(blank=True)
    wards = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How many wards are affected.")
    # None until the clerk has decided; what the threshold and the wards suggest decides nothing.
    is_key = models.BooleanField(null=True, blank=True)
    key_reasons = models.TextField(blank=True)
    key_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = FundingDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["council", "slug"], name="decision_slug_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def effective_on(self) -> date | None:
        """The day of the last approval; None until every body of the sequence has approved."""
        return last_of_all([approval.approved_on for approval in self.approvals.all()])

    @property
    def net(self) -> Decimal:
        """What has to be found: gross less the growth already in the budget (document 002: £2.5m − £0.5m)."""
        return self.amount - self.already_in_budget


class AuthorisedAmountQuerySet(LedgerQuerySet["AuthorisedAmount"]):
    def by_decision(
        self,
        decisions: Iterable[FundingDecision],
        day: date | None = None,
        known_at: datetime | None = None,
    ) -> dict[int, Decimal]:
        """Pounds by decision id as they held on `day` (None: today), as known at a moment. One query."""
        rows = self.filter(decision__in=[decision.pk for decision in decisions])
        return dict(rows.current(day or today(), known_at).values_list("decision_id", "amount"))

    def history(self, decision: FundingDecision) -> Self:
        """All that was ever recorded of a decision's sum, newest first, with who did it."""
        return self.filter(decision=decision).select_related("recorded_by").order_by("-pk")


class AuthorisedAmount(Entry):
    """The sum of a decision in pounds, from the day of its first approval. A sum put right corrects the one before;
    one changed on purpose stands beside it, from its own day."""

    SUBJECT = "decision"

    decision = models.ForeignKey(FundingDecision, on_delete=models.PROTECT, related_name="authorised_amounts")
    amount = PoundsField()

    objects = AuthorisedAmountQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["as_at", "id"]
        indexes = [models.Index(fields=["decision", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"Sum of {self.decision}"


class Approval(CouncilOwned):
    """One body's approval in the sequence a decision needs (committee 16 July, Full Council 17 July).

    Without a day the body has still to approve.
    """

    decision = models.ForeignKey(FundingDecision, on_delete=models.PROTECT, related_name="approvals")
    body = models.CharField(max_length=120)
    approved_on = models.DateField(null=True, blank=True)
    minute = models.CharField(max_length=80, blank=True)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "approved_on", "pk"]

    def __str__(self) -> str:
        return f"{self.body}, {self.approved_on}"


class FundingSource(CouncilOwned):
    """A sum a decision is paid from: of what kind, which reserve or grant, and whether it comes every year."""

    decision = models.ForeignKey(FundingDecision, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=20, choices=Source)
    name = models.CharField(max_length=250, blank=True)
    amount = PoundsField()
    is_recurring = models.BooleanField(default=False)
    balance = PoundsField(null=True, blank=True, help_text="What the reserve held.")
    balance_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, help_text="The last day money for a time is there.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}" if self.name else self.get_kind_display()


class Tranche(CouncilOwned):
    """A part of a decision, drawn down by a later decision; some of it may have been brought forward."""

    decision = models.ForeignKey(FundingDecision, on_delete=models.PROTECT, related_name="tranches")
    number = models.PositiveSmallIntegerField()
    amount = PoundsField()
    available_from = models.DateField(null=True, blank=True)
    drawn_on = models.DateField(null=True, blank=True)
    drawn_by = models.CharField(max_length=200, blank=True)
    brought_forward = PoundsField(default=0)
    brought_forward_on = models.DateField(null=True, blank=True)
    brought_forward_note = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["decision", "number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="tranche_number_once")]

    def __str__(self) -> str:
        return f"Tranche {self.number}"

    def is_drawn(self, day: date) -> bool:
        """Whether it had been drawn down on the day, as we now know it."""
        return self.drawn_on is not None and self.drawn_on <= day

    def drawn(self, day: date) -> Decimal:
        """What of it may be spent already (document 003: £1m of £6.489m before it was drawn down)."""
        if self.is_drawn(day):
            return self.amount
        forward = self.brought_forward_on
        return Decimal(0) if forward and forward > day else self.brought_forward
