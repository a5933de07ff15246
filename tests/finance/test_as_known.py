"""Pages of the money as they were known on a day: what they showed then, whatever was recorded since."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Council, User
from core.dates import clock
from finance.models import BudgetLine, BudgetMovement, StatedCause, StatedTable
from finance.services import correct_movement, explain_table, move_budget, record_spend
from finance.services.stated import StatedCauseGiven, StatedRowGiven, record_stated_table
from tests import factories
from tests.conftest import SignedIn

OCTOBER = date(2024, 10, 1)
THEN = date(2024, 11, 13)
SUM = re.compile(r"−?£[\d,.]+\d")


@pytest.fixture
def looking(client_for: SignedIn, reader: User) -> Client:
    """A browser of somebody who only looks: no words of forms beside the figures."""
    return client_for(reader)


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    factories.budget_line(line.decision, finance_officer, "L02", order=2)
    factories.spend(line, finance_officer, {date(2024, 9, 1): "100", OCTOBER: "40"})
    return line


@pytest.fixture
def table(line: BudgetLine, finance_officer: User) -> StatedTable:
    row = StatedRowGiven("Social workers", {2024: 12500}, line)
    with clock(date(2024, 8, 1)):
        table = record_stated_table(
            decision=line.decision,
            title="Costings",
            source="Document 000",
            years=[2024],
            rows=[row],
            totals={2024: 12000},
            total=12000,
            by=finance_officer,
        )
        _explain(table, "Counted a month early", finance_officer)
    return table


def _explain(table: StatedTable, why: str, by: User) -> None:
    table.refresh_from_db()
    cause = StatedCauseGiven(2024, Decimal(500), why)
    explain_table(table=table, causes=[(table.rows.get().pk, cause)], by=by, shown_version=table.version)


def later(line: BudgetLine, table: StatedTable, by: User) -> None:
    """What was recorded after the day asked about: of October, of November, and corrections."""
    with clock(date(2024, 12, 9)):
        record_spend(line=line, month=OCTOBER, amount=Decimal(77), by=by, note="Late invoice")
        record_spend(line=line, month=date(2024, 11, 1), amount=Decimal(8), by=by)
        other = BudgetLine.objects.get(code="L02")
        virement = {"kind": BudgetMovement.Kind.VIREMENT, "amount": Decimal(300), "reason": "To L02"}
        move_budget(line=line, year=2024, to=other, by=by, as_at=OCTOBER, **virement)  # type: ignore[arg-type]
        first = BudgetMovement.objects.filter(line=line).earliest("pk")
        correct_movement(movement=first, amount=Decimal(11000), reason="Mistyped", by=by)
        _explain(table, "Another reason", by)


@pytest.mark.parametrize(
    "address",
    [
        lambda line, table: f"/eastshire/lines/{line.pk}/",
        lambda line, table: f"/eastshire/stated-tables/{table.pk}/",
        lambda line, table: f"/eastshire/decisions/{line.decision_id}/",
        lambda line, table: "/eastshire/decisions/uses/",
        lambda line, table: "/eastshire/decisions/",
    ],
    ids=["line", "printed table", "decision", "uses", "decisions"],
)
def test_what_was_shown_on_a_day_is_shown_again(
    address: Callable[[BudgetLine, StatedTable], str],
    line: BudgetLine,
    table: StatedTable,
    looking: Client,
    finance_officer: User,
) -> None:
    here = address(line, table)
    with clock(THEN):
        shown = SUM.findall(looking.get(here).content.decode())
    later(line, table, finance_officer)
    now = looking.get(here).content.decode()
    page = looking.get(here, {"as_at": "13 November 2024", "known_at": "13 November 2024"}).content.decode()
    assert "As at 13 November 2024" in page
    assert SUM.findall(page) == shown
    assert SUM.findall(now) != shown or "Another reason" in now


def test_through_a_month_is_what_had_been_spent_by_then(
    line: BudgetLine, table: StatedTable, looking: Client, finance_officer: User
) -> None:
    later(line, table, finance_officer)
    here = f"/eastshire/lines/{line.pk}/"
    page = looking.get(here, {"as_at": "31 October 2024"}).content.decode()
    assert "spent £177." in page
    assert "November 2024</a>" not in page
    assert "spent £100." in looking.get(here, {"as_at": "2024-09-30"}).content.decode()
    known = looking.get(here, {"as_at": "2024-10-31", "known_at": "2024-11-13"}).content.decode()
    assert "spent £140." in known
    assert "Late invoice" not in known
    assert "Change this line" not in known
    assert looking.get(here, {"as_at": "the day before"}).status_code == 400


def test_causes_named_since_are_not_in_what_was_known(
    line: BudgetLine, table: StatedTable, looking: Client, finance_officer: User
) -> None:
    later(line, table, finance_officer)
    here = f"/eastshire/stated-tables/{table.pk}/"
    page = looking.get(here, {"known_at": "2024-11-13"}).content.decode()
    assert "Counted a month early" in page
    assert "Another reason" not in page
    assert StatedCause.objects.filter(withdrawn_at=None).get().explanation == "Another reason"
