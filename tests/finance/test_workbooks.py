"""The year's grid as a workbook."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.models import Council, User
from core.dates import clock
from core.financial_year import months
from finance.models import BudgetLine
from finance.periods import period_13
from finance.services.entries import add_entry
from tests import factories
from tests.conftest import SignedIn

ADDRESS = "/eastshire/spend/2024/workbook/"


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    decision = factories.funding_decision(eastshire, finance_officer)
    line = factories.budget_line(decision, finance_officer, name="=cmd|' /C calc'!A0")
    factories.spend(line, finance_officer, {date(2024, 9, 1): "1000.50", date(2024, 10, 1): "0"})
    return line


@pytest.fixture
def as_reader(client_for: SignedIn, reader: User) -> Client:
    return client_for(reader)


def test_it_holds_numbers_with_their_formats(line: BudgetLine, as_reader: Client) -> None:
    response = as_reader.get(ADDRESS)
    assert response.headers["Content-Disposition"] == 'attachment; filename="eastshire-spend-2024-25.xlsx"'
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    heads, row, total = ([cell.value for cell in cells] for cells in sheet.iter_rows())
    assert heads[8:10] == ["Sep 24", "Oct 24"]
    assert (row[0], row[8], row[9], row[10]) == ("L01", 1000.5, 0, None)
    assert (total[1], total[8]) == ("Total", 1000.5)
    assert sheet["I2"].number_format == "#,##0.00;-#,##0.00"


def test_a_name_never_becomes_a_formula(line: BudgetLine, as_reader: Client) -> None:
    sheet = load_workbook(BytesIO(as_reader.get(ADDRESS).content)).active
    assert sheet is not None
    assert sheet["B2"].data_type == "s"


def test_it_can_be_asked_for_a_past_day(line: BudgetLine, as_reader: Client) -> None:
    sheet = load_workbook(BytesIO(as_reader.get(ADDRESS, {"as_at": "2024-09-30"}).content)).active
    assert sheet is not None
    assert (sheet["I2"].value, sheet["J2"].value) == (1000.5, None)


def test_its_name_tells_the_dates_it_was_asked_for(line: BudgetLine, as_reader: Client) -> None:
    for query, told in [
        ({"as_at": "2024-09-30"}, "-as-at-2024-09-30"),
        (
            {"as_at": "2024-09-30", "known_at": "2024-11-01"},
            "-as-at-2024-09-30-as-known-on-2024-11-01",
        ),
    ]:
        name = as_reader.get(ADDRESS, query).headers["Content-Disposition"]
        assert name == f'attachment; filename="eastshire-spend-2024-25{told}.xlsx"'


def test_the_page_offers_it_for_the_day_it_shows(line: BudgetLine, as_reader: Client) -> None:
    page = as_reader.get("/eastshire/spend/2024/", {"as_at": "2024-09-30"}).content.decode()
    assert f'href="{ADDRESS}?as_at=2024-09-30"' in page


def test_others_and_other_methods(
    line: BudgetLine, client_for: SignedIn, outsider: User, as_reader: Client
) -> None:
    assert client_for(outsider).get(ADDRESS).status_code == 404
    assert as_reader.post(ADDRESS).status_code == 405
    assert as_reader.get("/eastshire/spend/1066/workbook/").status_code == 404


def test_period_13_stands_behind_march(
    eastshire: Council, finance_officer: User, line: BudgetLine, as_reader: Client
) -> None:
    with clock(date(2025, 4, 8)):
        for month in months(2024):
            factories.close(eastshire, finance_officer, month)
        late = {"amount": Decimal("20.25"), "note": "Late invoice", "by": finance_officer}
        add_entry(line=line, month=period_13(2024), kind="adjustment", **late)  # type: ignore[arg-type]
    sheet = load_workbook(BytesIO(as_reader.get(ADDRESS).content)).active
    assert sheet is not None
    heads, row, total = ([cell.value for cell in cells][14:17] for cells in sheet.iter_rows())
    assert heads == ["Mar 25", "Period 13", "Actual to date"]
    assert row == total == [0, 20.25, 1020.75]
