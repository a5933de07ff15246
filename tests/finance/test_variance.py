"""Variances: limits, groups that add up, what is frozen, what is to be explained."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Council, User
from core.dates import clock
from finance.models import BudgetLine, ForecastVersion
from finance.services import choose_method, move_budget
from finance.services.close import reopen_month
from finance.services.variances import Overtaken, explain_variance, set_variance_limits
from finance.variance import Level, Limits, LineRow, Rag, Report, Sums, total_of
from finance.variance_reads import limits_on, month_to_report, narrowed, read_variances
from tests import factories

APRIL, MAY = date(2024, 4, 1), date(2024, 5, 1)
USUAL = Limits.of(None)
PENCE = st.integers(-(10**9), 10**9).map(lambda pence: Decimal(pence).scaleb(-2))


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    decision = factories.funding_decision(eastshire, finance_officer)
    factories.budget_line(decision, finance_officer, "L02", kind="legal")
    return factories.budget_line(decision, finance_officer, "L01")


def close(line: BudgetLine, by: User, month: date, amount: str) -> None:
    factories.spend(line, by, {month: amount})
    factories.close(line.council, by, month)


def report(line: BudgetLine, month: date, by: str = "stream") -> Report:
    return read_variances(line.council, 2024, month, None, by)


def row_of(line: BudgetLine) -> LineRow:
    return next(row for row in report(line, APRIL).rows if row.line == line)


@pytest.mark.parametrize(
    ("variance", "budget", "expected"),
    [
        # Five per cent of £100,000 is less than £10,000.
        ("5000", "100000", Rag.GREEN),
        ("5000.01", "100000", Rag.AMBER),
        ("-5000.01", "100000", Rag.AMBER),
        ("10000.01", "100000", Rag.RED),
        # £25,000 is less than ten per cent of £1,000,000.
        ("10000.01", "1000000", Rag.AMBER),
        ("25000.01", "1000000", Rag.RED),
        ("0.01", "0", Rag.RED),
        ("0", "0", Rag.GREEN),
    ],
)
def test_per_cent_or_pounds_whichever_is_lower(variance: str, budget: str, expected: Rag) -> None:
    assert USUAL.rag(Level.LINE, Decimal(variance), Decimal(budget)) == expected


@given(st.lists(st.tuples(PENCE, PENCE, PENCE, PENCE, PENCE, st.none() | PENCE), max_size=8))
@settings(max_examples=60, deadline=None)
def test_the_columns_add_up_to_the_penny(rows: list[tuple[Decimal, ...]]) -> None:
    sums = [Sums(*row) for row in rows]
    total = total_of(sums)
    for name in ("original", "budget", "to_date", "actual", "outturn", "variance", "variance_to_date"):
        assert getattr(total, name) == sum(getattr(each, name) for each in sums), name
    half = len(sums) // 2
    assert total_of([total_of(sums[:half]), total_of(sums[half:])]).variance == total.variance


def test_the_forecast_of_a_closed_month_is_the_frozen_one(line: BudgetLine, finance_officer: User) -> None:
    close(line, finance_officer, APRIL, "500")
    before = report(line, APRIL)
    assert before.is_frozen
    close(line, finance_officer, MAY, "9000")
    choose_method(line=line, year=2024, method="run_rate", by=finance_officer)
    assert report(line, APRIL).total == before.total
    after = report(line, MAY)
    assert after.before == APRIL
    assert after.total.change == after.total.outturn - before.total.outturn


def test_versions_never_change_after_their_close(line: BudgetLine, finance_officer: User) -> None:
    close(line, finance_officer, APRIL, "500")
    frozen = ForecastVersion.objects.get()
    kept = frozen.figures, frozen.total
    with pytest.raises(TypeError):
        frozen.save()
    move_budget(
        line=line,
        year=2024,
        kind="growth",
        amount=Decimal(5000),
        reason="Grant",
        as_at=date(2025, 1, 2),
        by=finance_officer,
    )
    close(line, finance_officer, MAY, "9000")
    frozen.refresh_from_db()
    assert (frozen.figures, frozen.total) == kept
    with clock(date(2025, 1, 2)):
        reopen_month(council=line.council, month=MAY, reason="Wrong file", by=finance_officer)
    assert list(ForecastVersion.objects.standing().values_list("month", flat=True)) == [APRIL]
    factories.close(line.council, finance_officer, MAY)
    assert ForecastVersion.objects.standing().count() == 2


@pytest.mark.parametrize("by", ["stream", "section", "kind"])
def test_each_line_stands_in_one_group(line: BudgetLine, by: str) -> None:
    made = report(line, APRIL, by)
    assert sorted(row.line.code for row in made.rows) == ["L01", "L02"]
    assert made.total == total_of(row.sums for row in made.rows)


def test_what_is_filtered_adds_up_to_a_total_of_its_own(line: BudgetLine) -> None:
    made = report(line, APRIL)
    only = narrowed(made, USUAL, "", "l01")
    assert [row.line.code for row in only.rows] == ["L01"]
    assert only.total == only.rows[0].sums


def test_the_month_to_report_is_the_last_with_a_figure(line: BudgetLine, finance_officer: User) -> None:
    assert month_to_report(line.council, 2024) == APRIL
    factories.spend(line, finance_officer, {MAY: "1"})
    assert month_to_report(line.council, 2024) == MAY


def test_a_variance_above_the_limit_is_to_be_explained(line: BudgetLine, finance_officer: User) -> None:
    close(line, finance_officer, APRIL, "90000")
    missing = report(line, APRIL).missing
    assert row_of(line).is_missing
    entry = explain_variance(line=line, month=APRIL, text="Agency", by=finance_officer)
    assert report(line, APRIL).missing == missing - 1
    assert explain_variance(line=line, month=APRIL, text="Agency ", by=finance_officer) == entry
    with pytest.raises(Overtaken, match="while you were writing"):
        explain_variance(line=line, month=APRIL, text="Other", by=finance_officer)
    later = explain_variance(line=line, month=APRIL, text="Other", by=finance_officer, shown=entry.pk)
    assert row_of(line).explanation == later


def limits(amber: str, red: str) -> dict[str, dict[str, tuple[Decimal, Decimal]]]:
    steps = {"amber": (Decimal(amber), Decimal(100)), "red": (Decimal(red), Decimal(200))}
    explain = {"explain": (Decimal(1), Decimal(1))}
    return {"line": steps, "service": steps, "total": steps, "explain": explain}


def test_limits_hold_from_the_day_they_were_set(eastshire: Council, finance_officer: User) -> None:
    set_variance_limits(council=eastshire, limits=limits("1", "2"), by=finance_officer)
    today = limits_on(eastshire, date(2025, 1, 2))
    assert today.rag(Level.LINE, Decimal(150), Decimal(10000)) == Rag.AMBER
    assert limits_on(eastshire, date(2025, 1, 1)) == USUAL
    with pytest.raises(Overtaken):
        set_variance_limits(council=eastshire, limits=limits("1", "3"), by=finance_officer)


@pytest.mark.parametrize(("amber", "red", "words"), [("-1", "2", "below nil"), ("3", "2", "no later")])
def test_limits_that_cannot_be(
    eastshire: Council, finance_officer: User, amber: str, red: str, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        set_variance_limits(council=eastshire, limits=limits(amber, red), by=finance_officer)
