"""Adding and changing budget lines, moving their budget, correcting a movement, profiling a year."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from core.dates import clock, end_of_day
from core.financial_year import LATER_YEARS
from finance.models import BudgetLine, BudgetMovement, FundingDecision, Profile
from finance.reads import budget_by_line_and_year
from finance.services import move_budget, record_spend
from tests.conftest import Person, SignedIn

NEW = {
    "version": "1",
    "code": "EP-01",
    "name": "Legal costs",
    "kind": "legal",
    "allocation": "indicative",
    "allocated_by": "Cabinet, 24 November 2022",
    "recurring_cost": "4,000",
    "budget_2024": "12,000",
    "budget_2025": "0",
    "budget_2026": "",
    "budget_2999": "500.50",
}
DAY = {"as_at_day": "2", "as_at_month": "1", "as_at_year": "2025"}
MOVE = {
    "version": "1",
    "year": "2024",
    "amount": "5000",
    "reason": "Posts are vacant",
    "decision_reference": "",
    **DAY,
}


@pytest.fixture
def client(finance_officer: User, client_for: SignedIn) -> Client:
    return client_for(finance_officer)


def words(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def budgets(line: BudgetLine) -> dict[int, Decimal]:
    return budget_by_line_and_year(line.council)[line.pk]


def test_a_line_is_added_with_its_budgets_and_later_years(decision: FundingDecision, client: Client) -> None:
    address = f"/eastshire/decisions/{decision.pk}/add-line/"
    assert 'value="EP-01"' in words(client.get(address))
    assert client.post(address, NEW).status_code == 302
    line = BudgetLine.objects.get()
    assert budgets(line) == {2024: Decimal(12000), 2025: Decimal(0), LATER_YEARS: Decimal("500.50")}
    page = words(client.get(f"/eastshire/decisions/{decision.pk}/"))
    assert "Later years" in page
    assert "Permanent cost on money for a time: £4,000 in a full year" in page
    assert "Indicative" in page
    assert 'value="EP-02"' in words(client.get(address))
    of_line = words(client.get(f"/eastshire/lines/{line.pk}/"))
    assert "Later years" in of_line
    assert "/2999/" not in of_line
    taken = client.post(address, NEW | {"code": "ep-01", "budget_2024": "many"})
    assert taken.status_code == 422
    assert "The code ep-01 is another line’s" in words(taken)
    assert 'value="many"' in words(taken)


def test_a_line_is_changed_and_two_people_do_not_overwrite_each_other(
    line: BudgetLine, client: Client
) -> None:
    address = f"/eastshire/lines/{line.pk}/edit/"
    new = {"version": "1", "code": "L01", "name": "Social workers", "kind": "posts", "allocation": "agreed"}
    assert client.post(address, new | {"allocated_by": "Theirs"}).status_code == 302
    stale = client.post(address, new | {"allocated_by": "Mine"})
    assert stale.status_code == 409
    assert "<dd>Theirs</dd>" in words(stale)
    assert "<dd>Mine</dd>" in words(stale)
    assert client.post(address, new | {"version": "2", "kind": "capital"}).status_code == 302


def test_a_virement_takes_both_sides_and_names_its_decision(
    line: BudgetLine, other: BudgetLine, client: Client
) -> None:
    address = f"/eastshire/lines/{line.pk}/move/"
    virement = MOVE | {"kind": "virement", "to": str(other.pk)}
    assert client.post(address, virement).status_code == 302
    assert [budgets(line)[2024], budgets(other)[2024]] == [7000, 17000]
    stale = client.post(address, virement)
    assert stale.status_code == 409
    assert "Virement −£5,000" in words(stale)
    assert budgets(line)[2024] == 7000


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": "12000.01"}, "would be left £0.01 short of what it has spent in 2024/25"),
        ({"amount": "60000"}, "A virement above £50,000 needs the decision that allows it"),
        ({"amount": "-5"}, "Enter an amount above nil"),
        ({"amount": ""}, "Enter the amount"),
        ({"reason": " "}, "Say why the budget moves, or enter the decision that allows it"),
        ({"to": ""}, "Choose the line the budget goes to"),
        ({"year": "1066"}, "Choose a financial year from the list"),
        ({"kind": "original-sin"}, "Choose what kind of movement from the list"),
        ({"as_at_day": "32"}, "must be a real date"),
        ({"version": "x"}, "The page did not come back as it was shown"),
    ],
)
def test_a_bad_movement_is_refused_in_place(
    line: BudgetLine, other: BudgetLine, client: Client, wrong: dict[str, str], sentence: str
) -> None:
    typed = MOVE | {"kind": "virement", "to": str(other.pk), "reason": "Vacant posts"} | wrong
    response = client.post(f"/eastshire/lines/{line.pk}/move/", typed)
    assert response.status_code == 422
    assert sentence in words(response)
    assert ('value="Vacant posts"' in words(response)) == ("reason" not in wrong)
    assert budgets(line)[2024] == 12000


def test_an_overdraft_needs_a_tick_and_a_reason(
    line: BudgetLine, client: Client, finance_officer: User
) -> None:
    record_spend(line=line, month=date(2024, 10, 1), amount=Decimal(11000), by=finance_officer)
    address = f"/eastshire/lines/{line.pk}/move/"
    move = MOVE | {"kind": "reduction", "reason": "", "decision_reference": "Minute 9"}
    refused = words(client.post(address, move))
    assert "would be left £4,000 short" in refused
    assert "take less, or say below that it may be, with the reason" in refused
    assert client.post(address, move | {"allow_overdraft": "on"}).status_code == 422
    assert client.post(address, move | {"allow_overdraft": "on", "reason": "Grant cut"}).status_code == 302
    assert "is overspent by £4,000" in words(client.get(f"/eastshire/decisions/{line.decision_id}/"))
    assert "£4,000 more has been spent than the budget of 2024/25" in words(client.get(address))


def test_growth_carry_forward_and_surplus(line: BudgetLine, client: Client) -> None:
    address = f"/eastshire/lines/{line.pk}/move/"
    assert client.post(address, MOVE | {"kind": "growth"}).status_code == 302
    forward = MOVE | {"kind": "carry_forward", "version": "2"}
    assert "Enter the decision that allows the carry-forward" in words(client.post(address, forward))
    assert client.post(address, forward | {"decision_reference": "Minute 9"}).status_code == 302
    assert budgets(line) == {2024: 12000, 2025: 5000}
    assert client.post(address, MOVE | {"kind": "returned", "version": "3"}).status_code == 302
    assert budgets(line)[2024] == 7000
    page = words(client.get(f"/eastshire/decisions/{line.decision_id}/"))
    assert (
        'Surplus returned</th><td class="govuk-table__cell govuk-table__cell--numeric" data-label="Pounds">£5,000'
        in page
    )


def test_a_correction_stands_beside_what_it_corrects(
    line: BudgetLine, other: BudgetLine, client: Client, finance_officer: User
) -> None:
    with clock(date(2024, 12, 1)):
        kind = BudgetMovement.Kind.VIREMENT
        entry = move_budget(
            line=line,
            to=other,
            year=2024,
            kind=kind,
            amount=Decimal(5000),
            reason="A vacancy",
            by=finance_officer,
        )
    address = f"/eastshire/movements/{entry.pk}/correct/"
    wrong = {"version": "1", "amount": "-500", "reason": ""}
    assert "Say what was wrong with the movement" in words(client.post(address, wrong))
    assert client.post(address, wrong | {"reason": "A nought too many"}).status_code == 302
    assert [budgets(line)[2024], budgets(other)[2024]] == [11500, 12500]
    then = budget_by_line_and_year(line.council, None, end_of_day(date(2024, 12, 31)))
    assert [then[line.pk][2024], then[other.pk][2024]] == [7000, 17000]
    again = client.post(address, wrong | {"reason": "Again", "version": "2"})
    assert "This movement was corrected already" in words(again)
    page = words(client.get(f"/eastshire/lines/{line.pk}/"))
    assert "(corrected since)" in page
    assert "A nought too many" in page
    newest = BudgetMovement.objects.filter(line=line).latest("pk")
    out = {"version": "2", "amount": "", "reason": "Never decided"}
    assert client.post(f"/eastshire/movements/{newest.pk}/correct/", out).status_code == 302
    assert [budgets(line)[2024], budgets(other)[2024]] == [12000, 12000]


def test_a_profile_is_previewed_before_it_is_saved(line: BudgetLine, client: Client) -> None:
    address = f"/eastshire/lines/{line.pk}/profile/2024/"
    late = {"version": "1", "method": "from", "first_month": "2024-09-01"}
    preview = words(client.post(address, late | {"preview": "1"}))
    assert "Preview: not saved yet" in preview
    assert "£1,714.29" in preview
    assert not Profile.objects.exists()
    assert client.post(address, late).status_code == 302
    assert Profile.objects.get().parts == [0] * 5 + [1] * 7
    assert client.post(address, late | {"method": "even"}).status_code == 409
    own = {f"month_{at}": "0" for at in range(12)} | {"version": "2", "method": "own"}
    assert "Enter twelve figures" in words(client.post(address, own))
    assert client.post(address, own | {"month_3": "9000.50", "month_4": "2999.50"}).status_code == 302
    assert Profile.objects.parts_by_line([line], 2024)[line.pk][3:5] == (900050, 299950)


@pytest.mark.parametrize(
    "form",
    [
        "decisions/{decision}/add-line/",
        "lines/{line}/edit/",
        "lines/{line}/move/",
        "lines/{line}/profile/2024/",
        "movements/{movement}/correct/",
    ],
)
def test_others_may_read_and_not_write(
    form: str, line: BudgetLine, client: Client, client_for: SignedIn, person: Person, outsider: User
) -> None:
    movement = BudgetMovement.objects.get().pk
    address = "/eastshire/" + form.format(decision=line.decision_id, line=line.pk, movement=movement)
    assert words(client.get(address)).count("<h1") == 1
    assert client.delete(address).status_code == 405
    for role in (Role.READER, Role.PROGRAMME):
        assert client_for(person(line.council, role)).post(address).status_code == 403
    assert client_for(outsider).get(address).status_code == 404


def test_a_year_without_a_grid_has_no_profile(line: BudgetLine, client: Client) -> None:
    assert client.get(f"/eastshire/lines/{line.pk}/profile/{LATER_YEARS}/").status_code == 404
