"""Correcting, withdrawing and the record of publication, in the browser and for the public."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Council, User
from accounts.services import set_public_papers
from core.dates import clock
from reports.models import PublicationEvent
from tests.conftest import SignedIn
from tests.reports.papers import scenario as story_of
from tests.reports.papers.scenario import Scenario

pytestmark = pytest.mark.django_db

WHY = "The number of families helped was wrong."
DAY = date(2024, 11, 4)


@pytest.fixture
def story(eastshire: Council, administrator: User) -> Scenario:
    set_public_papers(council=eastshire, publishes=True, by=administrator)
    return story_of.scenario(eastshire)


@pytest.fixture
def desk(story: Scenario, client_for: SignedIn) -> Client:
    return client_for(story.clerk)


def address(story: Scenario, name: str, *more: object) -> str:
    return reverse(f"reports:paper-{name}", args=["eastshire", story.before.pk, *more])


def post(desk: Client, story: Scenario, at: str, **given: object) -> int:
    story.before.refresh_from_db()
    with clock(DAY):
        return desk.post(at, {"shown_version": story.before.version, **given}).status_code


def on(day: date) -> dict[str, object]:
    return {"on_day": day.day, "on_month": day.month, "on_year": day.year}


def correct(desk: Client, story: Scenario) -> int:
    return post(desk, story, address(story, "correct"), reason=WHY)


def withdraw(desk: Client, story: Scenario) -> int:
    return post(desk, story, address(story, "withdraw", 1), reason="It named a child.", **on(DAY))


def test_the_pages_are_for_those_they_are_for(
    story: Scenario, desk: Client, reader: User, outsider: User, client_for: SignedIn
) -> None:
    for page in ("versions", "version"):
        at = address(story, page, *([1] if page == "version" else []))
        assert desk.get(at).status_code == client_for(reader).get(at).status_code == 200
        assert desk.post(at).status_code == 405
        assert client_for(outsider).get(at).status_code == 404
    for page in ("correct", "withdraw", "served"):
        at = address(story, page, *([1] if page == "withdraw" else []))
        assert desk.get(at).status_code == 200
        assert client_for(reader).get(at).status_code == client_for(reader).post(at).status_code == 403
        assert client_for(outsider).get(at).status_code == 404
    assert desk.get(address(story, "differences")).status_code == 404
    assert desk.get(address(story, "version", 2)).status_code == 404


def test_a_correction_from_its_reason_to_version_2(
    story: Scenario, desk: Client, reader: User, client: Client, client_for: SignedIn
) -> None:
    assert correct(desk, story) == 302
    assert correct(desk, story) == 302
    assert PublicationEvent.objects.count() == 1
    page = desk.get(address(story, "detail")).content.decode()
    assert "Version 1 is published" in page
    assert "Give up the correction" in page
    assert "Version 1, published on" in client_for(reader).get(address(story, "detail")).content.decode()
    story.before.sections.filter(key="purpose").update(body="To tell members how it went.")
    assert "To tell members how it went." in desk.get(address(story, "differences")).content.decode()
    story_of.publish(story.before, on=DAY)
    first = client_for(reader).get(address(story, "version", 1)).content.decode()
    assert "Superseded by" in first
    assert address(story, "version-document", 1, "report", "pdf") in first
    public = reverse("reports:public-paper-detail", args=["eastshire", story.before.slug])
    assert WHY in client.get(public).content.decode()
    earlier = reverse("reports:public-paper-version", args=["eastshire", story.before.slug, 1])
    assert "Superseded by" in client.get(earlier).content.decode()
    assert client.get(f"{earlier}report.pdf").content != client.get(f"{public}report.pdf").content


def test_withdrawn_it_is_told_and_not_offered(
    story: Scenario, desk: Client, client: Client, reader: User, client_for: SignedIn
) -> None:
    digest = story.published.documents.get(stem="report", format="pdf").digest
    public = reverse("reports:public-paper-detail", args=["eastshire", story.before.slug])
    assert client.get(f"{public}report.pdf").status_code == 200
    assert withdraw(desk, story) == 302
    page = client.get(public)
    assert page.status_code == 200
    assert "Withdrawn on 4 November 2024" in page.content.decode()
    assert "It named a child." in page.content.decode()
    for name in ("report.pdf", "pack.pdf", "data.json", "versions/1/report.pdf"):
        assert client.get(f"{public}{name}").status_code == 404
        assert name not in page.content.decode()
    listed = client.get(reverse("reports:public-paper-list", args=["eastshire"])).content.decode()
    assert "(withdrawn)" in listed
    kept = client_for(reader).get(address(story, "document", "report", "pdf"))
    assert kept.status_code == 200
    for name, browser in (("public-paper-check", client), ("paper-check", desk)):
        told = browser.post(
            reverse(f"reports:{name}", args=["eastshire"]), {"typed": digest}
        ).content.decode()
        assert "Withdrawn: the council does not stand by it any more" in told


def test_each_is_undone_by_a_further_entry(
    story: Scenario, desk: Client, reader: User, outsider: User, client_for: SignedIn
) -> None:
    withdraw(desk, story)
    event = PublicationEvent.objects.get()
    undo = reverse("reports:event-undo", args=["eastshire", event.pk])
    assert client_for(reader).post(undo, {"reason": "No."}).status_code == 403
    assert client_for(outsider).get(undo).status_code == 404
    assert post(desk, story, undo, reason="") == 422
    for _ in range(2):
        assert post(desk, story, undo, reason="The wrong paper.") == 302
    assert PublicationEvent.objects.count() == 2
    assert "The wrong paper." in desk.get(address(story, "versions")).content.decode()


def test_where_the_agenda_was_published_is_on_record(story: Scenario, desk: Client) -> None:
    facts = {"place": "County Hall", **on(date(2024, 11, 1))}
    for _ in range(2):
        assert post(desk, story, address(story, "served"), **facts) == 302
    assert (
        "Agenda published on 1 November 2024: County Hall"
        in desk.get(address(story, "detail")).content.decode()
    )
    assert PublicationEvent.objects.count() == 1
    assert post(desk, story, address(story, "served"), place="", **on(DAY)) == 422
    assert post(desk, story, address(story, "served"), place="There", **on(date(2024, 11, 5))) == 422


@pytest.mark.parametrize("name", ["correct", "withdraw", "served"])
def test_a_stale_page_keeps_what_was_typed(story: Scenario, desk: Client, name: str) -> None:
    at = address(story, name, *([1] if name == "withdraw" else []))
    facts = {"shown_version": 0, "reason": "Mine", "place": "Mine", **on(DAY)}
    with clock(DAY):
        answer = desk.post(at, facts)
    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()
    assert not PublicationEvent.objects.exists()


@pytest.mark.parametrize("entries", [1, 10])
def test_the_versions_ask_the_same_whatever_their_number(
    story: Scenario, desk: Client, entries: int, django_assert_num_queries: object
) -> None:
    for at in range(entries):
        post(desk, story, address(story, "served"), place=f"Place {at}", **on(DAY))
    desk.get(address(story, "versions"))
    # session, person, council, roles; the paper, its versions, its events, and which of them stand
    with django_assert_num_queries(8):  # type: ignore[operator]
        desk.get(address(story, "versions"))
