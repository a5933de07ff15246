"""Composing a paper: sections arranged by keyboard and without scripts, and a preview that follows what is typed."""

import re

import pytest
from playwright.sync_api import Page, expect

from reports.models import Paper
from tests.browser.conftest import AsRole, LookedOver
from tests.browser.keyboard import tab_to

DOWN = re.compile(r"^Down\s*: Purpose of report$")


@pytest.fixture
def paper(demonstration: None) -> Paper:
    return Paper.objects.get(slug="progress-2025-01")


def headings(page: Page) -> list[str]:
    return [words.strip() for words in page.locator(".app-desk__row .app-desk__name > a").all_inner_texts()]


def test_a_section_is_moved_by_keyboard_and_keeps_the_focus(
    paper: Paper, as_role: AsRole, looked_over: LookedOver
) -> None:
    page = as_role("clerk")
    page.goto(f"/eastshire/papers/{paper.pk}/sections/")
    down = page.get_by_role("button", name=DOWN)
    tab_to(page, down)
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Purpose of report” is now at place 2 of")).to_be_visible()
    expect(page.get_by_role("button", name=DOWN)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("is now at place 3 of")).to_be_visible()
    assert headings(page)[:3] == ["Recommendations", "Background", "Purpose of report"]
    looked_over(page)


def test_without_scripts_sections_are_switched_added_and_placed(paper: Paper, as_role: AsRole) -> None:
    page = as_role("clerk", javascript=False)
    page.goto(f"/eastshire/papers/{paper.pk}/sections/")
    page.get_by_role("button", name=re.compile(r"^Switch off\s*: Rural communities$")).click()
    expect(page.get_by_text("“Rural communities” is switched off. Its words are kept.")).to_be_visible()
    page.get_by_role("link", name="Add a section").click()
    page.get_by_label("Heading").fill("What members saw")
    page.get_by_label("Where it stands").select_option(label="After “Background”")
    page.get_by_role("button", name="Add the section").click()
    page.get_by_label("Text", exact=True).fill("Members met a team on 9 December 2024.")
    page.get_by_role("button", name="Preview").click()
    shown = page.get_by_role("region", name="As the paper will print it")
    expect(shown).to_contain_text(re.compile(r"\d+ Members met a team"))
    page.get_by_role("button", name="Save, it is ready").click()
    expect(page.get_by_role("alert")).to_contain_text("“What members saw” is saved and ready.")
    page.goto(f"/eastshire/papers/{paper.pk}/preview/report/document/")
    words = page.locator("body").inner_text()
    assert words.index("Background") < words.index("What members saw")
    assert "Rural communities" not in words


def test_the_preview_follows_what_is_typed_and_leaves_the_focus(
    paper: Paper, as_role: AsRole, looked_over: LookedOver
) -> None:
    page = as_role("clerk")
    page.goto(f"/eastshire/papers/{paper.pk}/sections/background/")
    text = page.get_by_label("Text", exact=True)
    text.fill("We have spent {{ spend.to_date }} of {{ spend.autorised }}.")
    shown = page.locator("[data-preview-shown]")
    expect(shown).to_contain_text("Did you mean spend.authorised")
    expect(shown).to_contain_text("We have spent £45,681 of [spend.autorised?].")
    expect(page.locator("[data-preview-said]")).to_contain_text("There is no figure called “spend.autorised”")
    expect(text).to_be_focused()
    text.fill("We have spent {{ spend.to_date }}.")
    expect(shown).not_to_contain_text("Did you mean")
    expect(page.locator("[data-preview-said]")).to_be_empty()
    page.get_by_text("The last paper’s text, 11 November 2024").click()
    page.get_by_text("What has changed against it").click()
    looked_over(page)


def test_an_author_writes_and_calls_ready_what_waits_for_them(
    paper: Paper, as_role: AsRole, looked_over: LookedOver
) -> None:
    page = as_role("finance")
    page.goto("/eastshire/")
    page.get_by_role("link", name="Section 151 officer and finance").click()
    expect(page.get_by_role("article")).to_contain_text("money that is not spent by March")
    looked_over(page)
    page.get_by_label("Comment", exact=True).fill("Written in.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("Your comment is there.")).to_be_visible()
    page.get_by_role("button", name="It is ready").click()
    expect(page.get_by_role("alert")).to_contain_text("The section is ready.")
    page.goto("/eastshire/")
    expect(page.get_by_role("link", name="Section 151 officer and finance")).to_have_count(0)
