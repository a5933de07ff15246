"""A post's status is put right: corrected, or taken out, with what was wrong."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Change, Council, User
from core.dates import clock, end_of_day, today
from tests.conftest import SignedIn
from tests.factories import cover, funded_post, recruitment
from workforce import services
from workforce.ledger_checks import problems
from workforce.models import FundedPost, PostStatus

ADOPTED = date(2024, 7, 17)
ENDED = {"status": "ended", "as_at_day": "1", "as_at_month": "12", "as_at_year": "2024", "note": "Served"}


@pytest.fixture
def post(eastshire: Council, workforce_lead: User) -> FundedPost:
    """Approved on 17 July, ended on 1 November 2024."""
    made = funded_post(eastshire)
    with clock(date(2024, 11, 1)):
        services.set_status(
            post=made, by=workforce_lead, status="ended", as_at=date(2024, 11, 1), note="Money over"
        )
    made.refresh_from_db()
    return made


def newest(post: FundedPost) -> PostStatus:
    return PostStatus.objects.filter(post=post).standing(None).order_by("-as_at", "-pk")[0]


def address(verb: str, entry: PostStatus) -> str:
    return reverse(f"workforce:status-{verb}", args=["eastshire", entry.pk])


def stands(post: FundedPost, day: date, known: date | None = None) -> str:
    moment = end_of_day(known) if known else None
    return FundedPost.objects.as_at(day, moment).get(pk=post.pk).status


def test_a_correction_stands_in_its_place_and_what_was_known_stays(
    eastshire: Council, post: FundedPost, workforce_lead: User, client_for: SignedIn
) -> None:
    browser, url = client_for(workforce_lead), address("correct", newest(post))
    page = browser.get(reverse("workforce:post-detail", args=["eastshire", post.pk])).content.decode()
    assert url in page
    assert "Money over" in browser.get(url).content.decode()
    typed = ENDED | {"version": str(post.version)}
    assert "Say what was wrong" in browser.post(url, typed).content.decode()
    answer = browser.post(url, typed | {"reason": "A month too early"}, follow=True)
    assert "Correction: ended" in answer.content.decode()
    assert stands(post, date(2024, 11, 15)) == "approved"
    assert stands(post, date(2024, 12, 1)) == "ended"
    assert stands(post, date(2024, 11, 15), known=date(2024, 11, 15)) == "ended"
    assert Change.objects.latest("pk").after["what_was_wrong"] == "A month too early"
    # What was corrected is not offered again; what is sent about it is refused, and kept.
    assert browser.get(url).status_code == 404
    assert browser.post(url, typed | {"reason": "Again"}).status_code == 409
    post.refresh_from_db()
    again = browser.post(url, typed | {"reason": "Again", "version": str(post.version)})
    assert "It has been corrected or taken out already." in again.content.decode()
    assert list(problems(eastshire)) == []


def test_a_status_that_never_was_is_taken_out(
    eastshire: Council, post: FundedPost, workforce_lead: User, client_for: SignedIn
) -> None:
    browser, url = client_for(workforce_lead), address("void", newest(post))
    version = {"version": str(post.version)}
    assert "Say why it is taken out" in browser.post(url, version).content.decode()
    assert stands(post, today()) == "ended"
    page = browser.post(url, version | {"reason": "The money goes on"}, follow=True).content.decode()
    assert "Taken out: ended" in page
    assert stands(post, today()) == "approved"
    assert browser.get(url).status_code == 404
    assert browser.post(url, version | {"reason": "Twice"}).status_code == 409
    assert list(problems(eastshire)) == []


def test_what_cannot_stand_is_refused_beside_the_field(
    post: FundedPost, workforce_lead: User, client_for: SignedIn
) -> None:
    browser, version = client_for(workforce_lead), {"version": str(post.version)}
    early = ENDED | version | {"as_at_month": "6", "reason": "Wrong day"}
    answer = browser.post(address("correct", newest(post)), early)
    assert answer.status_code == 422
    assert "the post was not in the record by then" in answer.content.decode()
    approval = PostStatus.objects.get(post=post, status="approved")
    refused = browser.post(address("void", approval), version | {"reason": "Never given"})
    assert "It cannot be taken out." in refused.content.decode()
    assert stands(post, date(2024, 7, 18)) == "approved"


@pytest.mark.parametrize("recruited", [True, False])
def test_an_approval_stays_while_recruitment_or_cover_rests_on_it(
    eastshire: Council, workforce_lead: User, recruited: bool
) -> None:
    post = funded_post(eastshire, approved_on=None)
    with clock(ADOPTED):
        entry = services.set_status(
            post=post, by=workforce_lead, status="approved", as_at=ADOPTED, note="Committee"
        )
    if recruited:
        recruitment(post, 1, "advertised", date(2024, 9, 2))
    else:
        cover(post, date(2024, 9, 2))
    with pytest.raises(ValidationError, match="Recruitment or cover is recorded"):
        services.void_status(entry=entry, by=workforce_lead, note="Never given")


def test_of_two_people_at_once_the_second_sees_both(
    post: FundedPost, workforce_lead: User, client_for: SignedIn
) -> None:
    browser, entry = client_for(workforce_lead), newest(post)
    old = {"version": str(post.version)}
    services.edit_post(post=post, by=workforce_lead, team="Duty")
    before = PostStatus.objects.count()
    for verb, typed in (("correct", ENDED | {"reason": "Too early"}), ("void", {"reason": "Never so"})):
        answer = browser.post(address(verb, entry), old | typed)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Save mine on top" in page
        assert typed["reason"] in page
    assert PostStatus.objects.count() == before
    post.refresh_from_db()
    answer = browser.post(
        address("correct", entry), ENDED | {"reason": "Too early", "version": str(post.version)}
    )
    assert answer.status_code == 302


def test_standing_questions(
    post: FundedPost, reader: User, clerk: User, outsider: User, workforce_lead: User, client_for: SignedIn
) -> None:
    before = Change.objects.count()
    for verb in ("correct", "void"):
        url = address(verb, newest(post))
        assert client_for(reader).get(url).status_code == 403
        assert client_for(clerk).post(url, ENDED | {"reason": "No"}).status_code == 403
        assert client_for(outsider).post(url, ENDED | {"reason": "No"}).status_code == 404
        assert client_for(workforce_lead).delete(url).status_code == 405
    assert Change.objects.count() == before
    detail = reverse("workforce:post-detail", args=["eastshire", post.pk])
    assert "Put a status right" not in client_for(reader).get(detail).content.decode()
    assert (
        "Put a status right"
        not in client_for(workforce_lead).get(f"{detail}?as_at=2024-11-30").content.decode()
    )
