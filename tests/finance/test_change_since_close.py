"""Both workbooks leave the change since the last close blank until a forecast was frozen, as their pages do."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.models import Council, User
from core.dates import clock
from finance.models import BudgetLine
from tests import factories
from tests.conftest import SignedIn

FORECAST, VARIANCE = "/eastshire/forecast/2024/workbook/", "/eastshire/variance/2024/workbook/"


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    decision = factories.funding_decision(eastshire, finance_officer)
    line = factories.budget_line(decision, finance_officer, budgets={2024: "1200"})
    factories.spend(line, finance_officer, {date(2024, 4, 1): "90"})
    return line


def rows(client: Client, address: str) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(client.get(address).content)).worksheets[0].values)


@pytest.mark.parametrize(("address", "first"), [(FORECAST, 19), (VARIANCE, 12)])
def test_before_any_close_nothing_changed(
    line: BudgetLine, client_for: SignedIn, finance_officer: User, address: str, first: int
) -> None:
    found = rows(client_for(finance_officer), address)
    assert len(found) > 2
    assert {row[first : first + 2] for row in found[1:]} == {(None, None)}


def test_after_one_it_is_counted_from_that(
    line: BudgetLine, client_for: SignedIn, finance_officer: User
) -> None:
    with clock(date(2024, 6, 3)):
        factories.close(line.council, finance_officer, date(2024, 4, 1))
    factories.spend(line, finance_officer, {date(2024, 5, 1): "20"})
    client = client_for(finance_officer)
    assert [row[19:21] for row in rows(client, FORECAST)[1:]] == [
        (1190, "=Q2-T2"),
        ("=SUM(T2:T2)", "=SUM(U2:U2)"),
    ]
    assert [row[12:14] for row in rows(client, VARIANCE)[1:]] == [
        (1190, "=J2-M2"),
        ("=SUBTOTAL(9,M2:M2)", "=J3-M3"),
        ("=SUBTOTAL(9,M2:M3)", "=J4-M4"),
    ]


@pytest.mark.parametrize("address", [FORECAST, VARIANCE])
def test_a_preview_that_does_not_calculate_shows_the_figures_of_the_page(
    line: BudgetLine, client_for: SignedIn, finance_officer: User, address: str
) -> None:
    with clock(date(2024, 6, 3)):
        factories.close(line.council, finance_officer, date(2024, 4, 1))
    factories.spend(line, finance_officer, {date(2024, 5, 1): "20"})
    content = client_for(finance_officer).get(address).content
    shown = list(load_workbook(BytesIO(content), data_only=True).worksheets[0].values)
    live = list(load_workbook(BytesIO(content)).worksheets[0].values)
    foot = zip(live[0], live[-1], shown[-1], strict=True)
    sums = {head: value for head, formula, value in foot if str(formula).startswith("=")}
    assert sums["Forecast outturn"] == 1190
    assert sums["Variance (overspend positive)"] == -10
    assert sums["Change since"] == 0
