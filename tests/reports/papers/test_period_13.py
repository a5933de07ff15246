"""A paper about a year's end counts what period 13 put right, in the year and in March."""

from datetime import date
from decimal import Decimal

from accounts.models import Council, User
from core.dates import clock
from finance.periods import period_13
from finance.services.entries import add_entry
from reports.papers import collect_money
from reports.papers.collect_scope import PlanScope
from tests import factories

ALL = PlanScope(plan=0)


def test_period_13_counts_once_the_year_is_through(eastshire: Council, finance_officer: User) -> None:
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    factories.spend(line, finance_officer, {date(2025, 3, 1): "100"})
    with clock(date(2025, 4, 20)):
        add_entry(
            line=line,
            month=period_13(2024),
            kind="adjustment",
            amount=Decimal("7.50"),
            note="Late invoice",
            by=finance_officer,
        )
        through_march = collect_money.spend(eastshire, date(2025, 3, 31), ALL)
        through_february = collect_money.spend(eastshire, date(2025, 2, 28), ALL)
    assert through_march.lines[0].year_to_date == Decimal("107.50")
    assert through_march.months[-1].actual == Decimal("107.50")
    assert through_march.lines[0].to_date == Decimal("107.50")
    assert through_february.lines[0].year_to_date is None
