"""Recording spend: what a cell shows, what its history keeps, and who may."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Change, Council, User
from accounts.roles import Role
from core.dates import clock, end_of_day
from core.financial_year import months
from finance.grid import read_grid
from finance.models import BudgetLine, SpendEntry
from finance.services import record_spend, record_spend_of_line
from tests import factories
from tests.conftest import Person

OCTOBER = date(2024, 10, 1)


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    return factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)


def october(line: BudgetLine) -> Decimal | None:
    return read_grid(line.council, 2024).lines[0].figures.spend[6]


def test_a_figure_is_as_at_the_last_day_of_its_month(line: BudgetLine, finance_officer: User) -> None:
    entry = record_spend(line=line, month=date(2024, 10, 15), amount=Decimal("45.10"), by=finance_officer)
    assert entry is not None
    assert (entry.month, entry.as_at, entry.council) == (OCTOBER, date(2024, 10, 31), line.council)
    assert october(line) == Decimal("45.10")


def test_a_change_corrects_the_old_figure_and_keeps_it(line: BudgetLine, finance_officer: User) -> None:
    for amount in (Decimal(100), Decimal(90)):
        record_spend(line=line, month=OCTOBER, amount=amount, by=finance_officer)
    newest, oldest = SpendEntry.objects.for_history()
    assert newest.corrects == oldest
    assert [newest.amount, oldest.amount] == [90, 100]
    assert october(line) == 90


def test_blank_voids_what_stood_and_nil_does_not(line: BudgetLine, finance_officer: User) -> None:
    record_spend(line=line, month=OCTOBER, amount=Decimal(0), by=finance_officer)
    assert october(line) == 0
    record_spend(line=line, month=OCTOBER, amount=None, by=finance_officer)
    assert october(line) is None
    record_spend(line=line, month=OCTOBER, amount=Decimal(5), by=finance_officer)
    assert october(line) == 5


def test_twice_the_same_is_recorded_once(line: BudgetLine, finance_officer: User) -> None:
    record_spend(line=line, month=OCTOBER, amount=Decimal(7), by=finance_officer)
    assert record_spend(line=line, month=OCTOBER, amount=Decimal(7), by=finance_officer) is None
    assert SpendEntry.objects.count() == 1


def test_a_year_of_a_line_is_one_write(line: BudgetLine, finance_officer: User) -> None:
    figures = {date(2024, 9, 1): Decimal("9326.50"), OCTOBER: Decimal(24520)}
    entries = record_spend_of_line(line=line, figures=figures, by=finance_officer)
    change = Change.objects.for_subject(line).first()
    assert change is not None
    assert change.after == {"September 2024": "9,326.50", "October 2024": "24,520"}
    assert change.before == {"September 2024": "not entered", "October 2024": "not entered"}
    assert {entry.change for entry in entries} == {change}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FINANCE])
def test_only_finance_enters_spend(line: BudgetLine, person: Person, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        record_spend(line=line, month=OCTOBER, amount=Decimal(1), by=person(line.council, role))


def test_finance_of_another_council_may_not(line: BudgetLine, marchshire: Council, person: Person) -> None:
    with pytest.raises(PermissionDenied):
        record_spend(line=line, month=OCTOBER, amount=Decimal(1), by=person(marchshire, Role.FINANCE))


def test_a_month_that_has_not_begun_has_no_spend(line: BudgetLine, finance_officer: User) -> None:
    with clock(date(2024, 9, 30)), pytest.raises(ValueError, match="October 2024 has not begun"):
        record_spend(line=line, month=OCTOBER, amount=Decimal(1), by=finance_officer)
    with clock(OCTOBER):
        record_spend(line=line, month=OCTOBER, amount=Decimal(1), by=finance_officer)


def test_the_last_of_march_and_the_first_of_april_are_different_years(
    line: BudgetLine, finance_officer: User
) -> None:
    with clock(date(2025, 4, 1)):
        record_spend(line=line, month=date(2025, 3, 31), amount=Decimal(3), by=finance_officer)
        record_spend(line=line, month=date(2025, 4, 1), amount=Decimal(4), by=finance_officer)
    assert read_grid(line.council, 2024).total.actual_to_date == 3
    assert read_grid(line.council, 2025).total.actual_to_date == 4


AMOUNTS = st.none() | st.integers(-(10**7), 10**7).map(lambda pence: Decimal(pence).scaleb(-2))
ENTRIES = st.lists(st.tuples(st.integers(0, 1), st.sampled_from(months(2024)), AMOUNTS), max_size=12)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(ENTRIES, st.integers(0, 12))
def test_in_any_order_lines_add_up_and_what_was_known_stays(
    line: BudgetLine, finance_officer: User, entries: list[tuple[int, date, Decimal | None]], pause: int
) -> None:
    SpendEntry.objects.all()._raw_delete(SpendEntry.objects.db)
    second = BudgetLine.objects.filter(code="L02").first() or factories.budget_line(
        line.decision, finance_officer, "L02"
    )
    latest: dict[tuple[int, date], Decimal | None] = {}
    known = None
    for at, (which, month, amount) in enumerate(entries):
        if at == pause:
            known = read_grid(line.council, 2024).total
        with clock(date(2025, 4, 1 if at < pause else 2)):
            record_spend(line=(line, second)[which], month=month, amount=amount, by=finance_officer)
        latest[which, month] = amount
    grid = read_grid(line.council, 2024)
    assert grid.total.actual_to_date == sum(amount or 0 for amount in latest.values())
    assert grid.total.actual_to_date == sum(row.figures.actual_to_date for row in grid.lines)
    if known is not None:
        assert read_grid(line.council, 2024, known_at=end_of_day(date(2025, 4, 1))).total == known
