"""The sum of a decision: kept entry by entry, asked as at a day and as known at a moment."""

from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from accounts.models import Council, User
from core.dates import clock, end_of_day
from finance.authority import Authority, authorities
from finance.models import AuthorisedAmount, FundingDecision
from finance.services import ApprovalGiven, SourceGiven, edit_decision, given_approvals
from tests import factories
from tests.conftest import SignedIn

RECORDED, CHANGED = date(2024, 7, 18), date(2024, 9, 2)
FIRST, PUT_RIGHT = Decimal(1986599), Decimal(1986600)


@pytest.fixture
def decision(eastshire: Council, finance_officer: User) -> FundingDecision:
    decision = factories.funding_decision(eastshire, finance_officer, already_in_budget=Decimal(600000))
    with clock(CHANGED):
        change(decision, finance_officer, PUT_RIGHT)
    return decision


def change(
    decision: FundingDecision,
    by: User,
    amount: Decimal,
    approvals: list[ApprovalGiven] | None = None,
) -> None:
    edit_decision(
        decision=decision,
        by=by,
        shown_version=decision.version,
        title=decision.title,
        amount=amount,
        sources=[SourceGiven("diverted_growth", amount)],
        approvals=approvals or given_approvals(decision),
        already_in_budget=decision.already_in_budget,
    )


def authority(decision: FundingDecision, day: date | None = None, known: date | None = None) -> Authority:
    found = FundingDecision.objects.with_authority().filter(pk=decision.pk)
    return authorities(list(found), day, end_of_day(known) if known else None)[0]


def test_a_changed_sum_corrects_the_one_before(decision: FundingDecision) -> None:
    newest, first = AuthorisedAmount.objects.history(decision)
    assert (first.amount, newest.amount, newest.corrects) == (FIRST, PUT_RIGHT, first)
    assert {first.as_at, newest.as_at} == {date(2024, 7, 16)}
    assert first.change
    assert newest.change
    assert newest.change.verb == "changed the funding decision"


@pytest.mark.parametrize(
    ("day", "known", "expected"),
    [
        (None, None, PUT_RIGHT),
        # The correction applies to every day once it is known, and to none before.
        (RECORDED, None, PUT_RIGHT),
        (None, date(2024, 9, 1), FIRST),
        (date(2024, 9, 1), date(2024, 9, 1), FIRST),
        (date(2024, 7, 15), None, Decimal(0)),
        (None, date(2024, 7, 17), Decimal(0)),
    ],
)
def test_the_sum_of_a_day_as_it_was_known(
    decision: FundingDecision, day: date | None, known: date | None, expected: Decimal
) -> None:
    found = authority(decision, day, known)
    assert found.gross == found.authorised == expected
    assert found.net == expected - (600000 if expected else 0)


def test_a_change_of_words_appends_no_sum(decision: FundingDecision, finance_officer: User) -> None:
    change(decision, finance_officer, PUT_RIGHT)
    assert AuthorisedAmount.objects.history(decision).count() == 2


def test_an_approval_found_to_be_earlier_moves_the_sum_with_it(
    decision: FundingDecision, finance_officer: User
) -> None:
    earlier = [ApprovalGiven("Committee", date(2024, 7, 2)), ApprovalGiven("Full Council", date(2024, 7, 3))]
    change(decision, finance_officer, PUT_RIGHT, earlier)
    assert authority(decision, date(2024, 7, 4)).authorised == PUT_RIGHT
    assert authority(decision, date(2024, 7, 17), CHANGED).gross == PUT_RIGHT


def test_the_page_shows_every_sum_and_one_known_then(
    decision: FundingDecision, client_for: SignedIn, reader: User
) -> None:
    client = client_for(reader)
    address = f"/eastshire/decisions/{decision.pk}/"
    now = client.get(address).content.decode()
    assert "£1,986,600 from 16 July 2024, in place of what stood before" in now
    assert "£1,986,599 from 16 July 2024" in now
    then = client.get(f"{address}?known_at=2024-09-01").content.decode()
    assert "£1,986,600" not in then.split("Sources")[0]


def test_sums_there_before_the_ledger_are_carried_over_as_they_were_written(
    decision: FundingDecision, finance_officer: User
) -> None:
    told = "recorded_at", "recorded_by", "amount", "as_at", "change"
    wanted = list(AuthorisedAmount.objects.order_by("pk").values_list(*told))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM finance_authorisedamount WHERE corrects_id IS NOT NULL")
        cursor.execute("DELETE FROM finance_authorisedamount")
    import_module("finance.migrations.0005_authorised_amount").carry_over(apps, connection)
    found = list(AuthorisedAmount.objects.order_by("pk").values_list(*told))
    assert [row[1:] for row in found] == [row[1:] for row in wanted]
    assert AuthorisedAmount.objects.get(amount=PUT_RIGHT).corrects_id is not None
