"""What papers and the plan overview ask of the money."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Council, User
from core.dates import clock, end_of_day
from finance.grid import read_grid
from finance.models import BudgetLine, FundingDecision
from finance.reads import spend_against_budget_by_month, spend_to_date
from finance.services import record_spend
from tests import factories

SEPTEMBER, OCTOBER = date(2024, 9, 1), date(2024, 10, 1)
END_OF_OCTOBER = date(2024, 10, 31)


@pytest.fixture
def decision(eastshire: Council, finance_officer: User) -> FundingDecision:
    return factories.funding_decision(eastshire, finance_officer)


@pytest.fixture
def social_workers(decision: FundingDecision, finance_officer: User) -> BudgetLine:
    """With the project manager's line, document 001's £45,681 to the end of October 2024."""
    workers = factories.budget_line(decision, finance_officer, spend_covers="4 social workers", order=1)
    manager = factories.budget_line(
        decision, finance_officer, "L02", name="Project Manager", spend_covers="Project Manager", order=2
    )
    factories.budget_line(
        decision, finance_officer, "L03", name="Team Leaders", budgets={2025: "500"}, order=3
    )
    factories.spend(workers, finance_officer, {SEPTEMBER: "9326.50", OCTOBER: "24520.00"})
    factories.spend(manager, finance_officer, {SEPTEMBER: "5917.25", OCTOBER: "5917.25"})
    return workers


def test_spend_to_date_says_what_it_covers(social_workers: BudgetLine) -> None:
    """Document 001, paragraph 33."""
    answer = spend_to_date(social_workers.council, END_OF_OCTOBER)
    assert answer.total == 45681
    assert answer.covers == "4 social workers and Project Manager"
    assert (answer.last_month, answer.is_complete) == (OCTOBER, True)
    assert [line.spent for line in answer.lines] == [Decimal("33846.50"), Decimal("11834.50"), None]


def test_spend_to_an_earlier_month_and_of_another_decision(
    social_workers: BudgetLine, finance_officer: User
) -> None:
    council = social_workers.council
    assert spend_to_date(council, date(2024, 9, 15)).total == Decimal("15243.75")
    assert not spend_to_date(council, date(2024, 11, 30)).is_complete
    other = factories.funding_decision(council, finance_officer, slug="other")
    assert spend_to_date(other, END_OF_OCTOBER).total == 0


def test_spend_as_it_was_known_is_not_changed_by_what_came_later(
    social_workers: BudgetLine, finance_officer: User
) -> None:
    then = end_of_day(date(2024, 11, 13))
    with clock(date(2024, 12, 9)):
        record_spend(line=social_workers, month=OCTOBER, amount=Decimal(1), by=finance_officer)
        record_spend(line=social_workers, month=SEPTEMBER, amount=None, by=finance_officer)
    assert spend_to_date(social_workers.council, END_OF_OCTOBER, then).total == 45681
    assert spend_to_date(social_workers.council, END_OF_OCTOBER).total == Decimal("11835.50")


def test_the_grid_reads_what_held_on_a_day(social_workers: BudgetLine) -> None:
    """Spend of a month holds from its last day, so on 30 October there is only September's."""
    assert read_grid(social_workers.council, 2024, date(2024, 10, 30)).total.actual_to_date == Decimal(
        "15243.75"
    )
    assert read_grid(social_workers.council, 2024, END_OF_OCTOBER).through_day == END_OF_OCTOBER


def test_the_chart_adds_up_through_the_year(social_workers: BudgetLine) -> None:
    rows = spend_against_budget_by_month(social_workers.council, 2024)
    assert [row.actual for row in rows] == [0] * 5 + [Decimal("15243.75"), Decimal("45681.00")] + [None] * 5
    assert rows[-1].budget == 24000


@pytest.mark.parametrize("extra", [1, 10])
def test_reads_do_not_ask_more_for_more_lines(
    social_workers: BudgetLine,
    finance_officer: User,
    extra: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(extra):
        line = factories.budget_line(social_workers.decision, finance_officer, f"M{number}")
        factories.spend(line, finance_officer, {OCTOBER: "1"})
    council = social_workers.council
    # Lines; the sums of their cells.
    with django_assert_num_queries(2):
        spend_to_date(council, END_OF_OCTOBER)
    # Lines, budgets, profiles, cells; of the forecast: closed months, methods, commitments.
    with django_assert_num_queries(7):
        spend_against_budget_by_month(council, 2024)
