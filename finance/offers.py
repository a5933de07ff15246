"""A forecast that was offered, beside the present one month by month."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.financial_year import year_of
from finance.figures import NIL
from finance.grid import read_grid
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
    rows: list[OfferedMonth] = []
    for year in sorted({year_of(month) for month in offer.by_month}):
        grid = read_grid(offer.line, year)
        figures = next((row.figures for row in grid.lines), None)
        for at, month in enumerate(grid.months):
            if month not in offer.by_month:
                continue
            expected = figures.forecast.expected[at] if figures else NIL
            is_closed = figures is not None and expected is None
            spent = (figures.spend[at] or NIL) if figures else NIL
            present = spent if is_closed else expected or NIL
            rows.append(OfferedMonth(month, offer.by_month[month], present, is_closed))
    return ComparedOffer(offer, tuple(rows), tuple(_why_stale(offer, rows)))


def _why_stale(offer: ForecastOffer, rows: list[OfferedMonth]) -> list[str]:
    """Why an offer still open may no longer be what its maker meant."""
    if getattr(offer, "decision", None):
        return []
    said = []
    if ForecastOffer.objects.filter(line=offer.line, pk__gt=offer.pk).exists():
        said.append("A newer offer has been made for this line")
    closes = MonthClose.objects.of(offer.council).filter(month__in=[row.month for row in rows])
    if closes.filter(recorded_at__gt=offer.recorded_at).standing().exists():
        said.append("A month of it has been closed since it was made")
    newer = {"line": offer.line_id, "recorded_at__gt": offer.recorded_at}
    changed = ForecastEntry.objects.filter(month__in=[row.month for row in rows], **newer).exists()
    if changed or ForecastMethod.objects.filter(**newer).exists():
        said.append("The forecast of the line has been changed since it was made")
    return said
