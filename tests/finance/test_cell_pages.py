"""A cell's page: its entries, one more, taking one out, moving part; and who may."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Council, User
from finance.models import BudgetLine, SpendEntry
from finance.services.entries import add_entry
from tests import factories
from tests.conftest import SignedIn

OCTOBER = date(2024, 10, 1)


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    factories.spend(line, finance_officer, {OCTOBER: "1000"})
    return line


@pytest.fixture
def finance(client_for: SignedIn, finance_officer: User) -> Client:
    return client_for(finance_officer)


def address(line: BudgetLine, period: int = 202410) -> str:
    return f"/eastshire/lines/{line.pk}/spend/{period}/"


def entry(**given: str) -> dict[str, str]:
    return {"kind": "accrual", "amount": "£40", "note": "Agency, not invoiced"} | given


def test_finance_adds_an_accrual_and_sees_both_sides(line: BudgetLine, finance: Client) -> None:
    page = finance.post(address(line), entry(), follow=True).content.decode()
    assert "Added to October 2024" in page
    assert "£1,040" in page
    assert "Takes itself back in November 2024" in page
    november = finance.get(address(line, 202411)).content.decode()
    assert "Takes back the accrual of October 2024" in november
    assert "counts here, −£40, once" in november


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"note": ""}, "Enter the note"),
        ({"amount": "forty"}, "Enter an amount in pounds"),
        ({"amount": "0"}, "other than nil"),
        ({"kind": "gift"}, "Choose an answer to “What kind of entry is it?” from the list"),
    ],
)
def test_what_cannot_be_added_stands_with_its_error(
    line: BudgetLine, finance: Client, given: dict[str, str], says: str
) -> None:
    response = finance.post(address(line), entry(**given))
    assert response.status_code == 422
    assert says in response.content.decode()
    assert SpendEntry.objects.count() == 1


def test_an_entry_is_taken_out_with_a_reason(line: BudgetLine, finance: Client) -> None:
    finance.post(address(line), entry())
    accrual = SpendEntry.objects.get(kind="accrual", reverses=None)
    page = f"/eastshire/entries/{accrual.pk}/take-out/"
    assert "Its reversal" in finance.get(page).content.decode()
    assert finance.post(page, {"reason": ""}).status_code == 422
    assert finance.post(page, {"reason": "Twice"}).headers["Location"] == address(line)
    assert "emptied it, which was £40 (accrual)" in finance.get(address(line)).content.decode()
    assert finance.post(page, {"reason": "Twice"}).status_code == 422
    assert SpendEntry.objects.count() == 5


def test_part_of_it_moves_to_another_line(line: BudgetLine, finance: Client, finance_officer: User) -> None:
    other = factories.budget_line(line.decision, finance_officer, "L02")
    moved = {"to": str(other.pk), "amount": "300", "note": "Agency"}
    page = finance.post(f"{address(line)}move/", moved, follow=True).content.decode()
    assert "£700" in page
    assert "Moved from L01: Agency" in finance.get(address(other)).content.decode()
    assert finance.post(f"{address(line)}move/", moved | {"to": str(line.pk)}).status_code == 422


def test_a_closed_month_has_no_form_and_shows_what_was_put_right_later(
    line: BudgetLine, finance: Client, finance_officer: User
) -> None:
    for number in range(4, 11):
        factories.close(line.council, finance_officer, date(2024, number, 1))
    november = address(line, 202411)
    late = entry(kind="adjustment", amount="-15", note="Credit note", puts_right="202410")
    assert finance.post(november, late).status_code == 302
    page = finance.get(address(line)).content.decode()
    assert "This month is closed" in page
    assert "Add an entry" not in page
    assert "−£15 in November 2024: Credit note" in page
    assert finance.post(address(line), entry()).status_code == 422


def test_a_reader_reads_and_may_not_write(line: BudgetLine, reader: User, client_for: SignedIn) -> None:
    theirs = client_for(reader)
    page = theirs.get(address(line)).content.decode()
    assert "entered £1,000" in page
    assert "Add an entry" not in page
    stands = SpendEntry.objects.get()
    assert theirs.post(address(line), entry()).status_code == 403
    for url in (f"{address(line)}move/", f"/eastshire/entries/{stands.pk}/take-out/"):
        assert theirs.get(url).status_code == 403
        assert theirs.post(url).status_code == 403


def test_another_council_and_mistyped_addresses_are_not_there(
    line: BudgetLine, finance: Client, outsider: User, client_for: SignedIn
) -> None:
    assert client_for(outsider).get(address(line)).status_code == 404
    for period in (202400, 202414, 1, 99999999999999):
        assert finance.get(address(line, period)).status_code == 404
    assert finance.get("/eastshire/lines/999/spend/202410/").status_code == 404
    assert finance.put(address(line)).status_code == 405


def test_period_13_has_its_page(line: BudgetLine, finance: Client) -> None:
    assert "Period 13 of 2024/25" in finance.get(address(line, 202413)).content.decode()


@pytest.mark.parametrize("entries", [1, 10])
def test_the_queries_of_the_page(
    line: BudgetLine,
    finance: Client,
    finance_officer: User,
    entries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(entries):
        given = {"kind": "accrual", "amount": Decimal(number + 1), "note": "n"}
        add_entry(line=line, month=OCTOBER, by=finance_officer, **given)  # type: ignore[arg-type]
    # Session, person, council, roles; line, closed months, entries, what was put right later.
    with django_assert_num_queries(8):
        finance.get(address(line))
