"""Adding and changing a post in the browser, and saying where it stands."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Change, Council, User
from core.dates import clock, today
from tests.conftest import SignedIn
from tests.factories import funded_post, funding_decision, plan, recruitment, section
from workforce.models import FundedPost, PostStatus

TYPED = {
    "version": "1",
    "role": "Team Manager",
    "number": "2",
    "fte_each": "1.25",
    "contract": "permanent",
    "basis": "Displaced cost",
    "basis_count": "15",
    "basis_of": "assessments",
    "basis_unit_cost": "2,200",
    "planned_start_day": "2",
    "planned_start_month": "9",
    "planned_start_year": "2024",
    "rationale": "Assessments are bought one by one.",
}


@pytest.fixture
def url(eastshire: Council) -> str:
    return reverse("workforce:post-add", args=[eastshire.slug])


def stands(post: FundedPost) -> str:
    return FundedPost.objects.as_at(today()).get(pk=post.pk).status


def test_a_post_begins_as_a_proposal_with_its_basis(
    url: str, eastshire: Council, workforce_lead: User, client_for: SignedIn
) -> None:
    area = section(plan(eastshire))
    client = client_for(workforce_lead)
    page = client.post(url, TYPED | {"sections": [str(area.pk)]}, follow=True).content.decode()
    post = FundedPost.objects.get()
    assert (post.fte, post.displaced_cost, stands(post)) == (Decimal("2.50"), Decimal(33_000), "proposed")
    assert "15 assessments × £2,200 = <strong>£33,000</strong>" in page
    assert "Proposed; not yet approved." in page
    assert "IP Ch.1, S.1" in page


def test_a_post_of_the_past_is_proposed_on_its_day_and_approved_after(
    url: str, eastshire: Council, workforce_lead: User, client_for: SignedIn
) -> None:
    client = client_for(workforce_lead)
    day = {"as_at_day": "1", "as_at_month": "7", "as_at_year": "2024"}
    assert "today or earlier" in client.post(url, TYPED | day | {"as_at_year": "2026"}).content.decode()
    client.post(url, TYPED | day)
    post = FundedPost.objects.get()
    assert FundedPost.objects.as_at(date(2024, 6, 30)).count() == 0
    approved = day | {
        "status": "approved",
        "version": str(post.version),
        "note": "Committee",
        "as_at_month": "6",
    }
    status = reverse("workforce:post-status", args=["eastshire", post.pk])
    assert "It was proposed on 1 July 2024, so it cannot" in client.post(status, approved).content.decode()
    assert client.post(status, approved | {"as_at_day": "17", "as_at_month": "7"}).status_code == 302
    assert FundedPost.objects.as_at(date(2024, 7, 17)).get().status == "approved"


def test_sending_it_twice_adds_one(url: str, workforce_lead: User, client_for: SignedIn) -> None:
    client = client_for(workforce_lead)
    for _ in range(2):
        assert client.post(url, TYPED).status_code == 302
    assert FundedPost.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"fte_each": "0"}, "must be more than 0"),
        ({"fte_each": "0.125"}, "2 decimal places"),
        ({"number": "0"}, "must be 1 or more"),
        ({"planned_start_year": "2099"}, "The date must lie between"),
        (
            {"funded_until_day": "1", "funded_until_month": "9", "funded_until_year": "2024"},
            "The funding ends before the post starts.",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(
    url: str, workforce_lead: User, client_for: SignedIn, wrong: dict[str, str], sentence: str
) -> None:
    answer = client_for(workforce_lead).post(url, TYPED | wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not FundedPost.objects.exists()


def test_who_may(url: str, reader: User, clerk: User, outsider: User, client_for: SignedIn) -> None:
    assert client_for(reader).get(url).status_code == 403
    assert client_for(clerk).post(url, TYPED).status_code == 403
    assert client_for(outsider).get(url).status_code == 404
    assert client_for(outsider).delete(url).status_code == 405


def test_a_stale_change_shows_both(eastshire: Council, workforce_lead: User, client_for: SignedIn) -> None:
    post = funded_post(eastshire, approved_on=None)
    address = reverse("workforce:post-edit", args=["eastshire", post.pk])
    typed = TYPED | {"role": "Social Worker", "number": "1", "fte_each": "1", "basis": ""}
    client = client_for(workforce_lead)
    assert client.post(address, typed | {"team": "Duty"}).status_code == 302
    answer = client.post(address, typed | {"team": "Fostering"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Duty" in page
    assert "Fostering" in page
    post.refresh_from_db()
    assert post.team == "Duty"
    assert client.post(address, typed | {"team": "Fostering", "version": "2"}).status_code == 302


def test_saving_what_stands_writes_nothing(
    eastshire: Council, workforce_lead: User, client_for: SignedIn
) -> None:
    post = funded_post(eastshire, approved_on=None, role="Team Manager", number=2, grade="")
    address = reverse("workforce:post-edit", args=["eastshire", post.pk])
    client = client_for(workforce_lead)
    client.post(address, TYPED)
    before = Change.objects.count()
    client.post(address, TYPED | {"version": "2"})
    assert Change.objects.count() == before


def test_a_row_keeps_room_for_its_positions(
    eastshire: Council, workforce_lead: User, client_for: SignedIn
) -> None:
    post = funded_post(eastshire, number=2)
    address = reverse("workforce:post-edit", args=["eastshire", post.pk])
    answer = client_for(workforce_lead).post(address, TYPED | {"number": "1", "fte_each": "1"})
    assert "Its positions already come to 2 full-time equivalents." in answer.content.decode()


def test_an_approval_names_its_decision_and_sets_up_positions(
    eastshire: Council, workforce_lead: User, finance_officer: User, client_for: SignedIn
) -> None:
    post = funded_post(eastshire, approved_on=None, number=2)
    decision = funding_decision(eastshire, finance_officer)
    address = reverse("workforce:post-status", args=["eastshire", post.pk])
    typed = {"version": "1", "status": "approved", "as_at_day": "17", "as_at_month": "7"}
    typed |= {"as_at_year": "2024", "note": ""}
    client = client_for(workforce_lead)
    with clock(date(2024, 8, 1)):
        assert "Choose the decision that approved it" in client.post(address, typed).content.decode()
        assert client.post(address, typed | {"decision": str(decision.pk)}).status_code == 302
        # Sent twice, it says what stands already.
        client.post(address, typed | {"decision": str(decision.pk)})
    assert stands(post) == "approved"
    assert post.positions.count() == 2
    assert PostStatus.objects.filter(post=post, status="approved").count() == 1
    assert not FundedPost.objects.as_at(date(2024, 7, 16)).exists()


def test_a_post_is_retired_never_deleted(
    eastshire: Council, workforce_lead: User, client_for: SignedIn
) -> None:
    post = funded_post(eastshire, approved_on=None)
    address = reverse("workforce:post-status", args=["eastshire", post.pk])
    day = today()
    typed = {"version": "1", "status": "retired", "note": "", "as_at_day": str(day.day)}
    typed |= {"as_at_month": str(day.month), "as_at_year": str(day.year)}
    client = client_for(workforce_lead)
    assert "Say why the post is retired" in client.post(address, typed).content.decode()
    client.post(address, typed | {"note": "Asked for twice"})
    listed = client.get(reverse("workforce:post-list", args=["eastshire"])).content.decode()
    assert f"posts/{post.pk}/" not in listed
    assert (
        "Asked for twice"
        in client.get(reverse("workforce:post-detail", args=["eastshire", post.pk])).content.decode()
    )


def test_more_positions_than_approved_need_a_reason(
    eastshire: Council, workforce_lead: User, client_for: SignedIn
) -> None:
    post = funded_post(eastshire)
    recruitment(post, 1, "advertised", date(2024, 8, 1))
    address = reverse("workforce:post-add-position", args=["eastshire", post.pk])
    typed = {"version": "1", "fte": "0.5", "approved_on_day": "1", "approved_on_month": "9"}
    typed |= {"approved_on_year": "2024"}
    client = client_for(workforce_lead)
    assert "Say why it is exceeded." in client.post(address, typed).content.decode()
    client.post(address, typed | {"above_reason": "Handover of a term"})
    assert [position.above_reason for position in post.positions.all()] == ["", "Handover of a term"]
    # Sent twice, nothing is added without looking again.
    assert client.post(address, typed | {"above_reason": "Handover of a term"}).status_code == 409
