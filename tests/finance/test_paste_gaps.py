"""A block with gaps: empty rows, columns of no month, cells broken over two rows; no figure goes to another place."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from finance.models import BudgetLine
from finance.services import record_spend
from tests.finance.pasting import found, preview


@pytest.mark.parametrize(
    "text",
    [
        "7\n\n8",
        "7\r\n\r\n8\r\n",
        "7\n\n8\n\n\n\n",
        "7\t\n\t\n8\t",
        "Apr\n7\n\n8",
        "\nApr\n7\n\n8\nTotal",
        "Total\nLine 1\t7\n\nLine 2\t\nTotal\t7\nLine 3\t8",
        "L01\t7\n\nL03\t8",
        "Code\tApr\n\nL01\t7\n\t\nL03\t8",
    ],
)
def test_an_empty_row_moves_no_figure_to_another_line(lines: list[BudgetLine], text: str) -> None:
    shown = preview(lines, text)
    assert shown.is_good
    assert found(shown) == {("L01", 4): 7, ("L03", 4): 8}


def test_bare_figures_may_begin_with_an_empty_row(lines: list[BudgetLine]) -> None:
    assert found(preview(lines, "\n7")) == {("L02", 4): 7}
    assert "Row 4 (“9”) is no line of this grid" in preview(lines, "\n7\n8\n9").problems


def test_an_empty_row_of_bare_figures_empties_its_line_only_when_told(
    lines: list[BudgetLine], finance_officer: User
) -> None:
    record_spend(line=lines[1], month=date(2024, 4, 1), amount=Decimal(5), by=finance_officer)
    assert found(preview(lines, "7\n\n8")) == {("L01", 4): 7, ("L03", 4): 8}
    assert found(preview(lines, "7\n\n8", empties=True)) == {
        ("L01", 4): 7,
        ("L02", 4): None,
        ("L03", 4): 8,
    }
    assert found(preview(lines, "L01\t7\n\nL03\t8", empties=True)) == {("L01", 4): 7, ("L03", 4): 8}


def test_columns_whose_heads_name_no_month_are_said_to_be_left(lines: list[BudgetLine]) -> None:
    shown = preview(lines, "Code\tName\tMar 24\tApr\tMya\t\nL01\tLine 1\t9\t7\t6\t22\nTotal\t\t9\t7\t6\t22")
    assert found(shown) == {("L01", 4): 7}
    assert shown.is_good
    assert shown.passed_by == ("Mar 24", "Mya", "column 6")
    assert preview(lines, "Code\tName\tApr\nL01\tLine 1\t7").passed_by == ()


def test_a_cell_broken_over_two_rows_is_refused(lines: list[BudgetLine]) -> None:
    shown = preview(lines, '"Line\nthe first"\t7')
    assert "Row 1 is broken within a cell: paste it without the line break" in shown.problems


def test_a_row_that_ends_before_its_code_is_no_line(lines: list[BudgetLine]) -> None:
    shown = preview(lines, "Line 1\tL01\t7\nStaffing")
    assert shown.problems == ("Row 2 (“Staffing”) is no line of this grid",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("L01\t7", ""),
        ("Code\tApr\nL01\t7\nTotal\t7", "Row 3 reads as a total and is passed over"),
        (
            "Line 1\t7\nTotal pay\t7\nLine 2\t8\n\tTOTALS\t8\nLine 3\t1\nGrand total\t16",
            "3 rows read as totals and are passed over: rows 2, 4 and 6",
        ),
        (
            "Code\tApr\nL01\t7\nSubtotal\t7\nL02\t8\nGrand total\t15",
            "2 rows read as totals and are passed over: rows 3 and 5",
        ),
        ("Line 1\t7\nSub-total\t7\nLine 2\t8", "Row 2 reads as a total and is passed over"),
        (
            "L01\t7\n" + "Total\t7\n" * 12,
            "12 rows read as totals and are passed over: rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more",
        ),
    ],
)
def test_rows_of_totals_are_said_to_be_passed_over(lines: list[BudgetLine], text: str, told: str) -> None:
    shown = preview(lines, text)
    assert shown.is_good
    assert shown.totals_told == told
