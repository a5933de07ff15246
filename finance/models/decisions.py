from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models

from accounts.models import Council, CouncilOwned, Versioned
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


class FundingDecisionQuerySet(models.QuerySet["FundingDecision"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)

    def with_authority(self) -> Self:
        """With approvals, tranches and lines, as the decision pages show them."""
        return self.select_related("council", "plan").prefetch_related("approvals", "tranches", "lines")


class FundingDecision(Versioned):
    """Who decided what sum, when and from where. It is effective at the last of its approvals."""

    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    slug = models.SlugField()
    title = models.CharField(max_length=200)
    amount = PoundsField()
    source = models.CharField(max_length=20, choices=Source)
    source_note = models.CharField(max_length=250, blank=True)
    already_in_budget = PoundsField(default=0, help_text="Growth already built into the base budget.")
    delegation = models.TextField(blank=True)

    objects = FundingDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["council", "slug"], name="decision_slug_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def effective_on(self) -> date | None:
        """The day of the last approval; None until there is one."""
        return max((approval.approved_on for approval in self.approvals.all()), default=None)

    @property
    def net(self) -> Decimal:
        """What has to be found: gross less the growth already in the budget (document 002: £2.5m − £0.5m)."""
        return self.amount - self.already_in_budget


class Approval(CouncilOwned):
    """One body's approval in the sequence a decision needs (committee 16 July, Full Council 17 July)."""

    decision = models.ForeignKey(FundingDecision, on_delete=models.PROTECT, related_name="approvals")
    body = models.CharField(max_length=120)
    approved_on = models.DateField()
    minute = models.CharField(max_length=80, blank=True)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["approved_on", "pk"]

    def __str__(self) -> str:
        return f"{self.body}, {self.approved_on}"


class Tranche(CouncilOwned):
    """A part of a decision, drawn down by a later decision; some of it may have been brought forward."""

    decision = models.ForeignKey(FundingDecision, on_delete=models.PROTECT, related_name="tranches")
    number = models.PositiveSmallIntegerField()
    amount = PoundsField()
    available_from = models.DateField(null=True, blank=True)
    drawn_on = models.DateField(null=True, blank=True)
    drawn_by = models.CharField(max_length=200, blank=True)
    brought_forward = PoundsField(default=0)
    brought_forward_note = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["decision", "number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="tranche_number_once")]

    def __str__(self) -> str:
        return f"Tranche {self.number}"
