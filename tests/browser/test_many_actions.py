"""Several actions at once: the officer's rows on one page, and the programme office's bulk update."""

import pytest
from playwright.sync_api import Locator, Page, expect

from improvement.models import Action, BulkUpdate, ProgressUpdate
from tests.browser.conftest import AsRole, LookedOver
from tests.browser.keyboard import tab_to

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
FIRST = "Rewrite the local offer with young people"
SECOND = "Bring personal adviser caseloads down to an average of 20"


def row(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title)


def write(page: Page, title: str) -> Locator:
    """A row with its form open."""
    found = row(page, title)
    if not found.get_by_label("What councillors will read").is_visible():
        found.get_by_text("Write an update").click()
    return found


def updates_of(title: str) -> int:
    return ProgressUpdate.objects.filter(action__title=title).count()


@BOTH
def test_a_bad_row_spoils_no_other(as_role: AsRole, looked_over: LookedOver, javascript: bool) -> None:
    page = as_role("officer", javascript=javascript)
    page.goto("/eastshire/actions/mine/")
    before = updates_of(FIRST), updates_of(SECOND)
    good, bad = write(page, FIRST), write(page, SECOND)
    good.get_by_label("What councillors will read").fill("The text is with the printer.")
    if javascript:
        expect(good.locator(".app-reads")).to_contain_text("The text is with the printer.")
    bad.get_by_label("What councillors will read").fill("Kept words.")
    bad.get_by_label("Progress rating", exact=True).select_option("")
    page.get_by_role("button", name="Save all that I changed").click()

    expect(page.get_by_text("There is a problem")).to_be_visible()
    expect(row(page, SECOND).get_by_label("What councillors will read")).to_have_value("Kept words.")
    assert (updates_of(FIRST), updates_of(SECOND)) == (before[0] + 1, before[1])
    looked_over(page)


def test_one_row_is_saved_in_place_and_heard(as_role: AsRole) -> None:
    page = as_role("officer")
    page.goto("/eastshire/actions/mine/")
    write(page, SECOND).get_by_label("What councillors will read").fill("Still being typed")
    row(page, FIRST).get_by_role("button", name="No change, confirmed").click()

    saved = row(page, FIRST).locator("[data-focus]")
    expect(saved).to_contain_text("Saved: progress is “At risk” as at 2 January 2025")
    expect(saved).to_contain_text("No change: confirmed as at 2 January 2025.")
    expect(saved).to_be_focused()
    expect(page.locator("#announcement")).to_contain_text("Saved: progress is “At risk”")
    expect(row(page, SECOND).get_by_label("What councillors will read")).to_have_value("Still being typed")


def test_the_keyboard_alone_saves_a_row(as_role: AsRole) -> None:
    page = as_role("officer")
    page.goto("/eastshire/actions/mine/")
    before = updates_of(FIRST)
    tab_to(page, row(page, FIRST).locator("summary").first)
    page.keyboard.press("Enter")
    tab_to(page, row(page, FIRST).get_by_label("What councillors will read"))
    page.keyboard.type("The text is with the printer.")
    tab_to(page, row(page, FIRST).get_by_role("button", name="Save this update"))
    page.keyboard.press("Enter")
    expect(row(page, FIRST).locator("[data-focus]")).to_be_focused()
    assert updates_of(FIRST) == before + 1


@BOTH
def test_a_bulk_update_and_its_undoing(as_role: AsRole, looked_over: LookedOver, javascript: bool) -> None:
    page, before = as_role("programme", javascript=javascript), BulkUpdate.objects.count()
    page.goto("/eastshire/actions/?q=local+offer")
    action = Action.objects.get(council__slug="eastshire", title=FIRST)
    page.locator(f"#pick-{action.pk}").check()
    looked_over(page)
    page.get_by_role("button", name="Change the ticked actions").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Change 1 action at once")
    page.get_by_label("Progress rating").select_option(label="Off track")
    page.get_by_label("What councillors will read").fill("The printer has closed.")
    looked_over(page)
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 action would change")
    assert BulkUpdate.objects.count() == before
    page.get_by_role("button", name="Change it").click()

    expect(page.get_by_role("heading", name="1 was changed")).to_be_visible()
    looked_over(page)
    page.get_by_role("button", name="Undo all of it").click()
    expect(page.get_by_role("alert")).to_contain_text("Undone: every action is as it was before")
    looked_over(page)
