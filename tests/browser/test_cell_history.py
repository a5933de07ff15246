"""From a cell of the grid to its page: by keyboard where scripts run, by a link in the cell where they do not."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Council, User
from finance.models import BudgetLine
from tests import factories
from tests.browser.conftest import SignedIn


@pytest.fixture
def lines(eastshire: Council, finance_officer: User) -> list[BudgetLine]:
    decision = factories.funding_decision(eastshire, finance_officer)
    made = [
        factories.budget_line(decision, finance_officer, code, name=name, order=order)
        for order, (code, name) in enumerate([("L01", "Social workers"), ("L02", "Project Manager")], start=1)
    ]
    factories.spend(made[1], finance_officer, {date(2024, 10, 1): "40"})
    return made


def test_the_page_of_a_cell_is_opened_by_keyboard_and_the_arrows_stay(
    lines: list[BudgetLine], finance_officer: User, signed_in: SignedIn, looked_over: Callable[[Page], None]
) -> None:
    page = signed_in(finance_officer)
    page.goto("/eastshire/spend/2024/")
    page.get_by_label("October 2024, Social workers (L01)", exact=True).focus()
    expect(page.get_by_role("link", name="History of October 2024, Social workers (L01)")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    cell = page.get_by_label("October 2024, Project Manager (L02)", exact=True)
    expect(cell).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("November 2024, Project Manager (L02)", exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(cell).to_be_focused()
    looked_over(page)
    cell.fill("41")
    page.keyboard.press("Alt+Enter")
    expect(page.locator("#announcement")).to_have_text(
        "Save what you typed first, then open the page of the figure."
    )
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("October 2024")
    expect(page.get_by_text("entered £40")).to_be_visible()


def test_without_scripts_a_link_in_the_cell_leads_there(
    lines: list[BudgetLine], finance_officer: User, signed_in: SignedIn, looked_over: Callable[[Page], None]
) -> None:
    page = signed_in(finance_officer, javascript=False)
    page.goto("/eastshire/spend/2024/")
    looked_over(page)
    page.get_by_role("link", name="History of October 2024, Project Manager (L02)").click()
    expect(page.get_by_text("entered £40")).to_be_visible()
