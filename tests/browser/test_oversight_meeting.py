"""An oversight meeting run from its page: by keyboard, with and without scripts, at both widths."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from improvement.models import DateRevision, EvidenceReview, Meeting
from improvement.services import decide_date
from tests.browser.conftest import HEIGHT, AsRole, LookedOver
from tests.browser.keyboard import tab_to

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
REASON = "The rota is in the service's own hands."


@pytest.fixture
def meeting(demonstration: None) -> Meeting:
    """The oversight group's meeting on the day of the demonstration."""
    return Meeting.objects.get(council__slug="eastshire", group__kind="oversight", held_on="2025-01-02")


def open_meeting(page: Page, meeting: Meeting) -> list[str]:
    """Open the page from the list of meetings; gives the anchors of the dates to decide, in their order."""
    page.goto(reverse("improvement:meeting-detail", args=["eastshire", meeting.pk]))
    page.get_by_role("button", name="Run this meeting").click()
    expect(page.locator('li[id^="date-"]').first).to_be_visible()
    return [str(item.get_attribute("id")) for item in page.locator('li[id^="date-"]').all()]


@BOTH
def test_dates_and_evidence_are_decided_in_place(
    as_role: AsRole, meeting: Meeting, looked_over: LookedOver, javascript: bool
) -> None:
    page = as_role("improvement", javascript=javascript)
    first, second, *_ = open_meeting(page, meeting)
    looked_over(page)
    page.locator(f"#agree-{first}").click()
    if javascript:
        expect(page.locator(f"#{first}")).to_contain_text("New date agreed")
        expect(page.locator(f"#{first}")).to_be_focused()
        expect(page.locator("#announcement")).to_contain_text("New date agreed")
    else:
        expect(page).to_have_url(re.compile(f"#{second}$"))
    item = page.locator(f"#{second}")
    item.locator("summary").click()
    item.get_by_role("button", name="Decline it").click()
    expect(page.locator(f"#{second}")).to_contain_text("Say why the new date is declined.")
    page.locator(f"#reason-{second}").fill(REASON)
    page.locator(f"#{second}").get_by_role("button", name="Decline it").click()
    expect(page.locator(f"#{second}")).to_contain_text("New date declined")
    page.locator("#list-evidence").click()
    evidence = page.locator('li[id^="evidence-"]').first
    anchor = evidence.get_attribute("id")
    evidence.get_by_role("button", name="Accept it").click()
    expect(page.locator(f"#{anchor}")).to_contain_text("Evidence accepted")
    assert DateRevision.objects.filter(meeting=meeting, step="agreed").count() == 1
    assert DateRevision.objects.get(meeting=meeting, step="declined").reason == REASON
    assert EvidenceReview.objects.filter(meeting=meeting).count() == 1
    page.goto(reverse("improvement:meeting-detail", args=["eastshire", meeting.pk]))
    expect(page.locator("#log ~ table tbody tr")).to_have_count(3)
    looked_over(page)


def test_a_meeting_is_run_with_the_keyboard(as_role: AsRole, meeting: Meeting) -> None:
    page = as_role("improvement")
    first, second, *_ = open_meeting(page, meeting)
    tab_to(page, page.locator(f"#agree-{first}"))
    page.keyboard.press("Enter")
    expect(page.locator(f"#{first}")).to_be_focused()
    stops = tab_to(page, page.locator(f"#agree-{second}"))
    assert len(stops) <= 4
    tab_to(page, page.locator(f"#decline-{second}"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator(f"#reason-{second}"))
    page.keyboard.type(REASON)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{second}")).to_contain_text(REASON)


@BOTH
def test_the_next_comes_up_when_those_shown_are_decided(
    as_role: AsRole, meeting: Meeting, javascript: bool
) -> None:
    page = as_role("programme", javascript=javascript)
    first = open_meeting(page, meeting)
    page.set_viewport_size({"width": 320, "height": HEIGHT})
    for anchor in first:
        page.locator(f"#agree-{anchor}").click()
        expect(page.locator(f"#agree-{anchor}")).to_have_count(0)
    offered = page.locator('button[id^="agree-date-"]')
    expect(offered).to_have_count(len(first))
    expect(offered.first).to_be_visible()
    offered.first.click()
    expect(page.locator("#count-date")).to_contain_text(str(22 - len(first) - 1))


@BOTH
def test_whoever_comes_second_is_told(as_role: AsRole, meeting: Meeting, javascript: bool) -> None:
    page = as_role("improvement", javascript=javascript)
    first, *_ = open_meeting(page, meeting)
    programme = User.objects.get(email="programme@eastshire.example")
    asked = DateRevision.objects.get(pk=first.removeprefix("date-"))
    decide_date(request=asked, by=programme, agree=False, reason=REASON, meeting=meeting)
    page.locator(f"#agree-{first}").click()
    told = page.get_by_role("main").get_by_text(f"{programme.name} decided this first. New date declined")
    expect(told).to_be_visible()
    assert not DateRevision.objects.filter(meeting=meeting, step="agreed").exists()
