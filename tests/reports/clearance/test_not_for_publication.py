"""An exempt appendix is cleared with the rest, and its words stay out of what clearance keeps and shows."""

import json

import pytest

from accounts.models import Change, User
from reports.models import Clearance, Paper
from reports.papers.clearing import standings_of
from reports.papers.locking import collect_for_paper
from reports.services.classifying import Classing, add_appendix, save_appendix
from reports.services.drafting import switch_source_list
from reports.services.locking import lock_data, release_lock
from tests import factories
from tests.conftest import SignedIn
from tests.reports.clearance.conftest import Address, clear, of

CANARY = "Heronsgate lease at 41,000 a year"


@pytest.fixture
def exempt(paper: Paper, author: User) -> Paper:
    paper.refresh_from_db()
    add_appendix(
        paper=paper,
        by=author,
        shown_version=paper.version,
        title="Lease",
        body=CANARY,
        classing=Classing("exempt", 3, "A tender is open."),
    )
    return paper


def test_it_is_cleared_by_governance_and_reopened_by_an_edit(exempt: Paper, author: User) -> None:
    factories.cleared(exempt)
    appendix = exempt.appendices.get()
    save_appendix(
        appendix=appendix,
        by=author,
        shown_version=appendix.version,
        title="Lease",
        body=f"{CANARY}, and rates",
        classing=Classing("exempt", 3, "A tender is open."),
    )
    missing = {each.role.key for each in standings_of(exempt) if each.is_missing}
    assert missing == {"governance", "approved-by"}


def test_its_words_are_in_no_entry_page_or_change(
    exempt: Paper, reviewer: User, address: Address, client_for: SignedIn, author: User
) -> None:
    clear(exempt, "governance", reviewer, "returned", f"Say why {CANARY}.")
    assert CANARY not in json.dumps(Clearance.objects.get().seen)
    logged = json.dumps(list(Change.objects.filter(verb="returned").values_list("after", flat=True)))
    assert CANARY not in logged
    page = client_for(author).get(address("review", role="governance")).content.decode()
    assert page.count(CANARY) == page.count(f"Say why {CANARY}"), "Only where the reviewer wrote it"
    assert of(exempt, "governance").sections["appendix-3"].text == ""


def test_a_paper_with_appendices_of_its_own_and_a_source_list_is_locked(exempt: Paper, author: User) -> None:
    release_lock(paper=exempt, by=author, shown_lock=1)
    exempt.refresh_from_db()
    switch_source_list(paper=exempt, by=author, shown_version=exempt.version, is_on=True)
    assert lock_data(paper=exempt, by=author).number == 3
    assert collect_for_paper(exempt).data.known_at is not None
