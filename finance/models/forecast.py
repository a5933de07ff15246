"""What lines are expected to cost in the months to come: figures, methods, what was frozen at a close, offers."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.models import Council, Entry
from core.financial_year import end, start
from core.ledger import LedgerQuerySet
from core.money import PoundsField
from finance.models.close import MonthClose
from finance.models.lines import BudgetLine
from finance.periods import period_name


class ForecastEntryQuerySet(LedgerQuerySet["ForecastEntry"]):
    def of_lines(self, lines: Iterable[BudgetLine]) -> Self:
        return self.filter(line__in=[line.pk for line in lines])

    def in_year(self, year: int) -> Self:
        return self.filter(month__range=(start(year), end(year)))

    def by_source(
        self, day: date, known_at: datetime | None = None
    ) -> dict[tuple[int, str], dict[date, Decimal]]:
        """Pounds by month for each (line id, source), as forecast on `day`; a month that was emptied is missing."""
        rows = self.current(day, known_at).exclude(amount=None)
        figures: dict[tuple[int, str], dict[date, Decimal]] = {}
        for line_id, source, month, amount in rows.values_list("line_id", "source", "month", "amount"):
            figures.setdefault((line_id, source), {})[month] = amount or Decimal(0)
        return figures


class ForecastEntry(Entry):
    """What a line is expected to come to in a month (its first day), all in; `as_at` is the day of the forecast.

    A later entry takes the place of an earlier one without correcting it: the earlier was the forecast of its
    day. None takes the figure back.
    """

    SUBJECT = ("line", "month", "source")

    class Source(models.TextChoices):
        OWN = "own", "Own figure"
        POSTS = "posts", "From posts"

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="forecasts")
    month = models.DateField()
    source = models.CharField(max_length=10, choices=Source, default=Source.OWN)
    amount = PoundsField(null=True, blank=True)
    note = models.CharField(max_length=250, blank=True)

    objects = ForecastEntryQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["month", "id"]
        indexes = [models.Index(fields=["line", "month", "source", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"Forecast of {self.line} for {period_name(self.month)}"


class ForecastMethodQuerySet(LedgerQuerySet["ForecastMethod"]):
    def by_line(
        self, lines: Iterable[BudgetLine], year: int, day: date, known_at: datetime | None = None
    ) -> dict[int, str]:
        """The method of each line in a year by line id; a line without one follows its profile."""
        of_year = self.filter(line__in=[line.pk for line in lines], financial_year=year)
        return dict(of_year.current(day, known_at).values_list("line_id", "method"))


class ForecastMethod(Entry):
    """How a line's open months of a year are forecast; by its profile until somebody chooses."""

    SUBJECT = ("line", "financial_year")

    class Method(models.TextChoices):
        PROFILE = "profile", "Budget by profile"
        OWN = "own", "Own figures"
        REMAINING = "remaining", "What remains, evenly"
        RUN_RATE = "run_rate", "Average of closed months"
        POSTS = "posts", "From posts"

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="forecast_methods")
    financial_year = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=10, choices=Method)

    objects = ForecastMethodQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["line", "financial_year", "as_at", "id"]
        indexes = [models.Index(fields=["line", "financial_year", "-as_at", "-id"])]

    def __str__(self) -> str:
        return self.get_method_display()


class ForecastVersionQuerySet(LedgerQuerySet["ForecastVersion"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)

    def in_year(self, year: int) -> Self:
        return self.filter(month__range=(start(year), end(year)))

    def newest_first(self, known_at: datetime | None = None) -> Self:
        """The versions that stand, that of the last closed month first, with who closed it."""
        return self.standing(None, known_at).select_related("recorded_by").order_by("-month", "-id")


class ForecastVersion(Entry):
    """The forecast of a year as it was frozen when a month closed; a reopening voids it.

    `figures` by line id as text: `method`, `months` (twelve times pounds as text, closed months as they came
    to), `period_13` and `outturn`; `total` is the sum of the outturns.
    """

    SUBJECT = ("council", "month")

    month = models.DateField()
    close = models.ForeignKey(MonthClose, on_delete=models.PROTECT, related_name="forecasts")
    figures = models.JSONField(default=dict)
    total = PoundsField(default=0)

    objects = ForecastVersionQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["month", "id"]
        indexes = [models.Index(fields=["council", "month", "-id"])]

    def __str__(self) -> str:
        return f"Forecast at the close of {period_name(self.month)}"

    @property
    def outturns(self) -> dict[int, Decimal]:
        """Forecast outturn in pounds by line id."""
        return {int(pk): Decimal(figures["outturn"]) for pk, figures in self.figures.items()}


class ForecastOfferQuerySet(LedgerQuerySet["ForecastOffer"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("line__council", "recorded_by")

    def undecided(self) -> Self:
        """Those nobody has accepted or declined, and no later offer for the line has overtaken."""
        later = ForecastOffer.objects.filter(line=OuterRef("line"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later), decision=None)


class ForecastOffer(Entry):
    """A forecast that the people side works out for a line from its posts: pounds as text by month
    (`2024-11-01`), with where it comes from. Finance accepts or declines it; it changes nothing before."""

    SUBJECT = ("line",)

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="forecast_offers")
    figures = models.JSONField()
    source_text = models.CharField(max_length=250)

    objects = ForecastOfferQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-id"]
        indexes = [models.Index(fields=["line", "-id"])]

    def __str__(self) -> str:
        return f"Forecast offered for {self.line}"

    @property
    def by_month(self) -> Mapping[date, Decimal]:
        """Pounds by the first day of the month."""
        return {date.fromisoformat(month): Decimal(amount) for month, amount in self.figures.items()}


class OfferDecision(Entry):
    """What finance did with an offer, once."""

    SUBJECT = ("offer",)

    offer = models.OneToOneField(ForecastOffer, on_delete=models.PROTECT, related_name="decision")
    is_accepted = models.BooleanField()
    note = models.CharField(max_length=250, blank=True)

    objects = LedgerQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{'Accepted' if self.is_accepted else 'Declined'}: {self.offer}"
