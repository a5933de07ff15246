"""How many queries the lists of the money take: the same with one row, with ten and with two hundred."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Council, User
from finance.models import BudgetLine, FundingDecision
from finance.services import SourceGiven, add_line, add_tranche, create_decision, offer_forecast, record_spend
from finance.services.mappings import map_codes
from finance.services.stated import StatedRowGiven, record_stated_table
from tests import factories
from tests.conftest import SignedIn
from tests.finance.extracting import bring, post

OCTOBER = date(2024, 10, 1)
LISTS = (
    "spend/2024/",
    "spend/2024/workbook/",
    "spend/2024/closes/",
    "forecast/2024/",
    "forecast/2024/workbook/",
    "variance/2024/",
    "variance/2024/workbook/",
    "burn-up/2024/",
    "bought/",
    "batches/",
    "extracts/",
    "mappings/",
    "offers/",
    "decisions/",
    "decisions/workbook/",
    "decisions/uses/",
    "decisions/uses/workbook/",
    "spend/2024/?as_at=2024-10-31&known_at=2025-01-01",
    "decisions/?as_at=2024-10-31&known_at=2025-01-01",
)


def grow(council: Council, by: User, offers_by: User, numbers: range) -> None:
    """For each number a decision with a tranche and a line: its spend, mapping, printed table, offer, and a file."""
    for number in numbers:
        amount = Decimal(5000)
        sources = [SourceGiven("growth", amount)]
        decision = create_decision(
            council=council, title=f"Posts {number}", amount=amount, sources=sources, by=by
        )
        add_tranche(decision=decision, amount=Decimal(100), by=by)
        line = add_line(
            decision=decision,
            code=f"N{number}",
            name="Posts",
            kind=BudgetLine.Kind.POSTS,
            budgets={2024: amount},
            by=by,
        )
        record_spend(line=line, month=OCTOBER, amount=Decimal(number), by=by)
        map_codes(council=council, choices=[(f"C{number}", "1", line)], by=by)
        offer_forecast(
            council=council, by=offers_by, line=line, figures={OCTOBER: amount}, source_text="Posts"
        )
        row = [StatedRowGiven("Posts", {2024: 5000}, line)]
        record_stated_table(
            decision=decision,
            title=f"Costings {number}",
            source="Document 000",
            years=[2024],
            rows=row,
            totals={2024: 5000},
            total=5000,
            by=by,
        )
        extract = bring(
            by, council, f"Cost centre,Subjective,Period,Reference,Amount\nC{number},1,8,R{number},5\n"
        )
        post(extract, by, "5")


def counts(client_for: SignedIn, by: User) -> Iterator[tuple[str, int]]:
    client = client_for(by)
    for address in LISTS:
        with CaptureQueriesContext(
            connection,
        ) as made:
            assert client.get(f"/eastshire/{address}").status_code == 200
        yield address, len(made)


def test_the_queries_do_not_grow_with_the_rows(
    eastshire: Council, finance_officer: User, workforce_lead: User, client_for: SignedIn
) -> None:
    factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    grow(eastshire, finance_officer, workforce_lead, range(1))
    one = dict(counts(client_for, finance_officer))
    grow(eastshire, finance_officer, workforce_lead, range(1, 10))
    ten = dict(counts(client_for, finance_officer))
    assert ten == one
    grow(eastshire, finance_officer, workforce_lead, range(10, 200))
    assert FundingDecision.objects.count() == 201
    assert dict(counts(client_for, finance_officer)) == one
