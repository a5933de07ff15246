"""A page's workbook holds what the page shows: a decision's terms, a line's history, a table's totals and causes."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.models import Council, User
from core.dates import clock
from finance.models import BudgetLine, StatedTable
from finance.services import ApprovalGiven, SourceGiven, explain_table, record_stated_table
from finance.services.stated import StatedCauseGiven, StatedRowGiven
from tests import factories
from tests.conftest import SignedIn

Rows = list[tuple[object, ...]]


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    reserve = SourceGiven("reserve", Decimal(50000), "Invest fund", False, Decimal(90000), date(2024, 7, 1))
    decision = factories.funding_decision(
        eastshire,
        finance_officer,
        amount="50000",
        sources=[reserve],
        approvals=[ApprovalGiven("Committee", date(2024, 7, 16), "12"), ApprovalGiven("Full Council")],
        already_in_budget=Decimal(5000),
        conditions="Come back in the spring",
    )
    return factories.budget_line(decision, finance_officer, budgets={2024: "12000.50"})


@pytest.fixture
def table(line: BudgetLine, finance_officer: User) -> StatedTable:
    with clock(date(2024, 8, 1)):
        table = record_stated_table(
            decision=line.decision,
            title="Costings",
            source="A paper",
            years=[2024],
            rows=[StatedRowGiven("Social workers", {2024: 12500}, line)],
            totals={2024: 12000},
            total=12000,
            by=finance_officer,
        )
    cause = StatedCauseGiven(2024, Decimal("499.50"), "Counted early")
    return explain_table(
        table=table, causes=[(table.rows.get().pk, cause)], by=finance_officer, shown_version=table.version
    )


def sheet(client: Client, address: str, title: str) -> Rows:
    return list(load_workbook(BytesIO(client.get(address).content))[title].values)


def told(client: Client, address: str) -> dict[object, object]:
    return {row[0]: row[1] for row in sheet(client, address, "Terms")}


@pytest.fixture
def as_reader(client_for: SignedIn, reader: User) -> Client:
    return client_for(reader)


def test_a_decision_comes_with_what_it_said(line: BudgetLine, as_reader: Client) -> None:
    address = f"/eastshire/decisions/{line.decision_id}/workbook/"
    approvals = sheet(as_reader, address, "Approvals")[1:]
    assert [(row[0], str(row[1])[:10], row[2]) for row in approvals] == [
        ("Committee", "2024-07-16", "12"),
        ("Full Council", "None", None),
    ]
    [_, source] = sheet(as_reader, address, "Sources")
    assert (*source[:4], str(source[4])[:10]) == ("Reserve: Invest fund", "Once", 50000, 90000, "2024-07-01")
    said = told(as_reader, address)
    assert (said["Net investment"], said["Conditions"]) == (45000, "Come back in the spring")
    before = told(as_reader, f"{address}?as_at=2024-07-10")
    assert before["Conditions"] in (None, "")


def test_a_line_comes_with_every_entry_and_what_was_printed(
    line: BudgetLine, table: StatedTable, as_reader: Client, finance_officer: User
) -> None:
    factories.spend(line, finance_officer, {date(2024, 10, 1): "-500.25"})
    factories.spend(line, finance_officer, {date(2024, 10, 1): "600"})
    address = f"/eastshire/lines/{line.pk}/workbook/"
    assert sheet(as_reader, address, "Spend by month")[1:] == [("2024/25", "October 2024", 600)]
    entries = sheet(as_reader, address, "Entries")[1:]
    assert [(row[2], row[5]) for row in entries] == [(600, "Stands"), (-500.25, "Corrected since")]
    printed = sheet(as_reader, address, "As printed")[1]
    assert printed == ("Costings", "Social workers", "2024/25", 12500, 12000.5, 499.5, "Counted early")
    assert len(sheet(as_reader, f"{address}?as_at=2024-09-30", "Entries")) == 1


def test_a_printed_table_comes_with_its_totals_and_causes(table: StatedTable, as_reader: Client) -> None:
    address = f"/eastshire/stated-tables/{table.pk}/workbook/"
    rows = sheet(as_reader, address, "Printed table")
    assert rows[2][:6] == ("Sum of the rows", None, None, 12500, 12000.5, 499.5)
    assert rows[3][:6] == ("Total as stated", None, None, 12000, None, -0.5)
    causes = [row for row in sheet(as_reader, address, "Causes") if row[0] == "2024/25"]
    assert causes[0] == ("2024/25", "Printed rows add up to", 12500)
    named = sum(Decimal(str(row[2])) for row in causes[2:-1])
    assert (causes[-1], named) == (("2024/25", "Difference", 500), 500)
