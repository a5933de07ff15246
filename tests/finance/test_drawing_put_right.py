"""A drawing that was written down wrongly: its day and its decision are put right, or it never was."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Council, User
from accounts.roles import Role
from core.dates import clock
from finance.models import DecisionTerms, FundingDecision, Tranche
from finance.services import ApprovalGiven, add_tranche, draw_tranche
from tests import factories
from tests.conftest import Person, SignedIn


@pytest.fixture
def tranche(marchshire: Council, finance: User) -> Tranche:
    """Drawn down, as it was written on 25 November 2022, by the Director the day before."""
    with clock(date(2022, 11, 25)):
        approvals = [ApprovalGiven("Cabinet", date(2022, 3, 31))]
        decision = factories.funding_decision(marchshire, finance, amount="11489000", approvals=approvals)
        tranche = add_tranche(decision=decision, amount=Decimal(6489000), by=finance)
        drawn = {"drawn_on": date(2022, 11, 24), "drawn_by": "Director"}
        return draw_tranche(tranche=tranche, by=finance, **drawn)  # type: ignore[arg-type]


def typed(tranche: Tranche, **given: str) -> dict[str, str]:
    version = FundingDecision.objects.get(pk=tranche.decision_id).version
    facts = {"version": str(version), "amount": "6489000", "drawn_by": "Cabinet, 10 November 2022"}
    day = {"drawn_on_day": "10", "drawn_on_month": "11", "drawn_on_year": "2022"}
    return facts | day | given


def words(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def test_the_day_and_the_decision_are_put_right(tranche: Tranche, desk: Client) -> None:
    edit = f"/marchshire/tranches/{tranche.pk}/edit/"
    page = words(desk.get(edit))
    assert 'value="Director"' in page
    assert desk.post(edit, typed(tranche)).status_code == 302
    tranche.refresh_from_db()
    assert (tranche.drawn_on, tranche.drawn_by) == (date(2022, 11, 10), "Cabinet, 10 November 2022")
    detail = f"/marchshire/decisions/{tranche.decision_id}/"
    assert "10 November 2022, Cabinet, 10 November 2022" in words(desk.get(detail))
    assert "24 November 2022, Director" in words(desk.get(f"{detail}?as_at=2022-12-01&known_at=2022-12-01"))
    # Every day of the drawing is put right, as we now know it.
    assert "10 November 2022, Cabinet" in words(desk.get(f"{detail}?as_at=2022-11-15"))


def test_a_drawing_that_never_was_is_taken_out_and_drawn_again(tranche: Tranche, desk: Client) -> None:
    edit = f"/marchshire/tranches/{tranche.pk}/edit/"
    locked = desk.post(edit, typed(tranche, amount="6000000"))
    assert "£6,489,000 has been drawn down: the sum can no longer change" in words(locked)
    out = typed(tranche, amount="6000000", not_drawn="on", drawn_by="")
    assert desk.post(edit, out).status_code == 302
    tranche.refresh_from_db()
    assert (tranche.drawn_on, tranche.drawn_by, int(tranche.amount)) == (None, "", 6000000)
    assert "It was not drawn down after all" not in words(desk.get(edit))
    draw = f"/marchshire/tranches/{tranche.pk}/draw/"
    assert desk.post(draw, typed(tranche)).status_code == 302
    assert DecisionTerms.objects.filter(decision=tranche.decision).standing().count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        (
            {"drawn_by": " "},
            "drawn_by",
            "Enter the decision by which it was drawn down, or say that it was not",
        ),
        (
            {"drawn_on_day": "", "drawn_on_month": "", "drawn_on_year": ""},
            "drawn_on",
            "Enter a date for “Drawn down on”",
        ),
        ({"drawn_on_year": "2021"}, "__all__", "A tranche is drawn down once the decision is effective"),
        ({"drawn_on_year": "2031"}, "__all__", "and not in the future"),
    ],
)
def test_what_a_drawing_cannot_be_put_right_to(
    tranche: Tranche, desk: Client, wrong: dict[str, str], field: str, sentence: str
) -> None:
    refused = desk.post(f"/marchshire/tranches/{tranche.pk}/edit/", typed(tranche, **wrong))
    assert refused.status_code == 422
    assert sentence in refused.context["form"].errors[field][0]
    tranche.refresh_from_db()
    assert tranche.drawn_by == "Director"


def test_a_page_from_before_the_drawing_takes_nothing_out(tranche: Tranche, desk: Client) -> None:
    before = {"version": "1", "amount": "6489000"}
    edit = f"/marchshire/tranches/{tranche.pk}/edit/"
    stale = desk.post(edit, before)
    assert stale.status_code == 409
    assert "Director" in words(stale)
    again = before | {"version": typed(tranche)["version"]}
    assert desk.post(edit, again).status_code == 422
    tranche.refresh_from_db()
    assert tranche.drawn_by == "Director"


def test_a_reader_puts_nothing_right(
    tranche: Tranche, marchshire: Council, person: Person, client_for: SignedIn
) -> None:
    reader = client_for(person(marchshire, Role.READER))
    assert reader.post(f"/marchshire/tranches/{tranche.pk}/edit/", typed(tranche)).status_code == 403
