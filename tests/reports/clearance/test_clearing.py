"""Clearing a paper: what an edit reopens, who may, in what order, and that twice does nothing more."""

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Change, User
from reports.models import Clearance, Paper
from reports.papers.checks import blockers, check
from reports.papers.clearing import State, standings_of
from reports.papers.locking import collect_for_paper
from reports.services.clearing import ContentChanged, Said, say, token_of
from reports.services.drafting import save_recommendations
from reports.services.locking import release_lock
from tests import factories
from tests.reports.clearance.conftest import clear, of, write


def missing(paper: Paper) -> set[str]:
    return {each.role.key for each in standings_of(paper) if each.is_missing}


def test_a_council_begins_with_the_roles_of_document_003(paper: Paper) -> None:
    found = [each.role.name for each in standings_of(paper)]
    # Procurement answers for no section of a progress paper, and is not asked.
    assert found == [
        "Governance", "Finance", "Legal", "Communications", "Equality", "Risk", "HR", "Approved by",
    ]  # fmt: skip


def test_every_role_clears_and_the_paper_is_ready(paper: Paper) -> None:
    assert "clearance-missing" in {finding.code for finding in check(collect_for_paper(paper).data)}
    factories.cleared(paper)
    assert blockers(check(collect_for_paper(paper).data)) == ()


def test_an_edit_reopens_the_roles_whose_sections_changed(paper: Paper, author: User) -> None:
    factories.cleared(paper)
    write(paper, "implications_legal", "Something else.", author)
    assert missing(paper) == {"legal", "approved-by"}
    write(paper, "purpose", "Something else.", author)
    assert missing(paper) == {"legal", "approved-by", "governance"}


def test_words_put_back_as_they_were_are_cleared_as_they_were(paper: Paper, author: User) -> None:
    factories.cleared(paper)
    write(paper, "purpose", "Other.", author)
    write(paper, "purpose", "Words.", author)
    assert missing(paper) == set()


def test_recommendations_are_wording_and_governances(paper: Paper, author: User) -> None:
    factories.cleared(paper)
    paper.refresh_from_db()
    save_recommendations(paper=paper, by=author, shown_version=paper.version, texts=["Agree."])
    assert missing(paper) == {"governance", "approved-by"}


def test_a_blocker_names_the_missing_role_and_leads_to_it(paper: Paper) -> None:
    factories.cleared(paper, besides=["legal", "approved-by"])
    found = blockers(check(collect_for_paper(paper).data))
    assert [(finding.code, finding.place) for finding in found] == [
        ("clearance-missing", "Legal"),
        ("clearance-missing", "Approved by"),
    ]
    assert found[0].url("eastshire").endswith(f"/papers/{paper.pk}/clearance/legal/")


def test_without_a_lock_nothing_is_cleared(paper: Paper, author: User, reviewer: User) -> None:
    clear(paper, "legal", reviewer)
    release_lock(paper=paper, by=author, shown_lock=1)
    assert of(paper, "legal").state == State.UNLOCKED
    assert "not-locked" in {finding.code for finding in blockers(check(collect_for_paper(paper).data))}
    with pytest.raises(ValueError, match="not locked"):
        clear(paper, "finance", reviewer)


def test_the_author_clears_nothing(paper: Paper, author: User) -> None:
    with pytest.raises(PermissionDenied):
        clear(paper, "governance", author)


def test_nobody_clears_what_is_not_theirs(paper: Paper, legal: User, reader: User, outsider: User) -> None:
    for user, key in ((legal, "finance"), (reader, "legal"), (outsider, "governance")):
        with pytest.raises(PermissionDenied):
            clear(paper, key, user)
    assert clear(paper, "legal", legal).given_by == legal.name


def test_a_reviewer_writes_and_clears_their_own_implications(paper: Paper, legal: User) -> None:
    write(paper, "implications_legal", "The duty is met.", legal)
    assert clear(paper, "legal", legal).is_cleared
    with pytest.raises(PermissionDenied):
        write(paper, "implications_finance", "No cost.", legal)
    with pytest.raises(PermissionDenied):
        write(paper, "purpose", "Ours.", legal)


def test_who_wrote_a_section_clears_nothing_else(paper: Paper, programme: User) -> None:
    write(paper, "background", "Ours.", programme)
    with pytest.raises(PermissionDenied):
        clear(paper, "risk", programme)


def test_who_approves_comes_last(paper: Paper, reviewer: User, author: User) -> None:
    with pytest.raises(ValueError, match="comes last"):
        clear(paper, "approved-by", reviewer)
    factories.cleared(paper)
    assert of(paper, "approved-by").state == State.CLEARED
    clear(paper, "risk", reviewer, "returned", "Not yet.")
    clear(paper, "risk", reviewer)
    assert of(paper, "approved-by").state == State.REOPENED


def test_an_author_approves_where_the_council_allows(paper: Paper, programme: User) -> None:
    write(paper, "background", "Ours.", programme)
    factories.cleared(paper, besides=["approved-by"])
    role = of(paper, "approved-by").role
    with pytest.raises(PermissionDenied):
        clear(paper, "approved-by", programme)
    role.author_may_clear = True
    role.save()
    assert clear(paper, "approved-by", programme).is_cleared


def test_a_return_says_why_and_is_waited_for_until_it_changes(
    paper: Paper, reviewer: User, author: User
) -> None:
    with pytest.raises(ValueError, match="Say what has to change"):
        clear(paper, "legal", reviewer, "returned")
    clear(paper, "legal", reviewer, "returned", "Name the notice.")
    assert of(paper, "legal").state == State.RETURNED
    write(paper, "implications_legal", "The notice of July.", author)
    assert of(paper, "legal").state == State.REOPENED
    assert [now.text for _, now in of(paper, "legal").changed if now] == ["The notice of July."]


def test_twice_is_once_and_written_down(paper: Paper, reviewer: User) -> None:
    assert clear(paper, "legal", reviewer) == clear(paper, "legal", reviewer)
    assert Clearance.objects.filter(paper=paper).count() == 1
    assert Change.objects.for_subject(paper).filter(verb="cleared").count() == 1


def test_what_changed_since_it_was_shown_is_not_cleared(paper: Paper, reviewer: User, author: User) -> None:
    shown = of(paper, "legal")
    write(paper, "implications_legal", "Otherwise.", author)
    with pytest.raises(ContentChanged):
        say(paper=paper, role=shown.role, by=reviewer, said=Said("cleared", "", token_of(shown)))
    assert not Clearance.objects.filter(paper=paper).exists()


def test_of_two_at_once_the_second_looks_again(paper: Paper, reviewer: User, legal: User) -> None:
    shown = of(paper, "legal")
    clear(paper, "legal", reviewer)
    said = Said("returned", "Not so.", token_of(shown))
    with pytest.raises(ContentChanged):
        say(paper=paper, role=shown.role, by=legal, said=said)
    assert of(paper, "legal").state == State.CLEARED


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.dictionaries(
    st.sampled_from(["purpose", "background", "implications_legal", "implications_hr"]),
    st.text(st.characters(codec="ascii", categories=["L", "N", "Zs"]), max_size=30),
))  # fmt: skip
def test_a_role_is_open_exactly_if_one_of_its_sections_differs(paper: Paper, words: dict[str, str]) -> None:
    """Whatever is written, in whatever order: against the texts themselves."""
    author = factories.clerk_of(paper.council)
    for key in ("purpose", "background", "implications_legal", "implications_hr"):
        write(paper, key, "Words.", author)
    factories.cleared(paper)
    for key, text in words.items():
        write(paper, key, text, author)
    differs = {key for key, text in words.items() if text.strip() != "Words."}
    wanted = {"legal"} if "implications_legal" in differs else set()
    wanted |= {"hr"} if "implications_hr" in differs else set()
    wanted |= {"governance"} if differs & {"purpose", "background"} else set()
    assert missing(paper) == wanted | ({"approved-by"} if differs else set())
