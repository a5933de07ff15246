"""The workforce lead's caseloads in the browser: what if, and a month of a service; with scripts, without, and with
the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import AsRole, LookedOver
from tests.browser.keyboard import tab_to
from workforce.models import CapacityReading

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])


@BOTH
def test_what_if_is_asked_and_answered(as_role: AsRole, looked_over: LookedOver, javascript: bool) -> None:
    page = as_role("workforce", "midshire", javascript=javascript)
    page.goto("/midshire/capacity/")
    expect(page.get_by_text("30 + 20 + 64 = 114 over capacity")).to_be_visible()
    aspiration = page.get_by_text("The aspiration, 14 to 17 children each, would need")
    expect(aspiration.first).to_be_visible()
    page.get_by_text("Choose teams, or ask what if").click()
    page.get_by_label("More posts for").select_option("Child Protection")
    page.get_by_label("How many more posts").fill("4")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("114 − 4 posts × 20 = 34 over")).to_be_visible()
    looked_over(page)


@BOTH
def test_a_month_of_a_service_is_corrected(
    as_role: AsRole, looked_over: LookedOver, javascript: bool
) -> None:
    page = as_role("workforce", "midshire", javascript=javascript)
    page.goto("/midshire/capacity/month/?service=Child+Protection&month=2017-07")
    cases = page.get_by_label("Cases, Child Protection, Locality 1, Team A")
    expect(cases).to_have_value("126")
    cases.fill("130")
    page.get_by_label("Where the figures come from").fill("Team managers")
    page.get_by_role("button", name="Save the month").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    expect(cases).to_have_value("130")
    looked_over(page)
    page.get_by_label("Why figures already recorded, or their source, are changed").fill("Four came late")
    page.get_by_role("button", name="Save the month").click()
    expect(page.get_by_text("Saved July 2017 of 1 team")).to_be_visible()
    standing = CapacityReading.objects.standing(None).get(team__name="Team A", team__locality="Locality 1")
    assert (standing.cases, standing.corrects is not None) == (130, True)


def test_what_if_by_the_keyboard_alone(as_role: AsRole) -> None:
    page = as_role("workforce", "midshire")
    page.goto("/midshire/capacity/?service=Strengthening+Families")
    growth = page.get_by_label("How many per cent more cases")
    tab_to(page, growth)
    page.keyboard.type("8")
    tab_to(page, page.get_by_role("button", name="Show", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("8% more cases: posts still needed").first).to_be_visible()
