"""Closing months: in order, with totals; then nothing in them changes, and what was known then stays so."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Change, Council, User
from core.dates import clock, now
from core.financial_year import months
from finance import ledger_checks
from finance.grid import read_grid
from finance.models import BudgetLine, ForecastVersion, MonthClose, Outturn, SpendEntry
from finance.periods import period_13
from finance.services import record_spend
from finance.services.close import close_month, closing_of, month_totals, record_outturn, reopen_month
from finance.services.entries import add_entry, take_out_entry
from tests import factories

APRIL, MAY, OCTOBER, MARCH = date(2024, 4, 1), date(2024, 5, 1), date(2024, 10, 1), date(2025, 3, 1)
P13 = period_13(2024)


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    return factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)


def close_to(line: BudgetLine, by: User, last: date) -> None:
    for month in months(2024):
        if month <= last:
            factories.close(line.council, by, month)


def test_a_close_keeps_the_totals_and_enters_the_nils(line: BudgetLine, finance_officer: User) -> None:
    other = factories.budget_line(line.decision, finance_officer, "L02")
    record_spend(line=line, month=APRIL, amount=Decimal("12.34"), by=finance_officer)
    close = factories.close(line.council, finance_officer, APRIL)
    assert {int(pk): Decimal(amount) for pk, amount in close.totals.items()} == {
        line.pk: Decimal("12.34"),
        other.pk: 0,
    }
    assert close.total == Decimal("12.34")
    nil = SpendEntry.objects.get(line=other)
    assert [nil.amount, nil.note] == [0, "Confirmed nil at the close"]
    assert Change.objects.filter(verb="closed").count() == 1
    assert not list(ledger_checks.problems(line.council))


def test_blanks_must_be_confirmed(line: BudgetLine, finance_officer: User) -> None:
    with pytest.raises(ValueError, match="Confirm that the lines"):
        close_month(
            council=line.council,
            month=APRIL,
            confirmed_nil=(),
            shown_total=Decimal(0),
            by=finance_officer,
        )
    assert not MonthClose.objects.exists()


def test_figures_that_changed_meanwhile_refuse_the_close(line: BudgetLine, finance_officer: User) -> None:
    record_spend(line=line, month=APRIL, amount=Decimal(5), by=finance_officer)
    with pytest.raises(ValueError, match="changed while you looked"):
        close_month(
            council=line.council, month=APRIL, confirmed_nil=(), shown_total=Decimal(4), by=finance_officer
        )


def test_months_are_closed_in_order_and_when_they_are_over(line: BudgetLine, finance_officer: User) -> None:
    assert "April 2024 is still open" in closing_of(line.council, MAY).refusal
    factories.close(line.council, finance_officer, APRIL)
    assert closing_of(line.council, MAY).refusal == ""
    with pytest.raises(ValueError, match="closed already"):
        factories.close(line.council, finance_officer, APRIL)
    with clock(date(2024, 5, 31)), pytest.raises(ValueError, match="not over"):
        factories.close(line.council, finance_officer, MAY)
    with clock(date(2024, 6, 1)):
        factories.close(line.council, finance_officer, MAY)


def test_a_line_whose_budget_starts_later_is_not_asked_for(line: BudgetLine, finance_officer: User) -> None:
    later = factories.budget_line(line.decision, finance_officer, "L02", budgets={2025: "5"})
    assert [each.pk for each in closing_of(line.council, APRIL).blanks] == [line.pk]
    assert later.pk not in {each.pk for each, _ in closing_of(line.council, APRIL).figures}


def test_nothing_in_a_closed_month_changes(line: BudgetLine, finance_officer: User) -> None:
    entry = record_spend(line=line, month=APRIL, amount=Decimal(5), by=finance_officer)
    assert entry is not None
    factories.close(line.council, finance_officer, APRIL)
    with pytest.raises(ValueError, match="April 2024 is closed"):
        record_spend(line=line, month=APRIL, amount=Decimal(6), by=finance_officer)
    with pytest.raises(ValueError, match="is closed"):
        add_entry(line=line, month=APRIL, kind="adjustment", amount=Decimal(1), note="n", by=finance_officer)
    with pytest.raises(ValueError, match="is closed"):
        take_out_entry(entry=entry, reason="r", by=finance_officer)
    assert month_totals(line.council, APRIL) == {line.pk: 5}


def test_reopening_needs_a_reason_goes_backwards_and_is_in_the_log(
    line: BudgetLine, finance_officer: User
) -> None:
    close_to(line, finance_officer, MAY)
    with pytest.raises(ValueError, match="Say why"):
        reopen_month(council=line.council, month=MAY, reason=" ", by=finance_officer)
    with pytest.raises(ValueError, match="Open May 2024 first"):
        reopen_month(council=line.council, month=APRIL, reason="r", by=finance_officer)
    reopen_month(council=line.council, month=MAY, reason="Wrong file", by=finance_officer)
    assert Change.objects.get(verb="reopened").after == {"reason": "Wrong file"}
    assert MonthClose.objects.closed_months(line.council) == {APRIL}
    record_spend(line=line, month=MAY, amount=Decimal(9), by=finance_officer)
    factories.close(line.council, finance_officer, MAY)
    assert MonthClose.objects.closed_months(line.council) == {APRIL, MAY}
    with pytest.raises(ValueError, match="not closed"):
        reopen_month(council=line.council, month=OCTOBER, reason="r", by=finance_officer)


def test_after_march_comes_period_13_and_then_the_final_outturn(
    line: BudgetLine, finance_officer: User
) -> None:
    record_spend(line=line, month=OCTOBER, amount=Decimal(100), by=finance_officer)
    with clock(date(2025, 4, 20)):
        with pytest.raises(ValueError, match="March 2025 is still open"):
            record_outturn(council=line.council, year=2024, stage="provisional", by=finance_officer)
        close_to(line, finance_officer, MARCH)
        provisional = record_outturn(council=line.council, year=2024, stage="provisional", by=finance_officer)
        late = {"month": P13, "kind": "adjustment", "puts_right": MARCH, "note": "Invoice"}
        add_entry(line=line, amount=Decimal(7), by=finance_officer, **late)  # type: ignore[arg-type]
        grid = read_grid(line.council, 2024)
        assert [grid.total.period_13, grid.total.actual_to_date] == [7, 107]
        assert read_grid(line.council, 2025).total.actual_to_date == 0
        factories.close(line.council, finance_officer, P13)
        final = record_outturn(council=line.council, year=2024, stage=Outturn.Stage.FINAL, by=finance_officer)
        assert [provisional.total, final.total] == [100, 107]
        with pytest.raises(ValueError, match="final outturn"):
            reopen_month(council=line.council, month=P13, reason="r", by=finance_officer)
    assert not list(ledger_checks.problems(line.council))


def test_a_waiting_reversal_is_asked_about_at_the_close(line: BudgetLine, finance_officer: User) -> None:
    add_entry(line=line, month=APRIL, kind="accrual", amount=Decimal(40), note="n", by=finance_officer)
    factories.close(line.council, finance_officer, APRIL)
    factories.close(line.council, finance_officer, MAY)
    assert month_totals(line.council, MAY) == {line.pk: -40}
    assert read_grid(line.council, 2024).total.actual_to_date == 0


def test_only_finance_closes_and_opens(line: BudgetLine, reader: User) -> None:
    with pytest.raises(PermissionDenied):
        factories.close(line.council, reader, APRIL)
    with pytest.raises(PermissionDenied):
        reopen_month(council=line.council, month=APRIL, reason="r", by=reader)
    with pytest.raises(PermissionDenied):
        record_outturn(council=line.council, year=2024, stage="final", by=reader)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["spend", "accrual", "adjustment", "close"]),
        st.sampled_from(months(2024)[:4]),
        st.integers(-9999, 9999).filter(bool).map(lambda pence: Decimal(pence).scaleb(-2)),
    ),
    max_size=14,
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_in_any_order_lines_add_up_and_closed_months_stay(
    line: BudgetLine, finance_officer: User, steps: list[tuple[str, date, Decimal]]
) -> None:
    for model in (SpendEntry, ForecastVersion, MonthClose):
        model.objects.all()._raw_delete(model.objects.db)
    closed: dict[date, tuple[dict[int, Decimal], object]] = {}
    with clock(date(2025, 1, 2)):
        for step, month, amount in steps:
            try:
                if step == "close":
                    factories.close(line.council, finance_officer, month)
                    closed[month] = (month_totals(line.council, month), now())
                elif step == "spend":
                    record_spend(line=line, month=month, amount=amount, by=finance_officer)
                else:
                    add_entry(line=line, month=month, kind=step, amount=amount, note="n", by=finance_officer)
            except ValueError:
                continue
    grid = read_grid(line.council, 2024)
    assert grid.total.actual_to_date == sum(row.figures.actual_to_date for row in grid.lines)
    for month, (totals, known) in closed.items():
        assert month_totals(line.council, month) == totals
        then = SpendEntry.objects.filter(month=month).standing(None, known).by_cell()  # type: ignore[arg-type]
        assert {line_id: amount for (line_id, _), amount in then.items()} == totals
    assert not list(ledger_checks.problems(line.council))
