"""What the database cannot check of forecasts and variances: read by `verify_ledger`, one sentence a problem."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from accounts.models import Council
from core.dates import last_of_month, local_day
from core.financial_year import months, year_of
from core.money import pounds
from finance.figures import NIL
from finance.models import (
    ForecastEntry,
    ForecastOffer,
    ForecastVersion,
    MonthClose,
    VarianceExplanation,
    VarianceLimits,
)
from finance.models.variance import USUAL_LIMITS
from finance.periods import is_period_13, period_name


def problems(council: Council) -> Iterator[str]:
    """One sentence for each thing in the council's forecasts and variances that cannot be."""
    yield from _entries(council)
    yield from _offers(council)
    yield from _versions(council)
    yield from _explanations(council)
    yield from _limits(council)


def _entries(council: Council) -> Iterator[str]:
    for entry in ForecastEntry.objects.filter(council=council).select_related("line"):
        if entry.month.day != 1:
            yield f"{entry} is not for a month"
        if entry.as_at != local_day(entry.recorded_at):
            yield f"{entry} ({entry.pk}) is not as at the day it was made"


def _offers(council: Council) -> Iterator[str]:
    for offer in ForecastOffer.objects.of(council):
        try:
            is_whole = all(month.day == 1 for month in offer.by_month)
        except (ValueError, InvalidOperation):
            is_whole = False
        if not is_whole or not offer.figures:
            yield f"{offer} ({offer.pk}) does not hold pounds by month"


def _versions(council: Council) -> Iterator[str]:
    """A frozen forecast adds up, rests on a close that stands, and holds its year's closed months as they were
    closed."""
    closes = {close.month: close for close in MonthClose.objects.of(council).standing()}
    for version in ForecastVersion.objects.of(council).standing():
        name = period_name(version.month)
        if closes.get(version.month) is None or closes[version.month].pk != version.close_id:
            yield f"The forecast frozen at the close of {name} rests on no close that stands"
        if sum(version.outturns.values(), NIL) != version.total:
            yield f"The forecast frozen at the close of {name} does not add up to {pounds(version.total)}"
        for pk, figures in version.figures.items():
            parts = [Decimal(each) for each in (*figures["months"], figures["period_13"])]
            if sum(parts, NIL) != Decimal(figures["outturn"]):
                yield f"The forecast of line {pk} frozen at the close of {name} is not the sum of its months"
            yield from _as_closed(version, pk, figures, closes, name)


def _as_closed(
    version: ForecastVersion,
    pk: str,
    figures: Mapping[str, Any],
    closes: Mapping[date, MonthClose],
    name: str,
) -> Iterator[str]:
    for month, amount in zip(months(year_of(version.month)), figures["months"], strict=True):
        close = closes.get(month)
        if close and month <= version.month and Decimal(amount) != Decimal(close.totals.get(pk, 0)):
            yield f"The forecast of line {pk} frozen at the close of {name} alters the closed {period_name(month)}"


def _explanations(council: Council) -> Iterator[str]:
    for entry in VarianceExplanation.objects.filter(council=council).select_related("line"):
        if entry.month.day != 1 or is_period_13(entry.month) or entry.as_at != last_of_month(entry.month):
            yield f"{entry} ({entry.pk}) is not as at the last day of its month"
        if not entry.text.strip() and not entry.is_void:
            yield f"{entry} ({entry.pk}) says nothing"


def _limits(council: Council) -> Iterator[str]:
    for entry in VarianceLimits.objects.filter(council=council):
        kept = entry.limits
        if {level: set(steps) for level, steps in kept.items()} != {
            level: set(steps) for level, steps in USUAL_LIMITS.items()
        }:
            yield f"{entry} ({entry.pk}) do not name every step"
            continue
        for level, steps in kept.items():
            pairs = {step: [Decimal(each) for each in steps[step]] for step in steps}
            if min(map(min, pairs.values())) < 0 or any(
                amber > red for amber, red in zip(pairs.get("amber", []), pairs.get("red", []), strict=True)
            ):
                yield f"{entry} ({entry.pk}) begin amber after red for {level}, or below nil"
