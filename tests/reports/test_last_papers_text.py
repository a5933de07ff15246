"""The last paper's text beside the editor: read, compared, and put in."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Council, User
from reports.models import Paper, PaperSection
from reports.papers.words_compared import ADDED, GONE, SAME, differences
from reports.services import arranging, authoring, drafting
from tests import factories
from tests.conftest import SignedIn


@pytest.fixture
def draft(eastshire: Council) -> Paper:
    plan = factories.plan(eastshire)
    last = factories.paper(plan, held_on=date(2024, 11, 11), words="Inspectors came in October.")
    return factories.paper(plan, words="Inspectors came in December.", previous=last)


def where(draft: Paper, key: str = "background") -> str:
    return reverse("reports:paper-section", args=[draft.council.slug, draft.pk, key])


@pytest.mark.django_db
def test_it_stands_beside_the_editor_with_what_changed(desk: Client, draft: Paper) -> None:
    page = desk.get(where(draft)).content.decode()
    assert "The last paper’s text, 11 November 2024" in page
    assert "Inspectors came in October." in page
    assert "October.<span" in page.split("<del>")[1]
    assert "December.<span" in page.split("<ins>")[1]
    assert "the last paper had 4" in page


@pytest.mark.django_db
def test_it_is_put_in_and_nothing_is_saved_or_lost(desk: Client, draft: Paper) -> None:
    section = PaperSection.objects.get(paper=draft, key="background")
    given = {"body": "Half a thought.", "shown_version": section.version, "from_last": "yes"}
    page = desk.post(where(draft), given).content.decode()
    assert "Inspectors came in October.</textarea>" in page
    assert "Half a thought." in page
    assert "It is not saved yet" in page
    section.refresh_from_db()
    assert section.body == "Inspectors came in December."


@pytest.mark.django_db
def test_a_section_of_its_own_goes_by_its_heading(desk: Client, draft: Paper, clerk: User) -> None:
    last = draft.previous
    assert last is not None
    for paper, heading in ((last, "Other"), (last, "What members saw"), (draft, "What members saw")):
        paper.refresh_from_db()
        made = arranging.add_section(
            paper=paper, by=clerk, shown_version=paper.version, heading=heading, after=""
        )
        drafting.save_section(section=made, by=clerk, shown_version=1, body=f"{heading} in {paper.slug}.")
    page = desk.get(where(draft, "own-1")).content.decode()
    assert "What members saw in progress-2024-11." in page
    assert "Other in" not in page


@pytest.mark.django_db
def test_without_a_last_paper_there_is_nothing_to_compare(desk: Client, eastshire: Council) -> None:
    draft = factories.paper(factories.plan(eastshire))
    page = desk.get(where(draft)).content.decode()
    assert "The last paper’s text" not in page
    assert desk.post(where(draft), {"from_last": "yes", "body": "Mine."}).status_code == 200


@pytest.mark.django_db
def test_what_was_not_for_publication_is_shown_to_those_who_may_read_it(
    desk: Client, draft: Paper, clerk: User, officer: User, client_for: SignedIn
) -> None:
    Paper.objects.filter(next_papers=draft).update(classification=Paper.Classification.EXEMPT)
    chosen = {"background": officer}
    authoring.assign_authors(paper=draft, by=clerk, authors=chosen, shown={"background": None})
    assert "came in October" in desk.get(where(draft)).content.decode()
    page = client_for(officer).get(where(draft))
    assert page.status_code == 200
    assert "came in October" not in page.content.decode()


@pytest.mark.django_db
def test_the_last_papers_list_stands_by_its_form(desk: Client, draft: Paper) -> None:
    page = desk.get(reverse("reports:paper-recommendations", args=[draft.council.slug, draft.pk]))
    assert "What the last paper had, 11 November 2024" in page.content.decode()


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in differences(before, after)]


def test_words_are_marked_and_the_rest_is_left() -> None:
    assert told("We spent 5 pounds.", "We spent 7 pounds.") == [
        (SAME, "We spent "),
        (GONE, "5"),
        (ADDED, "7"),
        (SAME, " pounds."),
    ]


def test_a_live_figure_is_one_word() -> None:
    assert (ADDED, "{{ spend.to_date }}") in told("It is {{ spend.year }}.", "It is {{ spend.to_date }}.")


def test_paragraphs_keep_their_lines_and_nothing_is_lost() -> None:
    before, after = "One.\n\nTwo words.\n\nThree.", "One.\n\nTwo other words.\n\nFour.\n\nThree."
    found = differences(before, after)
    assert "".join(each.text for each in found if each.kind != ADDED) == before
    assert "".join(each.text for each in found if each.kind != GONE) == after


def test_long_and_empty_texts() -> None:
    assert told("", "") == []
    assert told("", "New.") == [(ADDED, "New.")]
    assert differences("a " * 9_000, "b " * 9_000)
    assert differences("a " * 2_900, "b a " * 1_400)
