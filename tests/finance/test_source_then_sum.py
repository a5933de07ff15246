"""A source of a decision is changed on purpose, and then its sum is found to have been wrong from the start."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Council, Membership, User
from accounts.roles import Role
from core.dates import clock, end_of_day
from finance.authority import Authority, authorities
from finance.ledger_checks import problems
from finance.models import FundingDecision
from finance.services import SourceGiven, edit_decision, given_approvals
from finance.services.corrected_sources import sources_put_right
from finance.terms import SourceTerms
from tests import factories

# Decided on 17 July 2024; half comes from a reserve from 1 October; the sum is put right on 1 November.
BEFORE, FROM, RIGHT = date(2024, 9, 30), date(2024, 10, 1), date(2024, 11, 1)
SUM = Decimal(1986599)


def save(decision: FundingDecision, by: User, sources: list[SourceGiven], **changed: Any) -> None:
    decision.refresh_from_db()
    edit_decision(
        decision=decision,
        by=by,
        shown_version=decision.version,
        title=decision.title,
        amount=sum((source.amount for source in sources), Decimal(0)),
        sources=sources,
        approvals=given_approvals(decision),
        **changed,
    )


def on(decision: FundingDecision, day: date | None, known: date | None = None) -> Authority:
    found = FundingDecision.objects.with_authority().get(pk=decision.pk)
    return authorities([found], day, end_of_day(known) if known else None)[0]


def told(authority: Authority) -> list[tuple[str, int]]:
    return [(source.kind, int(source.amount)) for source in authority.sources]


@pytest.mark.django_db
def test_the_days_before_keep_their_source_with_the_right_sum(
    eastshire: Council, finance_officer: User
) -> None:
    decision = factories.funding_decision(eastshire, finance_officer)
    with clock(FROM):
        half = [
            SourceGiven("diverted_growth", SUM - 500000),
            SourceGiven("reserve", Decimal(500000), "Invest"),
        ]
        save(decision, finance_officer, half, holds_from=FROM)
    with clock(RIGHT):
        more = [
            SourceGiven("diverted_growth", SUM - 499000),
            SourceGiven("reserve", Decimal(500000), "Invest"),
        ]
        save(decision, finance_officer, more)
    then, since = on(decision, BEFORE), on(decision, FROM)
    assert (then.gross, told(then)) == (SUM + 1000, [("diverted_growth", 1987599)])
    assert (since.gross, told(since)) == (SUM + 1000, [("diverted_growth", 1487599), ("reserve", 500000)])
    known = on(decision, BEFORE, FROM)
    assert (known.gross, told(known)) == (SUM, [("diverted_growth", 1986599)])
    assert not list(problems(decision.council))


def source(kind: str, amount: int, name: str = "") -> SourceTerms:
    return SourceTerms(kind=kind, name=name, amount=Decimal(amount))


@pytest.mark.parametrize(
    ("said", "former", "now", "right"),
    [
        # The source that was wrong came in later: the only one of before brings the right sum.
        ([("growth", 10)], [("reserve", 10)], [("reserve", 12)], [("growth", 12)]),
        # One that was forgotten from the start was forgotten then, too.
        (
            [("growth", 10)],
            [("growth", 6), ("reserve", 4)],
            [("growth", 6), ("reserve", 4), ("grant", 3)],
            [("growth", 10), ("grant", 3)],
        ),
        # One that never was goes, and the others stay.
        ([("growth", 7), ("grant", 3)], [("reserve", 7), ("grant", 3)], [("reserve", 7)], [("growth", 7)]),
        # Of several nobody can say which it was.
        ([("growth", 7), ("grant", 3)], [("reserve", 10)], [("reserve", 12)], [("reserve", 12)]),
        # What would leave a source below nil is not put into it.
        ([("growth", 2), ("grant", 8)], [("growth", 10)], [("growth", 7)], [("growth", 7)]),
    ],
)
def test_what_was_put_right_goes_into_the_sources_of_before(
    said: Any, former: Any, now: Any, right: Any
) -> None:
    found = sources_put_right(*(tuple(source(*each) for each in part) for part in (said, former, now)))
    assert [(each.kind, int(each.amount)) for each in found] == right


kinds = st.sampled_from(("growth", "reserve", "grant"))
given_sets = st.dictionaries(kinds, st.integers(1, 9), min_size=1, max_size=3)
steps = st.lists(st.tuples(given_sets, st.booleans()), min_size=1, max_size=5)


class AnyOrder(TestCase):
    """Changes on purpose and corrections, in any order: what a day was told comes to the sum of that day."""

    def setUp(self) -> None:
        self.council = Council.objects.create(slug="anywhere", name="Anywhere", short_name="Anywhere")
        self.by = User.objects.create_user(email="finance@anywhere.example", name="Finance")
        Membership.objects.create(
            council=self.council, user=self.by, role=Role.FINANCE, started_on=date(2024, 1, 1)
        )

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps)
    def test_sources_always_come_to_their_sum(self, changes: list[tuple[dict[str, int], bool]]) -> None:
        decision = factories.funding_decision(
            self.council, self.by, slug=f"d{FundingDecision.objects.count()}", amount="9"
        )
        days = [date(2024, 9, 1) + timedelta(days=7 * at) for at in range(len(changes))]
        seen = {}
        for day, (amounts, is_on_purpose) in zip(days, changes, strict=True):
            sources = [SourceGiven(kind, Decimal(amount)) for kind, amount in amounts.items()]
            with clock(day):
                save(decision, self.by, sources, holds_from=day if is_on_purpose else None)
            seen[day] = told(on(decision, day))
        for day in [date(2024, 8, 1), *days]:
            asked = on(decision, day)
            assert asked.gross == sum(each.amount for each in asked.sources)
        assert {day: told(on(decision, day, day)) for day in days} == seen
        assert not list(problems(self.council))
