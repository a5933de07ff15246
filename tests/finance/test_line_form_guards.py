"""What the forms of a line never take in another meaning: a line to go to, figures typed for nothing, sums below nil,
and capital made of revenue by another word."""

from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from finance.models import BudgetLine, BudgetMovement, FundingDecision, Profile
from finance.services import move_budget
from tests.conftest import SignedIn


@pytest.fixture
def client(finance_officer: User, client_for: SignedIn) -> Client:
    return client_for(finance_officer)


def words(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def test_growth_names_no_other_line(line: BudgetLine, other: BudgetLine, client: Client) -> None:
    posted = {"version": "1", "kind": "growth", "year": "2024", "amount": "5000", "reason": "Pay"}
    posted |= {"to": str(other.pk), "as_at_day": "2", "as_at_month": "1", "as_at_year": "2025"}
    refused = client.post(f"/eastshire/lines/{line.pk}/move/", posted)
    assert refused.status_code == 422
    assert "Only a virement goes to another line: choose that kind, or leave the line out" in words(refused)
    assert not BudgetMovement.objects.filter(kind="growth").exists()
    assert client.post(f"/eastshire/lines/{line.pk}/move/", posted | {"to": ""}).status_code == 302


@pytest.mark.parametrize("name", ["budget_2024", "recurring_cost"])
def test_a_new_line_begins_with_nothing_below_nil(
    decision: FundingDecision, client: Client, name: str
) -> None:
    posted = {
        "version": "1",
        "code": "N1",
        "name": "New",
        "kind": "legal",
        "allocation": "agreed",
        name: "(5)",
    }
    refused = client.post(f"/eastshire/decisions/{decision.pk}/add-line/", posted)
    assert refused.status_code == 422
    assert "Enter nil or more, for “" in words(refused)
    assert not BudgetLine.objects.exists()


def test_figures_of_a_profile_are_not_typed_for_nothing(line: BudgetLine, client: Client) -> None:
    address = f"/eastshire/lines/{line.pk}/profile/2024/"
    shown = {f"month_{at}": "1,000" for at in range(12)} | {"version": "1", "method": "even"}
    typed = shown | {"month_0": "6,500"}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "You changed figures: choose “By twelve figures of its own”, or put them back" in words(refused)
    assert 'value="6,500"' in words(refused)
    assert not Profile.objects.exists()
    assert client.post(address, typed | {"method": "from", "first_month": "2024-09-01"}).status_code == 302
    assert client.post(address, shown).status_code == 409


def test_moved_revenue_is_not_called_capital(
    line: BudgetLine, other: BudgetLine, client: Client, finance_officer: User
) -> None:
    move_budget(
        line=line,
        to=other,
        year=2024,
        kind="virement",
        amount=Decimal(5),
        reason="A vacancy",
        by=finance_officer,
    )
    posted = {"version": "1", "code": "L02", "name": "New", "kind": "capital", "allocation": "agreed"}
    address = f"/eastshire/lines/{other.pk}/edit/"
    refused = client.post(address, posted)
    assert refused.status_code == 422
    assert "Budget of this line was moved by virement: it cannot go from revenue to capital" in words(refused)
    assert client.post(address, posted | {"kind": "legal"}).status_code == 302
