"""The outturn of a year on its pages: provisional, then final, and not before either is recorded."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Council, User
from core.dates import clock
from core.financial_year import months
from finance.models import BudgetLine, Outturn
from finance.periods import period_13
from finance.services.close import record_outturn
from finance.services.entries import add_entry
from tests import factories
from tests.conftest import SignedIn

PAGES = ("spend/2024/", "forecast/2024/", "burn-up/2024/", "variance/2024/")
AFTER = date(2025, 5, 20)


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    factories.spend(line, finance_officer, {date(2024, 10, 1): "100"})
    return line


@pytest.fixture
def finance(client_for: SignedIn, finance_officer: User) -> Client:
    return client_for(finance_officer)


def provisional(line: BudgetLine, by: User) -> None:
    with clock(date(2025, 4, 10)):
        for month in months(2024):
            factories.close(line.council, by, month)
        record_outturn(council=line.council, year=2024, stage=Outturn.Stage.PROVISIONAL, by=by)


def test_none_is_offered_after_the_final_one(
    line: BudgetLine, finance: Client, finance_officer: User
) -> None:
    provisional(line, finance_officer)
    with clock(AFTER):
        assert "Record the final outturn" in finance.get("/eastshire/spend/2024/closes/").content.decode()
        factories.close(line.council, finance_officer, period_13(2024))
        record_outturn(council=line.council, year=2024, stage=Outturn.Stage.FINAL, by=finance_officer)
        page = finance.get("/eastshire/spend/2024/closes/").content.decode()
    assert "Final outturn: £100" in page
    assert "Record the" not in page


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_say_which_outturn_is_recorded(
    line: BudgetLine, finance: Client, finance_officer: User, address: str
) -> None:
    where = f"/eastshire/{address}"
    with clock(date(2025, 4, 9)):
        assert "outturn of 2024/25 is" not in finance.get(where).content.decode()
    provisional(line, finance_officer)
    with clock(AFTER):
        assert "The provisional outturn of 2024/25 is £100" in finance.get(where).content.decode()
        add_entry(
            line=line,
            month=period_13(2024),
            kind="adjustment",
            amount=Decimal(7),
            note="Late invoice",
            by=finance_officer,
        )
        factories.close(line.council, finance_officer, period_13(2024))
        if "variance" not in address:
            assert "bring the year to £107" in finance.get(where).content.decode()
        record_outturn(council=line.council, year=2024, stage=Outturn.Stage.FINAL, by=finance_officer)
        now = finance.get(where).content.decode()
        assert "The final outturn of 2024/25 is £107" in now
        assert "bring the year" not in now
        # As it was known then.
        then = finance.get(f"{where}?as_at=2025-03-31&known_at=2025-04-30").content.decode()
        assert "The provisional outturn of 2024/25 is £100" in then
