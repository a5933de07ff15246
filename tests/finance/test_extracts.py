"""Ledger extracts, as their services take them: read, mapped, moved, checked, posted whole, undone."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Council, User
from finance.grid import read_grid
from finance.models import BudgetLine, SpendBatch, SpendEntry
from finance.services.batches import undo_batch
from finance.services.entries import add_entry
from finance.services.extracts import move_row, receive_extract
from tests import factories
from tests.finance.extracting import HEADS, NOVEMBER, NOVEMBER_FILE, OCTOBER, bring, post, seen, sound, spent


def test_transactions_are_previewed_line_by_line_and_posted_as_a_whole(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine], not_ours: None
) -> None:
    factories.spend(coded_lines[0], finance_officer, {NOVEMBER: "50"})
    extract = bring(finance_officer, eastshire, NOVEMBER_FILE)
    preview = seen(extract)
    assert [(cell.line.code, cell.old, cell.new, cell.difference) for cell in preview.cells] == [
        ("L01", Decimal(50), Decimal(850), Decimal(800)),
        ("L02", None, Decimal(300), Decimal(300)),
    ]
    assert (preview.total, preview.mapped, preview.left_out_total) == (
        Decimal("1177.07"),
        Decimal(1100),
        Decimal("77.07"),
    )
    assert preview.totals == ((6, Decimal("1177.07")),)
    assert "£50 stands already" in preview.cells[0].note
    batch = post(extract, finance_officer, "1177.07")
    assert spent(eastshire) == {
        (coded_lines[0].pk, NOVEMBER): Decimal(850),
        (coded_lines[1].pk, NOVEMBER): Decimal(300),
    }
    assert (batch.kind, batch.total, batch.note) == (SpendBatch.Kind.EXTRACT, Decimal(1100), "Report 12")
    entry = SpendEntry.objects.standing().get(line=coded_lines[1])
    assert entry.note == "Ledger extract nov.csv. Report 12"
    assert sound(eastshire)


def test_the_control_total_is_held_to_the_penny(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine], not_ours: None
) -> None:
    extract = bring(finance_officer, eastshire, NOVEMBER_FILE)
    with pytest.raises(ValueError, match=r"a difference of −£0\.01"):
        post(extract, finance_officer, "1177.06")
    assert not SpendEntry.objects.exists()


def test_rows_without_a_line_keep_the_file_out_unless_they_are_left_out(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    extract = bring(finance_officer, eastshire, NOVEMBER_FILE)
    preview = seen(extract)
    assert [(group.cost_centre, group.rows, group.amount) for group in preview.unmapped] == [
        ("C9", 1, Decimal("77.07"))
    ]
    with pytest.raises(ValueError, match=r"1 row, £77\.07, goes to no line"):
        post(extract, finance_officer, "1177.07")
    assert post(extract, finance_officer, "1177.07", leave_unmapped=True).total == Decimal(1100)


def test_the_same_rows_are_known_again_whatever_the_file_is_called(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine], not_ours: None
) -> None:
    extract = bring(finance_officer, eastshire, NOVEMBER_FILE)
    post(extract, finance_officer, "1177.07")
    again, was_there = receive_extract(
        council=eastshire,
        content=NOVEMBER_FILE.replace("\n", "\r\n").encode("utf-8-sig"),
        name="other.csv",
        kind="transactions",
        year=2024,
        through=None,
        by=finance_officer,
    )
    assert (again.pk, was_there) == (extract.pk, True)
    with pytest.raises(ValueError, match="These rows were posted by Finance officer of Eastshire on"):
        post(again, finance_officer, "1177.07")
    batch = SpendBatch.objects.get()
    undo_batch(batch=batch, reason="Wrong month", by=finance_officer)
    assert spent(eastshire) == {}
    assert post(again, finance_officer, "1177.07").pk > batch.pk
    assert sound(eastshire)


def test_a_cumulative_file_posts_only_the_difference(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    factories.spend(coded_lines[0], finance_officer, {date(2024, 9, 1): "100", OCTOBER: "40"})
    factories.spend(coded_lines[1], finance_officer, {OCTOBER: "9"})
    text = "CC,Account,YTD\nC1,11000,200.50\n"
    extract = bring(finance_officer, eastshire, text, kind="cumulative", through=NOVEMBER)
    preview = seen(extract)
    assert [(cell.month, cell.old, cell.new) for cell in preview.cells] == [
        (NOVEMBER, None, Decimal("60.50"))
    ]
    assert list(preview.absent) == [coded_lines[1]]
    post(extract, finance_officer, "200.50")
    figures = read_grid(eastshire, 2024).lines[0].figures
    assert figures.actual_to_date == Decimal("200.50")
    later = bring(finance_officer, eastshire, text + "\n", kind="cumulative", through=NOVEMBER)
    assert later.posting  # the same rows
    more = bring(
        finance_officer, eastshire, text.replace("200.50", "190"), kind="cumulative", through=NOVEMBER
    )
    post(more, finance_officer, "190")
    assert spent(eastshire)[coded_lines[0].pk, NOVEMBER] == Decimal(50)
    same = bring(
        finance_officer, eastshire, "CC,Account,YTD\nC1,11000,190.00\n", kind="cumulative", through=NOVEMBER
    )
    with pytest.raises(ValueError, match="nothing to post"):
        post(same, finance_officer, "190")


def test_what_stands_at_the_files_figure_becomes_nil_and_not_blank(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    factories.spend(coded_lines[0], finance_officer, {OCTOBER: "40"})
    extract = bring(
        finance_officer, eastshire, "CC,Account,YTD\nC1,11000,40\n", kind="cumulative", through=NOVEMBER
    )
    post(extract, finance_officer, "40")
    assert spent(eastshire)[coded_lines[0].pk, NOVEMBER] == 0


def test_a_closed_month_is_refused_or_adjusted_in_an_open_one(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    factories.spend(coded_lines[0], finance_officer, {OCTOBER: "40"})
    for month in range(4, 11):
        factories.close(eastshire, finance_officer, date(2024, month, 1))
    text = HEADS + "C1,11000,7,Late,60\nC1,11000,8,Pay,5\n"
    extract = bring(finance_officer, eastshire, text)
    assert "October 2024 is closed" in seen(extract).problems[0]
    with pytest.raises(ValueError, match="none will be"):
        post(extract, finance_officer, "65")
    batch = post(extract, finance_officer, "65", into=NOVEMBER)
    late = SpendEntry.objects.get(puts_right=OCTOBER)
    assert (late.month, late.amount, late.kind) == (NOVEMBER, Decimal(60), SpendEntry.Kind.ADJUSTMENT)
    assert spent(eastshire)[coded_lines[0].pk, NOVEMBER] == Decimal(65)
    assert spent(eastshire)[coded_lines[0].pk, OCTOBER] == Decimal(40)
    assert sound(eastshire)
    undo_batch(batch=batch, reason="Not yet", by=finance_officer)
    assert (coded_lines[0].pk, NOVEMBER) not in spent(eastshire)
    assert sound(eastshire)


def test_beside_a_waiting_reversal_the_rows_are_added_to_what_it_takes_back(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    add_entry(
        line=coded_lines[0],
        month=OCTOBER,
        kind="accrual",
        amount=Decimal(30),
        note="Agency",
        by=finance_officer,
    )
    extract = bring(finance_officer, eastshire, HEADS + "C1,11000,8,Agency,31\n")
    post(extract, finance_officer, "31")
    assert spent(eastshire)[coded_lines[0].pk, NOVEMBER] == 1


def test_a_miscoded_row_is_moved_before_it_is_posted_and_the_entry_says_so(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine], not_ours: None
) -> None:
    extract = bring(finance_officer, eastshire, NOVEMBER_FILE)
    move_row(extract=extract, number=3, to=coded_lines[1], reason="Duty team", by=finance_officer)
    with pytest.raises(ValueError, match="already"):
        move_row(extract=extract, number=3, to=coded_lines[1], reason="Twice", by=finance_officer)
    post(extract, finance_officer, "1177.07")
    assert spent(eastshire) == {
        (coded_lines[0].pk, NOVEMBER): Decimal("1000.10"),
        (coded_lines[1].pk, NOVEMBER): Decimal("99.90"),
    }
    assert "moved here: row 3" in SpendEntry.objects.standing().get(line=coded_lines[1]).note


def test_a_miscoded_row_is_moved_after_it_was_posted_by_an_adjustment(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine], not_ours: None
) -> None:
    extract = bring(finance_officer, eastshire, NOVEMBER_FILE)
    post(extract, finance_officer, "1177.07")
    move_row(extract=extract, number=2, to=coded_lines[1], reason="Duty team", by=finance_officer)
    assert spent(eastshire)[coded_lines[0].pk, NOVEMBER] == Decimal("-200.10")
    assert spent(eastshire)[coded_lines[1].pk, NOVEMBER] == Decimal("1300.10")
    moved = SpendEntry.objects.filter(kind=SpendEntry.Kind.ADJUSTMENT)
    assert sum(entry.amount for entry in moved) == 0
    assert all("Row 2 of nov.csv: Duty team" in entry.note for entry in moved)
    with pytest.raises(ValueError, match="not posted to any line"):
        move_row(extract=extract, number=5, to=coded_lines[1], reason="Ours after all", by=finance_officer)
    assert sound(eastshire)
    undo_batch(batch=SpendBatch.objects.get(), reason="Wrong file", by=finance_officer)
    assert spent(eastshire) == {}
    assert sound(eastshire)


@pytest.mark.parametrize(
    "rows",
    [
        "Total,,,,1177.07",
        "C1 Total,,,,800\nGrand total:,,,,377.07",
        ",,,Sub-total,1177.07",
        "total,Total,,,9",
    ],
)
def test_a_row_that_adds_others_up_is_not_counted_twice(
    finance_officer: User, eastshire: Council, rows: str
) -> None:
    file = NOVEMBER_FILE.replace(",,,Total,1177.07", rows)
    preview = seen(bring(finance_officer, eastshire, file))
    assert preview.total == Decimal("1177.07")
    assert len(preview.totals) == len(rows.split("\n"))


def test_a_cost_centre_named_total_something_is_a_row(finance_officer: User, eastshire: Council) -> None:
    file = NOVEMBER_FILE.replace(",,,Total,1177.07", "Total Respect,11000,8,Pay,9")
    assert seen(bring(finance_officer, eastshire, file)).total == Decimal("1186.07")
