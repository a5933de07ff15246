from datetime import date, datetime
from typing import Self

from django.db import models

from accounts.models import Council, CouncilOwned, Entry, Versioned
from core.ledger import LedgerQuerySet
from core.money import PoundsField
from finance.models.decisions import FundingDecision, Tranche
from improvement.models import Section


class BudgetLineQuerySet(models.QuerySet["BudgetLine"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("decision", "tranche")

    def in_year(self, year: int) -> Self:
        """Lines with a budget movement in the financial year, in table order."""
        return self.filter(movements__financial_year=year).distinct().order_by("order", "code")


class BudgetLine(Versioned):
    """One line of the budget over all its years. Names repeat (document 003), so the code is the key."""

    class Kind(models.TextChoices):
        POSTS = "posts", "Posts"
        NON_PAY = "non_pay", "Non-pay"
        LEGAL = "legal", "Legal costs"
        CAPITAL = "capital", "Capital"

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    decision = models.ForeignKey(FundingDecision, on_delete=models.PROTECT, related_name="lines")
    tranche = models.ForeignKey(
        Tranche, null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )
    funding_stream = models.CharField(max_length=120, blank=True)
    cost_centre = models.CharField(max_length=20, blank=True)
    subjective_code = models.CharField(max_length=20, blank=True)
    sections = models.ManyToManyField(Section, blank=True, related_name="budget_lines")
    spend_covers = models.CharField(
        max_length=120, blank=True, help_text="What its spend pays for, as a paper says it: 4 social workers."
    )
    order = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["council", "code"], name="line_code_once_a_council")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class BudgetMovementQuerySet(LedgerQuerySet["BudgetMovement"]):
    def by_line(
        self, year: int, day: date, known_at: datetime | None = None
    ) -> "models.QuerySet[BudgetMovement]":
        """Standing movements of a financial year: the budget of a line is their sum."""
        return self.standing(day, known_at).filter(financial_year=year)


class BudgetMovement(Entry):
    """A dated change to a line's budget of one financial year; the budget is the sum of these."""

    SUBJECT = ("line", "financial_year")

    class Kind(models.TextChoices):
        ORIGINAL = "original", "Original budget"
        GROWTH = "growth", "Growth"
        VIREMENT = "virement", "Virement"
        CARRY_FORWARD = "carry_forward", "Carry-forward"
        REDUCTION = "reduction", "Reduction"

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="movements")
    financial_year = models.PositiveSmallIntegerField(help_text="The year it starts in: 2024 for 2024/25.")
    kind = models.CharField(max_length=15, choices=Kind)
    amount = PoundsField()
    reason = models.CharField(max_length=250, blank=True)

    objects = BudgetMovementQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["financial_year", "as_at", "id"]
        indexes = [models.Index(fields=["line", "financial_year", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


class Profile(CouncilOwned):
    """How a line's budget of one year falls across its months: evenly from `first_month`, or twelve parts.

    `parts` holds twelve whole-number weights, April first; budget to date follows them, not twelfths.
    """

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="profiles")
    financial_year = models.PositiveSmallIntegerField()
    parts = models.JSONField(help_text="Twelve weights, April first.")

    class Meta:
        ordering = ["line", "financial_year"]
        constraints = [
            models.UniqueConstraint(fields=["line", "financial_year"], name="one_profile_a_line_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.financial_year}"
