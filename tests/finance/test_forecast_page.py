"""The forecast as a page: who sees it, who writes in it, and two people at once."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from accounts.models import Council, User
from core.dates import clock
from finance.grid import read_grid
from finance.models import BudgetLine, ForecastEntry, ForecastMethod
from finance.services import GridCell, choose_method, offer_forecast, save_forecast
from tests import factories
from tests.conftest import SignedIn

ADDRESS = "/eastshire/forecast/2024/"
JANUARY, FEBRUARY = date(2025, 1, 1), date(2025, 2, 1)


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    factories.spend(line, finance_officer, {date(2024, 4, 1): "500"})
    factories.close(eastshire, finance_officer, date(2024, 4, 1))
    return line


@pytest.fixture
def own(line: BudgetLine, finance_officer: User) -> BudgetLine:
    choose_method(line=line, year=2024, method="own", by=finance_officer)
    return line


@pytest.fixture
def finance(client_for: SignedIn, finance_officer: User) -> Client:
    return client_for(finance_officer)


def cell(line: BudgetLine, month: int, typed: str, shown: str) -> dict[str, str]:
    return {f"cell-{line.pk}-{month}": typed, f"shown-{line.pk}-{month}": shown}


def method(line: BudgetLine, chosen: str, shown: str) -> dict[str, str]:
    return {f"method-{line.pk}": chosen, f"shown-method-{line.pk}": shown}


def outturn(line: BudgetLine) -> Decimal:
    return read_grid(line.council, 2024).total.forecast_outturn


def test_choosing_figures_of_its_own_changes_no_sum_and_opens_the_cells(
    line: BudgetLine, finance: Client
) -> None:
    before = outturn(line)
    assert "app-grid__input" not in finance.get(ADDRESS).content.decode()
    answer = finance.post(ADDRESS, method(line, "own", "profile"))
    assert answer.status_code == 302
    assert outturn(line) == before
    page = finance.get(ADDRESS).content.decode()
    # April is closed; the other eleven months are open, also those to come.
    assert page.count('class="app-grid__input"') == 11
    assert 'aria-label="January 2025, Social workers (L01)"' in page


def test_finance_enters_a_month_to_come(own: BudgetLine, finance: Client) -> None:
    shown = read_grid(own.council, 2024).lines[0].figures.forecast.expected[9]
    answer = finance.post(ADDRESS, cell(own, 202501, "1,234.56", f"{shown:,}"), follow=True)
    assert "Saved 1 change to the forecast" in answer.content.decode()
    assert read_grid(own.council, 2024).lines[0].figures.forecast.months[9] == Decimal("1234.56")
    again = finance.post(ADDRESS, cell(own, 202501, "1,234.56", f"{shown:,}"), follow=True)
    assert "Nothing of the forecast had changed" in again.content.decode()


def test_a_figure_that_cannot_be_read_saves_nothing(own: BudgetLine, finance: Client) -> None:
    count = ForecastEntry.objects.count()
    answer = finance.post(ADDRESS, cell(own, 202501, "abc", "") | method(own, "profile", "own"))
    assert answer.status_code == 422
    assert 'value="abc"' in answer.content.decode()
    assert ForecastEntry.objects.count() == count
    assert ForecastMethod.objects.count() == 1


def test_a_cell_somebody_else_changed_is_refused_and_the_rest_is_saved(
    own: BudgetLine, finance: Client, finance_officer: User
) -> None:
    figures = read_grid(own.council, 2024).lines[0].figures.forecast.expected
    january, february = f"{figures[9]:,}", f"{figures[10]:,}"
    save_forecast(
        council=own.council,
        year=2024,
        by=finance_officer,
        cells=[GridCell(own.pk, JANUARY, january, "700")],
    )
    typed = cell(own, 202501, "800", january) | cell(own, 202502, "900", february)
    answer = finance.post(ADDRESS, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{finance_officer.name} changed this to 700" in page
    assert f'name="shown-{own.pk}-202501" value="700"' in page
    months = read_grid(own.council, 2024).lines[0].figures.forecast.months
    assert months[9:11] == (Decimal(700), Decimal(900))


def test_a_method_somebody_else_changed_is_refused(
    line: BudgetLine, finance: Client, finance_officer: User
) -> None:
    choose_method(line=line, year=2024, method="run_rate", by=finance_officer)
    answer = finance.post(ADDRESS, method(line, "remaining", "profile"))
    assert answer.status_code == 409
    assert "Average of closed months" in answer.content.decode()
    again = finance.post(ADDRESS, method(line, "remaining", "run_rate"))
    assert again.status_code == 302


def test_a_closed_month_takes_no_forecast(own: BudgetLine, finance: Client) -> None:
    answer = finance.post(ADDRESS, cell(own, 202404, "5", ""))
    assert answer.status_code == 422
    assert "is closed" in answer.content.decode()


def test_as_at_a_day_it_is_the_forecast_of_that_day(own: BudgetLine, finance: Client) -> None:
    figures = read_grid(own.council, 2024).lines[0].figures.forecast.expected
    with clock(date(2025, 1, 20)):
        finance.post(ADDRESS, cell(own, 202502, "77", f"{figures[10]:,}"))
        then = read_grid(own.council, 2024, date(2025, 1, 2)).lines[0].figures.forecast
        assert then.expected[10] == figures[10]
    page = finance.get(ADDRESS, {"as_at": "2024-12-31"}).content.decode()
    assert "As at 31 December 2024" in page
    assert "app-grid__input" not in page


def test_a_reader_sees_it_and_writes_nothing(
    line: BudgetLine, client_for: SignedIn, reader: User, outsider: User
) -> None:
    assert client_for(reader).get(ADDRESS).status_code == 200
    assert client_for(reader).post(ADDRESS, {}).status_code == 403
    assert client_for(outsider).get(ADDRESS).status_code == 404
    assert client_for(reader).put(ADDRESS).status_code == 405


def test_the_workbook_holds_formulas(line: BudgetLine, finance: Client) -> None:
    content = finance.get(f"{ADDRESS}workbook/").content
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    assert sheet["Q2"].value == "=SUM(D2:P2)"
    assert sheet["Q3"].value == "=SUM(Q2:Q2)"
    assert sheet["Q2"].number_format == "#,##0.00;-#,##0.00"


def test_an_offer_is_accepted_on_its_page(
    line: BudgetLine, finance: Client, workforce_lead: User, client_for: SignedIn
) -> None:
    offer = offer_forecast(
        council=line.council,
        by=workforce_lead,
        line=line,
        figures={JANUARY: Decimal(321)},
        source_text="One in post",
    )
    assert "1 forecast from posts waits" in finance.get(ADDRESS).content.decode()
    assert "One in post" in finance.get("/eastshire/offers/").content.decode()
    address = f"/eastshire/offers/{offer.pk}/"
    assert client_for(workforce_lead).post(address, {"accept": "yes"}).status_code == 403
    refused = finance.post(address, {"accept": "yes", "shown_present": "0", "note": "Too early"})
    assert refused.status_code == 422
    # In a field of one line Enter would press the first button and accept what the note declines.
    assert re.search(r"<textarea[^>]* name=\"note\"[^>]*>Too early</textarea>", refused.content.decode())
    present = read_grid(line.council, 2024).lines[0].figures.forecast.expected[9]
    assert finance.post(address, {"accept": "yes", "shown_present": str(present)}).status_code == 302
    assert read_grid(line.council, 2024).lines[0].figures.forecast.months[9] == 321
    assert "Accepted by" in finance.get(address).content.decode()


@pytest.mark.parametrize("extra", [0, 9, 99])
def test_the_queries_of_the_page(
    own: BudgetLine,
    finance: Client,
    finance_officer: User,
    extra: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(extra):
        factories.budget_line(own.decision, finance_officer, f"M{number}")
    # Session, person, council, roles; lines, budgets, profiles, cells, closes, methods, figures, commitments;
    # the frozen forecast; the figures to write in; years; offers; the outturn.
    with django_assert_num_queries(17):
        finance.get(ADDRESS)
