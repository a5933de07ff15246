"""Spend that was changed behind the application's back does not come to what the change log saw."""

from datetime import date

import pytest
from django.db import connection

from accounts.models import Council, User
from finance.models import BudgetLine, SpendEntry
from finance.services import record_spend_of_line
from finance.spend_replay import problems
from tests import factories

OCTOBER = date(2024, 10, 1)


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    for amount in ("5", "6.50"):
        factories.spend(line, finance_officer, {OCTOBER: amount, date(2024, 9, 1): "0"})
    record_spend_of_line(line=line, figures={date(2024, 9, 1): None}, by=finance_officer)
    return line


def test_what_was_entered_corrected_and_emptied_has_no_problems(
    line: BudgetLine, marchshire: Council
) -> None:
    assert SpendEntry.objects.count() == 4
    assert list(problems(line.council)) == []
    assert list(problems(marchshire)) == []


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        (
            "UPDATE finance_spendentry SET amount = amount + 100",
            "does not come to what the change log saw: 6.50",
        ),
        (
            "UPDATE finance_spendentry SET is_void = FALSE",
            "does not come to what the change log saw: not entered",
        ),
        ("DELETE FROM finance_spendentry WHERE corrects_id IS NOT NULL AND NOT is_void", "6.50 was entered"),
        ("UPDATE accounts_change SET after = '{}'", "The change log knows nothing of an entry"),
        ("""UPDATE accounts_change SET after = '{"October 2024": "lots"}'""", "saw: lots"),
    ],
)
def test_tampering_is_found(line: BudgetLine, tampering: str, sentence: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    assert any(sentence in problem for problem in problems(line.council)), list(problems(line.council))
