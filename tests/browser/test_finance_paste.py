"""Finance pastes a block, sees it cell by cell, saves it whole, undoes it; and closes April."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Council, User
from finance.grid import read_grid
from finance.models import BudgetLine, MonthClose
from tests import factories
from tests.browser.conftest import SignedIn

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
BLOCK = "Code\tApr\tMay\nL01\t£1,200\t(30)\nL02\t-\t7.50"


@pytest.fixture
def lines(eastshire: Council, finance_officer: User) -> list[BudgetLine]:
    decision = factories.funding_decision(eastshire, finance_officer)
    first = factories.budget_line(decision, finance_officer, order=1)
    return [
        first,
        factories.budget_line(decision, finance_officer, "L02", name="Project Manager", order=2),
    ]


@BOTH
def test_a_block_is_previewed_saved_and_undone(
    lines: list[BudgetLine],
    finance_officer: User,
    signed_in: SignedIn,
    looked_over: Callable[[Page], None],
    javascript: bool,
) -> None:
    page = signed_in(finance_officer, javascript=javascript)
    page.goto("/eastshire/spend/2024/")
    page.get_by_role("link", name="Paste from a spreadsheet").click()
    page.get_by_label("The block from your spreadsheet").fill(BLOCK.replace("7.50", "seven"))
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Some cells cannot be saved")).to_be_visible()
    looked_over(page)
    page.get_by_label("The block from your spreadsheet").fill(BLOCK)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("4 figures would change")).to_be_visible()
    page.get_by_label("Note", exact=True).fill("Ledger, day 5")
    looked_over(page)
    page.get_by_role("button", name="Save all these figures").click()
    expect(page.get_by_role("alert")).to_contain_text("Saved 4 figures from the paste")
    assert read_grid(lines[0].council, 2024).total.actual_to_date == Decimal("1177.50")
    looked_over(page)
    page.get_by_label("Why").fill("Last month's file")
    page.get_by_role("button", name="Undo all of it").click()
    expect(page.get_by_role("alert")).to_contain_text("Undone")
    assert read_grid(lines[0].council, 2024).through is None


def test_a_block_pasted_into_a_cell_goes_to_the_preview_from_there(
    lines: list[BudgetLine], finance_officer: User, signed_in: SignedIn
) -> None:
    page = signed_in(finance_officer)
    page.goto("/eastshire/spend/2024/")
    page.get_by_label("October 2024, Project Manager (L02)").evaluate(
        """cell => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", "5\\t6");
            cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.get_by_text("2 figures would change")).to_be_visible()
    expect(page.get_by_role("row", name="Project Manager")).to_have_count(2)
    expect(page.get_by_role("row", name="November 2024")).to_contain_text("£6")


@BOTH
def test_finance_closes_april_and_adds_what_came_late(
    lines: list[BudgetLine],
    finance_officer: User,
    signed_in: SignedIn,
    looked_over: Callable[[Page], None],
    javascript: bool,
) -> None:
    page = signed_in(finance_officer, javascript=javascript)
    page.goto("/eastshire/spend/2024/")
    page.get_by_role("link", name="Close of months").click()
    looked_over(page)
    page.get_by_role("link", name="Close April 2024").click()
    looked_over(page)
    page.get_by_label("They spent nothing in April 2024").check()
    page.get_by_role("button", name="Close this month").click()
    expect(page.get_by_role("alert")).to_contain_text("April 2024 is closed")
    assert MonthClose.objects.closed_months(lines[0].council) == {date(2024, 4, 1)}
    page.goto(f"/eastshire/lines/{lines[0].pk}/spend/202405/")
    looked_over(page)
    page.get_by_label("Adjustment").check()
    page.get_by_label("Amount").fill("£40")
    page.get_by_label("Month it puts right").select_option("April 2024")
    page.get_by_label("Note").fill("Invoice found in May")
    page.get_by_role("button", name="Add this entry").click()
    expect(page.get_by_role("alert")).to_contain_text("Added to May 2024")
    page.goto(f"/eastshire/lines/{lines[0].pk}/spend/202404/")
    expect(page.get_by_text("£40 in May 2024: Invoice found in May")).to_be_visible()
    looked_over(page)
    page.goto("/eastshire/spend/2024/")
    looked_over(page)
