"""A block from a spreadsheet: what is read from it, posted whole or not at all, and undone."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from core.dates import clock
from core.financial_year import months
from finance import ledger_checks
from finance.models import BudgetLine, SpendBatch, SpendEntry
from finance.paste import month_of, posted_cells, preview_of, read_block
from finance.services import GridCell, record_spend
from finance.services.batches import post_paste, undo_batch
from tests import factories
from tests.finance.pasting import found, grid_of, preview

APRIL, MAY, SEPTEMBER, OCTOBER = date(2024, 4, 1), date(2024, 5, 1), date(2024, 9, 1), date(2024, 10, 1)


def post(lines: list[BudgetLine], by: User, text: str) -> SpendBatch:
    cells = posted_cells(preview(lines, text))
    _, batch = post_paste(council=lines[0].council, year=2024, cells=cells, note="Ledger, day 5", by=by)
    assert batch
    return batch


@pytest.mark.parametrize(
    "text",
    [
        "Code\tName\tApr\tMay\tTotal\nL01\tLine 1\t£1,200\t(30)\t1170\nL02\tLine 2\t-\t\t0\nTotal\t\t1\t2\t3",
        "L01\tLine 1\t1200\t-30\nL02\tLine 2\t-\t",
        "Line 1\tL01\t1,200.00\t\u221230\nLine 2\tL02\t0\t",
        "April 2024\tMay 2024\n1200\t-30\n0\t",
        "1200\t-30\r\n0\t\r\n",
        "Apr-24\t01/05/2024\n1200\t-30\n0\t",
        "Line 1\t1200\t-30\nThe second line\t0\t",
    ],
)
def test_blocks_with_and_without_heads_and_codes_say_the_same(lines: list[BudgetLine], text: str) -> None:
    shown = preview(lines, text)
    assert shown.is_good
    assert found(shown) == {("L01", 4): 1200, ("L01", 5): -30, ("L02", 4): 0}


def test_a_block_starts_where_it_is_told(lines: list[BudgetLine]) -> None:
    shown = preview(lines, "7\n8", first_line=lines[1].pk, first_month=SEPTEMBER)
    assert found(shown) == {("L02", 9): 7, ("L03", 9): 8}


@pytest.mark.parametrize(
    ("head", "month"),
    [
        ("Oct", OCTOBER),
        ("october", OCTOBER),
        ("Oct-24", OCTOBER),
        ("2024-10", OCTOBER),
        ("P7", OCTOBER),
        ("P12", date(2025, 3, 1)),
        ("Period 1", APRIL),
        ("Mar 25", date(2025, 3, 1)),
        ("Mar 24", None),
        ("Total", None),
        ("P13", None),
        ("Code", None),
    ],
)
def test_heads_that_name_months(head: str, month: date | None) -> None:
    assert month_of(head, 2024) == month


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("L01\t9\nL77\t5", "no line of this grid"),
        ("L77\t5", "Row 1 (“L77”) is no line of this grid"),
        ("Code\tApr\nCS4105/31500\t5\nTotal\t5", "no line of this grid"),
        ("Cost code\tName\tApr\n4105 31\tLine 1\t5", "Row 2 (“4105 31”) is no line of this grid"),
        ("Line 2\t5\nLine 1\t6", "Row 1 says “Line 2” and would go to L01: paste the codes too"),
        ("L01\tLine 2\t5", "Row 1 says “Line 2” and would go to L01"),
        ("L01\t5\nL01\t6", "of L01 stands twice"),
        ("1\n2\n3\n4", "no line of this grid"),
        ("\t".join("1" * 13), "13 columns of figures"),
        ("words", "no figures"),
    ],
)
def test_what_does_not_fit_is_said(lines: list[BudgetLine], text: str, says: str) -> None:
    shown = preview(lines, text)
    assert any(says in problem for problem in shown.problems)
    assert not shown.is_good


def test_months_that_are_closed_or_have_not_begun_are_problems(
    lines: list[BudgetLine], finance_officer: User
) -> None:
    factories.close(lines[0].council, finance_officer, APRIL)
    shown = preview(lines, "Apr\tMay\tMar\n5\t6\t7")
    problems = {cell.month.month: cell.problem for cell in shown.cells}
    assert "is closed" in problems[4]
    assert problems[5] == ""
    assert "has not begun" in problems[3]


def test_a_blank_leaves_a_figure_unless_told_to_empty_it(
    lines: list[BudgetLine], finance_officer: User
) -> None:
    record_spend(line=lines[0], month=APRIL, amount=Decimal(5), by=finance_officer)
    assert preview(lines, "Apr\tMay\n\t6").unchanged == 1
    block = read_block("Apr\tMay\n\t6", grid_of(lines))
    assert preview_of(block, grid_of(lines), frozenset(), empties=True).cells[0].new is None


def test_a_thousand_cells_with_one_bad_one_change_nothing(
    lines: list[BudgetLine], finance_officer: User
) -> None:
    extra = [factories.budget_line(lines[0].decision, finance_officer, f"M{at:02}") for at in range(97)]
    with clock(date(2025, 4, 7)):
        cells = [
            GridCell(line.pk, month, "", "5") for line in [*lines, *extra] for month in months(2024)[:10]
        ]
        cells[777] = cells[777]._replace(typed="five")
        outcome, batch = post_paste(
            council=lines[0].council, year=2024, cells=cells, note="n", by=finance_officer
        )
        assert (len(cells), len(outcome.errors), batch) == (1000, 1, None)
        assert not SpendEntry.objects.exists()
        cells[777] = cells[777]._replace(typed="5")
        outcome, batch = post_paste(
            council=lines[0].council, year=2024, cells=cells, note="n", by=finance_officer
        )
    assert outcome.saved == 1000
    assert batch
    assert batch.total == 5000
    assert SpendEntry.objects.in_batch(batch.batch).count() == 1000


def test_two_people_pasting_over_each_other(lines: list[BudgetLine], finance_officer: User) -> None:
    mine = posted_cells(preview(lines, "Apr\tMay\n5\t6"))
    theirs = posted_cells(preview(lines, "May\tSep\n60\t70"))
    given = {"council": lines[0].council, "year": 2024, "note": "n", "by": finance_officer}
    post_paste(cells=theirs, **given)  # type: ignore[arg-type]
    outcome, batch = post_paste(cells=mine, **given)  # type: ignore[arg-type]
    assert batch is None
    assert set(outcome.conflicts) == {(lines[0].pk, MAY)}
    assert grid_of(lines).total.actual_to_date == 130


def test_undoing_puts_back_what_stood(lines: list[BudgetLine], finance_officer: User) -> None:
    record_spend(line=lines[0], month=APRIL, amount=Decimal(5), by=finance_officer)
    before = grid_of(lines).total
    batch = post(lines, finance_officer, "Apr\tMay\n50\t6\n7\t8")
    assert grid_of(lines).total.actual_to_date == 71
    # Not 71, which was pasted: 5 of it stood already.
    assert batch.total == 66
    undo_batch(batch=batch, reason="Wrong file", by=finance_officer)
    assert grid_of(lines).total == before
    assert not list(ledger_checks.problems(lines[0].council))
    with pytest.raises(ValueError, match="undone already"):
        undo_batch(batch=batch, reason="Again", by=finance_officer)


def test_undoing_is_refused_when_something_rests_on_it(
    lines: list[BudgetLine], finance_officer: User
) -> None:
    batch = post(lines, finance_officer, "Apr\tMay\n50\t6\n7\t8\n9\t1")
    with pytest.raises(ValueError, match="Say why"):
        undo_batch(batch=batch, reason=" ", by=finance_officer)
    record_spend(line=lines[1], month=MAY, amount=Decimal(9), by=finance_officer)
    with pytest.raises(ValueError, match="has changed May 2024 of L02"):
        undo_batch(batch=batch, reason="r", by=finance_officer)
    record_spend(line=lines[0], month=APRIL, amount=Decimal(51), by=finance_officer)
    factories.close(lines[0].council, finance_officer, APRIL)
    with pytest.raises(ValueError, match="April 2024 is closed"):
        undo_batch(batch=batch, reason="r", by=finance_officer)


def test_a_paste_has_one_note_and_only_finance_pastes(
    lines: list[BudgetLine], finance_officer: User, reader: User
) -> None:
    cells = [GridCell(lines[0].pk, APRIL, "", "5")]
    with pytest.raises(ValueError, match="Say in a note"):
        post_paste(council=lines[0].council, year=2024, cells=cells, note=" ", by=finance_officer)
    with pytest.raises(PermissionDenied):
        post_paste(council=lines[0].council, year=2024, cells=cells, note="n", by=reader)
    batch = post(lines, finance_officer, "5")
    with pytest.raises(PermissionDenied):
        undo_batch(batch=batch, reason="r", by=reader)
