from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core import financial_year as years
from improvement.services.rules import add, allow
from workforce.access import may_manage_posts
from workforce.models import GradeCost, PayAward

_NOT_ALLOWED = "Only those who manage posts may record what they cost."


@transaction.atomic
def add_grade_cost(
    *, council: Council, by: User, grade: str, from_date: date, annual_cost: Decimal
) -> GradeCost:
    """Pounds a year of one full-time post of a grade, on-costs included, from a day on. Pay awards of later
    Aprils are added to it. Raises PermissionDenied, and ValidationError when the day has a cost already."""
    allow(may_manage_posts(by, council), _NOT_ALLOWED)
    if annual_cost <= 0:
        raise ValidationError({"annual_cost": "The annual cost must be more than £0."})
    cost = GradeCost(council=council, grade=grade, from_date=from_date, annual_cost=annual_cost)
    add(cost)
    after = {"grade": grade, "from_date": from_date, "annual_cost": annual_cost}
    record("recorded the cost of", cost, council=council, by=by, after=after)
    return cost


@transaction.atomic
def add_pay_award(*, council: Council, by: User, financial_year: int, percent: Decimal) -> PayAward:
    """The rise from 1 April of a financial year: 2.5 for 2.5%. Raises PermissionDenied, and ValidationError
    when the year has an award already."""
    allow(may_manage_posts(by, council), _NOT_ALLOWED)
    award = PayAward(council=council, financial_year=financial_year, percent=percent)
    add(award)
    after = {"financial_year": years.label(financial_year), "percent": percent}
    record("recorded the pay award", award, council=council, by=by, after=after)
    return award
