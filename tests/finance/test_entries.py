"""Kinds of entry: what a cell comes to, what takes itself back, and what is counted apart."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Change, Council, User
from core.dates import clock
from finance.grid import read_grid
from finance.models import BudgetLine, SpendEntry
from finance.periods import period_13
from finance.reads import spend_to_date
from finance.services import record_spend
from finance.services.close import close_month, closing_of
from finance.services.entries import add_entry, move_spend, take_out_entry
from tests import factories

Kind = SpendEntry.Kind
OCTOBER, NOVEMBER, MARCH = date(2024, 10, 1), date(2024, 11, 1), date(2025, 3, 1)


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    return factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)


def figure(line: BudgetLine, month: int) -> Decimal | None:
    """The figure of a line: 0 is April."""
    grid = read_grid(line.council, 2024)
    return next(row for row in grid.lines if row.line == line).figures.spend[month]


def add(
    line: BudgetLine, by: User, kind: str, amount: int, month: date = OCTOBER, **given: date
) -> SpendEntry:
    return add_entry(line=line, month=month, kind=kind, amount=Decimal(amount), note="Why.", by=by, **given)


def test_a_cell_is_the_sum_of_what_stands_but_commitments(line: BudgetLine, finance_officer: User) -> None:
    record_spend(line=line, month=OCTOBER, amount=Decimal(100), by=finance_officer)
    for kind, amount in (
        (Kind.ACCRUAL, 40),
        (Kind.ADJUSTMENT, -10),
        (Kind.RECHARGE, 5),
        (Kind.COMMITMENT, 900),
    ):
        add(line, finance_officer, kind, amount)
    assert figure(line, 6) == 135
    assert spend_to_date(line.council, OCTOBER).total == 135
    ordered = SpendEntry.objects.of_lines([line]).standing().commitments_by_line()
    assert ordered == {line.pk: 900}


def test_a_commitment_alone_is_nothing_entered(line: BudgetLine, finance_officer: User) -> None:
    add(line, finance_officer, Kind.COMMITMENT, 900, month=date(2025, 3, 1))
    assert read_grid(line.council, 2024).through is None


def test_an_accrual_takes_itself_back_in_the_month_after(line: BudgetLine, finance_officer: User) -> None:
    accrual = add(line, finance_officer, Kind.ACCRUAL, 40)
    back = SpendEntry.objects.get(reverses=accrual)
    assert [back.month, back.amount, back.kind] == [NOVEMBER, -40, Kind.ACCRUAL]
    # The reversal waits: November is not entered because of it.
    assert [figure(line, 6), figure(line, 7)] == [40, None]
    record_spend(line=line, month=NOVEMBER, amount=Decimal(60), by=finance_officer)
    assert figure(line, 7) == 60
    actual = SpendEntry.objects.get(month=NOVEMBER, kind=Kind.ACTUAL)
    assert actual.amount == 100


def test_an_accrual_of_march_takes_itself_back_in_the_next_year(
    line: BudgetLine, finance_officer: User
) -> None:
    with clock(date(2025, 4, 1)):
        accrual = add(line, finance_officer, Kind.ACCRUAL, 40, month=MARCH)
    back = SpendEntry.objects.get(reverses=accrual)
    assert (back.month, back.as_at) == (date(2025, 4, 1), date(2025, 4, 30))
    assert read_grid(line.council, 2024).total.actual_to_date == 40


def test_an_accrual_never_takes_itself_back_in_a_closed_month(
    line: BudgetLine, finance_officer: User
) -> None:
    april, period = date(2025, 4, 1), period_13(2024)
    with clock(date(2025, 5, 2)):
        factories.close(line.council, finance_officer, april)
        for month in (MARCH, period):
            with pytest.raises(ValueError, match="in April 2025, which is closed: enter an adjustment"):
                add(line, finance_officer, Kind.ACCRUAL, 40, month=month)
        assert not SpendEntry.objects.filter(kind=Kind.ACCRUAL).exists()
        add(line, finance_officer, Kind.ADJUSTMENT, 40, month=period)
        add(line, finance_officer, Kind.ACCRUAL, 40, month=date(2025, 2, 1))


def test_the_grid_leaves_accruals_standing(line: BudgetLine, finance_officer: User) -> None:
    accrual = add(line, finance_officer, Kind.ACCRUAL, 40)
    record_spend(line=line, month=OCTOBER, amount=Decimal(100), by=finance_officer)
    record_spend(line=line, month=OCTOBER, amount=Decimal(70), by=finance_officer)
    assert figure(line, 6) == 70
    assert accrual in SpendEntry.objects.standing()
    with pytest.raises(ValueError, match="an entry of its own"):
        record_spend(line=line, month=OCTOBER, amount=None, by=finance_officer)


def test_an_accrual_goes_out_with_its_reversal(line: BudgetLine, finance_officer: User) -> None:
    accrual = add(line, finance_officer, Kind.ACCRUAL, 40)
    back = SpendEntry.objects.get(reverses=accrual)
    with pytest.raises(ValueError, match="goes with its accrual"):
        take_out_entry(entry=back, reason="No", by=finance_officer)
    take_out_entry(entry=accrual, reason="Twice", by=finance_officer)
    assert not SpendEntry.objects.standing().exists()
    assert figure(line, 6) is None
    with pytest.raises(ValueError, match="stands no longer"):
        take_out_entry(entry=accrual, reason="Again", by=finance_officer)


def test_what_was_miscoded_moves_and_the_sum_stays(line: BudgetLine, finance_officer: User) -> None:
    other = factories.budget_line(line.decision, finance_officer, "L02")
    record_spend(line=line, month=OCTOBER, amount=Decimal(100), by=finance_officer)
    move_spend(line=line, to=other, month=OCTOBER, amount=Decimal(30), note="Agency", by=finance_officer)
    assert [figure(line, 6), figure(other, 6)] == [70, 30]
    assert read_grid(line.council, 2024).total.actual_to_date == 100
    with pytest.raises(ValueError, match="another line"):
        move_spend(line=line, to=line, month=OCTOBER, amount=Decimal(1), note="x", by=finance_officer)


def test_a_late_adjustment_says_which_closed_month_it_puts_right(
    line: BudgetLine, finance_officer: User
) -> None:
    april, may = date(2024, 4, 1), date(2024, 5, 1)
    with pytest.raises(ValueError, match="not a closed month"):
        add(line, finance_officer, Kind.ADJUSTMENT, 5, month=may, puts_right=april)
    blanks = {each.pk for each in closing_of(line.council, april).blanks}
    close_month(
        council=line.council, month=april, confirmed_nil=blanks, shown_total=Decimal(0), by=finance_officer
    )
    late = add(line, finance_officer, Kind.ADJUSTMENT, 5, month=may, puts_right=april)
    assert (late.month, late.puts_right) == (may, april)
    with pytest.raises(ValueError, match="Only an adjustment"):
        add(line, finance_officer, Kind.ACTUAL, 5, month=may, puts_right=april)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"note": " "}, "Say in a note"),
        ({"amount": Decimal(0)}, "other than nil"),
        ({"kind": "gift"}, "what kind"),
        ({"month": date(2025, 2, 1)}, "has not begun"),
    ],
)
def test_what_is_refused(
    line: BudgetLine, finance_officer: User, given: dict[str, object], says: str
) -> None:
    entry: dict[str, object] = {"kind": Kind.RECHARGE, "month": OCTOBER, "amount": Decimal(1), "note": "n"}
    with pytest.raises(ValueError, match=says):
        add_entry(line=line, by=finance_officer, **(entry | given))  # type: ignore[arg-type]
    assert not SpendEntry.objects.exists()


def test_only_finance_adds_moves_and_takes_out(line: BudgetLine, finance_officer: User, reader: User) -> None:
    entry = add(line, finance_officer, Kind.RECHARGE, 5)
    with pytest.raises(PermissionDenied):
        add(line, reader, Kind.RECHARGE, 5)
    with pytest.raises(PermissionDenied):
        take_out_entry(entry=entry, reason="x", by=reader)
    with pytest.raises(PermissionDenied):
        move_spend(line=line, to=line, month=OCTOBER, amount=Decimal(1), note="x", by=reader)


def test_an_entry_is_one_change_with_its_reversal(line: BudgetLine, finance_officer: User) -> None:
    accrual = add(line, finance_officer, Kind.ACCRUAL, 40)
    change = Change.objects.get(verb="added an entry to")
    assert accrual.change == SpendEntry.objects.get(reverses=accrual).change == change
    assert change.after["kind"] == "Accrual"
