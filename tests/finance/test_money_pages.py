"""Decisions, budget lines and printed tables: what their pages say, and to whom."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Council, User
from accounts.roles import Role
from finance.models import BudgetLine, BudgetMovement, StatedTable
from finance.services import (
    StatedCauseGiven,
    StatedRowGiven,
    add_tranche,
    draw_tranche,
    move_budget,
    record_spend,
    record_stated_table,
)
from tests import factories
from tests.conftest import Person, SignedIn

OCTOBER = date(2024, 10, 1)


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    decision = factories.funding_decision(
        eastshire, finance_officer, amount="2500000", already_in_budget=Decimal(500000)
    )
    first = add_tranche(decision=decision, number=1, amount=Decimal(1500000), by=finance_officer)
    draw_tranche(tranche=first, drawn_on=date(2024, 7, 17), drawn_by="Full Council", by=finance_officer)
    add_tranche(
        decision=decision,
        number=2,
        amount=Decimal(1000000),
        by=finance_officer,
        brought_forward=Decimal(250000),
        brought_forward_note="Delegated powers",
    )
    return factories.budget_line(decision, finance_officer, budgets={2024: "12000", 2025: "24000"})


@pytest.fixture
def table(line: BudgetLine, finance_officer: User) -> StatedTable:
    cause = StatedCauseGiven(2024, Decimal(500), "Counted a month early")
    return record_stated_table(
        decision=line.decision,
        title="Revenue costings",
        source="Document 000, paragraph 13",
        years=[2024],
        rows=[StatedRowGiven("Social Worker x 6", {2024: 12500}, line, causes=[cause])],
        totals={2024: 12000},
        total=12000,
        by=finance_officer,
    )


def addresses(line: BudgetLine, table: StatedTable) -> list[str]:
    return [
        "/eastshire/decisions/",
        f"/eastshire/decisions/{line.decision_id}/",
        f"/eastshire/lines/{line.pk}/",
        f"/eastshire/stated-tables/{table.pk}/",
    ]


@pytest.fixture
def as_reader(client_for: SignedIn, reader: User) -> Client:
    return client_for(reader)


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_the_money(
    line: BudgetLine, table: StatedTable, person: Person, client_for: SignedIn, role: Role
) -> None:
    client = client_for(person(line.council, role))
    for address in addresses(line, table):
        page = text(client, address)
        assert page.count("<h1") == 1


def test_titles_differ(line: BudgetLine, table: StatedTable, as_reader: Client) -> None:
    titles = {
        text(as_reader, address).split("<title>")[1].split("</title>")[0]
        for address in addresses(line, table)
    }
    assert len(titles) == 4
    assert "L01 Social workers – Budget line – Eastshire" in titles


def test_another_council_is_not_there(
    line: BudgetLine, table: StatedTable, client_for: SignedIn, outsider: User
) -> None:
    theirs = client_for(outsider)
    for address in addresses(line, table):
        assert theirs.get(address).status_code == 404
        assert theirs.get(address.replace("eastshire", "marchshire")).status_code == (
            200 if address.endswith("decisions/") else 404
        )


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_is_written_there(
    line: BudgetLine, table: StatedTable, as_reader: Client, method: str
) -> None:
    for address in addresses(line, table):
        assert getattr(as_reader, method)(address).status_code == 405


def test_the_list_says_what_became_of_the_sum(
    line: BudgetLine, as_reader: Client, finance_officer: User
) -> None:
    record_spend(line=line, month=OCTOBER, amount=Decimal("45.10"), by=finance_officer)
    page = text(as_reader, "/eastshire/decisions/")
    for sum_ in ("£2,500,000", "£1,750,000", "£36,000", "£45.10", "£2,499,954.90"):
        assert sum_ in page, sum_


def test_a_council_without_decisions_says_so(eastshire: Council, as_reader: Client) -> None:
    assert "No funding decision has been recorded yet" in text(as_reader, "/eastshire/decisions/")


def test_the_decision_shows_its_authority(line: BudgetLine, table: StatedTable, as_reader: Client) -> None:
    page = text(as_reader, f"/eastshire/decisions/{line.decision_id}/")
    assert page.index("Children and Families Committee, 16 July 2024") < page.index(
        "Full Council, 17 July 2024"
    )
    assert "17 July 2024, at the last approval" in page
    assert "£2,000,000" in page  # net of growth
    assert "£250,000: Delegated powers" in page
    assert "£1,750,000 of £2,500,000 drawn" in page
    assert 'width="60.00%"' in page
    assert "Revenue costings" in page


def test_the_line_shows_its_movements_and_the_history_of_each_cell(
    line: BudgetLine, table: StatedTable, as_reader: Client, finance_officer: User
) -> None:
    other = factories.budget_line(line.decision, finance_officer, "L02", name="Legal costs")
    kind = BudgetMovement.Kind.VIREMENT
    move_budget(
        line=other, to=line, year=2024, kind=kind, amount=Decimal(99), by=finance_officer, reason="Minute 12"
    )
    for amount in (Decimal(100), Decimal(90), None):
        record_spend(line=line, month=OCTOBER, amount=amount, by=finance_officer, note="ledger")
    page = text(as_reader, f"/eastshire/lines/{line.pk}/")
    assert "Minute 12 (L02 Legal costs)" in page
    assert "Budget £12,099, spent £0." in page
    name = finance_officer.name
    sentences = [f"{name} emptied it, which was £90", f"{name} changed it from £100 to £90", "entered £100"]
    assert [page.index(sentence) for sentence in sentences] == sorted(
        page.index(sentence) for sentence in sentences
    )
    assert "Not entered" in page


def test_the_printed_table_stands_beside_the_computed_one(
    line: BudgetLine, table: StatedTable, as_reader: Client
) -> None:
    page = text(as_reader, f"/eastshire/stated-tables/{table.pk}/")
    assert "Every pound of the difference is explained" in page
    assert "Social Worker x 6: Counted a month early" in page
    assert "a difference of £500" in page
    assert "Differs" in page


@pytest.mark.parametrize("extra", [0, 9])
def test_the_queries_of_the_pages(
    line: BudgetLine,
    table: StatedTable,
    as_reader: Client,
    finance_officer: User,
    extra: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(extra):
        more = factories.budget_line(line.decision, finance_officer, f"M{number}")
        record_spend(line=more, month=OCTOBER, amount=Decimal(1), by=finance_officer)
        record_spend(line=line, month=OCTOBER, amount=Decimal(number), by=finance_officer)
        factories.funding_decision(line.council, finance_officer, slug=f"d{number}")
    # Each: session, person, council, roles. Then decisions, approvals, sources, tranches, lines; sums decided,
    # budgets, sums returned, spend, commitments, profiles, methods; tables. On a decision's own page also the council's
    # limits, every sum recorded and every version.
    listed, one, of_line, stated = addresses(line, table)
    with django_assert_num_queries(17):
        as_reader.get(listed)
    with django_assert_num_queries(20):
        as_reader.get(one)
    # Line, its sections; printed rows with their tables, causes, original budgets; movements and corrections; budgets,
    # spend.
    with django_assert_num_queries(13):
        as_reader.get(of_line)
    # Table, rows, causes, lines; original budgets.
    with django_assert_num_queries(9):
        as_reader.get(stated)
