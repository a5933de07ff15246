"""Saving the year's grid: changed cells only, all or nothing where something cannot be read, and two people."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Change, Council, User
from accounts.roles import Role
from core.dates import clock
from core.financial_year import months
from finance.grid import read_grid
from finance.models import BudgetLine, SpendEntry
from finance.services import GridCell, GridOutcome, record_spend, save_grid
from tests import factories
from tests.conftest import Person

SEPTEMBER, OCTOBER = date(2024, 9, 1), date(2024, 10, 1)


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    return factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)


def save(line: BudgetLine, by: User, *cells: tuple[date, str, str], note: str = "") -> GridOutcome:
    """Each cell as (month, shown, typed)."""
    posted = [GridCell(line.pk, *cell) for cell in cells]
    return save_grid(council=line.council, year=2024, by=by, cells=posted, note=note)


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("12,345.67", "12345.67"),
        ("£12345", "12345"),
        ("(500)", "-500"),
        ("-500", "-500"),
        ("\u2212500", "-500"),
        (" 0 ", "0"),
        ("0.00", "0"),
    ],
)
def test_a_cell_takes_what_people_type(
    line: BudgetLine, finance_officer: User, typed: str, stands: str
) -> None:
    assert save(line, finance_officer, (OCTOBER, "", typed)).saved == 1
    assert read_grid(line.council, 2024).lines[0].figures.spend[6] == Decimal(stands)


def test_an_emptied_cell_is_not_entered(line: BudgetLine, finance_officer: User) -> None:
    save(line, finance_officer, (OCTOBER, "", "5"))
    assert save(line, finance_officer, (OCTOBER, "5", "  "), note="Not ours").saved == 1
    assert read_grid(line.council, 2024).through is None


@pytest.mark.parametrize("typed", ["abc", "1.234", "12,34", "1e5", "\u0664", "£", "9" * 40, "--5"])
def test_one_cell_that_cannot_be_read_saves_nothing(
    line: BudgetLine, finance_officer: User, typed: str
) -> None:
    outcome = save(line, finance_officer, (SEPTEMBER, "", "100"), (OCTOBER, "", typed))
    assert set(outcome.errors) == {(line.pk, OCTOBER)}
    assert (outcome.saved, SpendEntry.objects.count()) == (0, 0)


def test_a_cell_changed_meanwhile_is_refused_and_the_others_kept(
    line: BudgetLine, finance_officer: User, person: Person
) -> None:
    colleague = User.objects.create_user(email="other@eastshire.example", name="Other Colleague")
    line.council.memberships.create(
        council=line.council, user=colleague, role=Role.FINANCE, started_on=SEPTEMBER
    )
    record_spend(line=line, month=OCTOBER, amount=Decimal(2000), by=colleague)
    outcome = save(line, finance_officer, (SEPTEMBER, "", "100"), (OCTOBER, "", "3000"))
    conflict = outcome.conflicts[line.pk, OCTOBER]
    assert conflict.amount == 2000
    assert (conflict.by, outcome.saved) == ("Other Colleague", 1)
    assert list(read_grid(line.council, 2024).lines[0].figures.spend[5:7]) == [100, 2000]


def test_a_cell_emptied_meanwhile_is_refused_too(line: BudgetLine, finance_officer: User) -> None:
    record_spend(line=line, month=OCTOBER, amount=Decimal(5), by=finance_officer)
    record_spend(line=line, month=OCTOBER, amount=None, by=finance_officer)
    conflict = save(line, finance_officer, (OCTOBER, "5", "6")).conflicts[line.pk, OCTOBER]
    assert (conflict.amount, conflict.by) == (None, finance_officer.name)


def test_changing_what_was_entered_needs_a_note_and_without_it_saves_nothing(
    line: BudgetLine, finance_officer: User
) -> None:
    save(line, finance_officer, (OCTOBER, "", "5"))
    cells = [(SEPTEMBER, "", "100"), (OCTOBER, "5", "6")]
    outcome = save(line, finance_officer, *cells)
    assert (outcome.needs_note, outcome.saved, outcome.is_complete) == (True, 0, False)
    assert SpendEntry.objects.count() == 1
    assert save(line, finance_officer, *cells, note="Late invoice").saved == 2
    assert {entry.note for entry in SpendEntry.objects.for_history()[:2]} == {"Late invoice"}


def test_a_closed_month_takes_nothing(line: BudgetLine, finance_officer: User) -> None:
    april = date(2024, 4, 1)
    factories.close(line.council, finance_officer, april)
    outcome = save(line, finance_officer, (april, "", "5"), (OCTOBER, "", "5"))
    assert "April 2024 is closed" in outcome.errors[line.pk, april]
    assert outcome.saved == 0


def test_what_nobody_changed_cannot_conflict(line: BudgetLine, finance_officer: User) -> None:
    record_spend(line=line, month=OCTOBER, amount=Decimal(2000), by=finance_officer)
    assert save(line, finance_officer, (OCTOBER, "", "")) == GridOutcome()
    assert save(line, finance_officer, (OCTOBER, "1,000.00", "£1000")) == GridOutcome()
    assert save(line, finance_officer, (OCTOBER, "", "2000")) == GridOutcome()


def test_saving_twice_records_once(line: BudgetLine, finance_officer: User) -> None:
    assert [save(line, finance_officer, (OCTOBER, "", "70")).saved for _ in range(2)] == [1, 0]
    assert SpendEntry.objects.count() == 1


def test_a_value_shown_that_never_was_is_a_conflict(line: BudgetLine, finance_officer: User) -> None:
    assert save(line, finance_officer, (OCTOBER, "<script>", "70")).conflicts


def test_lines_and_months_of_elsewhere_are_refused(
    line: BudgetLine, finance_officer: User, marchshire: Council, person: Person
) -> None:
    theirs = person(marchshire, Role.FINANCE)
    foreign = factories.budget_line(factories.funding_decision(marchshire, theirs), theirs)
    for cell in (GridCell(foreign.pk, OCTOBER, "", "1"), GridCell(line.pk, date(2025, 4, 1), "", "1")):
        with pytest.raises(ValueError, match=r"no such budget line|not a month"):
            save_grid(council=line.council, year=2024, by=finance_officer, cells=[cell])
    assert not SpendEntry.objects.exists()


def test_a_reader_may_not_save(line: BudgetLine, reader: User) -> None:
    with pytest.raises(PermissionDenied):
        save(line, reader, (OCTOBER, "", "1"))


def test_a_hundred_lines_by_twelve_months(line: BudgetLine, finance_officer: User) -> None:
    lines = [line, *(factories.budget_line(line.decision, finance_officer, f"M{n:02}") for n in range(99))]
    cells = [
        GridCell(each.pk, month, "", f"{each.pk}.{month.month:02}")
        for each in lines
        for month in months(2024)
    ]
    with clock(date(2025, 4, 7)):
        outcome = save_grid(council=line.council, year=2024, by=finance_officer, cells=cells)
    assert outcome == GridOutcome(saved=1200)
    total = sum(Decimal(cell.typed) for cell in cells)
    assert read_grid(line.council, 2024).total.actual_to_date == total
    # One change a line, in one batch.
    batch = Change.objects.filter(verb="entered spend on").values_list("batch", flat=True)
    assert (len(batch), len(set(batch))) == (100, 1)
