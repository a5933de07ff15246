"""Whom a line's spend has paid for so far: said by finance, printed by papers."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Change, Council, User
from finance.models import BudgetLine
from finance.services.lines import say_what_spend_covers
from tests import factories


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    return factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)


def test_it_is_kept_with_what_stood_before(line: BudgetLine, finance_officer: User) -> None:
    for words in ("2 social workers", " 4 social workers "):
        say_what_spend_covers(line=line, by=finance_officer, words=words)
    line.refresh_from_db()
    assert line.spend_covers == "4 social workers"
    change = Change.objects.for_subject(line).latest("pk")
    assert (change.before, change.after) == (
        {"spend covers": "2 social workers"},
        {"spend covers": "4 social workers"},
    )


def test_saying_the_same_again_does_nothing(line: BudgetLine, finance_officer: User) -> None:
    say_what_spend_covers(line=line, by=finance_officer, words="2 social workers")
    written = Change.objects.count()
    say_what_spend_covers(line=line, by=finance_officer, words="2 social workers")
    assert Change.objects.count() == written


def test_only_who_manages_the_budget_may(line: BudgetLine, clerk: User, outsider: User) -> None:
    for person in (clerk, outsider):
        with pytest.raises(PermissionDenied):
            say_what_spend_covers(line=line, by=person, words="anything")
