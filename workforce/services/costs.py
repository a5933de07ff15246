from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core import financial_year as years
from core.dates import full_date, today
from improvement.services.rules import Refusals, add, allow, take_version
from workforce.access import may_manage_posts
from workforce.models import EnteredCost, FundedPost, GradeCost, PayAward
from workforce.sense import why_senseless

_NOT_ALLOWED = "Only those who manage posts may record what they cost."
MOST_PERCENT = Decimal(50)


@transaction.atomic
def add_grade_cost(
    *,
    council: Council,
    by: User,
    grade: str,
    from_date: date,
    annual_cost: Decimal,
    note: str = "",
    corrects: GradeCost | None = None,
) -> GradeCost:
    """Pounds a year of one full-time post of a grade, on-costs included, from a day on; pay awards of later
    Aprils are added to it. With `corrects`, what should have been recorded instead. The same once more adds
    nothing. Raises PermissionDenied, and ValidationError when the day has another cost already."""
    allow(may_manage_posts(by, council), _NOT_ALLOWED)
    Council.objects.select_for_update().get(pk=council.pk)
    grade = corrects.grade if corrects else grade.strip()
    there = list(GradeCost.objects.of(council).standing(None).filter(grade=grade, as_at=from_date))
    for same in there:
        if corrects is None and same.annual_cost == annual_cost:
            return same
    refused = Refusals()
    refused.when(annual_cost <= 0, "annual_cost", "The annual cost must be more than £0.")
    refused.when(bool(why_senseless(from_date)), "from_date", why_senseless(from_date))
    taken = any(other != corrects for other in there)
    sentence = f"Grade {grade} has a cost from {full_date(from_date)} already. Correct that one."
    refused.when(taken, "from_date", sentence)
    _check_correction(refused, corrects, note)
    refused.raise_any()
    cost = GradeCost(
        council=council,
        grade=grade,
        as_at=from_date,
        annual_cost=annual_cost,
        note=note,
        recorded_by=by,
        corrects=corrects,
    )
    add(cost)
    before = {"from_date": corrects.as_at, "annual_cost": corrects.annual_cost} if corrects else None
    after = {"grade": grade, "from_date": from_date, "annual_cost": annual_cost, "note": note}
    verb = "corrected the cost of" if corrects else "recorded the cost of"
    record(verb, cost, council=council, by=by, before=before, after=after, entries=[cost])
    return cost


@transaction.atomic
def add_pay_award(
    *,
    council: Council,
    by: User,
    financial_year: int,
    percent: Decimal,
    note: str = "",
    corrects: PayAward | None = None,
) -> PayAward:
    """The rise from 1 April of a financial year: 2.5 for 2.5%. With `corrects`, what should have been recorded
    instead. The same once more adds nothing. Raises PermissionDenied, and ValidationError when the year has
    another award already."""
    allow(may_manage_posts(by, council), _NOT_ALLOWED)
    Council.objects.select_for_update().get(pk=council.pk)
    year = corrects.financial_year if corrects else financial_year
    there = PayAward.objects.of(council).standing(None).filter(financial_year=year).first()
    if corrects is None and there and there.percent == percent:
        return there
    refused = Refusals()
    too_much = not -MOST_PERCENT <= percent <= MOST_PERCENT
    refused.when(too_much, "percent", f"A pay award is at most {MOST_PERCENT}%.")
    taken = there is not None and there != corrects
    refused.when(taken, "financial_year", f"{years.label(year)} has a pay award already. Correct that one.")
    _check_correction(refused, corrects, note)
    refused.raise_any()
    award = PayAward(
        council=council,
        financial_year=year,
        as_at=years.start(year),
        percent=percent,
        note=note,
        recorded_by=by,
        corrects=corrects,
    )
    add(award)
    before = {"percent": corrects.percent} if corrects else None
    after = {"financial_year": years.label(year), "percent": percent, "note": note}
    verb = "corrected the pay award" if corrects else "recorded the pay award"
    record(verb, award, council=council, by=by, before=before, after=after, entries=[award])
    return award


@transaction.atomic
def void_cost(*, cost: GradeCost | PayAward, by: User, note: str) -> GradeCost | PayAward:
    """Take a grade cost or a pay award out that was never so, saying why. Raises PermissionDenied, and
    ValidationError."""
    allow(may_manage_posts(by, cost.council), _NOT_ALLOWED)
    Council.objects.select_for_update().get(pk=cost.council_id)
    refused = Refusals()
    _check_correction(refused, cost, note)
    refused.raise_any()
    model: Any = type(cost)
    void: GradeCost | PayAward = model(
        council=cost.council, as_at=cost.as_at, note=note, recorded_by=by, corrects=cost
    )
    void.is_void = True
    for field in ("grade", "annual_cost", "financial_year", "percent"):
        if hasattr(cost, field):
            setattr(void, field, getattr(cost, field))
    void.save()
    verb = "took out the cost of" if isinstance(cost, GradeCost) else "took out the pay award"
    record(verb, cost, council=cost.council, by=by, before={"said": str(cost)}, entries=[void])
    return void


def _check_correction(refused: Refusals, corrects: GradeCost | PayAward | None, note: str) -> None:
    if corrects is None:
        return
    refused.when(not note.strip(), "note", "Say what was wrong")
    refused.when(corrects.corrections.exists(), "note", "It has been corrected already.")


@transaction.atomic
def enter_cost(
    *,
    post: FundedPost,
    by: User,
    financial_year: int,
    amount: Decimal | None,
    note: str,
    shown_version: int | None = None,
) -> EnteredCost | None:
    """A cost of a year that stands in place of the computed one (pounds), with where it comes from; None for
    the amount gives the year back to the computation. Nothing differs: nothing is written, and what stands is
    returned. Raises PermissionDenied, StaleVersion, and ValidationError."""
    allow(may_manage_posts(by, post.council), _NOT_ALLOWED)
    standing = EnteredCost.objects.latest_for((post.pk, financial_year), date.max)
    if (standing.amount if standing else None) == amount and (standing is None or standing.note == note):
        return standing
    refused = Refusals()
    refused.when(not note.strip(), "note", "Say where the figure comes from, or why it goes")
    refused.when(amount is not None and amount < 0, "amount", "A cost is £0 or more.")
    refused.raise_any()
    take_version(post, shown_version)
    void = amount is None
    entry = EnteredCost(
        council=post.council,
        post=post,
        financial_year=financial_year,
        amount=standing.amount if standing and amount is None else amount or Decimal(0),
        note=note,
        as_at=today(),
        recorded_by=by,
        corrects=standing,
        is_void=void,
    )
    add(entry)
    record(
        "entered the cost of",
        post,
        council=post.council,
        by=by,
        before={years.label(financial_year): standing.amount if standing else None},
        after={years.label(financial_year): amount, "source": note},
        entries=[entry],
    )
    return None if void else entry
