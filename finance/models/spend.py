from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.db import models

from accounts.models import Council, Entry
from core.financial_year import end, start
from core.ledger import LedgerQuerySet
from core.money import PoundsField
from finance.models.lines import BudgetLine


class SpendEntryQuerySet(LedgerQuerySet["SpendEntry"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)

    def of_lines(self, lines: Iterable[BudgetLine]) -> Self:
        return self.filter(line__in=[line.pk for line in lines])

    def in_year(self, year: int) -> Self:
        return self.filter(month__range=(start(year), end(year)))

    def through(self, month_end: date, known_at: datetime | None = None) -> Self:
        """Standing entries posted to months up to `month_end` (its last day), as known at `known_at`."""
        return self.standing(month_end, known_at)

    def by_cell(self) -> dict[tuple[int, date], Decimal]:
        """Pounds by line id and month; a cell without an entry is missing (after `standing`)."""
        rows = self.order_by().values_list("line_id", "month").annotate(spent=models.Sum("amount"))
        return {(line_id, month): spent for line_id, month, spent in rows}

    def for_history(self) -> Self:
        """Every entry of a cell, newest first, with who made it: also those since corrected."""
        return self.select_related("recorded_by").order_by("-id")


class SpendEntry(Entry):
    """An amount posted to a line in a month (its first day); `as_at` is the month's last day.

    A cell of the grid is the sum of its standing entries; none means not entered, and nil is an entry of 0.
    """

    SUBJECT = ("line", "month")

    class Kind(models.TextChoices):
        ACTUAL = "actual", "Actual"

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="spend")
    month = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ACTUAL)
    amount = PoundsField()
    note = models.CharField(max_length=250, blank=True)

    objects = SpendEntryQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["month", "id"]
        indexes = [models.Index(fields=["line", "month", "-id"]), models.Index(fields=["council", "month"])]

    def __str__(self) -> str:
        return f"{self.line} {self.month:%Y-%m}: {self.amount}"
