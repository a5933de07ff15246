"""Cover in the browser: what is refused, its correction, taking it out."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Change, Council, User
from core.dates import clock, end_of_day
from tests.conftest import SignedIn
from tests.factories import cover, funded_post, recruitment
from workforce.models import Cover, FundedPost

DAY = date(2024, 10, 1)


@pytest.fixture
def post(eastshire: Council) -> FundedPost:
    return funded_post(eastshire, number=2)


def typed(post: FundedPost, **given: str) -> dict[str, object]:
    facts: dict[str, object] = {
        "kind": "agency",
        "headcount": "2",
        "positions": [str(position.pk) for position in post.positions.all()],
        "started_on_day": "12",
        "started_on_month": "9",
        "started_on_year": "2024",
        "paid_by": "plan",
    }
    return facts | given


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"started_on_year": "2099"}, "The date must lie between 1 January 2000"),
        ({"ended_on_day": "1", "ended_on_month": "1", "ended_on_year": "3000"}, "must be between"),
        ({"ended_on_day": "1", "ended_on_month": "9", "ended_on_year": "2024"}, "on or after the first"),
        ({"weekly_cost": "5", "daily_cost": "1"}, "a week or a day, not both"),
        ({"weekly_cost": "-5"}, "£0 or more"),
    ],
)
def test_what_makes_no_sense_is_refused(
    post: FundedPost, workforce_lead: User, client_for: SignedIn, wrong: dict[str, str], sentence: str
) -> None:
    address = reverse("workforce:post-cover", args=["eastshire", post.pk])
    answer = client_for(workforce_lead).post(address, typed(post, **wrong))
    assert sentence in answer.content.decode()
    assert not Cover.objects.exists()


def test_a_daily_cost_counts_five_times_a_week(
    post: FundedPost, workforce_lead: User, client_for: SignedIn
) -> None:
    address = reverse("workforce:post-cover", args=["eastshire", post.pk])
    client_for(workforce_lead).post(address, typed(post, daily_cost="400"))
    assert Cover.objects.get().cost_a_week == 2_000


def test_somebody_in_post_is_covered_only_with_a_reason(
    post: FundedPost, workforce_lead: User, client_for: SignedIn
) -> None:
    recruitment(post, 1, "appointed", date(2024, 8, 1))
    recruitment(post, 1, "in_post", date(2024, 9, 2))
    address = reverse("workforce:post-cover", args=["eastshire", post.pk])
    client = client_for(workforce_lead)
    assert (
        "somebody is in post, and somebody covers too" in client.post(address, typed(post)).content.decode()
    )
    assert client.post(address, typed(post, note="Handover until Christmas")).status_code == 302


def test_a_correction_takes_the_place_of_what_was_recorded(
    post: FundedPost, workforce_lead: User, client_for: SignedIn
) -> None:
    wrong = cover(post, date(2024, 9, 12), headcount=1)
    address = reverse("workforce:post-cover-correct", args=["eastshire", wrong.pk])
    client = client_for(workforce_lead)
    assert "Say what was wrong" in client.post(address, typed(post)).content.decode()
    with clock(date(2024, 11, 1)):
        assert client.post(address, typed(post, reason="Two came")).status_code == 302
    before = Change.objects.count()
    # Sent twice, it says what stands already; another correction of the same is refused and kept.
    assert client.post(address, typed(post, reason="Two came")).status_code == 302
    other = client.post(address, typed(post, reason="Three came", headcount="3"))
    assert "It has been corrected already." in other.content.decode()
    assert "Three came" in other.content.decode()
    assert Change.objects.count() == before
    assert [one.headcount for one in Cover.objects.as_at(DAY)] == [2]
    assert [one.headcount for one in Cover.objects.as_at(DAY, end_of_day(DAY))] == [1]


def test_cover_that_never_was_is_taken_out(
    post: FundedPost, workforce_lead: User, reader: User, client_for: SignedIn
) -> None:
    wrong = cover(post, date(2024, 9, 12))
    address = reverse("workforce:post-cover-void", args=["eastshire", wrong.pk])
    assert client_for(reader).post(address, {"reason": "x"}).status_code == 403
    client = client_for(workforce_lead)
    assert client.post(address, {"reason": "Another team's"}).status_code == 302
    assert not Cover.objects.as_at(DAY).exists()
    assert Cover.objects.count() == 2
    assert client.get(address).status_code == 404


def test_an_event_is_corrected_and_taken_out_in_the_browser(
    post: FundedPost, workforce_lead: User, client_for: SignedIn
) -> None:
    event = recruitment(post, 1, "advertised", date(2024, 9, 2))
    address = reverse("workforce:event-correct", args=["eastshire", event.pk])
    facts = {"version": "2", "kind": "advertised", "channel": "the council's site", "as_at_day": "3"}
    facts |= {"as_at_month": "9", "as_at_year": "2024", "contract": "", "note": ""}
    client = client_for(workforce_lead)
    unsaid = client.post(address, facts)
    assert (unsaid.status_code, "Say what was wrong" in unsaid.content.decode()) == (422, True)
    assert client.post(address, facts | {"reason": "A day early"}).status_code == 302
    kept = Change.objects.filter(verb="corrected the recruitment of").get()
    assert kept.after["what_was_wrong"] == "A day early"
    assert client.get(address).status_code == 404
    page = client.get(reverse("workforce:post-detail", args=["eastshire", post.pk])).content.decode()
    assert "Correction: advertised in the council&#x27;s site" in page
    made = event.corrections.get()
    void = reverse("workforce:event-void", args=["eastshire", made.pk])
    assert client.post(void, {"version": "2", "reason": "No such advert"}).status_code == 409
    assert client.post(void, {"version": "3", "reason": "No such advert"}).status_code == 302
    assert not post.positions.get(number=1).events.standing(DAY).filter(kind="advertised").exists()


def test_cover_to_come_and_cover_that_ended_are_listed_and_put_right(
    post: FundedPost, reader: User, workforce_lead: User, client_for: SignedIn
) -> None:
    with clock(DAY):
        over = cover(post, date(2024, 8, 5), ended_on=date(2024, 9, 6), numbers=[1])
        coming = cover(post, date(2024, 10, 21), numbers=[2])
        address = reverse("workforce:post-detail", args=["eastshire", post.pk])
        page = client_for(workforce_lead).get(address).content.decode()
        assert "No cover in place on 1 October 2024." in page
        assert "1 by agency for 1 position from 5 August 2024 to 6 September 2024" in page
        assert "Cover that ended (1)" in page
        to_come = page.partition(">To come<")[2]
        assert "1 by agency for 1 position from 21 October 2024" in to_come
        for one in (over, coming):
            for name in ("post-cover-correct", "post-cover-void"):
                assert reverse(f"workforce:{name}", args=["eastshire", one.pk]) in page
        assert "/correct/" not in client_for(reader).get(address).content.decode()
        # As at a day in between: what ended later was in place, and nobody speaks of what came afterwards.
        past = client_for(reader).get(f"{address}?as_at=2024-08-20").content.decode()
        assert "since 5 August 2024" in past
        assert ">To come<" not in past
