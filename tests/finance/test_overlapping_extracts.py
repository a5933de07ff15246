"""Files of transactions that overlap: each row is posted once, whatever file it came in; and period 13 from a file."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Council, User
from accounts.roles import Role
from core.dates import clock
from core.financial_year import months
from finance.ledger_checks import problems
from finance.models import BudgetLine, PostedRow, SpendBatch
from finance.periods import period_13
from finance.services.batches import undo_batch
from finance.services.entries import add_entry
from finance.services.extracts import move_row
from tests import factories
from tests.conftest import Person, SignedIn
from tests.finance.extracting import HEADS, NOVEMBER, bring, post, seen, sound, spent

TOLD = "Cost Centre,Subjective,Date,Reference,Narrative,Amount\n"
FIRST = "C1,11000,04/11/2024,T100,Pay,100\nC1,11000,05/11/2024,T101,Agency,50\nC1,11000,05/11/2024,T101,Agency,50\n"
SECOND = "C2,11000,06/11/2024,T102,Pay,7\n"


def test_only_new_rows_are_posted_and_the_others_listed(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine], client_for: SignedIn
) -> None:
    post(bring(finance_officer, eastshire, TOLD + FIRST), finance_officer, "200")
    extract = bring(finance_officer, eastshire, TOLD + FIRST + SECOND, name="all.csv")
    preview = seen(extract)
    assert [(known.row.number, known.name) for known in preview.known] == [(n, "nov.csv") for n in (2, 3, 4)]
    assert (preview.known_total, preview.total, preview.difference) == (
        Decimal(200),
        Decimal(207),
        Decimal(7),
    )
    page = client_for(finance_officer).get(f"/eastshire/extracts/{extract.pk}/").content.decode()
    assert "3 rows, £200 in all, were posted from another file and stay out" in page
    assert "T101 Agency" in page
    # The control total is that of the whole file.
    post(extract, finance_officer, "207")
    assert spent(eastshire) == {(coded_lines[0].pk, NOVEMBER): 200, (coded_lines[1].pk, NOVEMBER): 7}
    assert PostedRow.objects.count() == 4
    assert sound(eastshire)


def test_a_row_more_of_the_same_is_a_row_more(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    once = "C1,11000,05/11/2024,T101,Agency,50\n"
    post(bring(finance_officer, eastshire, TOLD + once), finance_officer, "50")
    preview = seen(bring(finance_officer, eastshire, TOLD + once * 3))
    assert [known.row.number for known in preview.known] == [2]
    assert preview.difference == 100


def test_the_same_row_is_known_in_whatever_order_and_writing(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    post(bring(finance_officer, eastshire, TOLD + FIRST), finance_officer, "200")
    other = "C1,11000,2024-11-04,T100,PAY,£100.00\nC1,11000,04/11/2024,T100,Pay,100.01\n"
    other += "C1,11000,04/11/2024,T109,Pay,100\n"
    preview = seen(bring(finance_officer, eastshire, TOLD + other))
    assert [known.row.number for known in preview.known] == [2]


def test_rows_that_nothing_tells_apart_are_added_with_a_warning(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    rows = "C1,11000,8,Pay,100\n"
    post(bring(finance_officer, eastshire, HEADS + rows), finance_officer, "100")
    preview = seen(bring(finance_officer, eastshire, HEADS + rows + "C2,11000,8,Pay,1\n"))
    assert preview.known == ()
    assert "£100 stands already" in preview.cells[0].note


def test_what_was_undone_is_new_again(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    batch = post(bring(finance_officer, eastshire, TOLD + FIRST), finance_officer, "200")
    more = bring(finance_officer, eastshire, TOLD + FIRST + SECOND)
    undo_batch(batch=batch, reason="Wrong file", by=finance_officer)
    assert seen(more).known == ()
    post(more, finance_officer, "207")
    assert sum(spent(eastshire).values()) == 207
    assert sound(eastshire)


def test_a_file_with_nothing_new_says_so(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    post(bring(finance_officer, eastshire, TOLD + FIRST + SECOND), finance_officer, "207")
    again = bring(finance_officer, eastshire, TOLD + SECOND)
    with pytest.raises(ValueError, match="Every row was posted before"):
        post(again, finance_officer, "7")


def test_a_row_that_stayed_out_is_not_moved_from_the_file_that_did_not_post_it(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    post(bring(finance_officer, eastshire, TOLD + FIRST), finance_officer, "200")
    more = bring(finance_officer, eastshire, TOLD + FIRST + SECOND)
    post(more, finance_officer, "207")
    with pytest.raises(ValueError, match="left out when the file was posted"):
        move_row(extract=more, number=2, to=coded_lines[1], reason="Miscoded", by=finance_officer)


def test_another_councils_rows_are_not_these(
    eastshire: Council,
    marchshire: Council,
    finance_officer: User,
    coded_lines: list[BudgetLine],
    person: Person,
) -> None:
    post(bring(finance_officer, eastshire, TOLD + FIRST), finance_officer, "200")
    elsewhere = person(marchshire, Role.FINANCE)
    assert seen(bring(elsewhere, marchshire, TOLD + FIRST)).known == ()


def test_a_row_posted_twice_is_found_by_verify_ledger(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    post(bring(finance_officer, eastshire, TOLD + FIRST), finance_officer, "200")
    row = PostedRow.objects.exclude(identity="").first()
    assert row
    facts = {
        "council": eastshire,
        "batch": SpendBatch.objects.get(),
        "month": row.month,
        "amount": row.amount,
    }
    PostedRow.objects.create(number=99, identity=row.identity, **facts)
    assert "A row of the ledger is posted 2 times" in list(problems(eastshire))


@pytest.mark.parametrize("written", ["13", "P13", "Period 13"])
def test_period_13_comes_from_a_file(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine], written: str
) -> None:
    text = f"{HEADS}C1,11000,12,Pay,10\nC1,11000,{written},Late invoice,25\n"
    with clock(date(2025, 4, 20)):
        post(bring(finance_officer, eastshire, text), finance_officer, "35")
    assert spent(eastshire) == {
        (coded_lines[0].pk, date(2025, 3, 1)): 10,
        (coded_lines[0].pk, period_13(2024)): 25,
    }
    assert sound(eastshire)


def test_period_13_is_never_called_march(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine], client_for: SignedIn
) -> None:
    client: Client = client_for(finance_officer)
    march, late = date(2025, 3, 1), {"amount": Decimal(9), "note": "Late", "by": finance_officer}
    with clock(date(2025, 4, 20)):
        for month in months(2024):
            factories.close(eastshire, finance_officer, month)
        batch = post(
            bring(finance_officer, eastshire, f"{HEADS}C1,11000,13,Late,25\n"), finance_officer, "25"
        )
        add_entry(
            line=coded_lines[0],
            month=period_13(2024),
            kind="adjustment",
            puts_right=march,
            **late,  # type: ignore[arg-type]
        )
        posted = client.get(f"/eastshire/batches/{batch.pk}/").content.decode()
        put_right = client.get(f"/eastshire/lines/{coded_lines[0].pk}/spend/202503/").content.decode()
    assert "Period 13 of 2024/25" in posted
    assert "March 2025" not in posted
    assert "£9 in Period 13 of 2024/25: Late" in put_right


def test_a_cumulative_file_runs_through_period_13(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    factories.spend(coded_lines[0], finance_officer, {NOVEMBER: "100"})
    text = "Cost Centre,Subjective,Actual YTD\nC1,11000,130\n"
    with clock(date(2025, 4, 20)):
        extract = bring(finance_officer, eastshire, text, kind="cumulative", through=period_13(2024))
        post(extract, finance_officer, "130")
    assert extract.through_name == "Period 13 of 2024/25"
    assert spent(eastshire)[coded_lines[0].pk, period_13(2024)] == 30
    assert sound(eastshire)


def test_period_13_is_offered_once_the_year_is_over(
    coded_lines: list[BudgetLine], client_for: SignedIn, finance_officer: User
) -> None:
    client: Client = client_for(finance_officer)
    assert "Period 13 of 2024/25" not in client.get("/eastshire/extracts/add/").content.decode()
    with clock(date(2025, 4, 20)):
        assert "Period 13 of 2024/25" in client.get("/eastshire/extracts/add/").content.decode()
