"""The list of live figures: searched, by sort, with where each comes from; and the switch of the source list."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Change, Council, User
from reports.models import Paper
from reports.papers.collect import collect
from reports.papers.documents import documents_of
from reports.services.drafting import save_section, section_of
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(eastshire: Council) -> Paper:
    plan = factories.plan(eastshire)
    factories.action(factories.section(plan))
    return factories.paper(plan)


def address(paper: Paper, name: str = "figures", **more: object) -> str:
    return reverse(f"reports:paper-{name}", kwargs={"council": "eastshire", "pk": paper.pk, **more})


def body(client: Client, paper: Paper, **asked: str) -> str:
    return client.get(address(paper), asked).content.decode()


def write(paper: Paper, text: str) -> None:
    section = section_of(paper, "purpose")
    by = factories.clerk_of(paper.council)
    save_section(section=section, by=by, shown_version=section.version, body=text)


def test_each_figure_shows_its_value_its_meaning_and_its_rows(desk: Client, draft: Paper) -> None:
    told = body(desk, draft, q="actions.total")
    assert "{{ actions.total }}" in told
    assert "Actions in the plan, as at 13 November 2024" in told
    assert "/eastshire/actions/?as_at=2024-11-13" in told


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ({"q": "spent date"}, "{{ spend.to_date }}", "{{ actions.total }}"),
        ({"sort": "Posts"}, "{{ posts.in_post }}", "{{ spend.to_date }}"),
        ({"used": "yes"}, "{{ actions.total }}", "{{ spend.to_date }}"),
        ({"q": "no such thing"}, "No figure answers this search", "{{ actions.total }}"),
        ({"page": "2"}, "51 to", "{{ paper.committee }}"),
        ({"page": "x"}, "{{ paper.committee }}", "51 to"),
    ],
)
def test_search_sort_and_pages(
    asked: dict[str, str], there: str, not_there: str, desk: Client, draft: Paper
) -> None:
    write(draft, "The plan has {{ actions.total }} actions.")
    told = body(desk, draft, **asked)
    assert there in told
    assert not_there not in told


def test_where_a_figure_is_named_is_said(desk: Client, draft: Paper) -> None:
    write(draft, "Words.\n\nThe plan has {{ actions.total }} actions.")
    assert "Named in paragraph 2." in body(desk, draft, q="actions.total")
    assert "Sources of the figures" in desk.get(address(draft, "preview", stem="report")).content.decode()


def test_words_that_cannot_be_composed_leave_the_list_whole(desk: Client, draft: Paper) -> None:
    write(draft, "{{ no.such }}")
    assert "{{ actions.total }}" in body(desk, draft, q="actions.total")


def test_the_preview_of_a_section_shows_where_its_figures_come_from(desk: Client, draft: Paper) -> None:
    section = section_of(draft, "purpose")
    posted = {"body": "{{ actions.total }} actions.", "shown_version": section.version, "preview": "yes"}
    told = desk.post(address(draft, "section", key="purpose"), posted).content.decode()
    assert "Sources of the figures in these words (1)" in told


def test_the_source_list_is_switched_on_and_off(desk: Client, draft: Paper, clerk: User) -> None:
    assert len(documents_of(collect(draft).data)) == 3
    for value, number in (("on", 4), ("on", 4), ("off", 3)):
        draft.refresh_from_db()
        posted = {"source_list": value, "shown_version": draft.version}
        assert desk.post(address(draft), posted).status_code == 302
        draft.refresh_from_db()
        assert len(documents_of(collect(draft).data)) == number
    assert Change.objects.filter(verb="switched the source list of").count() == 2


def test_its_data_stay_the_same_while_nothing_is_recorded(desk: Client, draft: Paper) -> None:
    desk.post(address(draft), {"source_list": "on", "shown_version": draft.version})
    draft.refresh_from_db()
    assert collect(draft).digest == collect(draft).digest
    assert collect(draft).data.known_at is not None
    assert desk.get(address(draft, "preview", stem="sources")).status_code == 200


def test_a_stale_switch_changes_nothing(desk: Client, draft: Paper) -> None:
    assert desk.post(address(draft), {"source_list": "on", "shown_version": 0}).status_code == 302
    draft.refresh_from_db()
    assert not draft.has_source_list


def test_who_may_not(draft: Paper, reader: User, officer: User, outsider: User, client_for: SignedIn) -> None:
    assert client_for(outsider).get(address(draft)).status_code == 404
    assert client_for(reader).get(address(draft)).status_code == 403
    assert client_for(officer).get(address(draft)).status_code == 200
    posted = {"source_list": "on", "shown_version": draft.version}
    assert client_for(officer).post(address(draft), posted).status_code == 403
    assert client_for(officer).put(address(draft)).status_code == 405


def test_queries_do_not_grow_with_the_plan(desk: Client, draft: Paper) -> None:
    area, counted = draft.plan.chapters.get().sections.get(), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address(draft)).status_code == 200
        counted.append(len(queries))
        for _ in range(9):
            factories.action(area)
    assert counted[0] == counted[1]
