"""A decision and lines of its budget, lines with codes of the ledger, and codes of another service; and the finance
officer of a council with a cabinet."""

import pytest
from django.test import Client

from accounts.models import Council, User
from accounts.roles import Role
from finance.models import BudgetLine, FundingDecision
from finance.services.mappings import add_mapping
from tests import factories
from tests.conftest import Person, SignedIn


@pytest.fixture
def finance(marchshire: Council, person: Person) -> User:
    return person(marchshire, Role.FINANCE)


@pytest.fixture
def desk(finance: User, client_for: SignedIn) -> Client:
    return client_for(finance)


@pytest.fixture
def decision(eastshire: Council, finance_officer: User) -> FundingDecision:
    return factories.funding_decision(eastshire, finance_officer)


@pytest.fixture
def line(decision: FundingDecision, finance_officer: User) -> BudgetLine:
    return factories.budget_line(decision, finance_officer)


@pytest.fixture
def other(decision: FundingDecision, finance_officer: User) -> BudgetLine:
    return factories.budget_line(decision, finance_officer, "L02", name="Project manager")


@pytest.fixture
def lines(decision: FundingDecision, finance_officer: User) -> list[BudgetLine]:
    """L01 to L03, called Line 1 to Line 3."""
    return [
        factories.budget_line(decision, finance_officer, f"L0{at}", name=f"Line {at}", order=at)
        for at in (1, 2, 3)
    ]


@pytest.fixture
def coded_lines(eastshire: Council, finance_officer: User) -> list[BudgetLine]:
    decision = factories.funding_decision(eastshire, finance_officer)
    return [
        factories.budget_line(
            decision, finance_officer, f"L0{at}", order=at, cost_centre=f"C{at}", subjective_code="11000"
        )
        for at in (1, 2)
    ]


@pytest.fixture
def not_ours(eastshire: Council, finance_officer: User) -> None:
    add_mapping(
        council=eastshire, cost_centre="C9", subjective_code="", line=None, by=finance_officer, note="Roads"
    )
