"""A virement is not split in two to pass the limit: without a decision, those between two lines count together."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from core.dates import clock
from finance.models import BudgetLine, BudgetMovement, FundingDecision
from finance.services import correct_movement, move_budget, set_money_rules
from finance.services.virement_limit import DecisionNeeded
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def rich(decision: FundingDecision, finance_officer: User) -> list[BudgetLine]:
    """Three lines of £200,000 in 2024/25 and in 2025/26."""
    budgets = {2024: "200000", 2025: "200000"}
    return [
        factories.budget_line(decision, finance_officer, code, name=f"Line {code}", budgets=budgets)
        for code in ("A", "B", "C")
    ]


def vired(by: User, giving: BudgetLine, to: BudgetLine, amount: int, **given: object) -> BudgetMovement:
    facts = {"year": 2024, "kind": "virement", "reason": "A vacancy", "as_at": date(2024, 12, 5)} | given
    return move_budget(line=giving, to=to, amount=Decimal(amount), by=by, **facts)  # type: ignore[arg-type]


def test_two_halves_are_held_against_the_limit_together(
    rich: list[BudgetLine], finance_officer: User
) -> None:
    vired(finance_officer, rich[0], rich[1], 20000)
    vired(finance_officer, rich[0], rich[1], 20000, as_at=date(2024, 12, 12))
    sentence = (
        r"^£40,000 of 2024/25 went from A Line A to B Line B without a decision already \(5 December 2024 and "
        r"12 December 2024\), and £10,000.01 more make £50,000.01: above £50,000 in a financial year a virement "
        r"needs the decision that allows it$"
    )
    with pytest.raises(DecisionNeeded, match=sentence):
        vired(finance_officer, rich[0], rich[1], 10000 + Decimal("0.01"))  # type: ignore[arg-type]
    vired(finance_officer, rich[0], rich[1], 10000)
    vired(finance_officer, rich[0], rich[1], 10000, decision_reference="Cabinet, 5 December 2024")
    assert BudgetMovement.objects.filter(kind="virement", amount__lt=0).count() == 4


def test_other_pairs_years_ways_and_what_a_decision_allowed_do_not_count(
    rich: list[BudgetLine], finance_officer: User
) -> None:
    first, second, third = rich
    vired(finance_officer, first, second, 60000, decision_reference="Cabinet, 5 December 2024")
    vired(finance_officer, first, second, 50000)
    vired(finance_officer, first, third, 50000)
    vired(finance_officer, second, first, 50000)
    vired(finance_officer, first, second, 50000, year=2025)
    for giving, to, year in ((first, third, 2024), (second, first, 2024), (first, second, 2025)):
        with pytest.raises(DecisionNeeded):
            vired(finance_officer, giving, to, 1, year=year)


def test_what_was_taken_out_does_not_count_and_what_was_corrected_counts_as_it_stands(
    rich: list[BudgetLine], finance_officer: User
) -> None:
    mistaken = vired(finance_officer, rich[0], rich[1], 50000)
    correct_movement(movement=mistaken, amount=None, reason="Of another line", by=finance_officer)
    less = vired(finance_officer, rich[0], rich[1], 50000)
    receiving = less.other_side
    assert receiving is not None
    correct_movement(movement=receiving, amount=Decimal(10000), reason="A digit", by=finance_officer)
    with pytest.raises(
        DecisionNeeded, match=r"£10,000 of 2024/25 went .* \(5 December 2024\), and £40,001 more"
    ):
        vired(finance_officer, rich[0], rich[1], 40001)
    vired(finance_officer, rich[0], rich[1], 40000)


def test_a_correction_is_held_against_the_limit_with_the_others(
    rich: list[BudgetLine], finance_officer: User
) -> None:
    with clock(date(2024, 12, 5)):
        vired(finance_officer, rich[0], rich[1], 30000)
        second = vired(finance_officer, rich[0], rich[1], 10000)
    given = {"movement": second, "reason": "A digit", "by": finance_officer}
    with pytest.raises(
        DecisionNeeded, match=r"^£30,000 of 2024/25 .* A virement above £50,000 in a financial year"
    ):
        correct_movement(amount=Decimal(-20001), **given)  # type: ignore[arg-type]
    receiving = second.other_side
    with pytest.raises(DecisionNeeded):
        correct_movement(amount=Decimal(20001), **given | {"movement": receiving})  # type: ignore[arg-type]
    correct_movement(amount=Decimal(-20000), **given)  # type: ignore[arg-type]


def test_a_correction_that_takes_less_is_never_refused(rich: list[BudgetLine], finance_officer: User) -> None:
    first = vired(finance_officer, rich[0], rich[1], 30000)
    vired(finance_officer, rich[0], rich[1], 20000)
    sums = {"key_decision_above": Decimal(500000), "virement_needs_decision_above": Decimal(100)}
    set_money_rules(council=rich[0].council, by=finance_officer, shown_version=1, **sums)
    correct_movement(movement=first, amount=Decimal(-29000), reason="A digit", by=finance_officer)


def test_the_sentence_stands_at_the_field(
    rich: list[BudgetLine], finance_officer: User, client_for: SignedIn
) -> None:
    client = client_for(finance_officer)
    moved = vired(finance_officer, rich[0], rich[1], 40000)
    posted = {"version": "1", "kind": "virement", "year": "2024", "amount": "20000", "reason": "A vacancy"}
    posted |= {"to": str(rich[1].pk), "as_at_day": "12", "as_at_month": "12", "as_at_year": "2024"}
    refused = client.post(f"/eastshire/lines/{rich[0].pk}/move/", posted)
    assert refused.status_code == 422
    assert "£20,000 more make £60,000" in refused.context["form"].errors["decision_reference"][0]
    correction = {"version": "1", "amount": "-50001", "reason": "A digit"}
    refused = client.post(f"/eastshire/movements/{moved.pk}/correct/", correction)
    assert refused.status_code == 422
    assert "take this one out" in refused.context["form"].errors["amount"][0]
    named = posted | {"decision_reference": "Cabinet, 5 December 2024"}
    assert client.post(f"/eastshire/lines/{rich[0].pk}/move/", named).status_code == 302
