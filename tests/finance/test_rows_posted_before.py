"""Rows posted before rows had an identity are read again when the next file comes; known where sums prove it."""

from datetime import date
from decimal import Decimal

from pytest_django import DjangoAssertNumQueries

from accounts.models import Change, Council, User
from core.dates import clock
from finance.models import BudgetLine, LedgerMapping, PostedRow
from finance.services.batches import undo_batch
from finance.services.extracts import move_row
from finance.services.recognising import remember_earlier_rows
from tests.finance.extracting import bring, post, seen, sound
from tests.finance.test_overlapping_extracts import FIRST, SECOND, TOLD

MORE = "C1,11000,07/11/2024,T103,Pay,3\n"


def forgotten(council: Council) -> None:
    """As a posting of old left it: entries, and no row."""
    PostedRow.objects.filter(council=council).delete()


def known_numbers(by: User, council: Council, text: str) -> list[int]:
    return [known.row.number for known in seen(bring(by, council, text, name="all.csv")).known]


def test_they_are_known_again(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    post(bring(finance_officer, eastshire, TOLD + FIRST), finance_officer, "200")
    forgotten(eastshire)
    extract = bring(finance_officer, eastshire, TOLD + FIRST + SECOND, name="all.csv")
    preview = seen(extract)
    assert [known.row.number for known in preview.known] == [2, 3, 4]
    assert preview.difference == 7
    assert Change.objects.filter(verb="read the posted rows again of").count() == 1
    assert remember_earlier_rows(council=eastshire, by=finance_officer) == 0
    assert PostedRow.objects.count() == 3
    assert sound(eastshire)


def test_what_the_sums_do_not_prove_is_known_by_nothing(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    """A mapping that was made since sends a row to a line that it was not posted to."""
    strange = "C9,11000,04/11/2024,T200,Elsewhere,5\n"
    text = TOLD + FIRST + SECOND + strange
    post(bring(finance_officer, eastshire, text), finance_officer, "212", leave_unmapped=True)
    forgotten(eastshire)
    LedgerMapping.objects.create(council=eastshire, cost_centre="C9", line=coded_lines[0])
    # The first line's sum is now 205 and 200 was posted there; the second's is proven.
    assert known_numbers(finance_officer, eastshire, text + MORE) == [5]
    assert PostedRow.objects.filter(identity="").count() == 4
    assert PostedRow.objects.exclude(identity="").count() == 1


def test_what_was_moved_later_was_posted_where_it_was(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    with clock(date(2024, 12, 5)):
        extract = bring(finance_officer, eastshire, TOLD + FIRST + SECOND)
        move_row(extract=extract, number=5, to=coded_lines[0], reason="Miscoded", by=finance_officer)
        post(extract, finance_officer, "207")
    with clock(date(2024, 12, 6)):
        move_row(extract=extract, number=2, to=coded_lines[1], reason="Miscoded", by=finance_officer)
        forgotten(eastshire)
        assert known_numbers(finance_officer, eastshire, TOLD + FIRST + SECOND + MORE) == [2, 3, 4, 5]


def test_of_an_undone_posting_nothing_is_known(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    batch = post(bring(finance_officer, eastshire, TOLD + FIRST), finance_officer, "200")
    forgotten(eastshire)
    undo_batch(batch=batch, reason="Wrong", by=finance_officer)
    assert known_numbers(finance_officer, eastshire, TOLD + FIRST + SECOND) == []


def test_a_figure_that_was_added_to_is_proven_by_what_was_added(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    post(bring(finance_officer, eastshire, TOLD + FIRST), finance_officer, "200")
    post(bring(finance_officer, eastshire, TOLD + MORE, name="more.csv"), finance_officer, "3")
    forgotten(eastshire)
    assert known_numbers(finance_officer, eastshire, TOLD + FIRST + SECOND + MORE) == [2, 3, 4, 6]
    assert sum(PostedRow.objects.values_list("amount", flat=True), Decimal(0)) == 203


def test_it_costs_a_query_where_there_is_nothing_to_do(
    eastshire: Council,
    finance_officer: User,
    coded_lines: list[BudgetLine],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    post(bring(finance_officer, eastshire, TOLD + FIRST), finance_officer, "200")
    with django_assert_num_queries(1):
        assert remember_earlier_rows(council=eastshire, by=finance_officer) == 0
