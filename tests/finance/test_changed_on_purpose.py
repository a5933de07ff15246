"""A decision changed later on purpose: from its own day, while what was wrong from the start is put right on all."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import Council, User
from core.dates import clock, end_of_day
from finance.authority import Authority, authorities
from finance.ledger_checks import problems
from finance.models import AuthorisedAmount, DecisionTerms, FundingDecision
from finance.services import ApprovalGiven, SourceGiven, edit_decision, given_approvals, given_sources
from tests import factories
from tests.conftest import SignedIn

# The decision is approved on 17 July 2024; more is decided on 1 October, and known on 7 October.
BEFORE, FROM, KNOWN = date(2024, 9, 30), date(2024, 10, 1), date(2024, 10, 7)
FIRST, MORE = Decimal(1986599), Decimal(2500000)


@pytest.fixture
def decision(eastshire: Council, finance_officer: User) -> FundingDecision:
    decision = factories.funding_decision(eastshire, finance_officer, conditions="Report every quarter")
    with clock(KNOWN):
        save(
            decision,
            finance_officer,
            holds_from=FROM,
            amount=MORE,
            title="Extra posts, enlarged",
            sources=[*given_sources(decision), SourceGiven("reserve", MORE - FIRST, "Invest fund")],
            approvals=[*given_approvals(decision), ApprovalGiven("Full Council again", FROM, "9")],
        )
    return decision


def save(decision: FundingDecision, by: User, **changed: Any) -> None:
    decision.refresh_from_db()
    facts: dict[str, Any] = {
        "title": decision.title,
        "amount": decision.amount,
        "sources": given_sources(decision),
        "approvals": given_approvals(decision),
    }
    edit_decision(decision=decision, by=by, shown_version=decision.version, **(facts | changed))


def on(decision: FundingDecision, day: date | None = None, known: date | None = None) -> Authority:
    found = FundingDecision.objects.with_authority().get(pk=decision.pk)
    return authorities([found], day, end_of_day(known) if known else None)[0]


def test_days_before_keep_what_held_then(decision: FundingDecision) -> None:
    then, since = on(decision, BEFORE), on(decision, FROM)
    assert (then.terms.title, then.gross, len(then.sources)) == ("Extra posts", FIRST, 1)
    assert then.authorised == FIRST
    assert (since.terms.title, since.gross, len(since.sources)) == ("Extra posts, enlarged", MORE, 2)
    assert since.authorised == on(decision).authorised == MORE
    assert not list(problems(decision.council))


def test_what_was_not_known_yet_does_not_show(decision: FundingDecision) -> None:
    unknown = on(decision, date(2024, 10, 5), date(2024, 10, 5))
    assert (unknown.terms.title, unknown.authorised) == ("Extra posts", FIRST)


def test_a_mistake_is_put_right_in_every_version_that_makes_it(
    decision: FundingDecision, finance_officer: User
) -> None:
    with clock(date(2024, 11, 1)):
        save(decision, finance_officer, conditions="Report every month", title="Posts, enlarged")
    then = on(decision, BEFORE)
    assert (then.terms.conditions, then.terms.title) == ("Report every month", "Extra posts")
    assert on(decision).terms.title == on(decision, FROM).terms.title == "Posts, enlarged"
    assert then.authorised == FIRST
    assert not list(problems(decision.council))


def test_a_sum_put_right_changes_only_the_version_that_had_it(
    decision: FundingDecision, finance_officer: User
) -> None:
    sources = given_sources(decision)
    with clock(date(2024, 11, 1)):
        right = [sources[0], SourceGiven("reserve", MORE + 1 - FIRST, "Invest fund")]
        save(decision, finance_officer, amount=MORE + 1, sources=right)
    for day, amount in ((BEFORE, FIRST), (FROM, MORE + 1)):
        asked = on(decision, day)
        assert asked.gross == amount == sum(source.amount for source in asked.sources)
    assert not list(problems(decision.council))


def test_an_approval_that_came_in_is_dated_on_every_day(eastshire: Council, finance_officer: User) -> None:
    decision = factories.funding_decision(eastshire, finance_officer)
    given = given_approvals(decision)
    save(decision, finance_officer, approvals=[given[0], ApprovalGiven("Full Council")])
    with clock(KNOWN):
        save(decision, finance_officer, holds_from=KNOWN, approvals=given, conditions="Come back")
    then = on(decision, BEFORE)
    assert then.effective_on == date(2024, 7, 17)
    assert (then.terms.conditions, on(decision, KNOWN).terms.conditions) == ("", "Come back")


def test_twice_on_one_day_leaves_one_version_of_that_day(
    decision: FundingDecision, finance_officer: User
) -> None:
    with clock(KNOWN):
        save(decision, finance_officer, holds_from=FROM, conditions="None")
        before = DecisionTerms.objects.count(), AuthorisedAmount.objects.count()
        save(decision, finance_officer, holds_from=FROM)
    assert DecisionTerms.objects.filter(decision=decision).standing().count() == 2
    assert (DecisionTerms.objects.count(), AuthorisedAmount.objects.count()) == before
    assert not list(problems(decision.council))


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2024, 9, 1), "What stands now holds from 1 October"), (date(2031, 1, 1), "future")],
)
def test_no_change_before_the_last_nor_to_come(
    decision: FundingDecision, finance_officer: User, day: date, words: str
) -> None:
    with clock(KNOWN), pytest.raises(ValueError, match=words):
        save(decision, finance_officer, holds_from=day, conditions="None")
    assert on(decision).terms.conditions == "Report every quarter"


def test_verify_ledger_finds_a_version_written_behind_its_back(
    decision: FundingDecision, finance_officer: User
) -> None:
    terms = DecisionTerms.objects.filter(decision=decision).standing().latest("as_at")
    DecisionTerms.objects.create(
        council=decision.council,
        decision=decision,
        terms=terms.terms,
        as_at=terms.as_at,
        recorded_by=finance_officer,
    )
    assert any("are not those last written down" in problem for problem in problems(decision.council))


def test_the_form_asks_from_when(
    decision: FundingDecision, finance_officer: User, client_for: SignedIn
) -> None:
    client: Client = client_for(finance_officer)
    address = f"/eastshire/decisions/{decision.pk}/"
    with clock(KNOWN):
        form = client.get(f"{address}edit/").content.decode()
        assert 'name="holds_from_day" value="7"' in form
        # Asked last: it is about the approvals and sources, too.
        assert form.index('name="source-0-kind"') < form.index("What is this change?")
        assert form.count('name="version"') == 1
        posted = posted_of(decision) | {"conditions": "Quite new"}
        for wrong, said in (
            ({"change": ""}, "What is this change?"),
            ({"change": "on_purpose"}, "Enter the day from which the change holds"),
        ):
            refused = client.post(f"{address}edit/", posted | wrong)
            assert refused.status_code == 422
            assert said in refused.content.decode()
        day = {"holds_from_day": "7", "holds_from_month": "10", "holds_from_year": "2024"}
        assert client.post(f"{address}edit/", posted | day | {"change": "on_purpose"}).status_code == 302
    assert "Report every quarter" in client.get(f"{address}?as_at=2024-10-06").content.decode()
    page = client.get(f"{address}?as_at=2024-10-07").content.decode()
    assert "Quite new" in page
    assert "holds from 7 October 2024" in page


def posted_of(decision: FundingDecision) -> dict[str, str]:
    """What the form of a decision posts when nothing in it is touched, but for the change."""
    approvals, sources = given_approvals(decision), given_sources(decision)
    posted = {"version": str(decision.version), "title": decision.title, "amount": str(decision.amount)}
    posted |= {"approval-TOTAL_FORMS": str(len(approvals)), "approval-INITIAL_FORMS": "0"}
    posted |= {"source-TOTAL_FORMS": str(len(sources)), "source-INITIAL_FORMS": "0"}
    for at, approval in enumerate(approvals):
        day = approval.approved_on
        assert day
        posted |= {f"approval-{at}-body": approval.body, f"approval-{at}-minute": approval.minute}
        for part in ("day", "month", "year"):
            posted[f"approval-{at}-approved_on_{part}"] = str(getattr(day, part))
    for at, source in enumerate(sources):
        posted |= {f"source-{at}-kind": source.kind, f"source-{at}-amount": str(source.amount)}
        posted |= {f"source-{at}-name": source.name}
    return posted
