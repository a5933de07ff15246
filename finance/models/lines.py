import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Council, Entry, Versioned
from core.dates import today
from core.financial_year import LATER_YEARS, end, start
from core.ledger import LedgerQuerySet
from core.money import PoundsField, pounds
from finance.models.decisions import FundingDecision, Tranche
from improvement.models import Section


class BudgetLineQuerySet(models.QuerySet["BudgetLine"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("decision", "tranche")

    def in_use(self) -> Self:
        """Those that have not been retired by today."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=today()))

    def next_code(self, decision: FundingDecision) -> str:
        """A code nobody has yet, in the manner of the decision's last one: TT-26 after TT-25."""
        codes = list(self.filter(decision=decision).order_by("code").values_list("code", flat=True))
        taken = set(self.filter(council=decision.council_id).values_list("code", flat=True))
        match = re.fullmatch(r"(.*?)(\d+)", codes[-1]) if codes else None
        stem, digits = (match[1], match[2]) if match else (_initials(decision.title), "00")
        numbers = (f"{stem}{number:0{len(digits)}}" for number in count(int(digits) + 1))
        return next(code for code in numbers if code not in taken)

    def in_year(self, year: int) -> Self:
        """Lines with a budget movement (nil is one), spend or a forecast in the financial year, in table order."""
        every = self.model._default_manager.values("pk")
        months = (start(year), end(year))
        budgeted = every.filter(movements__financial_year=year)
        spent = every.filter(spend__month__range=months)
        forecast = every.filter(forecasts__month__range=months)
        found = Q(pk__in=budgeted) | Q(pk__in=spent) | Q(pk__in=forecast)
        return self.filter(found).order_by("decision_id", "order", "code")


def _initials(title: str) -> str:
    return "".join(word[0] for word in title.split() if word[0].isalpha())[:4].upper() + "-"


class BudgetLine(Versioned):
    """One line of the budget over all its years. Names repeat (document 003), so the code is the key."""

    class Kind(models.TextChoices):
        POSTS = "posts", "Posts"
        NON_PAY = "non_pay", "Non-pay"
        LEGAL = "legal", "Legal costs"
        CAPITAL = "capital", "Capital"

    class Allocation(models.TextChoices):
        AGREED = "agreed", "Agreed"
        INDICATIVE = "indicative", "Indicative"

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
    allocation = models.CharField(max_length=10, choices=Allocation, default=Allocation.AGREED)
    allocated_by = models.CharField(max_length=200, blank=True, help_text="The decision that allocated it.")
    recurring_cost = PoundsField(
        null=True, blank=True, help_text="What of it goes on every year, in a full year."
    )
    order = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)
    retired_reason = models.CharField(max_length=250, blank=True)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["council", "code"], name="line_code_once_a_council")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_retired(self) -> bool:
        """Whether it has been retired by today."""
        return self.retired_on is not None and self.retired_on <= today()


class BudgetMovementQuerySet(LedgerQuerySet["BudgetMovement"]):
    def of_lines(self, lines: Iterable[BudgetLine]) -> Self:
        return self.filter(line__in=[line.pk for line in lines])

    def years(self, council: Council) -> list[int]:
        """The financial years in which any line of the council has a budget, earliest first; not the later years."""
        own = self.filter(council=council).exclude(financial_year=LATER_YEARS)
        years = own.order_by("financial_year")
        return list(years.values_list("financial_year", flat=True).distinct())

    def moved_without_decision(self, line: BudgetLine, to: BudgetLine, year: int) -> Self:
        """The giving sides of what stands of virements from `line` `to` another in a year that name no decision."""
        went = Q(counterpart__line=to) | Q(counterpart_of__line=to)
        of_year = self.filter(line=line, financial_year=year, amount__lt=0, decision_reference="")
        virements = of_year.filter(went, kind=self.model.Kind.VIREMENT).standing()
        return virements.select_related("line", "counterpart__line", "counterpart_of__line").order_by(
            "as_at", "pk"
        )

    def by_line_and_year(
        self, day: date | None = None, known_at: datetime | None = None
    ) -> dict[int, dict[int, Decimal]]:
        """Budget in pounds by line id and financial year: the sum of the standing movements."""
        rows = self.standing(day, known_at).order_by().values_list("line_id", "financial_year")
        budgets: dict[int, dict[int, Decimal]] = {}
        for line_id, year, amount in rows.annotate(budget=models.Sum("amount")):
            budgets.setdefault(line_id, {})[year] = amount
        return budgets


class BudgetMovement(Entry):
    """A dated change to a line's budget of one financial year; the budget is the sum of these."""

    SUBJECT = ("line", "financial_year")

    class Kind(models.TextChoices):
        ORIGINAL = "original", "Original budget"
        GROWTH = "growth", "Growth"
        VIREMENT = "virement", "Virement"
        CARRY_FORWARD = "carry_forward", "Carry-forward"
        REDUCTION = "reduction", "Reduction"
        RETURNED = "returned", "Surplus returned"

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="movements")
    financial_year = models.PositiveSmallIntegerField(help_text="The year it starts in: 2024 for 2024/25.")
    kind = models.CharField(max_length=15, choices=Kind)
    amount = PoundsField()
    reason = models.CharField(max_length=250, blank=True)
    decision_reference = models.CharField(
        max_length=200, blank=True, help_text="The decision that allows it."
    )
    # The other side of a virement or carry-forward: both are appended in one call, and their sum is nil.
    counterpart = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="counterpart_of"
    )

    objects = BudgetMovementQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["financial_year", "as_at", "id"]
        indexes = [models.Index(fields=["line", "financial_year", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {pounds(self.amount)}"

    @property
    def other_side(self) -> "BudgetMovement | None":
        """The other half of a virement or carry-forward."""
        return self.counterpart or getattr(self, "counterpart_of", None)

    @property
    def other_line(self) -> BudgetLine | None:
        """The line on the other side of a virement."""
        other = self.other_side
        return other.line if other and other.line_id != self.line_id else None


class ProfileQuerySet(LedgerQuerySet["Profile"]):
    def parts_by_line(
        self, lines: Iterable[BudgetLine], year: int, known_at: datetime | None = None
    ) -> dict[int, tuple[int, ...]]:
        """The twelve weights by line id; a line without a profile is missing and falls evenly."""
        of_year = self.filter(line__in=[line.pk for line in lines], financial_year=year)
        current = of_year.current(end(year), known_at)
        return {line_id: tuple(parts) for line_id, parts in current.values_list("line_id", "parts")}


class Profile(Entry):
    """How a line's budget of one year falls across its months: twelve whole-number weights, April first.

    Budget to date follows them, not twelfths. Kept as entries, so that a budget to date as it was known
    on a past day is what the screen showed then.
    """

    SUBJECT = ("line", "financial_year")

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="profiles")
    financial_year = models.PositiveSmallIntegerField()
    parts = models.JSONField(help_text="Twelve weights, April first.")

    objects = ProfileQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["line", "financial_year", "as_at", "id"]
        indexes = [models.Index(fields=["line", "financial_year", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.line} {self.financial_year}"
