"""What is not for publication stays out of what is made beside the documents: comparing, clearance, comments, the
source list, the properties and attachments of files."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from reports.messages import read_message
from reports.models import Paper, PaperSection
from reports.papers import store
from reports.papers.checks import check
from reports.papers.clearing import standings_of
from reports.papers.locking import collect_for_paper
from reports.papers.render import CannotRender, render_pack
from reports.services.authoring import comment_on
from reports.services.classifying import Classing, classify_document, remove_appendix, save_appendix
from reports.services.clearing import Said, record_by_mail, say, token_of
from reports.services.drafting import save_section, section_of, switch_source_list
from reports.services.locking import lock_data
from tests import factories
from tests.conftest import SignedIn
from tests.reports.papers import scenario as story_of
from tests.reports.papers.exempt import CANARY, EXEMPT, with_exempt_appendix
from tests.reports.papers.scenario import Scenario

pytestmark = pytest.mark.django_db

DAY = date(2025, 1, 2)
COMPARE = "/eastshire/papers/compare/"


@pytest.fixture
def story(eastshire: Council) -> Scenario:
    return story_of.scenario(eastshire)


def classify(story: Scenario, stem: str) -> Paper:
    paper = Paper.objects.get(pk=story.paper.pk)
    facts = {"by": story.clerk, "shown_version": paper.version, "stem": stem, "classing": EXEMPT}
    classify_document(paper=paper, **facts)  # type: ignore[arg-type]
    return Paper.objects.get(pk=paper.pk)


def compared(user: User, client_for: SignedIn, story: Scenario) -> Iterator[str]:
    """The page, and every part of both files."""
    browser, sides = client_for(user), {"before": story.before.pk, "after": story.paper.pk}
    yield browser.get(COMPARE, sides).content.decode()
    yield browser.get(f"{COMPARE}comparison.csv", sides).content.decode(errors="replace")
    with zipfile.ZipFile(BytesIO(browser.get(f"{COMPARE}comparison.xlsx", sides).content)) as book:
        yield "".join(book.read(name).decode(errors="replace") for name in book.namelist())


def test_a_comparison_says_nothing_of_a_closed_document(
    story: Scenario, officer: User, reader: User, legal: User, client_for: SignedIn
) -> None:
    classify(story, "appendix-2")
    story_of.publish(story.paper)
    for user in (officer, reader):
        for words in compared(user, client_for, story):
            assert "Rated worse" not in words
        page = next(compared(user, client_for, story))
        assert "not report progress ratings" in page
        assert "budget lines differ" in page
    assert all("Rated worse" in words for words in compared(legal, client_for, story))


def test_a_closed_draft_is_not_offered_for_comparison(
    story: Scenario, officer: User, legal: User, client_for: SignedIn
) -> None:
    classify(story, "report")
    sides = {"before": story.before.pk, "after": story.paper.pk}
    assert client_for(officer).get(COMPARE, sides).status_code == 422
    assert client_for(officer).get(COMPARE).content.decode().count(", draft</option>") == 0
    assert client_for(legal).get(COMPARE, sides).status_code == 200


def strings_of(content: bytes) -> str:
    """Everything a PDF holds beside what it draws: properties, bookmarks, alternatives, attached files."""
    with pikepdf.open(BytesIO(content)) as file:
        held = [str(thing) for each in file.objects for thing in _within(each)]
        attached = [
            each.get_file().read_bytes().decode(errors="replace") for each in file.attachments.values()
        ]
    return "\n".join([*held, *attached])


def _within(thing: object, depth: int = 0) -> Iterator[object]:
    if depth > 8:
        return
    if isinstance(thing, pikepdf.Stream):
        yield thing.read_bytes().decode(errors="replace")
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for _, value in thing.items():
            # Another object of the file comes by itself.
            if not getattr(value, "is_indirect", False):
                yield from _within(value, depth + 1)
    elif isinstance(thing, pikepdf.Array):
        for value in list(thing):
            if not getattr(value, "is_indirect", False):
                yield from _within(value, depth + 1)
    elif isinstance(thing, pikepdf.String):
        yield thing


def test_open_files_hold_no_word_of_it_in_properties_lists_and_attachments(story: Scenario) -> None:
    """Both packs, and with the list of sources, which names where each figure stands."""
    secret = f"### {CANARY} terms\n\nThe {CANARY} is {{{{ actions.total }}}}."
    with_exempt_appendix(story.paper, body=secret)
    paper = Paper.objects.get(pk=story.paper.pk)
    switch_source_list(paper=paper, by=story.clerk, shown_version=paper.version, is_on=True)
    published = story_of.publish(story.paper)
    for row in published.documents.filter(classification="open", format="pdf"):
        assert CANARY not in strings_of(store.get(row.digest)), row.stem
    whole = strings_of(store.get(published.documents.get(stem="members-pack").digest))
    assert "Terms of the lease" in whole, "Its bookmarks are read"
    listed = store.get(published.documents.get(stem="sources", format="html").digest).decode()
    assert not re.search(r"[Aa]ppendix 3", listed)


def said(story: Scenario, comment: str) -> int:
    """The last reviewer, by mail, and Governance in the browser; the number of the first."""
    with clock(DAY):
        lock_data(paper=story.paper, by=story.clerk)
        found = {each.role.key: each for each in standings_of(story.paper)}
        mail = record_by_mail(
            paper=story.paper,
            role=found["approved-by"].role,
            by=story.clerk,
            said=Said("returned", comment, token_of(found["approved-by"])),
            given_by="Head of Paid Service",
            on=DAY,
            message=read_message(
                f"From: a@b.example\r\nSubject: Re: paper\r\n\r\n{comment}\r\n".encode(), "re.eml"
            ),
        )
        governance = Said("returned", comment, token_of(found["governance"]))
        by = factories.reviewer_of(story.paper.council)
        say(paper=story.paper, role=found["governance"].role, by=by, said=governance)
    return mail.pk


def test_what_reviewers_say_of_it_is_for_who_may_see_it(
    story: Scenario, officer: User, legal: User, client_for: SignedIn
) -> None:
    with_exempt_appendix(story.paper)
    mail = said(story, f"Strike the {CANARY}.")
    args = ["eastshire", story.paper.pk]
    pages = [reverse("reports:paper-clearance", args=args)]
    pages += [reverse("reports:paper-review", args=[*args, role]) for role in ("governance", "approved-by")]
    message = reverse("reports:clearance-message", args=["eastshire", mail])
    for page in pages:
        assert CANARY not in client_for(officer).get(page).content.decode(), page
        assert "Not shown: it is about a document" in client_for(officer).get(page).content.decode()
        assert CANARY in client_for(legal).get(page).content.decode()
    assert client_for(officer).get(message).status_code == 403
    assert client_for(legal).get(message).status_code == 200


def test_what_was_cleared_while_open_is_not_shown_beside_what_is_closed(
    story: Scenario, officer: User, client_for: SignedIn
) -> None:
    appendix = with_exempt_appendix(story.paper, Classing(), "Opened with Wanderlust.")
    said(story, "Not yet.")
    facts = {"shown_version": appendix.version, "title": appendix.title, "body": "Kept."}
    save_appendix(appendix=appendix, by=story.clerk, classing=EXEMPT, **facts)  # type: ignore[arg-type]
    page = reverse("reports:paper-review", args=["eastshire", story.paper.pk, "governance"])
    assert "Wanderlust" not in client_for(officer).get(page).content.decode()


def test_comments_on_a_closed_report_are_guarded_in_the_change_log(
    story: Scenario, officer: User, legal: User, client_for: SignedIn
) -> None:
    section = PaperSection.objects.filter(paper=story.paper).first()
    assert section is not None
    comment_on(section=section, by=story.clerk, text="Wanderlust before.")
    classify(story, "report")
    section = PaperSection.objects.get(pk=section.pk)
    comment_on(section=section, by=story.clerk, text=f"{CANARY} after.")
    log = reverse("accounts:change-list", args=["eastshire"])
    kept, shown = (client_for(user).get(log).content.decode() for user in (officer, legal))
    for word in ("Wanderlust", CANARY):
        assert word not in kept
        assert word in shown


def test_no_finding_and_no_refusal_quotes_it(story: Scenario) -> None:
    """It names a figure that there is not, an acronym, a sum; whoever runs the checks reads what they find."""
    appendix = with_exempt_appendix(story.paper)
    body = f"{{{{ actions.total }}}} ZGNR and £41,000 for {CANARY}."
    facts = {"shown_version": appendix.version, "title": appendix.title, "body": body}
    save_appendix(appendix=appendix, by=story.clerk, classing=EXEMPT, **facts)  # type: ignore[arg-type]
    story.paper.appendices.update(body=f"{body} {{{{ zugunruhe.total }}}}")
    data = collect_for_paper(story.paper).data
    found = check(data)
    assert "unknown-figure" in {each.code for each in found}
    for each in found:
        for word in ("zugunruhe", "zgnr", "41,000"):
            assert word not in f"{each.message} {each.subject}".casefold()
    with pytest.raises(CannotRender) as refused:
        render_pack(data)
    assert "zugunruhe" not in str(refused.value)


def test_words_that_stood_in_a_section_before_are_kept_back_with_the_appendix(
    story: Scenario, clerk: User, officer: User, legal: User, client_for: SignedIn
) -> None:
    paper, log = story.paper, reverse("accounts:change-list", args=["eastshire"])
    for words in ("Counsel speaks of Wanderlust.", "Counsel has advised."):
        section = section_of(paper, "background")
        save_section(section=section, by=clerk, shown_version=section.version, body=words)
    assert "Wanderlust" in client_for(officer).get(log).content.decode()
    appendix = with_exempt_appendix(paper, body="Wanderlust.")
    assert "Wanderlust" not in client_for(officer).get(log).content.decode()
    assert "Wanderlust" in client_for(legal).get(log).content.decode()
    appendix.refresh_from_db()
    appendix.paper.refresh_from_db()
    remove_appendix(appendix=appendix, by=clerk, shown_version=appendix.version)
    assert "Wanderlust" not in client_for(officer).get(log).content.decode()
