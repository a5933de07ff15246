"""The month in which a tranche runs out follows the forecast, where somebody made one."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Council, User
from core.dates import clock, end_of_day
from finance.authority import authorities
from finance.models import BudgetLine, FundingDecision
from finance.run_out import month_run_out
from finance.services import add_tranche, choose_method
from finance.services.forecasts import append_figures
from tests import factories

CHOSEN = date(2024, 9, 10)


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    """£1,000 a month by its profile, of a tranche of £4,500."""
    decision = factories.funding_decision(eastshire, finance_officer)
    with clock(date(2024, 7, 18)):
        tranche = add_tranche(decision=decision, amount=Decimal(4500), by=finance_officer)
    return factories.budget_line(decision, finance_officer, tranche=tranche)


def runs_out(day: date | None = None, known: date | None = None) -> date | None:
    decisions = list(FundingDecision.objects.with_authority())
    authority = authorities(decisions, day, end_of_day(known) if known else None)[0]
    return authority.tranches[0].runs_out


def test_without_a_forecast_it_follows_the_profile(line: BudgetLine) -> None:
    assert runs_out() == date(2024, 8, 1)


def test_it_follows_the_figures_somebody_forecast(line: BudgetLine, finance_officer: User) -> None:
    with clock(CHOSEN):
        choose_method(line=line, year=2024, method="own", by=finance_officer)
        figures: dict[date, Decimal | None] = {date(2024, month, 1): Decimal(0) for month in (6, 7, 8)}
        append_figures(line=line, figures=figures, source="own", by=finance_officer)
    assert runs_out() == date(2024, 11, 1)
    # Before it was made, and as known then, there was no such forecast.
    assert runs_out(date(2024, 9, 1)) == date(2024, 8, 1)
    assert runs_out(None, date(2024, 9, 1)) == date(2024, 8, 1)


def test_more_spent_than_forecast_counts(line: BudgetLine, finance_officer: User) -> None:
    choose_method(line=line, year=2024, method="own", by=finance_officer)
    factories.spend(line, finance_officer, {date(2024, 4, 1): "3600"})
    assert runs_out() == date(2024, 5, 1)


def test_a_closed_month_counts_as_it_came_to(line: BudgetLine, finance_officer: User) -> None:
    choose_method(line=line, year=2024, method="own", by=finance_officer)
    factories.spend(line, finance_officer, {date(2024, 4, 1): "200"})
    assert runs_out() == date(2024, 8, 1)
    factories.close(line.council, finance_officer, date(2024, 4, 1))
    assert runs_out() == date(2024, 9, 1)


@pytest.mark.parametrize(("cost", "month"), [("99.99", date(2024, 5, 1)), ("99", None), ("98.50", None)])
def test_pence_of_a_sum_told_in_pounds_do_not_keep_it_going(cost: str, month: date | None) -> None:
    by_month = {date(2024, 4, 1): Decimal(0), date(2024, 5, 1): Decimal(cost)}
    assert month_run_out(Decimal(100), [by_month]) == month
