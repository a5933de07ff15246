"""The workforce lead reads what posts are worked out to beside what was spent, and offers it to finance; with scripts,
without, and the details by the keyboard alone."""

import pytest
from playwright.sync_api import expect

from finance.models import ForecastOffer
from tests.browser.conftest import AsRole, LookedOver
from tests.browser.keyboard import tab_to

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])


@BOTH
def test_spend_stands_beside_the_forecast_and_it_is_offered(
    as_role: AsRole, looked_over: LookedOver, javascript: bool
) -> None:
    page = as_role("workforce", javascript=javascript)
    page.goto("/eastshire/staffing/")
    expect(page.get_by_text("£45,681 has been entered as spent to the end of October 2024")).to_be_visible()
    expect(page.get_by_text("In all 4 agency workers with a recorded cost, for 6 positions")).to_be_visible()
    looked_over(page)
    for name in ("By post: planned", "By kind of role", "Outturn by line and month"):
        page.locator("summary", has_text=name).click()
    expect(page.get_by_text("spent £24,520").first).to_be_visible()
    looked_over(page)
    page.get_by_role("button", name="Offer to finance").click()
    expect(page.get_by_text("Offered to finance: the forecast from posts of 9 lines")).to_be_visible()
    newest = ForecastOffer.objects.filter(line__code="CFI-03").latest("pk")
    assert str(min(newest.by_month)) == "2024-09-01"


def test_the_months_by_the_keyboard_alone(as_role: AsRole) -> None:
    page = as_role("workforce")
    page.goto("/eastshire/staffing/")
    tab_to(page, page.locator("summary", has_text="Outturn by line and month"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Outturn by line and month")).to_be_visible()
    tab_to(page, page.get_by_role("region", name="Outturn by line and month"))
