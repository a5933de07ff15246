from datetime import date, datetime
from typing import Self

from django.db import models

from accounts.models import Council, Entry
from core.financial_year import end, label, start
from core.ledger import LedgerQuerySet
from core.money import PoundsField
from finance.periods import period_name


class MonthCloseQuerySet(LedgerQuerySet["MonthClose"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)

    def in_year(self, year: int) -> Self:
        return self.filter(month__range=(start(year), end(year)))

    def closed_months(
        self, council: Council | int, known_at: datetime | None = None, day: date | None = None
    ) -> frozenset[date]:
        """The months of the council (or of that id) that are closed, as known at `known_at`; with a `day` only
        those that were over by then. One query."""
        closes = self.filter(council=council).standing(day, known_at)
        return frozenset(closes.values_list("month", flat=True))


class MonthClose(Entry):
    """A month that finance closed, with what stood in it then. A reopening is a void that says why.

    `totals` are pounds as text by line id; `total` is their sum. Period 13 is 31 March.
    """

    SUBJECT = ("council", "month")

    month = models.DateField()
    totals = models.JSONField(default=dict)
    total = PoundsField(default=0)
    reason = models.CharField(max_length=250, blank=True)

    objects = MonthCloseQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["month", "id"]
        indexes = [models.Index(fields=["council", "month", "-id"])]

    def __str__(self) -> str:
        return period_name(self.month)


class OutturnQuerySet(LedgerQuerySet["Outturn"]):
    def of_year(self, council: Council, year: int) -> Self:
        """Every outturn recorded of a year, newest first, with who did it."""
        recorded = self.filter(council=council, financial_year=year)
        return recorded.select_related("recorded_by").order_by("-id")

    def standing_of(
        self, council: Council, year: int, day: date | None = None, known_at: datetime | None = None
    ) -> "Outturn | None":
        """The outturn of a year that stands, as at a day and as known at a moment; None before it is recorded."""
        return self.of_year(council, year).standing(day, known_at).first()


class Outturn(Entry):
    """What a financial year came to: provisional once March is closed, final once period 13 is."""

    SUBJECT = ("council", "financial_year")

    class Stage(models.TextChoices):
        PROVISIONAL = "provisional", "Provisional outturn"
        FINAL = "final", "Final outturn"

    financial_year = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12, choices=Stage)
    total = PoundsField()

    objects = OutturnQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["financial_year", "id"]
        indexes = [models.Index(fields=["council", "financial_year", "-id"])]

    def __str__(self) -> str:
        return f"{self.get_stage_display().lower()} of {label(self.financial_year)}"

    @property
    def is_final(self) -> bool:
        return self.stage == self.Stage.FINAL
