"""Finance forecasts, reads the variance report and explains a line: with and without JavaScript, wide and narrow."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Council, User
from finance.grid import read_grid
from finance.models import BudgetLine
from tests import factories
from tests.browser.conftest import SignedIn

APRIL = date(2024, 4, 1)


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    factories.spend(line, finance_officer, {APRIL: "9000.40"})
    factories.close(eastshire, finance_officer, APRIL)
    return line


@pytest.mark.parametrize("javascript", [True, False])
def test_finance_forecasts_by_figures_of_its_own(
    line: BudgetLine,
    finance_officer: User,
    signed_in: SignedIn,
    looked_over: Callable[[Page], None],
    javascript: bool,
) -> None:
    page = signed_in(finance_officer, javascript=javascript)
    page.goto("/eastshire/forecast/2024/")
    looked_over(page)
    page.get_by_label("How Social workers (L01) is forecast").select_option("own")
    page.get_by_role("button", name="Save forecast").click()
    january = page.get_by_label("January 2025, Social workers (L01)")
    january.fill("7,000")
    if javascript:
        expect(page.locator("[data-grand-total]")).to_contain_text("26,000.40")
        january.press("Enter")
    page.get_by_role("button", name="Save forecast").click()
    expect(page.get_by_text("Saved 1 change to the forecast")).to_be_visible()
    assert read_grid(line.council, 2024).lines[0].figures.forecast.months[9] == Decimal(7000)
    looked_over(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_finance_explains_what_varies(
    line: BudgetLine,
    finance_officer: User,
    signed_in: SignedIn,
    looked_over: Callable[[Page], None],
    javascript: bool,
) -> None:
    page = signed_in(finance_officer, javascript=javascript)
    page.goto("/eastshire/variance/2024/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Variance report 2024/25 through April 2024")
    looked_over(page)
    page.get_by_role("link", name="Explain the variance of L01").click()
    page.get_by_label("Why the outturn").fill("Agency cover")
    looked_over(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Agency cover")).to_be_visible()
    for address in ("/eastshire/burn-up/2024/", "/eastshire/bought/", "/eastshire/variance/limits/"):
        page.goto(address)
        looked_over(page)
