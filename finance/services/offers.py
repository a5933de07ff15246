"""What posts will cost, offered by the people side for a line; finance accepts it or declines it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import today
from core.financial_year import year_of
from core.money import pence_of
from finance.access import may_forecast, may_offer_forecast
from finance.figures import NIL
from finance.models import BudgetLine, ForecastEntry, ForecastMethod, ForecastOffer, OfferDecision
from finance.offers import ComparedOffer, compared
from finance.services.forecasts import append_figures, choose_method
from finance.services.spend import lock_lines

SOURCE_LENGTH = 250


@transaction.atomic
def offer_forecast(
    *,
    council: Council,
    by: User,
    line: BudgetLine,
    figures: Mapping[date, Decimal],
    source_text: str,
    as_at: date | None = None,
) -> ForecastOffer:
    """Offer what a line will cost: pounds by month (first days, of any years), and in words where it comes
    from ("4 of 6 social workers in post"). `as_at` is the day it was worked out for; today unless given.

    It changes no forecast until finance accepts it, and overtakes an offer still open for the line. The same
    figures from the same source again give the offer there is. Raises PermissionDenied, and ValueError for
    another council's line, no figures, no source, or a month that is not a first day.
    """
    if not may_offer_forecast(by, council):
        raise PermissionDenied
    line = lock_lines(council, [line.pk])[line.pk]
    words, text = _checked(figures), source_text.strip()[:SOURCE_LENGTH]
    if not text:
        raise ValueError("Say where the forecast comes from")
    last = ForecastOffer.objects.filter(line=line).order_by("-pk").first()
    if last and (last.figures, last.source_text) == (words, text):
        return last
    offer = ForecastOffer.objects.create(
        council=council,
        line=line,
        figures=words,
        source_text=text,
        as_at=as_at or today(),
        recorded_by=by,
    )
    after = {"total": sum(figures.values(), NIL), "months": len(words), "source": text}
    record("offered a forecast for", line, council=council, by=by, after=after, entries=[offer])
    return offer


def _checked(figures: Mapping[date, Decimal]) -> dict[str, str]:
    if not figures:
        raise ValueError("An offer has a figure for at least one month")
    if any(month.day != 1 for month in figures):
        raise ValueError("A month is named by its first day")
    for amount in figures.values():
        pence_of(amount)
    return {month.isoformat(): str(Decimal(amount)) for month, amount in sorted(figures.items())}


@transaction.atomic
def decide_offer(
    *, offer: ForecastOffer, accept: bool, by: User, shown_present: Decimal, note: str = ""
) -> OfferDecision:
    """Accept an offer, whose figures become the forecast of the months still open, or decline it with a reason.

    `shown_present` is what the forecast of its open months came to on the page (pounds). Raises
    PermissionDenied, and ValueError with a sentence to show: decided already, overtaken, no longer what was
    shown, declined without a reason, nothing left open.
    """
    council = offer.council
    if not may_forecast(by, council):
        raise PermissionDenied
    line = lock_lines(council, [offer.line_id])[offer.line_id]
    _check_undecided(offer)
    note = note.strip()
    if not accept and not note:
        raise ValueError("Say why the offer is declined")
    if accept:
        _take_over(line, compared(offer), shown_present, by)
    decision = OfferDecision.objects.create(
        council=council, offer=offer, is_accepted=accept, note=note, as_at=today(), recorded_by=by
    )
    verb = "accepted the forecast offered for" if accept else "declined the forecast offered for"
    after = {"source": offer.source_text, "note": note}
    record(verb, line, council=council, by=by, after=after, entries=[decision])
    return decision


def _check_undecided(offer: ForecastOffer) -> None:
    if OfferDecision.objects.filter(offer=offer).exists():
        raise ValueError("This offer has been decided already")
    if ForecastOffer.objects.filter(line=offer.line_id, pk__gt=offer.pk).exists():
        raise ValueError("A newer offer has been made for this line: look at that one")


def _take_over(line: BudgetLine, offered: ComparedOffer, shown_present: Decimal, by: User) -> None:
    if not offered.open_months:
        raise ValueError("Every month of the offer has been closed: there is nothing to forecast")
    if offered.present != shown_present:
        raise ValueError("The forecast has changed since you looked: this is how it stands now")
    figures = {row.month: row.offered for row in offered.open_months}
    note = offered.offer.source_text
    append_figures(line=line, figures=figures, source=ForecastEntry.Source.POSTS, by=by, note=note)
    for year in sorted({year_of(month) for month in figures}):
        choose_method(line=line, year=year, method=ForecastMethod.Method.POSTS, by=by)
