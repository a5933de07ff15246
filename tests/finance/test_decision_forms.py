"""Recording and changing a funding decision, its tranches, whether it is key, and the council's limits."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Change, Council, User
from accounts.roles import Role
from finance.models import FundingDecision, MoneyRules, Tranche
from finance.services import add_tranche, set_money_rules
from tests import factories
from tests.conftest import Person, SignedIn

WORDS = {
    "change": "wrong",
    "version": "1",
    "title": "Transformation funding",
    "amount": "£11,489,000",
    "already_in_budget": "",
    "delegated_to": "Corporate Director",
    "delegated_with": "the cabinet member",
    "delegated_up_to": "6489000",
    "delegation": "Operational decisions",
    "conditions": "A report on progress",
    "wards": "53",
    "approval-TOTAL_FORMS": "2",
    "approval-INITIAL_FORMS": "0",
    "approval-0-body": "Cabinet",
    "approval-0-approved_on_day": "31",
    "approval-0-approved_on_month": "3",
    "approval-0-approved_on_year": "2022",
    "approval-0-minute": "41",
    "source-TOTAL_FORMS": "2",
    "source-INITIAL_FORMS": "0",
    "source-0-kind": "reserve",
    "source-0-amount": "11,000,000",
    "source-0-name": "Resilience Reserve",
    "source-0-balance": "18250000",
    "source-1-kind": "grant",
    "source-1-amount": "489000",
}


@pytest.fixture
def decision(desk: Client) -> FundingDecision:
    desk.post("/marchshire/decisions/add/", WORDS)
    return FundingDecision.objects.get()


@pytest.fixture
def tranche(decision: FundingDecision, finance: User) -> Tranche:
    return add_tranche(decision=decision, amount=Decimal(5_000_000), by=finance)


def words(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def test_finance_records_a_decision(decision: FundingDecision, desk: Client) -> None:
    assert (decision.amount, decision.slug) == (Decimal(11_489_000), "transformation-funding")
    assert [str(source) for source in decision.sources.all()] == ["Reserve: Resilience Reserve", "Grant"]
    assert decision.effective_on == date(2022, 3, 31)
    page = words(desk.get(f"/marchshire/decisions/{decision.pk}/"))
    for sentence in (
        "To Corporate Director, in consultation with the cabinet member, up to £6,489,000",
        "£18,250,000 in it",
        "£500,000 or more is significant",
        "It affects 53 wards",
        "The clerk has not decided yet",
        "(minute 41)",
    ):
        assert sentence in page, sentence


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": "eleven"}, "Enter an amount in pounds"),
        ({"amount": "11489001"}, "The sources come to £11,489,000, the decision to £11,489,001"),
        ({"title": ""}, "Enter the title"),
        ({"approval-0-approved_on_year": "2099"}, "lies in the future"),
        ({"approval-0-approved_on_day": "32"}, "must be a real date"),
        ({"approval-0-body": ""}, "Enter the body that approved"),
        ({"source-1-amount": ""}, "Enter the amount from this source"),
        ({"source-1-kind": ""}, "Choose what kind of source it is"),
        ({"delegated_up_to": "99999999"}, "The delegation must be"),
        ({"delegated_to": " "}, "Enter to whom it is delegated"),
        ({"already_in_budget": "99999999"}, "The growth already in the budget"),
        ({"approval-TOTAL_FORMS": "x"}, "ManagementForm data is missing"),
        ({"plan": "9999"}, "from the list"),
    ],
)
def test_bad_input_is_named_in_place_and_kept(desk: Client, wrong: dict[str, str], sentence: str) -> None:
    response = desk.post("/marchshire/decisions/add/", WORDS | wrong)
    assert response.status_code == 422
    assert sentence in words(response)
    assert 'value="Transformation funding"' in words(response) or "title" in wrong
    assert not FundingDecision.objects.exists()


def test_a_body_still_to_approve_keeps_the_decision_from_being_effective(desk: Client) -> None:
    desk.post("/marchshire/decisions/add/", WORDS | {"approval-1-body": "Full Council"})
    decision = FundingDecision.objects.get()
    assert decision.effective_on is None
    page = words(desk.get(f"/marchshire/decisions/{decision.pk}/"))
    assert "This decision is not effective yet" in page
    assert "Full Council, not approved yet" in page


def test_a_change_keeps_what_it_was_in_the_log(decision: FundingDecision, desk: Client) -> None:
    address = f"/marchshire/decisions/{decision.pk}/edit/"
    assert 'value="Resilience Reserve"' in words(desk.get(address))
    response = desk.post(address, WORDS | {"title": "Transformation fund"})
    assert response.status_code == 302
    change = Change.objects.for_subject(decision).first()
    assert change is not None
    assert change.differences() == [("Title", "Transformation funding", "Transformation fund")]


def test_two_people_at_once(decision: FundingDecision, desk: Client) -> None:
    address = f"/marchshire/decisions/{decision.pk}/edit/"
    desk.post(address, WORDS | {"conditions": "Theirs"})
    response = desk.post(address, WORDS | {"conditions": "Mine"})
    page = words(response)
    assert response.status_code == 409
    assert "<dd>Mine</dd>" in page
    assert "<dd>Theirs</dd>" in page
    assert "Save mine on top" in page
    decision.refresh_from_db()
    assert (decision.conditions, decision.version) == ("Theirs", 2)
    assert desk.post(address, WORDS | {"conditions": "Mine", "version": "2"}).status_code == 302


def test_no_approval_goes_missing_once_lines_rely_on_it(
    decision: FundingDecision, desk: Client, finance: User
) -> None:
    factories.budget_line(decision, finance)
    gone = {name: "" for name in WORDS if name.startswith("approval-0")}
    response = desk.post(f"/marchshire/decisions/{decision.pk}/edit/", WORDS | gone)
    assert "Budget lines rely on this decision" in words(response)
    assert decision.approvals.count() == 1


def test_the_clerk_decides_whether_it_is_key(
    decision: FundingDecision, desk: Client, client_for: SignedIn, person: Person, marchshire: Council
) -> None:
    address = f"/marchshire/decisions/{decision.pk}/decide-key/"
    answer = {"version": "1", "is_key": "yes", "reasons": "Above the threshold"}
    assert desk.post(address, answer).status_code == 403
    clerk = client_for(person(marchshire, Role.CLERK))
    assert "£500,000 or more is significant" in words(clerk.get(address))
    assert clerk.post(address, answer | {"reasons": ""}).status_code == 422
    assert clerk.post(address, answer).status_code == 302
    assert clerk.post(address, answer).status_code == 409
    page = words(clerk.get(f"/marchshire/decisions/{decision.pk}/"))
    assert "Yes, decided by Committee clerk of Marchshire: Above the threshold" in page


def test_the_limits_are_the_councils_own(desk: Client, marchshire: Council, finance: User) -> None:
    limits = {"version": "1", "key_decision_above": "250000", "virement_needs_decision_above": "50000"}
    assert desk.post("/marchshire/decisions/rules/", limits).status_code == 302
    assert MoneyRules.objects.of(marchshire).key_decision_above == 250000
    sums = {"key_decision_above": Decimal(1), "virement_needs_decision_above": Decimal(1)}
    set_money_rules(council=marchshire, by=finance, shown_version=1, **sums)
    assert desk.post("/marchshire/decisions/rules/", limits).status_code == 409
    assert "below nil" in words(
        desk.post("/marchshire/decisions/rules/", limits | {"version": "2", "key_decision_above": "-1"})
    )


FORMS = (
    "/{council}/decisions/add/",
    "/{council}/decisions/rules/",
    "/{council}/decisions/{decision}/edit/",
    "/{council}/decisions/{decision}/add-tranche/",
    "/{council}/tranches/{tranche}/edit/",
    "/{council}/tranches/{tranche}/draw/",
)


@pytest.mark.parametrize("form", FORMS)
def test_others_may_read_and_not_write(
    form: str,
    tranche: Tranche,
    desk: Client,
    client_for: SignedIn,
    person: Person,
    marchshire: Council,
    reader: User,
) -> None:
    def at(council: str) -> str:
        return form.format(council=council, decision=tranche.decision_id, tranche=tranche.pk)

    page = words(desk.get(at("marchshire")))
    assert page.count("<h1") == 1
    assert desk.put(at("marchshire")).status_code == 405
    for role in (Role.OFFICER, Role.READER, Role.CLERK):
        assert client_for(person(marchshire, role)).get(at("marchshire")).status_code == 403
    outsider = client_for(reader)
    assert outsider.get(at("marchshire")).status_code == 404
    assert outsider.get(at("eastshire")).status_code in {403, 404}
