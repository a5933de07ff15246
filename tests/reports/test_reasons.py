"""Reasons for warnings: given for a sentence, remembered in later papers, withdrawn; and the words the checks know."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Change, Council, User
from core.dates import clock
from reports.checked import Checked, checked
from reports.ledger_checks import problems
from reports.models import Paper, Reason, WordList
from reports.services.drafting import save_section, section_of
from reports.services.reasons import (
    LONGEST,
    AnsweredMeanwhile,
    give_reason,
    save_word_list,
    withdraw_reason,
    word_list_of,
)
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

SENTENCE = "The house cost £45,000 in 2019."


@pytest.fixture
def paper(eastshire: Council) -> Paper:
    """A paper with one sum typed in two sections, and one sentence of its own."""
    made = factories.paper(factories.plan(eastshire))
    write(made, "purpose", f"{SENTENCE} It stands.")
    write(made, "background", "The car cost £9,000.")
    return made


@pytest.fixture
def later(paper: Paper) -> Paper:
    """The next paper, with the same sentence elsewhere."""
    made = factories.paper(paper.plan, held_on=date(2025, 3, 10), previous=paper)
    write(made, "consultation", f"Words before. {SENTENCE}")
    return made


def write(paper: Paper, key: str, body: str) -> None:
    section = section_of(paper, key)
    by = factories.clerk_of(paper.council)
    save_section(section=section, by=by, shown_version=section.version, body=body)


def typed(found: Checked, *, answered: bool = False) -> list[str]:
    """The digests of typed sums, with or without an answer."""
    rows = found.answered if answered else found.unanswered
    return [one.finding.digest for one in rows if one.finding.code == "typed-number"]


def give(paper: Paper, by: User, words: str = "Printed in 2019.") -> list[Reason]:
    with clock(date(2025, 1, 2)):
        return give_reason(paper=paper, by=by, digests=typed(checked(paper))[:1], words=words)


def page(paper: Paper) -> str:
    return reverse("reports:paper-checks", args=["eastshire", paper.pk])


def test_a_reason_answers_a_warning_and_is_remembered_in_the_next_paper(
    paper: Paper, later: Paper, clerk: User
) -> None:
    assert len(typed(checked(paper))) == 2
    (given,) = give(paper, clerk)
    assert len(typed(checked(paper))) == 1
    (shown,) = checked(later).answered
    assert shown.reason == given
    assert SENTENCE in shown.finding.subject


def test_it_lapses_when_the_sentence_or_its_numbers_change(paper: Paper, later: Paper, clerk: User) -> None:
    give(paper, clerk)
    write(later, "consultation", "The house cost £46,000 in 2019.")
    assert not checked(later).answered
    write(later, "consultation", "The house cost £45,000 in 2020.")
    assert not checked(later).answered
    write(later, "consultation", f"{SENTENCE}\n\nMore words.")
    assert checked(later).answered


def test_one_reason_covers_all_of_a_check(desk: Client, paper: Paper, clerk: User) -> None:
    posted = {"codes": "typed-number", "words": "Both are of the past."}
    assert desk.post(page(paper), posted).status_code == 302
    assert not typed(checked(paper))
    assert Reason.objects.count() == 2
    (change,) = Change.objects.filter(verb="answered warnings of")
    assert change.after["reason"] == "Both are of the past."
    assert "for 2 warnings" in desk.get(page(paper)).content.decode()


def test_the_same_reason_twice_is_one(paper: Paper, clerk: User) -> None:
    digests = typed(checked(paper))[:1]
    for _ in range(2):
        give_reason(paper=paper, by=clerk, digests=digests, words="So.")
    assert Reason.objects.count() == 1
    assert Change.objects.filter(verb="answered warnings of").count() == 1


def test_two_people_at_once_see_each_others_reason(
    desk: Client, paper: Paper, programme: User, clerk: User
) -> None:
    digests = typed(checked(paper))
    give_reason(paper=paper, by=programme, digests=digests[:1], words="Theirs.")
    answer = desk.post(page(paper), {"findings": digests, "words": "Mine is kept in the form."})
    assert answer.status_code == 409
    told = answer.content.decode()
    assert "Theirs." in told
    assert "Mine is kept in the form." in told
    assert Reason.objects.count() == 1
    with pytest.raises(AnsweredMeanwhile):
        give_reason(paper=paper, by=clerk, digests=digests, words="Mine.")


@pytest.mark.parametrize(
    ("posted", "told"),
    [
        ({"words": "So."}, "Tick the warnings that the reason is for"),
        ({"codes": "typed-number", "words": " "}, "Enter the reason"),
        ({"findings": "0" * 64, "words": "So."}, "does not stand any more"),
        ({"codes": "typed-number", "words": "w" * (LONGEST + 1)}, "Why they may stand"),
    ],
)
def test_what_is_refused_stands_at_its_field(
    posted: dict[str, str], told: str, desk: Client, paper: Paper
) -> None:
    answer = desk.post(page(paper), posted)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Reason.objects.exists()


def test_a_blocker_cannot_be_answered(paper: Paper, clerk: User) -> None:
    write(paper, "purpose", "{{ no.such }}")
    stop = next(one for one in checked(paper).blockers if one.finding.code == "unknown-figure")
    with pytest.raises(ValueError, match="does not stand any more"):
        give_reason(paper=paper, by=clerk, digests=[stop.finding.digest], words="So.")


def test_a_reason_is_withdrawn_in_every_paper_and_stays_on_record(
    desk: Client, paper: Paper, later: Paper, clerk: User
) -> None:
    (given,) = give(paper, clerk)
    address = reverse("reports:reason-withdraw", args=["eastshire", given.pk])
    assert address in desk.get(page(later)).content.decode()
    assert SENTENCE in desk.get(address).content.decode()
    assert desk.post(address).status_code == 200
    assert checked(later).answered
    for _ in range(2):
        assert desk.post(address, {"withdraw": "yes"}).status_code == 302
    assert not checked(later).answered
    assert Reason.objects.count() == 2
    give(paper, clerk, "Another reason.")
    assert checked(later).answered


def test_who_may_not(
    paper: Paper, clerk: User, reader: User, officer: User, outsider: User, client_for: SignedIn
) -> None:
    (given,) = give(paper, clerk)
    withdraw = reverse("reports:reason-withdraw", args=["eastshire", given.pk])
    words = reverse("reports:paper-words", args=["eastshire"])
    for address in (page(paper), withdraw, words):
        assert client_for(outsider).post(address).status_code == 404
        assert client_for(reader).post(address).status_code == 403
        assert client_for(officer).post(address).status_code == 403
        assert client_for(clerk).put(address).status_code == 405
    assert "Why they may stand" not in client_for(officer).get(page(paper)).content.decode()
    with pytest.raises(PermissionDenied):
        give_reason(paper=paper, by=officer, digests=[given.digest], words="So.")
    with pytest.raises(PermissionDenied):
        withdraw_reason(reason=given, by=officer)


def test_the_publish_page_shows_the_unanswered_first(desk: Client, paper: Paper, clerk: User) -> None:
    give(paper, clerk)
    told = desk.get(reverse("reports:paper-publish", args=["eastshire", paper.pk])).content.decode()
    assert told.index("Warnings nobody has answered") < told.index("Answered: Printed in 2019.")
    assert "Give reasons on the page of the checks" in told


def test_the_log_and_the_ledger_know_a_reason_that_was_tampered_with(
    paper: Paper, clerk: User, eastshire: Council
) -> None:
    (given,) = give(paper, clerk)
    withdraw_reason(reason=given, by=clerk)
    assert list(problems(eastshire)) == []
    there = Reason.objects.filter(pk=given.pk)
    for tampered in ({"words": "Another"}, {"about": "Another"}, {"code": "other"}):
        QuerySet.update(there, **tampered)
        assert list(problems(eastshire))
        QuerySet.update(there, **{name: getattr(given, name) for name in tampered})
    assert list(problems(eastshire)) == []


def test_queries_do_not_grow_with_the_warnings(desk: Client, paper: Paper, clerk: User) -> None:
    counted = []
    for houses in (1, 10):
        write(paper, "background", " ".join(f"House {at} cost £{at},500." for at in range(1, houses + 1)))
        give(paper, clerk, f"Reason {houses}.")
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(page(paper)).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 75


# The words that the checks know


def test_the_words_of_the_council_quieten_its_checks(desk: Client, paper: Paper, clerk: User) -> None:
    write(paper, "purpose", "The MARAC met. See [it](https://staff.eastshire.example/x).")
    codes = {one.finding.code for one in checked(paper).unanswered}
    assert "unknown-acronym" in codes
    assert "link-needs-sign-in" not in codes
    address, words = reverse("reports:paper-words", args=["eastshire"]), word_list_of(paper.council)
    posted = {"acronyms": "MARAC – multi-agency risk assessment conference", "hosts": ".eastshire.example"}
    assert desk.post(address, posted | {"shown_version": words.version}).status_code == 302
    codes = {one.finding.code for one in checked(paper).unanswered}
    assert "unknown-acronym" not in codes
    assert "link-needs-sign-in" in codes


def test_a_stale_list_shows_both(desk: Client, paper: Paper, programme: User) -> None:
    words = word_list_of(paper.council)
    save_word_list(word_list=words, by=programme, shown_version=1, acronyms="LADO", hosts="")
    address = reverse("reports:paper-words", args=["eastshire"])
    answer = desk.post(address, {"acronyms": "MARAC", "hosts": "", "shown_version": 1})
    assert answer.status_code == 409
    assert "LADO" in answer.content.decode()
    assert "MARAC" in answer.content.decode()
    assert WordList.objects.get().acronyms == "LADO"


def test_a_site_that_is_none_is_refused(desk: Client, paper: Paper) -> None:
    address = reverse("reports:paper-words", args=["eastshire"])
    answer = desk.post(address, {"acronyms": "", "hosts": "two words", "shown_version": 1})
    assert answer.status_code == 422
