"""The year's grid of spend: who sees it, who writes in it, and what a refused save leaves standing."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Council, User
from accounts.roles import Role
from core.dates import clock
from core.financial_year import months
from finance.grid import read_grid
from finance.models import BudgetLine, SpendEntry
from finance.services import record_spend
from finance.services.entries import add_entry
from tests import factories
from tests.conftest import Person, SignedIn

OCTOBER = date(2024, 10, 1)
ADDRESS = "/eastshire/spend/2024/"


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    decision = factories.funding_decision(eastshire, finance_officer)
    line = factories.budget_line(decision, finance_officer)
    factories.spend(line, finance_officer, {date(2024, 9, 1): "1000"})
    return line


@pytest.fixture
def finance(client_for: SignedIn, finance_officer: User) -> Client:
    return client_for(finance_officer)


def cell(line: BudgetLine, month: int, typed: str, shown: str = "") -> dict[str, str]:
    key = f"{line.pk}-{month}"
    return {f"cell-{key}": typed, f"shown-{key}": shown}


def october(line: BudgetLine) -> Decimal | None:
    return read_grid(line.council, 2024).lines[0].figures.spend[6]


def test_the_current_year_is_by_the_clock(line: BudgetLine, finance: Client) -> None:
    address = reverse("finance:spend-grid-current", args=["eastshire"])
    assert finance.get(address).headers["Location"] == ADDRESS
    with clock(date(2025, 4, 1)):
        assert finance.get(address).headers["Location"] == "/eastshire/spend/2025/"


def test_finance_enters_october(line: BudgetLine, finance: Client) -> None:
    response = finance.post(ADDRESS, cell(line, 202410, "12,345.67"), follow=True)
    assert response.redirect_chain == [(ADDRESS, 302)]
    assert "Saved 1 figure" in response.content.decode()
    assert october(line) == Decimal("12345.67")


def test_entering_it_twice_records_it_once(line: BudgetLine, finance: Client) -> None:
    pages = [finance.post(ADDRESS, cell(line, 202410, "70"), follow=True) for _ in range(2)]
    assert SpendEntry.objects.filter(month=OCTOBER).count() == 1
    assert "No figure had changed" in pages[1].content.decode()


def test_each_input_says_its_month_and_line(line: BudgetLine, finance: Client) -> None:
    page = finance.get(ADDRESS).content.decode()
    assert 'aria-label="October 2024, Social workers (L01)"' in page
    assert "Sums are in pounds" in page
    # The day is 2 January 2025: February and March cannot hold spend yet.
    assert page.count('class="app-grid__input"') == 10


def test_a_figure_that_cannot_be_read_stands_with_its_error_and_nothing_is_saved(
    line: BudgetLine, finance: Client
) -> None:
    typed = cell(line, 202410, "abc") | cell(line, 202411, "500")
    response = finance.post(ADDRESS, typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#cell-{line.pk}-202410">October 2024, Social workers (L01): Enter an amount' in page
    assert f'aria-describedby="cell-{line.pk}-202410-error"' in page
    assert f'id="cell-{line.pk}-202410-error"' in page
    assert re.search(rf'name="cell-{line.pk}-202410" value="abc"', page)
    assert re.search(rf'name="cell-{line.pk}-202411" value="500"', page)
    assert "<title>Error: " in page
    assert october(line) is None


def test_a_cell_somebody_else_changed_is_refused_and_the_rest_is_saved(
    line: BudgetLine, finance: Client, finance_officer: User
) -> None:
    record_spend(line=line, month=OCTOBER, amount=Decimal(2000), by=finance_officer)
    response = finance.post(ADDRESS, cell(line, 202410, "3000") | cell(line, 202411, "500"))
    page = response.content.decode()
    assert response.status_code == 409
    assert f"{finance_officer.name} changed this to 2,000" in page
    assert "Saved 1 figure" in page
    assert f'name="cell-{line.pk}-202410" value="3000"' in page
    assert f'name="shown-{line.pk}-202410" value="2,000"' in page
    assert october(line) == 2000
    # Saving again, now that it has been seen, puts it on top.
    on_top = cell(line, 202410, "3000", "2,000")
    assert finance.post(ADDRESS, on_top).status_code == 422
    assert finance.post(ADDRESS, on_top | {"note": "The invoice says 3,000"}).status_code == 302
    assert october(line) == 3000


def test_changing_a_figure_asks_for_a_note_and_keeps_what_was_typed(
    line: BudgetLine, finance: Client
) -> None:
    response = finance.post(ADDRESS, cell(line, 202409, "1,100", "1,000"))
    page = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#note">Say why' in page
    assert f'name="cell-{line.pk}-202409" value="1,100"' in page
    answer = finance.post(ADDRESS, cell(line, 202409, "1,100", "1,000") | {"note": "Late invoice"})
    assert answer.status_code == 302
    assert SpendEntry.objects.latest("pk").note == "Late invoice"


def test_a_closed_month_is_text_that_leads_to_its_page(
    line: BudgetLine, finance: Client, finance_officer: User
) -> None:
    for number in range(4, 10):
        factories.close(line.council, finance_officer, date(2024, number, 1))
    page = finance.get(ADDRESS).content.decode()
    assert f'name="cell-{line.pk}-202409"' not in page
    assert f'href="/eastshire/lines/{line.pk}/spend/202409/"' in page
    assert page.count('<span class="app-grid__closed">closed</span>') == 6
    refused = finance.post(ADDRESS, cell(line, 202409, "5", "1,000") | {"note": "n"})
    assert refused.status_code == 422
    assert "September 2024 is closed" in refused.content.decode()


def test_commitments_stand_apart(line: BudgetLine, finance: Client, finance_officer: User) -> None:
    add_entry(
        line=line,
        month=OCTOBER,
        kind=SpendEntry.Kind.COMMITMENT,
        amount=Decimal(4321),
        note="Ordered",
        by=finance_officer,
    )
    page = finance.get(ADDRESS).content.decode()
    assert "£4,321" in page.split("Commitments</h2>")[1]
    assert "in forecast outturn and variance where it is more than was forecast" in page
    assert october(line) is None


def test_hostile_text_is_shown_as_text(line: BudgetLine, finance: Client) -> None:
    page = finance.post(ADDRESS, cell(line, 202410, '"><script>alert(1)</script>')).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "data", [{"cell-999-202410": "5"}, {"cell-x-202410": "5"}, {"cell-1-209901": "5"}, {}]
)
def test_cells_that_are_not_of_this_grid_are_not_read(
    line: BudgetLine, finance: Client, data: dict[str, str]
) -> None:
    assert finance.post(ADDRESS, data).status_code == 302
    assert SpendEntry.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FINANCE])
def test_others_read_and_may_not_write(
    line: BudgetLine, person: Person, client_for: SignedIn, role: Role
) -> None:
    theirs = client_for(person(line.council, role))
    page = theirs.get(ADDRESS).content.decode()
    assert "1,000" in page
    assert 'name="cell-' not in page
    assert "Save figures" not in page
    assert theirs.post(ADDRESS, cell(line, 202410, "5")).status_code == 403
    assert october(line) is None


def test_another_council_is_not_there(line: BudgetLine, client_for: SignedIn, outsider: User) -> None:
    theirs = client_for(outsider)
    for address in (ADDRESS, "/eastshire/spend/"):
        assert theirs.get(address).status_code == 404
    assert theirs.post(ADDRESS, cell(line, 202410, "5")).status_code == 404


@pytest.mark.parametrize("year", [1999, 2100, 99999999999])
def test_a_year_out_of_reach_is_not_there(line: BudgetLine, finance: Client, year: int) -> None:
    assert finance.get(f"/eastshire/spend/{year}/").status_code == 404


def test_a_year_without_budget_says_so(line: BudgetLine, finance: Client) -> None:
    page = finance.get("/eastshire/spend/2030/").content.decode()
    assert "There is no budget in this year" in page
    assert 'href="/eastshire/spend/2024/"' in page


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(line: BudgetLine, finance: Client, method: str) -> None:
    assert getattr(finance, method)(ADDRESS).status_code == 405


def test_the_grid_of_a_past_day_is_read_only_and_says_its_date(
    line: BudgetLine, finance: Client, finance_officer: User
) -> None:
    record_spend(line=line, month=date(2024, 9, 1), amount=Decimal(1234), by=finance_officer)
    page = finance.get(ADDRESS, {"as_at": "2024-10-31", "known_at": "2024-11-13"}).content.decode()
    main = page.split("<main")[1].split("</main>")[0]
    assert "As at 31 October 2024" in page
    assert "1,000" in main
    assert "1,234" not in main
    assert 'name="cell-' not in main
    assert finance.get(ADDRESS, {"as_at": "31st"}).status_code == 400


def test_the_page_asks_for_a_month_and_a_day_it_was_known_on(
    line: BudgetLine, finance: Client, finance_officer: User
) -> None:
    record_spend(line=line, month=date(2024, 9, 1), amount=Decimal(1234), by=finance_officer)
    assert '<option value="2024-10-31"' in finance.get(ADDRESS).content.decode()
    page = finance.get(ADDRESS, {"as_at": "2024-10-31", "known_at": "13 November 2024"}).content.decode()
    assert '<option value="2024-10-31" selected>October 2024' in page
    assert 'value="13 November 2024"' in page
    assert "1,000" in page
    assert finance.get(ADDRESS, {"as_at": "2024-10-31", "known_at": ""}).status_code == 200


def test_a_hundred_lines_by_twelve_months_are_posted_at_once(
    line: BudgetLine, finance: Client, finance_officer: User
) -> None:
    for number in range(99):
        factories.budget_line(line.decision, finance_officer, f"M{number:02}")
    lines = BudgetLine.objects.of(line.council)
    data: dict[str, str] = {}
    for each in lines:
        for month in months(2024):
            shown = "1,000" if each == line and month.month == 9 else ""
            data |= cell(each, month.year * 100 + month.month, "7.25", shown)
    with clock(date(2025, 3, 31)):
        response = finance.post(ADDRESS, data | {"note": "From the ledger"})
    assert response.status_code == 302
    assert read_grid(line.council, 2024).total.actual_to_date == Decimal("8700.00")


@pytest.mark.parametrize("lines", [1, 10])
def test_the_queries_of_the_page(
    line: BudgetLine,
    finance: Client,
    finance_officer: User,
    lines: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(lines - 1):
        extra = factories.budget_line(line.decision, finance_officer, f"M{number}")
        factories.spend(extra, finance_officer, {OCTOBER: "5"})
    # Session, person, council, roles; lines, budgets, profiles, cells; of the forecast: closed months, methods,
    # commitments; closed months, commitments by line; the outturn; the years to switch between.
    with django_assert_num_queries(15):
        finance.get(ADDRESS)
