"""Recording what happened to a position."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Council, User
from tests.conftest import SignedIn
from tests.factories import funded_post, recruitment
from workforce.models import FundedPost, Position

ADVERT = {
    "kind": "advertised",
    "version": "1",
    "as_at_day": "8",
    "as_at_month": "11",
    "as_at_year": "2024",
    "closing_date_day": "29",
    "closing_date_month": "11",
    "closing_date_year": "2024",
    "note": "On the regional site",
}


@pytest.fixture
def position(eastshire: Council) -> Position:
    return funded_post(eastshire).positions.get()


@pytest.fixture
def url(position: Position) -> str:
    return reverse("workforce:position-record", args=["eastshire", position.pk])


@pytest.fixture
def lead(workforce_lead: User, client_for: SignedIn) -> Client:
    return client_for(workforce_lead)


def test_it_records_and_goes_back_to_the_post(position: Position, url: str, lead: Client) -> None:
    answer = lead.post(url, ADVERT, follow=True)
    assert answer.redirect_chain == [
        (reverse("workforce:post-detail", args=["eastshire", position.post_id]), 302)
    ]
    assert "Recorded for Social Worker 1: Advertised, closing 29 November 2024" in answer.content.decode()
    event = position.events.get(kind="advertised")
    assert (event.as_at, event.closing_date, event.note) == (
        date(2024, 11, 8),
        date(2024, 11, 29),
        "On the regional site",
    )


def test_the_empty_form_says_what_was_last_recorded(url: str, lead: Client) -> None:
    page = lead.get(url).content.decode()
    assert "Last recorded: Approved." in page
    assert page.count("<h1") == 1


def test_an_impossible_order_is_refused_in_place(position: Position, url: str, lead: Client) -> None:
    answer = lead.post(url, ADVERT | {"kind": "in_post", "closing_date_day": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "must include a day" in page
    refused = {**ADVERT, "kind": "in_post"}
    refused = {name: value for name, value in refused.items() if not name.startswith("closing")}
    answer = lead.post(url, refused)
    assert answer.status_code == 422
    assert "nobody has been appointed to it" in answer.content.decode()
    assert "On the regional site" in answer.content.decode()
    assert position.events.count() == 1


def test_two_people_at_once_see_both_texts(position: Position, url: str, lead: Client) -> None:
    recruitment(position.post, 1, "advertised", date(2024, 11, 1), note="In the journal")
    mine = ADVERT | {"kind": "readvertised"}
    answer = lead.post(url, mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "In the journal" in page
    assert "On the regional site" in page
    assert 'name="version" value="2"' in page
    assert not position.events.filter(kind="readvertised").exists()
    assert lead.post(url, mine | {"version": "2"}).status_code == 302


def test_posting_it_twice_does_nothing_more(position: Position, url: str, lead: Client) -> None:
    for _ in range(2):
        assert lead.post(url, ADVERT).status_code == 302
    assert position.events.filter(kind="advertised").count() == 1


def test_hostile_input_is_refused_in_place(url: str, lead: Client) -> None:
    for broken in ({"version": "9" * 40}, {"as_at_year": "²⁰²⁴"}, {"kind": "x" * 5000}, {"note": "\x00" * 3}):
        assert lead.post(url, ADVERT | broken).status_code in (409, 422)


def test_readers_may_not(url: str, reader: User, client_for: SignedIn) -> None:
    client = client_for(reader)
    assert client.get(url).status_code == 403
    assert client.post(url, ADVERT).status_code == 403


def test_another_council_finds_nothing_here(url: str, outsider: User, client_for: SignedIn) -> None:
    assert client_for(outsider).post(url, ADVERT).status_code == 404


def test_it_rejects_other_methods(url: str, lead: Client) -> None:
    assert lead.put(url).status_code == 405


COVER = {
    "kind": "agency",
    "headcount": "4",
    "started_on_day": "12",
    "started_on_month": "9",
    "started_on_year": "2024",
    "weekly_cost": "£7,042.96",
    "paid_by": "plan",
    "note": "",
}


def test_cover_is_recorded_and_ended(eastshire: Council, lead: Client) -> None:
    post = funded_post(eastshire, number=6)
    url = reverse("workforce:post-cover", args=["eastshire", post.pk])
    assert lead.get(url).status_code == 200
    assert lead.post(url, COVER).status_code == 422
    chosen = COVER | {"positions": [position.pk for position in post.positions.all()]}
    assert lead.post(url, chosen).status_code == 302
    cover = post.cover.get()
    assert (cover.headcount, cover.positions.count()) == (4, 6)
    end = reverse("workforce:post-cover-end", args=["eastshire", cover.pk])
    early = {"ended_on_day": "1", "ended_on_month": "9", "ended_on_year": "2024"}
    assert lead.post(end, early).status_code == 422
    assert lead.post(end, early | {"ended_on_month": "12"}).status_code == 302
    cover.refresh_from_db()
    assert cover.ended_on == date(2024, 12, 1)


def test_cover_is_not_for_readers_or_other_councils(
    eastshire: Council, reader: User, outsider: User, client_for: SignedIn
) -> None:
    post: FundedPost = funded_post(eastshire)
    url = reverse("workforce:post-cover", args=["eastshire", post.pk])
    assert client_for(reader).post(url, COVER).status_code == 403
    assert client_for(outsider).post(url, COVER).status_code == 404
