"""Explaining a variance, and saying from which one on it is to be explained."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import full_date, last_of_month, today
from finance.access import may_forecast, may_manage_budget
from finance.models import BudgetLine, VarianceExplanation, VarianceLimits
from finance.models.variance import USUAL_LIMITS
from finance.periods import period_name
from finance.services.spend import lock_lines

LONGEST = 2000


class Overtaken(ValueError):
    """Somebody else wrote meanwhile: `standing` is what stands now."""

    def __init__(self, standing: VarianceExplanation | VarianceLimits) -> None:
        super().__init__(f"{standing.recorded_by} changed this while you were writing")
        self.standing = standing


@transaction.atomic
def explain_variance(
    *, line: BudgetLine, month: date, text: str, by: User, shown: int | None = None
) -> VarianceExplanation:
    """Say why a line's forecast outturn differs from its budget, at the end of a month (its first day).

    `shown` is the id of the explanation it takes the place of, if one was shown. The same text again changes
    nothing. Raises PermissionDenied, Overtaken, and ValueError for no text.
    """
    council = line.council
    if not may_forecast(by, council):
        raise PermissionDenied
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise ValueError(f"Say why, in no more than {LONGEST:,} characters")
    lock_lines(council, [line.pk])
    standing = VarianceExplanation.objects.filter(line=line, month=month).standing().first()
    if standing and standing.text == text:
        return standing
    if standing and standing.pk != shown:
        raise Overtaken(standing)
    entry = VarianceExplanation.objects.create(
        council=council,
        line=line,
        month=month,
        text=text,
        as_at=last_of_month(month),
        recorded_by=by,
        corrects=standing,
    )
    name = period_name(month)
    before = {name: standing.text} if standing else {}
    record(
        "explained the variance of",
        line,
        council=council,
        by=by,
        before=before,
        after={name: text},
        entries=[entry],
    )
    return entry


@transaction.atomic
def set_variance_limits(
    *,
    council: Council,
    limits: Mapping[str, Mapping[str, tuple[Decimal, Decimal]]],
    by: User,
    shown: int | None = None,
    holds_from: date | None = None,
) -> VarianceLimits:
    """Set from which variance on lines, services and the total are amber and red, and a line is to be explained:
    (per cent, pounds) for each step of USUAL_LIMITS. They hold from a day (None: today): reports of months that had
    ended by then keep the limits of their time.

    `shown` is the id of the limits shown, None for the usual ones. Raises PermissionDenied, Overtaken, and
    ValueError for a step that is missing, below nil, amber above red, a day to come, or one before the limits that
    these follow.
    """
    if not may_manage_budget(by, council):
        raise PermissionDenied
    kept = _checked(limits)
    # Two who set limits at once are told apart: the second waits here and finds the first's.
    Council.objects.select_for_update().get(pk=council.pk)
    standing = VarianceLimits.objects.held_on(council, today())
    is_same_day = holds_from is None or (standing is not None and holds_from >= standing.as_at)
    if standing and standing.limits == kept and is_same_day:
        return standing
    if standing and standing.pk != shown:
        raise Overtaken(standing)
    as_at = holds_from or today()
    entry = VarianceLimits.objects.create(
        council=council,
        limits=kept,
        as_at=as_at,
        recorded_by=by,
        corrects=_begun_earlier(as_at, standing),
    )
    before = _told(standing.limits if standing else USUAL_LIMITS)
    record(
        "set the limits of variance of",
        council,
        council=council,
        by=by,
        before=before,
        after=_told(kept) | {"holds from": full_date(as_at)},
        entries=[entry],
    )
    return entry


def _begun_earlier(day: date, standing: VarianceLimits | None) -> VarianceLimits | None:
    """The limits that those of an earlier day take the place of: they were said to begin too late."""
    if day > today():
        raise ValueError(f"{full_date(day)} lies in the future: set the limits when the day has come")
    if standing is None or day >= standing.as_at:
        return None
    before = VarianceLimits.objects.filter(council=standing.council_id).exclude(pk=standing.pk)
    last = before.standing(standing.as_at).order_by("-as_at", "-pk").first()
    if last and day < last.as_at:
        raise ValueError(
            f"The limits before these hold from {full_date(last.as_at)}: choose that day or a later one"
        )
    return standing


def _checked(
    limits: Mapping[str, Mapping[str, tuple[Decimal, Decimal]]],
) -> dict[str, dict[str, list[str]]]:
    kept: dict[str, dict[str, list[str]]] = {}
    for level, steps in USUAL_LIMITS.items():
        for step in steps:
            percent, sum_ = limits[level][step]
            if percent < 0 or sum_ < 0:
                raise ValueError("A limit cannot be below nil")
            kept.setdefault(level, {})[step] = [f"{percent.normalize():f}", f"{sum_.normalize():f}"]
        if {"amber", "red"} <= set(steps) and any(
            low > high for low, high in zip(limits[level]["amber"], limits[level]["red"], strict=True)
        ):
            raise ValueError("Amber begins no later than red")
    return kept


def _told(limits: Mapping[str, Mapping[str, list[str]]]) -> dict[str, str]:
    return {
        f"{level} {step}": f"{percent}% or £{sum_}"
        for level, steps in limits.items()
        for step, (percent, sum_) in steps.items()
    }
