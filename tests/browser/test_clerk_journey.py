"""The clerk's paper: words with live figures, preview, checks, export, publication, and that it then stays."""

import hashlib
import re
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from improvement.models import Action
from reports.models import Document, Paper, PaperSection
from reports.services.drafting import save_section, section_of
from tests import factories
from tests.browser.conftest import AsRole, LookedOver
from tests.browser.keyboard import tab_to

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
WORDS = "Members will want to know what has been spent: "
NOVEMBER = date(2024, 11, 13)
# Milliseconds. In the tests the PDFs are made while the page is asked for, on a machine that does other things too.
MAKING = 60_000
PACK = ("report", "appendix-1", "appendix-2")


@pytest.fixture
def paper(demonstration: None) -> Paper:
    return Paper.objects.get(slug="progress-2025-01")


def body(page: Page) -> Locator:
    return page.get_by_label("Text", exact=False).and_(page.locator("textarea"))


def document(page: Page, name: str) -> bytes:
    """What a link of the page downloads."""
    address = page.get_by_role("link", name=name).get_attribute("href")
    answer = page.request.get(str(address))
    assert answer.ok, address
    return answer.body()


def open_paper(page: Page) -> None:
    page.goto("/eastshire/")
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Papers").click()
    page.get_by_role("link", name=re.compile("progress update for 13 January 2025")).click()
    expect(page.get_by_text("Friday 3 January 2025")).to_be_visible()


def write_with_a_live_figure(page: Page, looked_over: LookedOver, *, javascript: bool) -> None:
    """Put `spend.to_date` at the end of the purpose: from the list with scripts, typed without."""
    page.get_by_role("link", name="Purpose of report").click()
    looked_over(page)
    body(page).fill(f"{body(page).input_value()}\n\n{WORDS}")
    if javascript:
        page.get_by_label("Search the figures").fill("spent to date")
        expect(page.locator("[data-figure='posts.in_post']")).to_be_hidden()
        page.get_by_role("button", name="Insert spend.to_date").click()
        expect(body(page)).to_be_focused()
    else:
        expect(page.locator("[data-figure='spend.to_date']")).to_contain_text("£45,681")
        body(page).fill(f"{body(page).input_value()}{{{{ spend.to_date }}}}")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="As the paper will print it")).to_contain_text(f"{WORDS}£45,681")
    expect(body(page)).to_have_value(re.compile(r"spent: \{\{ spend\.to_date \}\}"))
    looked_over(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("“Purpose of report” is saved.")


def export(page: Page, looked_over: LookedOver) -> None:
    """Have the pack made, and see that what comes is the paper as HTML and PDF."""
    page.get_by_role("button", name="Export").click()
    looked_over(page)
    page.get_by_role("button", name="Make the documents").click(timeout=MAKING)
    # The heads, each document, and all of them in one file.
    expect(page.get_by_role("row")).to_have_count(1 + len(PACK) + 1)
    looked_over(page)
    for name in ("Report", "Appendix 1", "Appendix 2"):
        assert document(page, f"PDF of {name}").startswith(b"%PDF-")
    assert f"{WORDS}£45,681" in document(page, "HTML of Report").decode()


def cleared_by_the_others(as_role: AsRole, looked_over: LookedOver, *, javascript: bool) -> None:
    """Each reviewer finds the paper on Home, reads what they answer for, and clears it; who approves it last."""
    for person, name in (("legal", "Legal"), ("programme", "Governance"), ("programme", "Approved by")):
        page = as_role(person, javascript=javascript)
        page.set_default_timeout(MAKING)
        page.goto("/eastshire/")
        page.get_by_role("link", name=re.compile(f"as {name}")).click()
        expect(page.get_by_role("heading", name="What you answer for")).to_be_visible()
        looked_over(page)
        page.get_by_role("button", name="Clear", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text(f"{name}: cleared.")
        looked_over(page)


def published_digests(page: Page, paper: Paper) -> dict[str, str]:
    """The digest of what is served of each document of the pack in each format."""
    names = [f"{stem}.{form}" for stem in PACK for form in ("html", "pdf", "docx")] + ["pack.pdf"]
    return {
        name: hashlib.sha256(
            page.request.get(f"/eastshire/papers/{paper.pk}/documents/{name}").body()
        ).hexdigest()
        for name in names
    }


@BOTH
def test_the_january_paper_is_written_checked_exported_and_published(
    as_role: AsRole, paper: Paper, looked_over: LookedOver, javascript: bool
) -> None:
    page = as_role("clerk", javascript=javascript)
    # The pages of export, clearance and publication compose the whole paper.
    page.set_default_timeout(MAKING)
    open_paper(page)
    looked_over(page)
    write_with_a_live_figure(page, looked_over, javascript=javascript)

    page.get_by_role("button", name="Preview the paper").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text(f"{WORDS}£45,681")).to_be_visible()
    looked_over(page)
    page.get_by_role("link", name="Improvement plan progress update").click()
    page.get_by_role("button", name="Run the checks").click()
    # Governance, Legal and who approves it have still to clear it.
    expect(page.get_by_text("3 blockers")).to_be_visible()
    looked_over(page)
    page.get_by_role("link", name="Back to the paper").click()
    export(page, looked_over)

    page.get_by_role("link", name="Back to the paper").click()
    page.get_by_role("link", name="Clearance", exact=True).click()
    expect(page.get_by_text("Figures locked")).to_be_visible()
    looked_over(page)
    cleared_by_the_others(as_role, looked_over, javascript=javascript)
    page.get_by_role("link", name="Back to the paper").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("To be published by Friday 3 January 2025")).to_be_visible()
    looked_over(page)
    page.get_by_role("button", name=re.compile("^Publish")).click(timeout=MAKING)
    expect(page.get_by_text("Finished")).to_be_visible()
    looked_over(page)
    page.get_by_role("link", name="Open the result").click()
    expect(page.get_by_text("What was published is kept as it was")).to_be_visible()
    looked_over(page)

    served = published_digests(page, paper)
    kept = {
        f"{row.stem}.{row.format}": row.digest for row in Document.objects.filter(publication__paper=paper)
    }
    assert served == kept
    page.get_by_text("How to check a document").click()
    for digest in served.values():
        expect(page.get_by_text(digest)).to_be_visible()

    action, other = Action.objects.filter(council=paper.council).order_by("pk")[3:5]
    factories.update(action, "off-track", date(2025, 1, 2))
    factories.update(other, "off-track", NOVEMBER, on=date(2025, 1, 2))
    assert published_digests(page, paper) == served


@BOTH
def test_a_figure_that_does_not_exist_is_refused_with_the_words_kept(
    as_role: AsRole, paper: Paper, looked_over: LookedOver, javascript: bool
) -> None:
    page = as_role("clerk", javascript=javascript)
    page.goto(f"/eastshire/papers/{paper.pk}/sections/purpose/")
    for button in ("Preview", "Save"):
        body(page).fill("We spent {{ spend.to_dat }}.")
        page.get_by_role("button", name=button, exact=True).click()
        summary = page.locator(".govuk-error-summary")
        expect(summary).to_contain_text("no figure called “spend.to_dat”. Did you mean spend.to_date")
        expect(body(page)).to_have_value("We spent {{ spend.to_dat }}.")
    looked_over(page)
    assert "to_dat }}" not in PaperSection.objects.get(paper=paper, key="purpose").body


@BOTH
def test_a_section_somebody_else_saved_meanwhile_is_not_lost(
    as_role: AsRole, paper: Paper, looked_over: LookedOver, javascript: bool
) -> None:
    page = as_role("clerk", javascript=javascript)
    page.goto(f"/eastshire/papers/{paper.pk}/sections/implications_policy/")
    body(page).fill("My words.")
    section = section_of(paper, "implications_policy")
    by = factories.office(paper.council)
    save_section(section=section, by=by, shown_version=section.version, body="Their words.")
    page.get_by_role("button", name="Save", exact=True).click()
    conflict = page.locator(".app-conflict")
    expect(conflict).to_contain_text("Their words.")
    expect(conflict).to_contain_text("My words.")
    expect(body(page)).to_have_value("My words.")
    looked_over(page)
    assert PaperSection.objects.get(pk=section.pk).body == "Their words."
    page.get_by_role("button", name="Save mine on top").click()
    expect(page.get_by_role("alert")).to_contain_text("is saved.")
    assert PaperSection.objects.get(pk=section.pk).body == "My words."


@pytest.mark.parametrize("stem", PACK)
def test_each_document_reads_well_by_itself(
    as_role: AsRole, paper: Paper, looked_over: LookedOver, stem: str
) -> None:
    page = as_role("clerk")
    answer = page.goto(f"/eastshire/papers/{paper.pk}/preview/{stem}/document/")
    assert answer
    assert answer.ok
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    looked_over(page)


def test_the_keyboard_alone_puts_in_a_figure(as_role: AsRole, paper: Paper) -> None:
    page = as_role("clerk")
    page.goto(f"/eastshire/papers/{paper.pk}/sections/purpose/")
    tab_to(page, body(page))
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\nSo far: ")
    tab_to(page, page.get_by_label("Search the figures"))
    page.keyboard.type("spent to date")
    tab_to(page, page.get_by_role("button", name="Insert spend.to_date"))
    page.keyboard.press("Enter")
    # Back in the text, after what was put in.
    expect(body(page)).to_be_focused()
    page.keyboard.type(" in all.")
    expect(body(page)).to_have_value(re.compile(r"So far: \{\{ spend\.to_date \}\} in all\.$"))
    tab_to(page, page.get_by_role("button", name="Preview"))
    page.keyboard.press("Enter")
    preview = page.get_by_role("region", name="As the paper will print it")
    expect(preview).to_contain_text("So far: £45,681 in all.")
    expect(preview.get_by_role("heading", name="As the paper will print it")).to_be_focused()
