"""A post's status is put right in the browser: corrected and taken out, with scripts and without, and with the keyboard
alone."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Council
from accounts.roles import Role
from core.dates import clock
from tests.browser.conftest import LookedOver, SignedIn
from tests.browser.keyboard import tab_to
from tests.conftest import Person
from tests.factories import ADOPTED, funded_post, workforce_office
from workforce import services
from workforce.models import FundedPost

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])


@pytest.fixture
def address(eastshire: Council) -> str:
    """The page of a post that somebody ended the day after it was approved."""
    post = funded_post(eastshire, role="Kinship Worker")
    with clock(ADOPTED):
        services.set_status(
            post=post,
            by=workforce_office(eastshire),
            status=FundedPost.Status.ENDED,
            as_at=ADOPTED,
            note="Money over",
        )
    return f"/eastshire/posts/{post.pk}/"


def put_right(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_text("Put a status right").click()


@BOTH
def test_a_status_is_corrected_and_taken_out(
    eastshire: Council,
    person: Person,
    signed_in: SignedIn,
    looked_over: LookedOver,
    address: str,
    javascript: bool,
) -> None:
    page = signed_in(person(eastshire, Role.WORKFORCE), javascript=javascript)
    put_right(page, address)
    looked_over(page)
    page.get_by_role("link", name="correct the status Ended").click()
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what was wrong")
    looked_over(page)
    page.get_by_label("What was wrong").fill("The money goes on for a year")
    page.get_by_label("Note, or the reason").fill("Money over in 2026")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_text("Correction: ended").first).to_be_visible()

    put_right(page, address)
    page.get_by_role("link", name="take out the status Ended").click()
    looked_over(page)
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why it is taken out")
    page.get_by_label("Why it is taken out").fill("It was never ended")
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_text("Taken out: ended").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kinship Worker")


def test_by_the_keyboard_alone(eastshire: Council, person: Person, signed_in: SignedIn, address: str) -> None:
    page = signed_in(person(eastshire, Role.WORKFORCE))
    page.goto(address)
    tab_to(page, page.locator("summary", has_text="Put a status right"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="take out the status Ended"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/take-out/")
    tab_to(page, page.get_by_label("Why it is taken out"))
    page.keyboard.type("It was never ended")
    tab_to(page, page.get_by_role("button", name="Take it out"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Taken out: ended").first).to_be_visible()
