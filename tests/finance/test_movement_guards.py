"""What a movement of budget may not be: a second original, of a day to come, or a correction around the rules."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Council, User
from finance.figures import NIL
from finance.models import BudgetLine, BudgetMovement
from finance.services import move_budget
from finance.services.movements import carry_forward, correct_movement, unspent_budget
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db
Kind = BudgetMovement.Kind


@pytest.fixture
def lines(eastshire: Council, finance_officer: User) -> list[BudgetLine]:
    """Two lines of £60,000 in 2024/25; the first has spent £50,000 of it."""
    decision = factories.funding_decision(eastshire, finance_officer)
    lines = [
        factories.budget_line(decision, finance_officer, code, budgets={2024: "60000"}) for code in ("A", "B")
    ]
    factories.spend(lines[0], finance_officer, {date(2024, 10, 1): "50000"})
    return lines


def vired(by: User, giving: BudgetLine, to: BudgetLine) -> BudgetMovement:
    """£9,000 of 2024/25 moved from one line to another."""
    given = {"line": giving, "to": to, "year": 2024, "amount": Decimal(9000)}
    return move_budget(kind=Kind.VIREMENT, reason="A vacancy", by=by, **given)  # type: ignore[arg-type]


def test_a_year_has_one_original_budget(lines: list[BudgetLine], finance_officer: User) -> None:
    given = {"line": lines[0], "kind": Kind.ORIGINAL, "amount": Decimal(5), "by": finance_officer}
    with pytest.raises(ValueError, match="has an original budget of 2024/25 already"):
        move_budget(year=2024, **given)  # type: ignore[arg-type]
    first = move_budget(year=2025, **given)  # type: ignore[arg-type]
    correct_movement(movement=first, amount=None, reason="Of another line", by=finance_officer)
    assert move_budget(year=2025, **given).amount == 5  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [Kind.GROWTH, Kind.VIREMENT])
def test_a_movement_says_why_or_names_its_decision(
    lines: list[BudgetLine], finance_officer: User, kind: str
) -> None:
    given = {"line": lines[0], "year": 2024, "kind": kind, "amount": Decimal(5), "by": finance_officer}
    given["to"] = lines[1] if kind == Kind.VIREMENT else None
    with pytest.raises(ValueError, match="Say why the budget moves, or enter the decision that allows it"):
        move_budget(reason=" ", **given)  # type: ignore[arg-type]
    assert BudgetMovement.objects.count() == 2
    assert move_budget(reason="A vacancy", **given).reason == "A vacancy"  # type: ignore[arg-type]
    assert move_budget(decision_reference="Minute 9", **given).decision_reference == "Minute 9"  # type: ignore[arg-type]


def test_no_movement_of_a_day_to_come(lines: list[BudgetLine], finance_officer: User) -> None:
    given = {
        "line": lines[0],
        "year": 2024,
        "amount": Decimal(5),
        "reason": "A vacancy",
        "by": finance_officer,
        "as_at": date(2031, 1, 2),
    }
    with pytest.raises(ValueError, match="2 January 2031 lies in the future"):
        move_budget(kind=Kind.GROWTH, **given)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="future"):
        carry_forward(decision_reference="Cabinet", **given)  # type: ignore[arg-type]
    assert BudgetMovement.objects.count() == 2


def test_a_correction_leaves_no_line_short_unless_it_says_so(
    lines: list[BudgetLine], finance_officer: User
) -> None:
    moved = vired(finance_officer, lines[0], lines[1])
    given = {"movement": moved, "amount": Decimal(-19000), "reason": "A digit", "by": finance_officer}
    with pytest.raises(ValueError, match="would be left £9,000 short"):
        correct_movement(**given)  # type: ignore[arg-type]
    assert unspent_budget(lines[0], 2024) == 1000
    correct_movement(**given, allow_overdraft=True)  # type: ignore[arg-type]
    assert [int(unspent_budget(line, 2024)) for line in lines] == [-9000, 79000]


def test_taking_a_virement_out_leaves_the_other_line_not_short(
    lines: list[BudgetLine], finance_officer: User
) -> None:
    moved = vired(finance_officer, lines[1], lines[0])
    factories.spend(lines[0], finance_officer, {date(2024, 11, 1): "15000"})
    with pytest.raises(ValueError, match="would be left £5,000 short"):
        correct_movement(movement=moved, amount=None, reason="Wrong", by=finance_officer)


def test_a_correction_does_not_grow_past_the_limit(lines: list[BudgetLine], finance_officer: User) -> None:
    moved = vired(finance_officer, lines[1], lines[0])
    with pytest.raises(ValueError, match="above £50,000 needs the decision"):
        correct_movement(movement=moved, amount=Decimal(-55000), reason="A digit", by=finance_officer)
    correct_movement(movement=moved, amount=Decimal(-49000), reason="A digit", by=finance_officer)
    standing = BudgetMovement.objects.filter(kind=Kind.VIREMENT).standing()
    assert sum((each.amount for each in standing), NIL) == 0


@pytest.mark.parametrize("kind", [Kind.ORIGINAL, Kind.GROWTH])
def test_a_correction_never_turns_a_movement_round(
    lines: list[BudgetLine], finance_officer: User, kind: Kind
) -> None:
    if kind == Kind.GROWTH:
        move_budget(
            line=lines[1], year=2024, kind=kind, amount=Decimal(9000), reason="Pay", by=finance_officer
        )
    movement = BudgetMovement.objects.get(line=lines[1], kind=kind)
    with pytest.raises(ValueError, match="keeps the direction"):
        correct_movement(movement=movement, amount=Decimal(-5), reason="A digit", by=finance_officer)
    assert correct_movement(movement=movement, amount=NIL, reason="A digit", by=finance_officer).amount == 0


def test_the_form_of_a_correction_asks_for_it(
    lines: list[BudgetLine], finance_officer: User, client_for: SignedIn
) -> None:
    client: Client = client_for(finance_officer)
    original = BudgetMovement.objects.get(line=lines[0])
    address = f"/eastshire/movements/{original.pk}/correct/"
    posted = {"version": str(lines[0].version), "amount": "40,000", "reason": "Mistyped"}
    refused = client.post(address, posted)
    assert refused.status_code == 422
    assert "would be left £10,000 short" in refused.content.decode()
    assert 'value="40,000"' in refused.content.decode()
    assert client.post(address, posted | {"allow_overdraft": "on"}).status_code == 302
    assert unspent_budget(lines[0], 2024) == -10000


def test_a_line_gives_nothing_before_it_had_it(lines: list[BudgetLine], finance_officer: User) -> None:
    given = {
        "line": lines[0],
        "year": 2024,
        "amount": Decimal(500),
        "reason": "A vacancy",
        "by": finance_officer,
        "as_at": date(2023, 12, 5),
    }
    sentence = "On 5 December 2023 the budget of A Social workers for 2024/25 was £0: choose the day"
    with pytest.raises(ValueError, match=sentence):
        move_budget(kind=Kind.VIREMENT, to=lines[1], **given)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=sentence):
        carry_forward(decision_reference="Cabinet", **given)  # type: ignore[arg-type]
    assert BudgetMovement.objects.count() == 2
    later = given | {"as_at": date(2024, 12, 5)}
    assert move_budget(kind=Kind.VIREMENT, to=lines[1], **later).amount == -500  # type: ignore[arg-type]


def test_only_what_may_be_overdrawn_says_so(lines: list[BudgetLine], finance_officer: User) -> None:
    given = {
        "line": lines[0],
        "year": 2024,
        "amount": Decimal(20000),
        "reason": "Agency",
        "by": finance_officer,
    }
    with pytest.raises(ValueError, match=r"take less, or say below that it may be, with the reason$"):
        move_budget(kind=Kind.VIREMENT, to=lines[1], **given)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"take less$"):
        carry_forward(decision_reference="Cabinet", **given)  # type: ignore[arg-type]


def test_a_line_added_later_stands_behind_those_there_are(
    eastshire: Council, finance_officer: User, lines: list[BudgetLine]
) -> None:
    decision = lines[0].decision
    factories.budget_line(decision, finance_officer, "Z", order=1)
    factories.budget_line(decision, finance_officer, "C")
    assert [line.code for line in BudgetLine.objects.all()] == ["A", "B", "C", "Z"]
