"""Finance's day five of the month: October goes into the grid, and the year follows."""

import re
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from core.money import parse_pounds
from finance.models import BudgetLine, SpendEntry
from finance.services import record_spend
from tests.browser.conftest import AsRole, LookedOver
from tests.browser.keyboard import tab_to

GRID = "/eastshire/spend/2024/"
OCTOBER = date(2024, 10, 1)
IRO, CARERS, SOCIAL, ADVISERS, QUALITY, EXPERTS = "CFI-01", "CFI-02", "CFI-03", "CFI-05", "CFI-06", "CFI-10"
MONTHS = 12
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])


def cell(page: Page, month: str, code: str) -> Locator:
    """The input of a month ("October 2024") of the line with a code."""
    return page.get_by_label(re.compile(rf"^{month}, .*\({code}\)$"))


def row(page: Page, code: str) -> Locator:
    return page.locator("tbody tr", has=page.locator(".app-grid__code", has_text=code))


def save(page: Page) -> None:
    page.get_by_role("button", name="Save figures").click()


def say_why(page: Page) -> None:
    """Changing what was entered already needs a note."""
    page.get_by_label("Why figures change").fill("The invoice came late")


def error_of(page: Page, input_: Locator) -> Locator:
    return page.locator(f"#{input_.get_attribute('aria-describedby')}")


def amount(text: str) -> Decimal | None:
    return None if text.strip() in {"", "–"} else parse_pounds(text)


def table_of(page: Page) -> dict[str, list[Decimal | None]]:
    """Every row by the first words of its head: twelve months, then to date, its budget, the year's, the
    forecast and the variance."""
    read = """row => [row.cells[0].innerText, [...row.cells].slice(1).map(
        cell => cell.querySelector("input")?.value ?? cell.innerText)]"""
    page.wait_for_load_state()
    rows = page.locator("[data-grid] tbody tr, [data-grid] tfoot tr").evaluate_all(
        f"rows => rows.map({read})"
    )
    return {head: [amount(text) for text in texts] for head, texts in rows}


def adds_up(page: Page) -> list[Decimal]:
    """Check every sum of the page against the figures it stands for; gives those of the total row."""
    table = table_of(page)
    totals = table.pop("Total")
    for head, figures in table.items():
        actual, _, budget, forecast, variance = figures[MONTHS:]
        assert actual == sum(figure or 0 for figure in figures[:MONTHS]), head
        assert forecast is not None
        assert variance == forecast - (budget or 0), head
    for column, total in enumerate(totals):
        entered = [figures[column] for figures in table.values() if figures[column] is not None]
        assert total == (sum(figure or Decimal(0) for figure in entered) if entered else None)
    return [total or Decimal(0) for total in totals]


@BOTH
def test_finance_enters_october(as_role: AsRole, looked_over: LookedOver, javascript: bool) -> None:
    page = as_role("finance", javascript=javascript)
    page.goto("/eastshire/")
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Money").click()
    expect(page).to_have_url(re.compile(f"{GRID}$"))
    before = adds_up(page)
    assert before[6] == Decimal("30437.25")
    assert before[MONTHS] == Decimal(45681)
    looked_over(page)

    typed = {IRO: "12,345.67", CARERS: "£12345", ADVISERS: "(500)", QUALITY: "0"}
    for code, text in typed.items():
        cell(page, "October 2024", code).fill(text)
    save(page)

    expect(page.get_by_role("alert")).to_contain_text("Saved 4 figures")
    kept = {IRO: "12,345.67", CARERS: "12,345", ADVISERS: "−500", QUALITY: "0", EXPERTS: ""}
    for code, text in kept.items():
        expect(cell(page, "October 2024", code)).to_have_value(text)
    after = adds_up(page)
    assert after[6] == before[6] + Decimal("24190.67")
    assert after[MONTHS] == Decimal("69871.67")
    assert after[MONTHS + 1 : MONTHS + 3] == before[MONTHS + 1 : MONTHS + 3]
    expect(page.locator(".app-stat", has_text="Actual to date")).to_contain_text("£69,872")
    looked_over(page)


@BOTH
def test_blank_is_not_entered_and_0_is_nil(as_role: AsRole, javascript: bool) -> None:
    page = as_role("finance", javascript=javascript)
    page.goto(GRID)
    budget = page.locator(".app-stat", has_text="Budget to date")
    expect(budget).to_contain_text("to 31 October 2024")
    cell(page, "November 2024", QUALITY).fill("0")
    save(page)
    expect(cell(page, "November 2024", QUALITY)).to_have_value("0")
    # A month with a nil has been entered, so the budget to date now covers it.
    expect(budget).to_contain_text("to 30 November 2024")
    adds_up(page)
    cell(page, "November 2024", QUALITY).fill("")
    say_why(page)
    save(page)
    expect(cell(page, "November 2024", QUALITY)).to_have_value("")
    expect(budget).to_contain_text("to 31 October 2024")
    adds_up(page)


@BOTH
def test_what_is_no_amount_is_refused_beside_its_cell(
    as_role: AsRole, looked_over: LookedOver, javascript: bool
) -> None:
    page = as_role("finance", javascript=javascript)
    page.goto(GRID)
    typed = {IRO: "twelve", CARERS: "100.123", SOCIAL: "24,600", QUALITY: "1,500.50"}
    for code, text in typed.items():
        cell(page, "October 2024", code).fill(text)
    save(page)

    expect(page.locator(".govuk-error-summary")).to_contain_text("October 2024, Independent Reviewing")
    for code, text in typed.items():
        expect(cell(page, "October 2024", code)).to_have_value(text)
    for code, sentence in ((IRO, "Enter an amount"), (CARERS, "Enter no more than two decimal places")):
        refused = cell(page, "October 2024", code)
        expect(refused).to_have_attribute("aria-invalid", "true")
        expect(error_of(page, refused)).to_contain_text(sentence)
    expect(page.get_by_text("Nothing has been saved")).to_be_visible()
    assert SpendEntry.objects.filter(council__slug="eastshire").count() == 4
    looked_over(page)
    page.locator(".govuk-error-summary").get_by_role("link").first.click()
    if javascript:
        expect(cell(page, "October 2024", IRO)).to_be_focused()

    cell(page, "October 2024", IRO).fill("12")
    cell(page, "October 2024", CARERS).fill("100.12")
    say_why(page)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Saved 4 figures")
    adds_up(page)


@BOTH
def test_a_cell_somebody_else_changed_is_not_overwritten_unseen(
    as_role: AsRole, looked_over: LookedOver, javascript: bool
) -> None:
    page = as_role("finance", javascript=javascript)
    page.goto(GRID)
    cell(page, "October 2024", SOCIAL).fill("30,000")
    cell(page, "October 2024", QUALITY).fill("700")
    line = BudgetLine.objects.get(council__slug="eastshire", code=SOCIAL)
    colleague = User.objects.get(email="finance@eastshire.example")
    record_spend(line=line, month=OCTOBER, amount=Decimal("25000.50"), by=colleague)
    save(page)

    expect(page.get_by_text("Some figures were changed by somebody else")).to_be_visible()
    refused = cell(page, "October 2024", SOCIAL)
    expect(refused).to_have_value("30,000")
    expect(error_of(page, refused)).to_contain_text(f"{colleague.name} changed this to 25,000.50")
    latest = SpendEntry.objects.filter(line=line, month=OCTOBER).latest("pk")
    assert latest.amount == Decimal("25000.50")
    looked_over(page)

    say_why(page)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Saved 1 figure")
    expect(cell(page, "October 2024", SOCIAL)).to_have_value("30,000")
    adds_up(page)


def test_the_keyboard_moves_through_the_grid_and_totals_follow(as_role: AsRole) -> None:
    page = as_role("finance")
    page.goto(GRID)
    first, second = cell(page, "October 2024", IRO), cell(page, "October 2024", CARERS)
    tab_to(page, first)
    page.keyboard.type("1000")
    expect(row(page, IRO).locator("[data-row-total]")).to_have_text("1,000.00")
    expect(page.locator("[data-column-total]").nth(6)).to_have_text("31,437.25")
    expect(page.locator("[data-grand-total]")).to_have_text("46,681.00")

    page.keyboard.press("Enter")
    expect(second).to_be_focused()
    page.keyboard.type("77")
    page.keyboard.press("Escape")
    expect(second).to_have_value("")
    page.keyboard.press("ArrowDown")
    expect(cell(page, "October 2024", SOCIAL)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(cell(page, "November 2024", IRO)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(first).to_be_focused()
    # Down at the last line stays there; nothing has been saved on the way.
    for _ in range(MONTHS):
        page.keyboard.press("ArrowDown")
    expect(cell(page, "October 2024", EXPERTS)).to_be_focused()
    assert SpendEntry.objects.filter(council__slug="eastshire").count() == 4

    tab_to(page, page.get_by_role("button", name="Save figures"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Saved 1 figure")
    expect(page.get_by_role("alert")).to_be_focused()
