"""What authors say to each other about a section: read by those who see drafts, and printed nowhere."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from reports.models import Paper, PaperSection, SectionComment
from reports.papers.collect import collect
from reports.papers.render import render_pack
from reports.services import authoring
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db
SAID = "Say which month this is to."


@pytest.fixture
def purpose(draft: Paper) -> PaperSection:
    return PaperSection.objects.select_related("paper").get(paper=draft, key="purpose")


@pytest.fixture
def page(draft: Paper) -> str:
    return reverse("reports:paper-section-comments", args=[draft.council.slug, draft.pk, "purpose"])


@pytest.fixture
def desk(legal: User, client_for: SignedIn) -> Client:
    return client_for(legal)


def only() -> SectionComment:
    return SectionComment.objects.get(reply_to=None)


def test_a_comment_is_said_once_and_shown_where_the_paper_is_written(
    desk: Client, draft: Paper, page: str
) -> None:
    assert desk.post(page, {"text": SAID}).status_code == 302
    desk.post(page, {"text": SAID})
    assert only().text == SAID
    assert SAID in desk.get(page).content.decode()
    where = reverse("reports:paper-detail", args=[draft.council.slug, draft.pk])
    assert "1 open comment" in desk.get(where).content.decode()


def test_a_reply_stands_under_what_it_replies_to(desk: Client, page: str, clerk: User) -> None:
    desk.post(page, {"text": SAID})
    desk.post(page, {"text": "October.", "reply_to": only().pk})
    reply = SectionComment.objects.get(text="October.")
    desk.post(page, {"text": "Thank you.", "reply_to": reply.pk})
    assert [each.text for each in only().replies.all()] == ["October.", "Thank you."]


def test_it_is_settled_by_whom_and_opened_again(
    desk: Client, draft: Paper, page: str, clerk: User, client_for: SignedIn
) -> None:
    desk.post(page, {"text": SAID})
    client_for(clerk).post(page, {"do": f"resolve:{only().pk}"})
    assert only().resolved_by == clerk
    assert f"by {clerk.name}" in desk.get(page).content.decode()
    where = reverse("reports:paper-detail", args=[draft.council.slug, draft.pk])
    assert "open comment" not in desk.get(where).content.decode()
    desk.post(page, {"do": f"reopen:{only().pk}"})
    assert only().resolved_by is None


def test_only_who_said_it_or_writes_the_section_settles_it(
    purpose: PaperSection, clerk: User, officer: User, page: str, client_for: SignedIn
) -> None:
    said = authoring.comment_on(section=purpose, by=clerk, text=SAID)
    with pytest.raises(PermissionDenied):
        authoring.resolve_comment(comment=said, by=officer, resolved=True)
    assert client_for(officer).post(page, {"do": f"resolve:{said.pk}"}).status_code == 403
    assert f"resolve:{said.pk}" not in client_for(officer).get(page).content.decode()


def test_it_is_in_no_data_and_no_document(purpose: PaperSection, draft: Paper, clerk: User) -> None:
    before = collect(draft)
    authoring.comment_on(section=purpose, by=clerk, text=SAID)
    after = collect(draft)
    assert after.digest == before.digest
    assert all(SAID not in document.html for document in render_pack(after.data))


def test_a_reply_belongs_to_its_section(purpose: PaperSection, draft: Paper, clerk: User) -> None:
    said = authoring.comment_on(section=purpose, by=clerk, text=SAID)
    other = PaperSection.objects.get(paper=draft, key="background")
    with pytest.raises(ValidationError):
        authoring.comment_on(section=other, by=clerk, text="No.", reply_to=said)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "x" * 2001}, 422),
        ({"text": "Yes.", "reply_to": "9" * 30}, 422),
        ({"text": "Yes.", "reply_to": "999999"}, 404),
        ({"do": "resolve:" + "9" * 5000}, 404),
        ({"do": "\x00"}, 404),
        ({}, 422),
    ],
)
def test_nonsense_is_refused(desk: Client, page: str, given: Any, status: int) -> None:
    assert desk.post(page, given).status_code == status
    assert not SectionComment.objects.exists()


def test_who_reads_them(page: str, reader: User, outsider: User, client_for: SignedIn) -> None:
    assert client_for(reader).get(page).status_code == 403
    assert client_for(reader).post(page, {"text": SAID}).status_code == 403
    assert client_for(outsider).get(page).status_code == 404
    assert client_for(outsider).post(page, {"text": SAID}).status_code == 404


def test_a_key_that_is_none_is_not_there(desk: Client, draft: Paper) -> None:
    where = reverse("reports:paper-section-comments", args=[draft.council.slug, draft.pk, "own-1"])
    assert desk.get(where).status_code == 404


@pytest.mark.parametrize("number", [1, 10])
def test_reading_asks_as_much_whatever_was_said(
    desk: Client,
    purpose: PaperSection,
    page: str,
    clerk: User,
    number: int,
    django_assert_max_num_queries: Any,
) -> None:
    for at in range(number):
        said = authoring.comment_on(section=purpose, by=clerk, text=f"{at}. {SAID}")
        authoring.comment_on(section=purpose, by=clerk, text="Yes.", reply_to=said)
    desk.get(page)
    # what the page shows of the section is composed from the whole record, in a number of queries of its own
    with django_assert_max_num_queries(60):
        desk.get(page)
