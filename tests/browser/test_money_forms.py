"""Finance records a decision, gives it a line and moves its budget: with and without JavaScript."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Council, User
from accounts.roles import Role
from finance.models import BudgetLine, FundingDecision
from finance.services import add_tranche
from tests import factories
from tests.browser.conftest import SignedIn
from tests.conftest import Person

LookedOver = Callable[[Page], None]


def save(page: Page, name: str = "Save") -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_finance_records_a_decision_and_its_money(
    marchshire: Council, person: Person, signed_in: SignedIn, looked_over: LookedOver, javascript: bool
) -> None:
    page = signed_in(person(marchshire, Role.FINANCE), javascript=javascript)
    page.goto("/marchshire/decisions/")
    page.get_by_role("button", name="Record a funding decision").click()
    page.get_by_label("Title").fill("Transformation funding")
    page.get_by_label("Amount authorised").fill("£11,489,000")
    first = page.get_by_role("group", name="Approval 1")
    first.get_by_label("Body").fill("Cabinet")
    for part, typed in (("Day", "31"), ("Month", "March"), ("Year", "2022")):
        first.get_by_label(part, exact=True).fill(typed)
    source = page.get_by_role("group", name="Source 1")
    source.get_by_label("Kind of source").select_option("Reserve")
    source.get_by_label("Amount").fill("11,000,000")
    save(page, "Save this decision")
    expect(page.get_by_role("alert")).to_contain_text("The sources come to £11,000,000")
    expect(page.get_by_label("Title")).to_have_value("Transformation funding")
    looked_over(page)
    source.get_by_label("Amount").fill("11,489,000")
    save(page, "Save this decision")
    expect(page.get_by_role("heading", level=1)).to_have_text("Transformation funding")

    page.get_by_role("link", name="Add a tranche").click()
    page.get_by_label("Amount").fill("5000000")
    looked_over(page)
    save(page)
    page.get_by_role("link", name="Draw down tranche 1").click()
    looked_over(page)
    for part, typed in (("Day", "1"), ("Month", "4"), ("Year", "2022")):
        page.get_by_label(part, exact=True).fill(typed)
    page.get_by_label("By which decision").fill("Cabinet, March 2022")
    save(page)
    expect(page.get_by_text("£5,000,000 of £11,489,000 drawn").first).to_be_attached()
    looked_over(page)

    page.get_by_role("link", name="Add a budget line").click()
    page.get_by_label("Name").fill("Fostering Team")
    page.get_by_label("Budget 2022/23").fill("207000")
    looked_over(page)
    save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fostering Team")
    looked_over(page)
    page.goto("/marchshire/decisions/uses/")
    looked_over(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_finance_moves_and_profiles_a_budget(
    eastshire: Council,
    finance_officer: User,
    signed_in: SignedIn,
    looked_over: LookedOver,
    javascript: bool,
) -> None:
    decision: FundingDecision = factories.funding_decision(eastshire, finance_officer)
    add_tranche(decision=decision, amount=Decimal(1_986_599), by=finance_officer)
    line: BudgetLine = factories.budget_line(decision, finance_officer)
    factories.budget_line(decision, finance_officer, "L02", name="Project manager")
    page = signed_in(finance_officer, javascript=javascript)
    page.goto(f"/eastshire/lines/{line.pk}/")
    page.get_by_role("link", name="Move its budget").click()
    page.get_by_label("Virement to another line").check()
    page.get_by_label("Amount").fill("60,000")
    page.get_by_label("Reason").fill("Posts are vacant")
    page.get_by_label("To which line").select_option("L02 Project manager")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("needs the decision that allows it")
    looked_over(page)
    page.get_by_label("Amount").fill("6,000")
    save(page)
    expect(page.get_by_role("row", name="Virement")).to_contain_text("−£6,000")

    page.get_by_role("link", name="Correct Virement").click()
    page.get_by_label("What was wrong").fill("Too much by ten")
    page.get_by_label("What it should have been").fill("-5990")
    looked_over(page)
    save(page)
    expect(page.get_by_role("row", name="Correction")).to_contain_text("−£5,990")

    page.get_by_role("link", name="Profile of 2024/25").click()
    page.get_by_label("Evenly from a month on").check()
    page.locator("#id_first_month").select_option("September 2024")
    save(page, "Preview")
    expect(page.get_by_role("table", name="Preview: not saved yet")).to_contain_text("£858.5")
    looked_over(page)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Profile of 2024/25 saved")

    page.goto(f"/eastshire/decisions/{decision.pk}/add-stated-table/")
    page.get_by_label("Title").fill("Costings")
    page.get_by_label("Document and paragraph").fill("Document 000, paragraph 13")
    page.get_by_label("Its years").fill("2024/25")
    page.get_by_label("Its rows").fill("L01 | Social Worker x 6 | 10 | IP Ch.2, S.6 | 12,500")
    page.get_by_label("Its totals as stated").fill("12,000 | 12,000")
    looked_over(page)
    save(page)
    page.get_by_role("link", name="Name the causes of the differences").click()
    looked_over(page)
    cause = page.get_by_role("group", name="Cause 1")
    cause.get_by_label("Row").select_option("Social Worker x 6")
    cause.get_by_label("Year").select_option("2024/25")
    cause.get_by_label("Printed less computed").fill("500")
    cause.get_by_label("Why").fill("Counted a month early")
    save(page, "Save the causes")
    expect(page.get_by_text("Every pound of the difference is explained").first).to_be_visible()
    looked_over(page)
