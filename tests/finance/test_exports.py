"""Sources against uses, and the workbooks of the authority: live numbers, dates asked for, who may see them."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from accounts.models import Council, User
from finance.models import BudgetLine, BudgetMovement
from finance.services import ApprovalGiven, add_tranche, move_budget
from tests import factories
from tests.conftest import SignedIn


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    decision = factories.funding_decision(eastshire, finance_officer, amount="50000")
    add_tranche(decision=decision, amount=Decimal(50000), by=finance_officer)
    line = factories.budget_line(decision, finance_officer, budgets={2024: "12000.50", 2025: "24000"})
    factories.spend(line, finance_officer, {date(2024, 10, 1): "-500.25"})
    return line


@pytest.fixture
def as_reader(client_for: SignedIn, reader: User) -> Client:
    return client_for(reader)


def rows(client: Client, address: str, sheet: str) -> list[tuple[object, ...]]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Disposition"].endswith('.xlsx"')
    return list(load_workbook(BytesIO(response.content))[sheet].values)


def words(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def addresses(line: BudgetLine) -> list[str]:
    return [
        "/eastshire/decisions/uses/",
        "/eastshire/decisions/uses/workbook/",
        "/eastshire/decisions/workbook/",
        f"/eastshire/decisions/{line.decision_id}/workbook/",
        f"/eastshire/lines/{line.pk}/workbook/",
    ]


def test_sources_stand_against_uses(line: BudgetLine, as_reader: Client, finance_officer: User) -> None:
    waiting = [ApprovalGiven("Cabinet")]
    factories.funding_decision(line.council, finance_officer, slug="later", amount="7", approvals=waiting)
    page = words(as_reader, "/eastshire/decisions/uses/")
    for sum_ in ("£50,000", "£36,000.50", "£13,999.50", "−£500.25", "£12,000.50"):
        assert sum_ in page, sum_
    sources = rows(as_reader, "/eastshire/decisions/uses/workbook/", "Sources")
    assert sources[1] == ("Diverted growth", "Extra posts", "Once", 50000)
    assert len(sources) == 2  # what is not effective brings nothing
    uses = rows(as_reader, "/eastshire/decisions/uses/workbook/", "Uses")
    assert uses[0][4:] == ("2024/25", "2025/26", "Total", "Spent")
    assert uses[1][4:] == (12000.5, 24000, 36000.5, -500.25)


def test_uses_that_come_to_more_say_so(line: BudgetLine, as_reader: Client, finance_officer: User) -> None:
    kind = BudgetMovement.Kind.GROWTH
    move_budget(line=line, year=2024, kind=kind, amount=Decimal(20000), reason="Grant", by=finance_officer)
    assert "The uses come to more than the sources" in words(as_reader, "/eastshire/decisions/uses/")
    page = words(as_reader, f"/eastshire/decisions/{line.decision_id}/")
    assert "The lines come to more than was decided, by £6,000.50" in page
    assert "Below nil" in page


def test_figures_are_those_of_the_day_asked_for(line: BudgetLine, as_reader: Client) -> None:
    asked = "?as_at=2024-07-16"
    page = words(as_reader, f"/eastshire/decisions/{asked}")
    assert "As at 16 July 2024" in page
    assert "£50,000" not in page  # Full Council approved on the 17th
    assert "No effective decision" in words(as_reader, f"/eastshire/decisions/uses/{asked}")
    decision = f"/eastshire/decisions/{line.decision_id}/workbook/"
    assert rows(as_reader, decision + asked, "Funding decisions")[1][1:4] == (None, "Diverted growth", 0)
    now = rows(as_reader, decision, "Funding decisions")[1]
    assert (now[3], now[10]) == (50000, -500.25)
    assert rows(as_reader, decision, "Tranches")[1][:2] == (1, 50000)
    assert rows(as_reader, decision, "Budget lines")[1][3:] == (12000.5, 24000, 36000.5, 0, -500.25, 36500.75)


def test_the_workbook_of_a_line_has_its_movements(line: BudgetLine, as_reader: Client) -> None:
    movements = rows(as_reader, f"/eastshire/lines/{line.pk}/workbook/", "Movements")
    assert [row[1:3] for row in movements[1:]] == [("2024/25", 12000.5), ("2025/26", 24000)]
    assert movements[1][7] == "Stands"


def test_another_council_is_not_there(line: BudgetLine, client_for: SignedIn, outsider: User) -> None:
    for address in addresses(line):
        assert client_for(outsider).get(address).status_code == 404
        assert client_for(outsider).post(address).status_code == 405


@pytest.mark.parametrize("extra", [0, 9])
def test_the_queries(
    line: BudgetLine,
    as_reader: Client,
    finance_officer: User,
    extra: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(extra):
        factories.budget_line(line.decision, finance_officer, f"M{number}")
        factories.funding_decision(line.council, finance_officer, slug=f"d{number}")
    # Session, person, council, roles; decisions, approvals, sources, tranches, lines; sums decided, budgets,
    # sums returned, spend, commitments, profiles, methods.
    for address in addresses(line)[:4]:
        with django_assert_num_queries(16):
            as_reader.get(address)
