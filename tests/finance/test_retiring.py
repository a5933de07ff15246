"""Retiring a budget line and bringing it back; and a printed table recorded anew because it was mistyped."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Change, Council, User
from finance.models import BudgetLine, BudgetMovement, StatedTable
from finance.services import move_budget
from finance.services.entries import add_entry
from tests import factories
from tests.conftest import SignedIn

TABLE = {
    "title": "Revenue costings",
    "source": "Document 000, paragraph 13",
    "unit": "1000",
    "years": "2024/25",
    "rows": "L01|Social Worker x 6|10|IP Ch.2, S.6|13",
    "totals": "13 | 13",
    "note": "",
}


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    return factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)


@pytest.fixture
def finance(client_for: SignedIn, finance_officer: User) -> Client:
    return client_for(finance_officer)


def test_a_line_with_budget_is_retired_once_it_is_said_that_it_stays(
    line: BudgetLine, finance: Client
) -> None:
    here = f"/eastshire/lines/{line.pk}/"
    assert "Retire this line" in finance.get(here).content.decode()
    assert finance.post(f"{here}retire/", {"version": "1", "reason": ""}).status_code == 422
    refused = finance.post(f"{here}retire/", {"version": "1", "reason": "Done"})
    assert refused.status_code == 422
    assert "£12,000 of its budget is not spent" in refused.content.decode()
    facts = {"version": "1", "reason": "The posts ended", "leave_budget": "on"}
    page = finance.post(f"{here}retire/", facts, follow=True).content.decode()
    assert "Retired on 2 January 2025: The posts ended" in page
    assert finance.post(f"{here}retire/", facts).status_code == 409
    assert finance.post(f"{here}retire/", facts | {"version": "2"}).status_code == 422
    assert finance.post(f"{here}bring-back/", {"shown_version": "1"}).status_code == 422
    back = finance.post(f"{here}bring-back/", {"shown_version": "2"}, follow=True).content.decode()
    assert "This line is no longer used" not in back
    assert finance.post(f"{here}bring-back/", {"shown_version": "3"}).status_code == 422
    assert [change.verb for change in Change.objects.for_subject(line)][:2] == [
        "brought back the budget line",
        "retired the budget line",
    ]


def test_a_line_without_budget_goes_but_not_with_something_ordered(
    line: BudgetLine, finance: Client, finance_officer: User
) -> None:
    kind, amount = BudgetMovement.Kind.REDUCTION, Decimal(-12000)
    move_budget(line=line, year=2024, kind=kind, amount=amount, by=finance_officer, reason="Not needed")
    december = date(2024, 12, 1)
    ordered = {"month": december, "kind": "commitment", "amount": Decimal(5), "note": "Order 7"}
    add_entry(line=line, by=finance_officer, **ordered)  # type: ignore[arg-type]
    here = f"/eastshire/lines/{line.pk}/retire/"
    assert "£5 is ordered on it" in finance.get(here).content.decode()
    facts = {"version": "1", "reason": "Done"}
    assert "take the commitments out first" in finance.post(here, facts).content.decode()


def test_only_finance_retires(line: BudgetLine, reader: User, outsider: User, client_for: SignedIn) -> None:
    for verb in ("retire", "bring-back"):
        address = f"/eastshire/lines/{line.pk}/{verb}/"
        assert client_for(reader).post(address).status_code == 403
        assert client_for(outsider).post(address).status_code == 404
    assert client_for(reader).put(f"/eastshire/lines/{line.pk}/retire/").status_code == 405


def test_a_mistyped_table_is_recorded_anew_and_stays_to_be_seen(line: BudgetLine, finance: Client) -> None:
    finance.post(f"/eastshire/decisions/{line.decision_id}/add-stated-table/", TABLE)
    old = StatedTable.objects.get()
    here = f"/eastshire/stated-tables/{old.pk}/"
    form = finance.get(f"{here}correct/").content.decode()
    assert "L01 | Social Worker x 6 | 10 | IP Ch.2, S.6 | 13" in form
    right = TABLE | {"rows": TABLE["rows"].replace("|13", "|12"), "totals": "12|12"}
    assert finance.post(f"{here}correct/", right).status_code == 422
    page = finance.post(f"{here}correct/", right | {"correction": "13 was typed for 12"}, follow=True)
    assert "in place of" in page.content.decode()
    assert "13 was typed for 12" in page.content.decode()
    again = finance.post(f"{here}correct/", right | {"correction": "Twice"})
    assert "recorded anew already" in again.content.decode()
    mistyped = finance.get(here).content.decode()
    assert "This table was mistyped" in mistyped
    assert "record it anew" not in mistyped
    new = StatedTable.objects.of(line.council).get()
    assert (new.corrects, StatedTable.objects.count()) == (old, 2)
    assert f"stated-tables/{old.pk}/" not in finance.get("/eastshire/decisions/").content.decode()
    assert f"stated-tables/{old.pk}/" not in finance.get(f"/eastshire/lines/{line.pk}/").content.decode()
