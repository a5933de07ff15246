"""Evidence from the officer's file to the chair's acceptance: refused, brought, opened, accepted, done."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from improvement.models import Action, Evidence
from tests.browser.conftest import AsRole, LookedOver
from tests.browser.test_officer_journey import enter_date, heading

TITLE = "Rewrite the local offer with young people"
WORDS = "The offer is printed and on the website."
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])


@pytest.fixture
def action(demonstration: None) -> Action:
    return Action.objects.get(council__slug="eastshire", title=TITLE)


def file_in(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def say_done(page: Page, action: Action) -> None:
    page.goto(f"/eastshire/actions/{action.pk}/update/")
    page.get_by_label("Complete", exact=True).check()
    page.get_by_label("What has been done").fill(WORDS)
    page.get_by_role("button", name="Save this update").click()


@BOTH
def test_done_is_offered_evidence_brought_and_accepted(
    as_role: AsRole, action: Action, looked_over: LookedOver, tmp_path: Path, javascript: bool
) -> None:
    page = as_role("officer", javascript=javascript)
    say_done(page, action)
    offer = page.get_by_role("heading", name="for now?")
    expect(offer).to_be_visible()
    expect(page.get_by_label("What has been done")).to_have_value(WORDS)
    looked_over(page)
    page.get_by_role("button", name="Record it as").click()
    expect(page.get_by_role("alert")).to_contain_text("Saved: progress is")

    page.get_by_role("link", name="Add evidence").click()
    page.get_by_label("What the evidence is").fill("The printed offer")
    enter_date(page, "Date it is evidence of", date(2024, 12, 20))
    page.get_by_label("File").set_input_files(
        file_in(tmp_path, "offer.pdf", b"<html><script></script></html>")
    )
    page.get_by_role("button", name="Add this evidence").click()
    expect(page.get_by_text("Web pages, drawings and scripts are not taken").first).to_be_visible()
    expect(page.get_by_label("What the evidence is")).to_have_value("The printed offer")
    looked_over(page)

    page.get_by_label("File").set_input_files(file_in(tmp_path, "offer.csv", b"Page,Words\r\n1,230\r\n"))
    page.get_by_role("button", name="Add this evidence").click()
    expect(page.get_by_role("alert")).to_contain_text("Evidence added")
    with page.expect_download() as coming:
        page.get_by_role("link", name="offer.csv").click()
    assert coming.value.suggested_filename == "offer.csv"
    # The line under a link in focus is a shadow, which axe does not see.
    page.get_by_role("link", name="offer.csv").blur()
    looked_over(page)

    chair = as_role("chair", javascript=javascript)
    piece = Evidence.objects.get(action=action, title="The printed offer")
    chair.goto(f"/eastshire/evidence/{piece.pk}/")
    expect(heading(chair)).to_contain_text("The printed offer")
    looked_over(chair)
    chair.get_by_role("button", name="Review this evidence").click()
    chair.get_by_label("Sufficient", exact=True).check()
    chair.get_by_role("button", name="Save this review").click()
    expect(chair.get_by_role("alert")).to_contain_text("Evidence reviewed: sufficient")
    expect(chair.locator(".app-timeline__heading").first).to_contain_text("Progress moved from")
