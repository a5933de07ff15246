"""When a variance is worth a colour, when it is worth a word, and the words."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models

from accounts.models import Council, Entry
from core.ledger import LedgerQuerySet
from finance.models.lines import BudgetLine
from finance.periods import period_name

# Ours, for a council that has set none: (per cent of the budget, pounds), whichever is lower.
USUAL_LIMITS = {
    "line": {"amber": ["5", "10000"], "red": ["10", "25000"]},
    "service": {"amber": ["2", "25000"], "red": ["5", "100000"]},
    "total": {"amber": ["1", "50000"], "red": ["2", "250000"]},
    "explain": {"explain": ["10", "25000"]},
}


class VarianceLimitsQuerySet(LedgerQuerySet["VarianceLimits"]):
    def held_on(
        self, council: Council, day: date, known_at: datetime | None = None
    ) -> "VarianceLimits | None":
        """The limits the council had set by `day`; None: it follows the usual ones."""
        return self.latest_for(council.pk, day, known_at)


class VarianceLimits(Entry):
    """From which variance a line, a service and the total are amber and red, and a line is to be explained.

    `limits` is shaped like USUAL_LIMITS: per cent and pounds as text; the lower of the two counts.
    """

    SUBJECT = ("council",)

    limits = models.JSONField()

    objects = VarianceLimitsQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["as_at", "id"]
        indexes = [models.Index(fields=["council", "-as_at", "-id"])]
        verbose_name_plural = "variance limits"

    def __str__(self) -> str:
        return f"Limits of variance of {self.council}"


class VarianceExplanationQuerySet(LedgerQuerySet["VarianceExplanation"]):
    def of_month(
        self, lines: Iterable[BudgetLine], month: date, known_at: datetime | None = None
    ) -> dict[int, "VarianceExplanation"]:
        """What was said of each line's variance at the end of a month (its first day), by line id."""
        entries = self.filter(line__in=[line.pk for line in lines], month=month)
        standing = entries.standing(None, known_at).select_related("recorded_by").order_by("pk")
        return {entry.line_id: entry for entry in standing}


class VarianceExplanation(Entry):
    """Why a line's forecast outturn differs from its budget, as told for a month (its first day)."""

    SUBJECT = ("line", "month")

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="explanations")
    month = models.DateField()
    text = models.TextField(max_length=2000)

    objects = VarianceExplanationQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["month", "id"]
        indexes = [models.Index(fields=["line", "month", "-id"])]

    def __str__(self) -> str:
        return f"Explanation of {self.line} for {period_name(self.month)}"
