"""Nothing that is not for publication reaches anything open: one rare word is looked for in every byte of it."""

import json
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Council, User
from accounts.services import set_public_papers
from reports.models import Document, Publication
from reports.papers import store
from reports.papers.checks import blockers, check
from reports.papers.collect import collect
from reports.papers.open_data import as_json, as_workbook, for_everybody
from reports.papers.verify import verify, words_of
from reports.services.classifying import Classing, classify_document, save_appendix
from tests.conftest import SignedIn
from tests.crawl import crawl
from tests.reports.papers import scenario as story_of
from tests.reports.papers.exempt import CANARY, EXEMPT, with_exempt_appendix
from tests.reports.papers.pdf_text import words_of_pdf
from tests.reports.papers.scenario import Scenario

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(eastshire: Council, administrator: User) -> Scenario:
    set_public_papers(council=eastshire, publishes=True, by=administrator)
    told = story_of.scenario(eastshire)
    with_exempt_appendix(told.paper)
    return told


@pytest.fixture
def published(story: Scenario) -> Publication:
    return story_of.publish(story.paper)


def text_of(row: Document, folder: Path) -> str:
    """Everything a file says: a PDF's words, and each part of a Word document."""
    content = store.get(row.digest)
    if row.format == "docx":
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    if row.format == "pdf":
        (folder / "a.pdf").write_bytes(content)
        return " ".join(words_of_pdf(folder / "a.pdf"))
    return content.decode()


def test_each_open_document_is_without_it_and_each_other_has_it(
    published: Publication, tmp_path: Path
) -> None:
    found = {
        f"{row.stem}.{row.format}": CANARY in text_of(row, tmp_path) for row in published.documents.all()
    }
    closed = {f"appendix-3.{form}" for form in ("html", "pdf", "docx")} | {"members-pack.pdf"}
    assert {name for name, has in found.items() if has} == closed
    assert "pack.pdf" in found
    rows = published.documents.exclude(classification="open")
    assert {f"{row.stem}.{row.format}" for row in rows} == closed


def test_each_page_of_it_says_that_it_is_not_for_publication(published: Publication, tmp_path: Path) -> None:
    for row in published.documents.filter(stem="appendix-3"):
        assert "Not for publication: exempt, paragraph 3" in " ".join(words_of(text_of(row, tmp_path)))
    alone = published.documents.get(stem="appendix-3", format="pdf")
    whole = published.documents.get(stem="members-pack")
    assert "NOT FOR PUBLICATION" in text_of(alone, tmp_path)
    assert "NOT FOR PUBLICATION" in text_of(whole, tmp_path)
    assert "NOT FOR PUBLICATION" not in text_of(published.documents.get(stem="pack"), tmp_path)


def test_the_open_report_names_it_and_says_why(published: Publication) -> None:
    report = store.get(published.documents.get(stem="report", format="html").digest).decode()
    words = " ".join(words_of(report))
    assert "Appendix 3: Terms of the lease (not for publication)" in words
    assert (
        "Appendix 3 (Terms of the lease) is not for publication by virtue of paragraph 3 of Part 1 of Schedule 12A to "
        "the Local Government Act 1972: information relating to the financial or business affairs" in words
    )
    assert "disclosing the information: The council would be the weaker in negotiating the lease." in words
    assert "exclude the press and public" in words


def test_its_data_for_everybody_are_without_it(published: Publication) -> None:
    data = for_everybody(published.data)
    assert CANARY not in json.dumps(as_json(data))
    with zipfile.ZipFile(BytesIO(as_workbook(data))) as book:
        assert not [name for name in book.namelist() if CANARY.encode() in book.read(name)]


def test_data_that_only_a_closed_document_shows_are_not_for_everybody(story: Scenario) -> None:
    story.paper.refresh_from_db()
    classify_document(
        paper=story.paper,
        by=story.clerk,
        shown_version=story.paper.version,
        stem="appendix-2",
        classing=EXEMPT,
    )
    data = for_everybody(story_of.publish(story.paper).data)
    assert data.plan.actions == ()
    assert story.actions[0].title not in json.dumps(as_json(data))


def test_nobody_without_a_sign_in_finds_it(published: Publication, client: Client) -> None:
    start = reverse("reports:public-paper-list", args=["eastshire"])
    pages = list(crawl(client, start, each=30))
    assert {page.status for page in pages} == {200}
    holding = [page.address for page in pages if CANARY.encode() in page.content]
    assert holding == []
    public = [page.address for page in pages if "/public/" in page.address]
    assert not [address for address in public if "appendix-3" in address or "members" in address]
    base = reverse("reports:public-paper-detail", args=["eastshire", published.paper.slug])
    for name in ("appendix-3.html", "appendix-3.pdf", "members-pack.pdf"):
        assert client.get(f"{base}{name}").status_code == 404
        assert client.get(f"{base}versions/1/{name}").status_code == 404


def test_a_file_of_it_is_recognised_only_for_who_may_see_it(
    published: Publication, client: Client, reader: User, legal: User, client_for: SignedIn
) -> None:
    digest = published.documents.get(stem="appendix-3", format="pdf").digest
    told = "This is a document that"
    for browser, name, knows in (
        (client, "public-paper-check", False),
        (client_for(reader), "paper-check", False),
        (client_for(legal), "paper-check", True),
    ):
        page = browser.post(reverse(f"reports:{name}", args=["eastshire"]), {"typed": digest})
        assert (told in page.content.decode()) is knows


@pytest.mark.parametrize("role", ["reader", "officer", "workforce_lead"])
def test_who_may_not_see_it_reads_the_rest(
    role: str, published: Publication, request: pytest.FixtureRequest, client_for: SignedIn
) -> None:
    browser = client_for(request.getfixturevalue(role))
    paper = published.paper
    detail = browser.get(reverse("reports:paper-detail", args=["eastshire", paper.pk])).content.decode()
    assert "only those who may see exempt documents" in detail
    pages = list(crawl(browser, reverse("reports:paper-list", args=["eastshire"]), each=5))
    assert [page.address for page in pages if page.status not in (200, 302)] == []
    assert [page.address for page in pages if CANARY.encode() in page.content] == []
    for stem, form in (("appendix-3", "pdf"), ("members-pack", "pdf"), ("appendix-3", "html")):
        for name, more in (("document", []), ("version-document", [1])):
            address = reverse(f"reports:paper-{name}", args=["eastshire", paper.pk, *more, stem, form])
            assert browser.get(address).status_code == 403


def test_who_may_see_it_does(published: Publication, legal: User, client_for: SignedIn) -> None:
    address = reverse("reports:paper-document", args=["eastshire", published.paper_id, "appendix-3", "html"])
    assert CANARY in client_for(legal).get(address).content.decode()


def test_a_draft_keeps_it_too(story: Scenario, officer: User, client_for: SignedIn, clerk: User) -> None:
    browser, paper = client_for(officer), story.paper
    for name in ("preview", "preview-document"):
        address = reverse(f"reports:paper-{name}", args=["eastshire", paper.pk, "appendix-3"])
        assert browser.get(address).status_code == 403
        assert client_for(clerk).get(address).status_code == 200
    pages = list(crawl(browser, reverse("reports:paper-detail", args=["eastshire", paper.pk]), each=5))
    assert [page.address for page in pages if CANARY.encode() in page.content] == []


def test_the_change_log_keeps_its_words_from_who_may_not_see_it(
    story: Scenario, officer: User, legal: User, client_for: SignedIn
) -> None:
    log = reverse("accounts:change-list", args=["eastshire"])
    kept, told = (client_for(user).get(log).content.decode() for user in (officer, legal))
    assert CANARY not in kept
    assert "Not shown" in kept
    assert CANARY in told


def test_what_was_logged_while_it_was_open_is_kept_back_once_it_is_not(
    story: Scenario, officer: User, client_for: SignedIn
) -> None:
    log, browser = reverse("accounts:change-list", args=["eastshire"]), client_for(officer)
    appendix = with_exempt_appendix(story.paper, Classing(), "Opened with Wanderlust.")
    assert "Wanderlust" in browser.get(log).content.decode()
    save_appendix(
        appendix=appendix,
        by=story.clerk,
        shown_version=1,
        title=appendix.title,
        body="Wanderlust again.",
        classing=EXEMPT,
    )
    assert "Wanderlust" not in browser.get(log).content.decode()


@pytest.mark.parametrize("format_", ["html", "pdf", "docx"])
def test_render_paper_leaves_it_out_unless_it_is_asked_for(
    story: Scenario, tmp_path: Path, format_: str
) -> None:
    def render(out: Path, **options: object) -> None:
        call_command(
            "render_paper",
            "eastshire/progress-2025-01",
            format=format_,
            out=out,
            stdout=StringIO(),
            **options,
        )

    render(tmp_path / "open")
    assert not (tmp_path / "open" / f"appendix-3.{format_}").exists()
    with pytest.raises(CommandError, match="not for publication"):
        render(tmp_path / "one", document="appendix-3")
    render(tmp_path / "all", not_for_publication=True)
    assert (tmp_path / "all" / f"appendix-3.{format_}").exists()


def test_what_is_closed_after_publication_is_offered_no_more(
    story: Scenario, client: Client, reader: User, client_for: SignedIn
) -> None:
    """The paper of November was published with everything open; its first appendix should not have been."""
    paper = story.before
    base = reverse("reports:public-paper-detail", args=["eastshire", paper.slug])
    assert client.get(f"{base}appendix-1.pdf").status_code == 200
    paper.document_classes.create(
        council=paper.council, stem="appendix-1", classification="exempt", paragraph=1, interest="Privacy"
    )
    assert [client.get(f"{base}{name}").status_code for name in ("appendix-1.pdf", "pack.pdf")] == [404, 404]
    assert client.get(f"{base}report.pdf").status_code == 200
    assert story.actions[0].title not in client.get(f"{base}data.json").content.decode()
    inside = reverse("reports:paper-document", args=["eastshire", paper.pk, "appendix-1", "pdf"])
    assert client_for(reader).get(inside).status_code == 403


def test_a_published_paper_with_it_verifies(published: Publication) -> None:
    assert verify(published).problems == ()


def test_words_of_it_in_the_open_report_are_a_blocker(story: Scenario) -> None:
    told = "We hear that the landlord of the hub asks for a premium; counsel calls it Zugunruhe."
    story.paper.sections.filter(key="background").update(body=told)
    (finding,) = blockers(check(collect(story.paper).data))
    assert (finding.code, finding.place) == ("exempt-in-open", "Background")
    assert CANARY not in finding.message
