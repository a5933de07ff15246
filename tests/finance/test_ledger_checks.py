"""What `verify_ledger` says of the money, when all is well and when rows were tampered with."""

from datetime import date

import pytest
from django.db import connection

from accounts.models import Council, User
from finance.ledger_checks import problems
from finance.models import BudgetLine
from tests import factories


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    for amount in ("5", "6"):
        factories.spend(line, finance_officer, {date(2024, 10, 1): amount})
    return line


def test_what_the_services_wrote_has_no_problems(line: BudgetLine) -> None:
    assert list(problems(line.council)) == []


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        ("UPDATE finance_spendentry SET as_at = '2024-10-30'", "not as at the last day of its month"),
        ("UPDATE finance_spendentry SET change_id = NULL", "missing from the change log"),
        ("UPDATE finance_spendentry SET month = '2024-09-01' WHERE corrects_id IS NULL", "another cell"),
        ("UPDATE finance_budgetmovement SET kind = 'virement'", "do not add up to nil but to £12,000"),
        ("UPDATE finance_fundingdecision SET amount = 100", "shows £1, and its ledger £1,986,599"),
        ("UPDATE finance_authorisedamount SET amount = 100", "shows £1,986,599, and its ledger £1"),
        ("UPDATE finance_authorisedamount SET change_id = NULL", "missing from the change log"),
        ("UPDATE finance_fundingsource SET amount = 100", "come to £1, not to £1,986,599"),
    ],
)
def test_tampering_is_found(line: BudgetLine, tampering: str, sentence: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    assert any(sentence in problem for problem in problems(line.council))


def test_a_row_of_another_council_is_found(line: BudgetLine, marchshire: Council) -> None:
    BudgetLine.objects.filter(pk=line.pk).update(council=marchshire)
    assert any("not of the same council" in problem for problem in problems(marchshire))
