from datetime import date
from typing import Self

from django.db import models

from accounts.models import Council, Entry
from core.ledger import LedgerQuerySet
from core.money import PoundsField
from workforce.figures import counts_from
from workforce.models.posts import FundedPost


class GradeCostQuerySet(LedgerQuerySet["GradeCost"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)


class GradeCost(Entry):
    """What one full-time post of a grade costs a year, on-costs included, from its `as_at` on; it may lie
    ahead. A wrong sum is corrected by another entry."""

    SUBJECT = ("council", "grade")

    grade = models.CharField(max_length=20)
    annual_cost = PoundsField()
    note = models.CharField(max_length=250, blank=True)

    objects = GradeCostQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["grade", "as_at", "pk"]
        indexes = [models.Index(fields=["council", "grade", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"Grade {self.grade} from {self.as_at}"

    @property
    def counts_from(self) -> date:
        return counts_from(self.as_at)


class PayAwardQuerySet(LedgerQuerySet["PayAward"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)


class PayAward(Entry):
    """The yearly rise applied from 1 April of a financial year, its `as_at`: 2.5 for 2.5%."""

    SUBJECT = ("council", "financial_year")

    financial_year = models.PositiveSmallIntegerField()
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    note = models.CharField(max_length=250, blank=True)

    objects = PayAwardQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["financial_year", "pk"]
        indexes = [models.Index(fields=["council", "financial_year", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.percent}% from April {self.financial_year}"


class EnteredCostQuerySet(LedgerQuerySet["EnteredCost"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)


class EnteredCost(Entry):
    """A post's cost of a financial year as somebody entered it, in place of the computed one. A void of the
    standing entry gives the year back to the computation."""

    SUBJECT = ("post", "financial_year")

    post = models.ForeignKey(FundedPost, on_delete=models.PROTECT, related_name="entered_costs")
    financial_year = models.PositiveSmallIntegerField()
    amount = PoundsField()
    note = models.CharField(max_length=250)

    objects = EnteredCostQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["post", "financial_year", "-id"]
        indexes = [models.Index(fields=["post", "financial_year", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.post}: cost of {self.financial_year}"
