"""What a narrow screen keeps behind its heading on the pages of posts: opened without scripts, shown on a wide screen
and on paper."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import AsRole, LookedOver

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
STEPS = "30 + 20 + 64 = 114 over capacity"


@pytest.fixture
def narrow(as_role: AsRole) -> Page:
    page = as_role("reader", "midshire", javascript=False)
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto("/midshire/capacity/")
    return page


def test_a_narrow_screen_shows_first_what_matters(narrow: Page) -> None:
    expect(narrow.get_by_text("5.7 to 6.3").first).to_be_visible()
    expect(narrow.get_by_text("1.7 to 2.3 fewer than computed")).to_be_visible()
    assert narrow.evaluate("document.documentElement.scrollHeight") < 8000
    teams = narrow.get_by_role("region", name="Caseloads: Child Protection")
    expect(teams).to_be_hidden()
    expect(narrow.get_by_text(STEPS)).to_be_hidden()
    narrow.locator("summary", has_text="8 teams: caseloads and their source").click()
    expect(teams).to_be_visible()
    narrow.locator("summary", has_text="How it is worked out to 5.7 to 6.3: Child Protection").click()
    expect(narrow.get_by_text(STEPS)).to_be_visible()


def test_paper_and_a_wide_screen_show_all(narrow: Page) -> None:
    narrow.emulate_media(media="print")
    expect(narrow.get_by_text(STEPS)).to_be_visible()
    narrow.emulate_media(media="screen")
    narrow.set_viewport_size({"width": 1280, "height": 900})
    expect(narrow.get_by_text(STEPS)).to_be_visible()
    expect(narrow.get_by_role("region", name="Caseloads: Child Protection")).to_be_visible()
    expect(narrow.locator("summary", has_text="8 teams")).to_be_hidden()


def test_printing_opens_what_is_closed_and_closes_it_again(as_role: AsRole) -> None:
    page = as_role("reader", "midshire", javascript=True)
    page.goto("/midshire/capacity/")
    closed = page.locator("details.app-fold:not([open])")
    before = closed.count()
    assert before > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(closed).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(closed).to_have_count(before)


@BOTH
def test_a_link_within_the_page_opens_what_it_leads_to(
    as_role: AsRole, looked_over: LookedOver, javascript: bool
) -> None:
    page = as_role("reader", javascript=javascript)
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto("/eastshire/staffing/")
    expect(page.get_by_text("£30,519.48 more per FTE")).to_be_visible()
    expect(page.get_by_role("link", name="CFI-04 Team Leaders x 2")).to_be_hidden()
    page.get_by_role("link", name="by budget line").click()
    expect(page.get_by_role("link", name="CFI-04 Team Leaders x 2")).to_be_visible()
    page.get_by_role("link", name="by month").click()
    expect(page.get_by_role("region", name="Outturn by line and month")).to_be_visible()
    looked_over(page)
