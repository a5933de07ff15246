"""What is moved out of a cell is a part of what it holds: a figure mistyped leaves no line below nil."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from core.dates import clock
from finance.models import BudgetLine, SpendEntry
from finance.services.entries import MoreThanHeld, add_entry, move_spend
from tests import factories
from tests.conftest import SignedIn

OCTOBER, NOVEMBER = date(2024, 10, 1), date(2024, 11, 1)


def move(line: BudgetLine, other: BudgetLine, by: User, amount: str, month: date = OCTOBER) -> None:
    move_spend(line=line, to=other, month=month, amount=Decimal(amount), note="Agency", by=by)


@pytest.mark.parametrize(
    ("held", "part", "goes"),
    [
        ("1000", "1000", True),
        ("1000", "1000.01", False),
        # A credit within a sum above nil, and a charge within one below: the sum hides how much it is.
        ("1000", "-300", True),
        ("-1000", "300", True),
        ("-1000", "-1000", True),
        ("-1000", "-1000.01", False),
        ("0", "5", False),
        ("0", "-5", False),
    ],
)
def test_a_part_is_no_more_than_the_whole(
    line: BudgetLine, other: BudgetLine, finance_officer: User, held: str, part: str, goes: bool
) -> None:
    factories.spend(line, finance_officer, {OCTOBER: held})
    if goes:
        move(line, other, finance_officer, part)
        return
    with pytest.raises(
        MoreThanHeld, match=r"^L01 .* holds −?£[\d,]+ in October 2024: move no more than that$"
    ):
        move(line, other, finance_officer, part)
    assert SpendEntry.objects.count() == 1


@pytest.mark.parametrize("part", ["5", "-5"])
def test_nothing_is_moved_out_of_a_cell_with_nothing_entered(
    line: BudgetLine, other: BudgetLine, finance_officer: User, part: str
) -> None:
    given = {"month": OCTOBER, "kind": "commitment", "amount": Decimal(900), "note": "Ordered"}
    add_entry(line=line, by=finance_officer, **given)  # type: ignore[arg-type]
    with pytest.raises(MoreThanHeld, match=r"^Nothing is entered for L01 .* in October 2024"):
        move(line, other, finance_officer, part)


def test_an_accrual_taken_back_keeps_no_invoice_where_it_is(
    line: BudgetLine, other: BudgetLine, finance_officer: User
) -> None:
    accrual = {"month": OCTOBER, "kind": "accrual", "amount": Decimal(400), "note": "Not invoiced"}
    add_entry(line=line, by=finance_officer, **accrual)  # type: ignore[arg-type]
    with pytest.raises(MoreThanHeld, match=r"Nothing is entered for L01 .* in November 2024"):
        move(line, other, finance_officer, "5", NOVEMBER)
    factories.spend(line, finance_officer, {NOVEMBER: "100"})
    sentence = "holds £500, apart from what puts other months right, in November 2024"
    with pytest.raises(MoreThanHeld, match=sentence):
        move(line, other, finance_officer, "500.01", NOVEMBER)
    move(line, other, finance_officer, "500", NOVEMBER)


def test_what_a_late_adjustment_took_of_a_closed_month_is_not_taken_again(
    line: BudgetLine, other: BudgetLine, finance_officer: User
) -> None:
    april, may = date(2024, 4, 1), date(2024, 5, 1)
    factories.spend(line, finance_officer, {april: "1000", may: "200"})
    with clock(date(2024, 6, 3)):
        factories.close(line.council, finance_officer, april)
    given = {"line": line, "to": other, "month": may, "note": "Agency", "by": finance_officer}
    move_spend(amount=Decimal(800), puts_right=april, **given)  # type: ignore[arg-type]
    with pytest.raises(MoreThanHeld, match="holds £200 in April 2024"):
        move_spend(amount=Decimal(300), puts_right=april, **given)  # type: ignore[arg-type]
    # May's own £200 are still there to be moved, though its cell shows £600 below nil.
    with pytest.raises(
        MoreThanHeld, match="holds £200, apart from what puts other months right, in May 2024"
    ):
        move_spend(amount=Decimal(201), **given)  # type: ignore[arg-type]
    move_spend(amount=Decimal(200), **given)  # type: ignore[arg-type]


def test_the_sentence_stands_at_the_field(
    line: BudgetLine, other: BudgetLine, finance_officer: User, client_for: SignedIn
) -> None:
    factories.spend(line, finance_officer, {OCTOBER: "1000"})
    posted = {"to": str(other.pk), "amount": "10000", "note": "Agency"}
    refused = client_for(finance_officer).post(f"/eastshire/lines/{line.pk}/spend/202410/move/", posted)
    assert refused.status_code == 422
    assert "holds £1,000 in October 2024" in refused.context["form"].errors["amount"][0]
    assert 'value="10000"' in refused.content.decode()
