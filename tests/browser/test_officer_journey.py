"""The officer's Monday morning: what is due, one update of an action, and where it shows at once."""

import re
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from core.dates import now
from improvement.models import Action, DateRevision, ProgressUpdate
from reports.demonstration.councils import PASSWORD
from tests import factories
from tests.browser.conftest import AsRole, LookedOver, Visitor
from tests.browser.keyboard import name_of_focus, tab_to

TITLE = "Rewrite the local offer with young people"
WORDS = "The final text is with the printer, and two partners have confirmed what they offer."
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])


@pytest.fixture
def action(demonstration: None) -> Action:
    """An overdue action of the officer's, whose date nobody has asked to move."""
    return Action.objects.get(council__slug="eastshire", title=TITLE)


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def field(page: Page, group: str, part: str) -> Locator:
    """The day, month or year of a date."""
    return page.get_by_role("group", name=group).get_by_label(part)


def enter_date(page: Page, group: str, day: date) -> None:
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        field(page, group, part).fill(str(value))


def sign_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Email").fill("officer@eastshire.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def menu_link(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Menu").get_by_role("link", name=name, exact=True)


def menu(page: Page, name: str) -> None:
    menu_link(page, name).click()


@BOTH
def test_an_officer_updates_an_action_and_it_shows_everywhere_at_once(
    visitor: Visitor, action: Action, looked_over: LookedOver, javascript: bool
) -> None:
    page = visitor(javascript=javascript)
    sign_in(page)
    looked_over(page)

    menu(page, "My actions")
    expect(page.get_by_text("are due by 9 January 2025")).to_be_visible()
    expect(page.get_by_role("heading", name="To update now (4)")).to_be_visible()
    looked_over(page)
    page.get_by_role("link", name=TITLE).click()

    expect(heading(page)).to_contain_text(TITLE)
    entries = page.locator(".app-timeline__heading")
    expect(entries.first).to_have_text("Progress moved from “On track” to “At risk”")
    expect(entries.last).to_have_text("Joined the plan, due by 15 November 2024")
    looked_over(page)
    page.get_by_role("button", name="Record an update").click()

    looked_over(page)
    page.get_by_label("Off track").check()
    enter_date(page, "As at", date(2025, 1, 1))
    page.get_by_label("What has been done").fill(WORDS)
    page.get_by_label("What is in the way").fill("The printer is shut until 6 January.")
    enter_date(page, "New date", date(2025, 1, 31))
    page.get_by_label("Why a new date is needed").fill("The printer is shut over the holidays.")
    page.get_by_role("button", name="Save this update").click()

    expect(page.get_by_role("alert")).to_contain_text(
        "Saved: progress is “Off track” as at 1 January 2025, and the new date is under review"
    )
    expect(entries.nth(0)).to_contain_text("31 January 2025")
    expect(entries.nth(1)).to_have_text("Progress moved from “At risk” to “Off track”")
    # A late action whose new date is under review is still overdue, and says so.
    due = page.locator(".govuk-summary-list__row", has_text="Due").first
    expect(due).to_contain_text("15 November 2024")
    expect(due).to_contain_text("Overdue")
    looked_over(page)

    page.get_by_role("link", name=re.compile("Voice, rights and the local offer")).click()
    row = page.get_by_role("row", name=re.compile(TITLE))
    expect(row).to_contain_text("Off track")
    expect(row).to_contain_text(WORDS)
    looked_over(page)

    menu(page, "Plan")
    row = page.get_by_role("row", name=re.compile("Voice, rights and the local offer"))
    expect(row).to_contain_text("1 Off track")
    looked_over(page)

    menu(page, "Actions")
    row = page.get_by_role("row", name=re.compile(TITLE))
    expect(row).to_contain_text("Off track")
    expect(row).to_contain_text("31 January 2025 under review")
    expect(row).to_contain_text("1 January 2025")

    menu(page, "My actions")
    expect(page.get_by_role("heading", name="To update now (3)")).to_be_visible()


@BOTH
def test_the_filters_and_the_order_live_in_the_address(
    as_role: AsRole, looked_over: LookedOver, javascript: bool
) -> None:
    page = as_role("officer", javascript=javascript)
    page.goto("/eastshire/actions/")
    expect(page.get_by_text("92 actions")).to_be_visible()
    page.get_by_text("Filter this list").click()
    page.get_by_label("Progress rating", exact=True).select_option(label="Off track")
    page.get_by_label("Overdue").check()
    page.get_by_role("button", name="Apply filters").click()

    expect(page).to_have_url(re.compile(r"rating=\d+.*overdue=on"))
    page.get_by_role("link", name="Due", exact=True).click()
    expect(page).to_have_url(re.compile(r"rating=\d+.*overdue=on.*sort=due"))
    expect(page.get_by_role("columnheader", name="Due")).to_have_attribute("aria-sort", "ascending")
    looked_over(page)
    shown = page.locator("tbody tr").all_inner_texts()
    assert len(shown) == len(off_track_and_overdue()) > 1
    assert all("Off track" in row and "Overdue" in row for row in shown)

    page.reload()
    assert page.locator("tbody tr").all_inner_texts() == shown
    expect(page.get_by_label("Progress rating", exact=True).locator("option:checked")).to_have_text(
        "Off track"
    )
    expect(page.get_by_label("Overdue")).to_be_checked()
    page.get_by_role("link", name="Due", exact=True).click()
    expect(page.get_by_role("columnheader", name="Due")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("link", name="Clear filters").click()
    expect(page.get_by_text("92 actions")).to_be_visible()


def off_track_and_overdue() -> list[Action]:
    day = date(2025, 1, 2)
    overdue = Action.objects.filter(council__slug="eastshire").as_at(day).overdue(day)
    return [action for action in overdue if action.rating_code == "off-track"]


@BOTH
def test_somebody_elses_update_meanwhile_loses_nothing(
    as_role: AsRole, action: Action, looked_over: LookedOver, javascript: bool
) -> None:
    page = as_role("officer", javascript=javascript)
    page.goto(f"/eastshire/actions/{action.pk}/update/")
    page.get_by_label("On track").check()
    page.get_by_label("What has been done").fill(WORDS)
    enter_date(page, "New date", date(2025, 1, 31))
    page.get_by_label("Why a new date is needed").fill("The printer is shut.")

    moment = now()  # not nine in the morning, which is still to come for a suite that runs at night
    theirs = factories.update(
        action, "off-track", date(2025, 1, 2), on=moment, narrative="A partner has withdrawn."
    )
    updates = ProgressUpdate.objects.filter(action=action)
    before = updates.count()
    page.get_by_role("button", name="Save this update").click()

    conflict = page.locator(".app-conflict")
    expect(conflict).to_contain_text(f"{theirs.recorded_by} saved this while you were writing")
    expect(conflict).to_contain_text("A partner has withdrawn.")
    expect(conflict).to_contain_text(WORDS)
    expect(page.get_by_label("On track")).to_be_checked()
    expect(page.get_by_label("What has been done")).to_have_value(WORDS)
    expect(field(page, "New date", "Month")).to_have_value("1")
    assert updates.count() == before
    assert not DateRevision.objects.filter(action=action).exists()
    if javascript:
        expect(conflict).to_be_focused()
    looked_over(page)

    page.get_by_role("button", name="Save mine on top").click()
    expect(page.get_by_role("alert")).to_contain_text("Saved: progress is “On track”")
    assert updates.count() == before + 1
    headings = page.locator(".app-timeline__heading")
    expect(headings.nth(1)).to_have_text("Progress moved from “Off track” to “On track”")


@BOTH
def test_what_is_missing_is_said_beside_its_field(
    as_role: AsRole, action: Action, looked_over: LookedOver, javascript: bool
) -> None:
    page = as_role("officer", javascript=javascript)
    page.goto(f"/eastshire/actions/{action.pk}/update/")
    page.get_by_label("What has been done").fill(WORDS)
    enter_date(page, "As at", date(2025, 1, 31))
    field(page, "As at", "Month").fill("13")
    page.get_by_role("button", name="Save this update").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("There is a problem")
    if javascript:
        expect(summary).to_be_focused()
    expect(page.get_by_label("What has been done")).to_have_value(WORDS)
    expect(field(page, "As at", "Month")).to_have_value("13")
    expect(page).to_have_title(re.compile("^Error: "))
    looked_over(page)
    summary.get_by_role("link").first.click()
    if javascript:
        assert name_of_focus(page).startswith("as_at_")


def test_the_keyboard_alone_records_an_update(visitor: Visitor, action: Action) -> None:
    page = visitor()
    page.goto("/")
    tab_to(page, page.get_by_label("Email"))
    page.keyboard.type("officer@eastshire.example")
    assert tab_to(page, page.get_by_label("Password")) == ["password"]
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("What to do next")

    tab_to(page, menu_link(page, "My actions"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("My actions")
    tab_to(page, page.get_by_role("link", name="Skip to main content"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name=TITLE))
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text(TITLE)
    tab_to(page, page.get_by_role("button", name="Record an update"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("Update")

    tab_to(page, page.get_by_label("At risk"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Off track")).to_be_checked()
    save = page.get_by_role("button", name="Save this update")
    narrative, reason = page.get_by_label("What has been done"), page.get_by_label("Why a new date is needed")
    assert tab_to(page, narrative) == ["as_at_day", "as_at_month", "as_at_year", "narrative"]
    page.keyboard.type(WORDS)
    assert tab_to(page, field(page, "New date", "Day")) == ["blockers", "new_due_day"]
    page.keyboard.type("31")
    tab_to(page, field(page, "New date", "Month"))
    page.keyboard.type("1")
    tab_to(page, field(page, "New date", "Year"))
    page.keyboard.type("2025")
    assert tab_to(page, reason) == ["reason"]
    page.keyboard.type("The printer is shut.")
    assert tab_to(page, save) == ["Save this update"]
    page.keyboard.press("Enter")

    # The banner that says so has the focus, so that it is heard, and the page goes on from there.
    banner = page.get_by_role("alert")
    expect(banner).to_contain_text("Saved: progress is “Off track” as at 2 January 2025")
    expect(banner).to_be_focused()
    tab_to(page, page.get_by_role("link", name=re.compile("Voice, rights")))
