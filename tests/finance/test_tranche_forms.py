"""The forms of a tranche: a part brought forward with its day and authority, then drawn down."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import Council, User
from finance.models import FundingDecision, Tranche
from finance.services import ApprovalGiven
from tests import factories

BROUGHT_FORWARD = {
    "brought_forward_on_day": "29",
    "brought_forward_on_month": "7",
    "brought_forward_on_year": "2022",
    "brought_forward_note": "Director, with the cabinet member for finance",
}


@pytest.fixture
def decision(marchshire: Council, finance: User) -> FundingDecision:
    approvals = [ApprovalGiven("Cabinet", date(2022, 3, 31))]
    return factories.funding_decision(marchshire, finance, amount="11489000", approvals=approvals)


def words(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"brought_forward_on_year": "2031"}, "a day that has come"),
        ({"brought_forward_note": ""}, "Say by whom it was brought forward, and under which power"),
        ({"brought_forward": ""}, "Enter the part that was brought forward"),
        (dict.fromkeys(BROUGHT_FORWARD, ""), "Enter the day on which it was brought forward"),
    ],
)
def test_what_is_brought_forward_has_its_day_and_its_authority(
    decision: FundingDecision, desk: Client, wrong: dict[str, str], sentence: str
) -> None:
    given = {"version": "1", "amount": "6489000", "brought_forward": "1000000"} | BROUGHT_FORWARD | wrong
    answer = desk.post(f"/marchshire/decisions/{decision.pk}/add-tranche/", given)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Tranche.objects.exists()


def test_nothing_is_brought_forward_before_the_decision_or_after_the_drawing(
    decision: FundingDecision, desk: Client
) -> None:
    add = f"/marchshire/decisions/{decision.pk}/add-tranche/"
    given = {"version": "1", "amount": "6489000", "brought_forward": "1000000"} | BROUGHT_FORWARD
    early = desk.post(add, given | {"brought_forward_on_month": "3"})
    assert "A part is brought forward once the decision is effective" in words(early)
    assert desk.post(add, given).status_code == 302
    tranche = Tranche.objects.get()
    draw = f"/marchshire/tranches/{tranche.pk}/draw/"
    day = {"drawn_on_day": "28", "drawn_on_month": "7", "drawn_on_year": "2022", "drawn_by": "Cabinet"}
    before = desk.post(draw, day | {"version": "2"})
    assert "Part of it was brought forward on 29 July 2022, before the rest" in words(before)
    assert desk.post(draw, day | {"version": "2", "drawn_on_day": "30"}).status_code == 302
    late = given | day | {"version": "3", "drawn_on_day": "30", "brought_forward_on_month": "8"}
    after = desk.post(f"/marchshire/tranches/{tranche.pk}/edit/", late)
    assert "The tranche was drawn down on 30 July 2022: a part of it came before that" in words(after)


def test_without_a_tranche_nothing_is_said_to_be_released(decision: FundingDecision, desk: Client) -> None:
    assert "nothing counts as drawn" in words(desk.get(f"/marchshire/decisions/{decision.pk}/"))


def test_a_tranche_is_added_changed_and_drawn(decision: FundingDecision, desk: Client) -> None:
    add = f"/marchshire/decisions/{decision.pk}/add-tranche/"
    too_much = desk.post(add, {"version": "1", "amount": "11489001"})
    assert "come to no more than £11,489,000" in words(too_much)
    assert desk.post(add, {"version": "1", "amount": "6489000"}).status_code == 302
    tranche = Tranche.objects.get()
    edit = {"version": "2", "amount": "6489000", "brought_forward": "1000000"} | BROUGHT_FORWARD
    assert desk.post(f"/marchshire/tranches/{tranche.pk}/edit/", edit).status_code == 302
    assert desk.post(f"/marchshire/tranches/{tranche.pk}/edit/", edit).status_code == 409
    assert "£1,000,000 of £11,489,000 drawn" in words(desk.get(f"/marchshire/decisions/{decision.pk}/"))
    day = {"drawn_on_day": "24", "drawn_on_month": "11", "drawn_on_year": "2022", "drawn_by": "Cabinet"}
    assert desk.post(f"/marchshire/tranches/{tranche.pk}/draw/", day | {"version": "2"}).status_code == 409
    assert desk.post(f"/marchshire/tranches/{tranche.pk}/draw/", day | {"version": "3"}).status_code == 302
    again = desk.post(f"/marchshire/tranches/{tranche.pk}/draw/", day | {"version": "4"})
    assert again.status_code == 302
    other = desk.post(
        f"/marchshire/tranches/{tranche.pk}/draw/", day | {"version": "4", "drawn_by": "A director"}
    )
    assert "has been drawn down already, by Cabinet on 24 November 2022" in words(other)
    before = words(desk.get(f"/marchshire/decisions/{decision.pk}/?as_at=2022-11-23"))
    assert "£1,000,000 of £11,489,000 drawn" in before
    assert "As at 23 November 2022" in before
    known = words(desk.get(f"/marchshire/decisions/{decision.pk}/?as_at=2025-01-02&known_at=2025-01-01"))
    assert "£1,000,000" not in known
    assert "Cabinet" not in known.split("Tranches")[1].split("<h2")[0]
