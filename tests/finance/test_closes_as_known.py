"""The page of closes as at a month and as known on a day: what was closed then, whatever was opened again since."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Council, User
from core.dates import clock, end_of_day
from finance.grid import read_grid
from finance.models import BudgetLine
from finance.reads import spend_to_date
from finance.services import record_spend
from finance.services.close import reopen_month
from tests import factories
from tests.conftest import SignedIn

APRIL = date(2024, 4, 1)
LIST = "/eastshire/spend/2024/closes/"


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    with clock(date(2024, 8, 8)):
        record_spend(line=line, month=APRIL, amount=Decimal(40), by=finance_officer)
        factories.close(eastshire, finance_officer, APRIL)
    with clock(date(2024, 9, 10)):
        reopen_month(council=eastshire, month=APRIL, reason="Wrong file", by=finance_officer)
        record_spend(line=line, month=APRIL, amount=Decimal(55), by=finance_officer, note="Wrong file")
    return line


def test_the_page_shows_what_was_closed_then(
    line: BudgetLine, client_for: SignedIn, finance_officer: User
) -> None:
    client: Client = client_for(finance_officer)
    then = client.get(f"{LIST}?as_at=2024-08-31&known_at=2024-08-31").content.decode()
    assert "As at 31 August 2024" in then
    assert "£40" in then
    assert "Wrong file" not in then
    assert "£55" not in then
    assert "Record the provisional outturn" not in then
    assert ">Open again<" not in then
    now = client.get(LIST).content.decode()
    assert "£55" in now
    assert "opened it again on 10 September 2024" in now


def test_a_closed_months_figure_as_known_then_stays_though_it_was_opened_and_changed(
    line: BudgetLine,
) -> None:
    known, now = end_of_day(date(2024, 8, 31)), end_of_day(date(2024, 9, 30))
    for moment, figure in ((known, 40), (now, 55), (None, 55)):
        assert spend_to_date(line.council, APRIL, moment).total == figure
        assert read_grid(line.council, 2024, date(2024, 4, 30), moment).total.actual_to_date == figure


def test_a_day_before_the_month_shows_nothing_of_it(
    line: BudgetLine, client_for: SignedIn, finance_officer: User
) -> None:
    before = client_for(finance_officer).get(f"{LIST}?as_at=2024-03-31").content.decode()
    assert "£55" not in before
    assert "closed it" not in before


@pytest.mark.parametrize("asked", ["as_at=tomorrow", "known_at=2099-01-01", "as_at=2024-13-01"])
def test_a_date_that_is_none_is_refused_in_words(
    line: BudgetLine, client_for: SignedIn, finance_officer: User, asked: str
) -> None:
    assert client_for(finance_officer).get(f"{LIST}?{asked}").status_code in {400, 404}
