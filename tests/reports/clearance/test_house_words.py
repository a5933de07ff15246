"""The council's own words, changed while a paper is being cleared, are wording: Governance looks again."""

from accounts.models import User
from reports.models import Paper
from reports.papers.clearing import standings_of
from reports.services.styling import set_terms
from tests import factories
from tests.reports.clearance.conftest import of


def missing(paper: Paper) -> set[str]:
    return {each.role.key for each in standings_of(paper) if each.is_missing}


def words(paper: Paper, by: User, shown_version: int, **terms: str) -> None:
    set_terms(council=paper.council, by=by, shown_version=shown_version, terms=terms)


def test_they_reopen_governance_and_say_what_has_changed(paper: Paper, administrator: User) -> None:
    factories.cleared(paper)
    words(paper, administrator, 1, members="councillors")
    assert missing(paper) == {"governance", "approved-by"}
    changed = [now.text for _then, now in of(paper, "governance").changed if now]
    assert "In place of “members”: councillors" in changed[0]


def test_words_put_back_are_cleared_as_they_were(paper: Paper, administrator: User) -> None:
    factories.cleared(paper)
    words(paper, administrator, 1, members="councillors")
    words(paper, administrator, 2)
    assert missing(paper) == set()
