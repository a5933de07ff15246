"""The pages on which finance closes a month, opens it again and records the outturn."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Change, Council, User
from core.dates import clock
from core.financial_year import months
from finance.models import BudgetLine, MonthClose, Outturn, SpendEntry
from finance.periods import period_13
from finance.services.close import record_outturn
from tests import factories
from tests.conftest import SignedIn

APRIL = date(2024, 4, 1)
LIST = "/eastshire/spend/2024/closes/"
CLOSE = "/eastshire/closes/202404/close/"
REOPEN = "/eastshire/closes/202404/reopen/"


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    return factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)


@pytest.fixture
def finance(client_for: SignedIn, finance_officer: User) -> Client:
    return client_for(finance_officer)


def confirmed(line: BudgetLine, total: str = "0") -> dict[str, str]:
    return {"shown_total": total, "blank": str(line.pk), "confirm": "yes"}


def test_finance_confirms_nil_and_closes(line: BudgetLine, finance: Client) -> None:
    page = finance.get(CLOSE).content.decode()
    assert "live and have no figure: Social workers (L01)" in page
    refused = finance.post(CLOSE, confirmed(line) | {"confirm": ""})
    assert refused.status_code == 422
    assert '<a href="#confirm">Confirm that the lines' in refused.content.decode()
    listed = finance.post(CLOSE, confirmed(line), follow=True).content.decode()
    assert "April 2024 is closed" in listed
    assert "closed it at £0" in listed
    assert finance.post(CLOSE, confirmed(line)).status_code == 422
    assert SpendEntry.objects.count() == 1


def test_a_total_that_changed_meanwhile_is_refused(line: BudgetLine, finance: Client) -> None:
    assert finance.post(CLOSE, confirmed(line, "12")).status_code == 422
    assert finance.post(CLOSE, confirmed(line, "twelve")).status_code == 422
    assert not MonthClose.objects.exists()


def test_it_is_opened_again_with_a_reason(line: BudgetLine, finance: Client, finance_officer: User) -> None:
    factories.close(line.council, finance_officer, APRIL)
    assert finance.post(REOPEN, {"reason": ""}).status_code == 422
    page = finance.post(REOPEN, {"reason": "Wrong file"}, follow=True).content.decode()
    assert "April 2024 is open again" in page
    assert "opened it again" in page
    assert finance.post(REOPEN, {"reason": "Wrong file"}).status_code == 422


def test_only_the_next_month_is_offered(line: BudgetLine, finance: Client, finance_officer: User) -> None:
    assert finance.get(LIST).content.decode().count("/close/") == 1
    factories.close(line.council, finance_officer, APRIL)
    page = finance.get(LIST).content.decode()
    assert "/closes/202405/close/" in page
    assert "/closes/202404/reopen/" in page
    assert "Months are closed in order" in finance.get("/eastshire/closes/202407/close/").content.decode()


def test_the_outturn_follows_march(line: BudgetLine, finance: Client, finance_officer: User) -> None:
    address = "/eastshire/spend/2024/outturn/"
    assert finance.post(address, {"stage": "provisional"}).status_code == 422
    with clock(date(2025, 4, 20)):
        for number in range(12):
            month = date(2024 + (number + 3) // 12, (number + 3) % 12 + 1, 1)
            factories.close(line.council, finance_officer, month)
        page = finance.post(address, {"stage": "provisional"}, follow=True).content.decode()
    assert "Provisional outturn of 2024/25 is recorded" in page
    assert Outturn.objects.count() == 1
    assert finance.get(address).status_code == 405


def test_the_change_log_names_the_periods(line: BudgetLine, finance_officer: User) -> None:
    with clock(date(2025, 4, 8)):
        for month in (*months(2024), period_13(2024)):
            factories.close(line.council, finance_officer, month)
        record_outturn(council=line.council, year=2024, stage="final", by=finance_officer)
    said = list(Change.objects.filter(verb__in=("closed", "recorded the")).order_by("pk"))
    told = [f"{change.verb} {change.subject_label}" for change in said][-3:]
    assert told == [
        "closed March 2025",
        "closed Period 13 of 2024/25",
        "recorded the final outturn of 2024/25",
    ]


def test_others_read_the_list_and_may_not_close(
    line: BudgetLine, reader: User, outsider: User, client_for: SignedIn
) -> None:
    theirs = client_for(reader)
    assert "/close/" not in theirs.get(LIST).content.decode()
    for address in (CLOSE, REOPEN):
        assert theirs.get(address).status_code == 403
        assert theirs.post(address).status_code == 403
    assert theirs.post("/eastshire/spend/2024/outturn/").status_code == 403
    for address in (LIST, CLOSE, REOPEN):
        assert client_for(outsider).get(address).status_code == 404


def test_mistyped_addresses_are_not_there(line: BudgetLine, finance: Client) -> None:
    for address in ("/eastshire/closes/202400/close/", "/eastshire/spend/1999/closes/"):
        assert finance.get(address).status_code == 404
    assert finance.put(CLOSE).status_code == 405


@pytest.mark.parametrize("closed", [1, 8])
def test_the_queries_of_the_list(
    line: BudgetLine,
    finance: Client,
    finance_officer: User,
    closed: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(closed):
        factories.close(line.council, finance_officer, date(2024, 4 + number, 1))
    # Session, person, council, roles; cells, closes, outturns.
    with django_assert_num_queries(7):
        finance.get(LIST)
