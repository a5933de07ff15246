"""A forecast that was offered, beside the present one month by month."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max

from core.financial_year import year_of
from finance.figures import NIL
from finance.grid import Grid, read_grid
from finance.models import ForecastEntry, ForecastMethod, ForecastOffer, MonthClose


@dataclass(frozen=True)
class OfferedMonth:
    """A month of an offer: what is offered and what is forecast now; a closed month shows what it came to."""

    month: date
    offered: Decimal
    present: Decimal
    is_closed: bool

    @property
    def difference(self) -> Decimal:
        return self.offered - self.present


@dataclass(frozen=True)
class ComparedOffer:
    """An offer beside what is forecast. `stale` says why it should be looked at twice; empty when it is fresh."""

    offer: ForecastOffer
    months: tuple[OfferedMonth, ...]
    stale: tuple[str, ...]

    @property
    def open_months(self) -> tuple[OfferedMonth, ...]:
        return tuple(row for row in self.months if not row.is_closed)

    @property
    def offered(self) -> Decimal:
        """Of the months still open: a closed one takes no forecast."""
        return sum((row.offered for row in self.open_months), NIL)

    @property
    def present(self) -> Decimal:
        return sum((row.present for row in self.open_months), NIL)

    @property
    def difference(self) -> Decimal:
        return self.offered - self.present


def compared(offer: ForecastOffer) -> ComparedOffer:
    """The offer as its page shows it."""
    return compared_all([offer])[0]


def compared_all(offers: Sequence[ForecastOffer]) -> list[ComparedOffer]:
    """Offers of one council beside what is forecast: the grid of each of their years, and four queries of what
    has happened since."""
    if not offers:
        return []
    years = sorted({year_of(month) for offer in offers for month in offer.by_month})
    grids = {
        year: read_grid(offers[0].line if len(offers) == 1 else offers[0].council, year) for year in years
    }
    since = _since(offers)
    made = []
    for offer in offers:
        rows = tuple(row for year in years for row in _months(offer, grids[year]))
        made.append(ComparedOffer(offer, rows, tuple(_why_stale(offer, rows, since))))
    return made


def _months(offer: ForecastOffer, grid: Grid) -> Iterator[OfferedMonth]:
    figures = next((row.figures for row in grid.lines if row.line.pk == offer.line_id), None)
    for at, month in enumerate(grid.months):
        if month not in offer.by_month:
            continue
        expected = figures.forecast.expected[at] if figures else NIL
        is_closed = figures is not None and expected is None
        spent = (figures.spend[at] or NIL) if figures else NIL
        yield OfferedMonth(month, offer.by_month[month], spent if is_closed else expected or NIL, is_closed)


@dataclass(frozen=True)
class _Since:
    """When something last happened: the newest offer by line, closes by month, figures by cell, methods by line."""

    offers: Mapping[int, int]
    closes: Mapping[date, datetime]
    figures: Mapping[tuple[int, date], datetime]
    methods: Mapping[int, datetime]


def _since(offers: Sequence[ForecastOffer]) -> _Since:
    lines = {offer.line_id for offer in offers}
    newest = ForecastOffer.objects.filter(line__in=lines).order_by().values_list("line")
    closes = MonthClose.objects.of(offers[0].council).standing().values_list("month", "recorded_at")
    figures = ForecastEntry.objects.filter(line__in=lines).order_by().values_list("line", "month")
    methods = ForecastMethod.objects.filter(line__in=lines).order_by().values_list("line")
    cells = figures.annotate(last=Max("recorded_at"))
    return _Since(
        offers=dict(newest.annotate(last=Max("pk"))),
        closes=dict(closes),
        figures={(line, month): last for line, month, last in cells},
        methods=dict(methods.annotate(last=Max("recorded_at"))),
    )


def _why_stale(offer: ForecastOffer, rows: Iterable[OfferedMonth], since: _Since) -> Iterator[str]:
    """Why an offer still open may no longer be what its maker meant."""
    if getattr(offer, "decision", None):
        return
    months, line, made = [row.month for row in rows], offer.line_id, offer.recorded_at
    if since.offers.get(line, 0) > offer.pk:
        yield "A newer offer has been made for this line"
    if any(since.closes.get(month, made) > made for month in months):
        yield "A month of it has been closed since it was made"
    changed = any(since.figures.get((line, month), made) > made for month in months)
    if changed or since.methods.get(line, made) > made:
        yield "The forecast of the line has been changed since it was made"
