"""The workforce lead asks for a post, has it approved, recruits, covers and puts a mistake right."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import Council
from accounts.roles import Role
from tests.browser.conftest import SignedIn
from tests.conftest import Person

LookedOver = Callable[[Page], None]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def type_date(where: Locator, day: str, month: str, year: str) -> None:
    for part, typed in (("Day", day), ("Month", month), ("Year", year)):
        where.get_by_label(part, exact=True).fill(typed)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_post_from_proposal_to_agency_cover(
    eastshire: Council, person: Person, signed_in: SignedIn, looked_over: LookedOver, javascript: bool
) -> None:
    page = signed_in(person(eastshire, Role.WORKFORCE), javascript=javascript)
    page.goto("/eastshire/posts/")
    page.get_by_role("button", name="Add a post").click()
    page.get_by_label("Role", exact=True).fill("Kinship Worker")
    page.get_by_label("How many", exact=True).fill("2")
    page.get_by_label("Full-time equivalent of each").fill("0.125")
    press(page, "Add the post")
    expect(page.get_by_role("alert")).to_contain_text("2 decimal places")
    looked_over(page)
    page.get_by_label("Full-time equivalent of each").fill("0.5")
    page.get_by_label("On what basis").select_option("Displaced cost")
    page.get_by_label("How many the need is counted in").fill("15")
    page.get_by_label("Of what").fill("assessments")
    page.get_by_label("What each costs now").fill("2200")
    press(page, "Add the post")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kinship Worker x 2")
    expect(page.get_by_text("£33,000")).to_be_visible()

    page.get_by_role("link", name="Say where it stands").click()
    page.get_by_label("Approved", exact=True).check()
    page.get_by_label("Note, or the reason").fill("Committee of 16 July")
    looked_over(page)
    press(page, "Record")
    expect(page.get_by_role("heading", name="Position 2 of 2, 0.5 FTE")).to_be_visible()

    page.get_by_role("link", name="Record what happened to position 1").click()
    page.get_by_label("In post", exact=True).check()
    press(page, "Record")
    expect(page.get_by_role("alert")).to_contain_text("nobody has been appointed to it")
    page.get_by_label("Advertised", exact=True).check()
    page.get_by_label("Where it was advertised").fill("a trade paper")
    press(page, "Record")
    page.get_by_text("Put an entry right of position 1").click()
    looked_over(page)
    page.get_by_role("link", name="correct Advertised in a trade paper").click()
    page.get_by_label("Where it was advertised").fill("the council's site")
    page.get_by_label("What was wrong").fill("Another paper")
    press(page, "Save the correction")
    expect(page.get_by_text("Correction: advertised in the council's site")).to_be_visible()

    page.get_by_role("button", name="Record cover").click()
    page.get_by_label("Agency", exact=True).check()
    page.get_by_label("How many people").fill("1")
    type_date(page.get_by_role("group", name="First day"), "1", "1", "2099")
    press(page, "Record cover")
    expect(page.get_by_role("alert")).to_contain_text("The date must lie between")
    type_date(page.get_by_role("group", name="First day"), "1", "11", "2024")
    page.get_by_label("Cost a week").fill("1000")
    # It began before the approval, so it says why.
    page.get_by_label("Note").fill("The service covered it already")
    looked_over(page)
    press(page, "Record cover")
    expect(page.get_by_text("1 by agency for 2 positions since 1 November 2024")).to_be_visible()

    for name in ("Positions by state", "Staffing and agency", "What posts cost", "Grade costs"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        looked_over(page)
