"""Finance enters October in the year's grid: with and without JavaScript, by keyboard, and beside a colleague."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import Council, User
from finance.grid import read_grid
from finance.models import BudgetLine
from finance.services import record_spend
from tests import factories
from tests.browser.conftest import SignedIn

ADDRESS = "/eastshire/spend/2024/"
OCTOBER = date(2024, 10, 1)


@pytest.fixture
def lines(eastshire: Council, finance_officer: User) -> list[BudgetLine]:
    decision = factories.funding_decision(eastshire, finance_officer)
    first = factories.budget_line(decision, finance_officer, order=1)
    second = factories.budget_line(decision, finance_officer, "L02", name="Project Manager", order=2)
    factories.spend(first, finance_officer, {date(2024, 9, 1): "1000"})
    return [first, second]


def cell(page: Page, month: str, line: BudgetLine) -> Locator:
    return page.get_by_label(f"{month} 2024, {line.name} ({line.code})")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save figures").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_finance_enters_october(
    lines: list[BudgetLine],
    finance_officer: User,
    signed_in: SignedIn,
    looked_over: Callable[[Page], None],
    javascript: bool,
) -> None:
    page = signed_in(finance_officer, javascript=javascript)
    page.goto("/eastshire/spend/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Spend by month 2024/25")
    looked_over(page)

    cell(page, "October", lines[0]).fill("12,345.67")
    cell(page, "October", lines[1]).fill("abc")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("October 2024, Project Manager (L02): Enter an amount")
    expect(cell(page, "October", lines[0])).to_have_value("12,345.67")
    expect(cell(page, "October", lines[1])).to_have_accessible_description(
        "Error: Enter an amount in pounds, like 1,234.56"
    )
    assert read_grid(lines[0].council, 2024).through == date(2024, 9, 1)
    looked_over(page)

    cell(page, "October", lines[1]).fill("(500)")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Saved 2 figures")
    expect(page.get_by_role("row", name="Total")).to_contain_text("11,845.67")
    assert read_grid(lines[0].council, 2024).total.actual_to_date == Decimal("12845.67")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_figure_a_colleague_changed_meanwhile_is_shown_beside_the_typed_one(
    lines: list[BudgetLine],
    finance_officer: User,
    signed_in: SignedIn,
    looked_over: Callable[[Page], None],
    javascript: bool,
) -> None:
    page = signed_in(finance_officer, javascript=javascript)
    page.goto(ADDRESS)
    record_spend(line=lines[0], month=OCTOBER, amount=Decimal(2000), by=finance_officer)
    cell(page, "October", lines[0]).fill("3000")
    cell(page, "October", lines[1]).fill("70")
    save(page)
    expect(page.get_by_role("alert").first).to_contain_text(f"{finance_officer.name} changed this to 2,000")
    expect(cell(page, "October", lines[0])).to_have_value("3000")
    looked_over(page)
    page.get_by_label("Why figures change").fill("The invoice says 3,000")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Saved 1 figure")
    assert read_grid(lines[0].council, 2024).total.spend[6] == 3070


def test_the_grid_by_keyboard(lines: list[BudgetLine], finance_officer: User, signed_in: SignedIn) -> None:
    page = signed_in(finance_officer)
    page.goto(ADDRESS)
    cell(page, "September", lines[0]).click()
    for key, month, line in (
        ("Enter", "September", lines[1]),
        ("ArrowRight", "October", lines[1]),
        ("ArrowUp", "October", lines[0]),
        ("ArrowLeft", "September", lines[0]),
        ("ArrowDown", "September", lines[1]),
    ):
        page.keyboard.press(key)
        expect(cell(page, month, line)).to_be_focused()

    page.keyboard.type("250.50")
    total = page.get_by_role("row", name="Total")
    expect(total).to_contain_text("1,250.50")
    page.keyboard.press("Enter")
    expect(page.locator("#announcement")).to_contain_text("Project Manager £250.50 to date")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    expect(cell(page, "September", lines[1])).to_have_value("250.50")
    assert read_grid(lines[0].council, 2024).total.actual_to_date == 1000


def test_a_cell_that_takes_the_focus_comes_out_from_under_the_heads(
    lines: list[BudgetLine], finance_officer: User, signed_in: SignedIn
) -> None:
    for number in range(30):
        factories.budget_line(
            lines[0].decision, finance_officer, f"M{number:02}", name=f"Line {number}", order=3
        )
    page = signed_in(finance_officer)
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto(ADDRESS)
    page.get_by_label("January 2025, Line 20 (M20)").focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowUp", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
        hidden = page.evaluate(
            """() => {
                const box = document.activeElement.getBoundingClientRect();
                const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                return middle !== document.activeElement;
            }"""
        )
        assert not hidden, key
