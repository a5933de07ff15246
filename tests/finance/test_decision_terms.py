"""The words, approvals, sources and tranches of a decision: as they were known on a day, and as they held on one."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.models import Council, User
from core.dates import clock, end_of_day
from finance.authority import Authority, authorities
from finance.ledger_checks import problems
from finance.models import DecisionTerms, FundingDecision, Tranche
from finance.services import (
    ApprovalGiven,
    SourceGiven,
    add_tranche,
    draw_tranche,
    edit_decision,
    edit_tranche,
    given_approvals,
    given_sources,
)
from finance.terms import Terms, terms_now
from tests import factories
from tests.conftest import SignedIn

# The decision is recorded on 18 July 2024, its tranche on 1 August; all is changed on 2 September.
BEFORE, THEN, CHANGED = date(2024, 7, 17), date(2024, 8, 15), date(2024, 9, 2)
AMOUNT = Decimal(1986599)


@pytest.fixture
def decision(eastshire: Council, finance_officer: User) -> FundingDecision:
    decision = factories.funding_decision(eastshire, finance_officer, conditions="Report every quarter")
    with clock(date(2024, 8, 1)):
        add_tranche(
            decision=decision, amount=Decimal(500000), available_from=date(2024, 8, 1), by=finance_officer
        )
    with clock(CHANGED):
        change_all(decision, finance_officer)
    return decision


def change_all(decision: FundingDecision, by: User) -> None:
    sources = [
        SourceGiven("reserve", Decimal(1000000), "Invest fund"),
        SourceGiven("growth", AMOUNT - 1000000),
    ]
    approvals = [*given_approvals(decision), ApprovalGiven("Cabinet", date(2024, 9, 1), "44")]
    save(decision, by, title="Extra posts, again", sources=sources, approvals=approvals, conditions="None")
    tranche = decision.tranches.get()
    edit_tranche(
        tranche=tranche,
        by=by,
        shown_version=fresh(decision).version,
        amount=Decimal(600000),
        available_from=date(2024, 9, 1),
        brought_forward=Decimal(0),
        brought_forward_on=None,
        brought_forward_note="",
    )
    draw_tranche(
        tranche=tranche, drawn_on=date(2024, 9, 1), drawn_by="Cabinet", by=by, version=fresh(decision).version
    )


def save(decision: FundingDecision, by: User, **changed: Any) -> None:
    decision.refresh_from_db()
    facts: dict[str, Any] = {
        "title": decision.title,
        "amount": decision.amount,
        "sources": given_sources(decision),
        "approvals": given_approvals(decision),
    }
    edit_decision(decision=decision, by=by, shown_version=decision.version, **(facts | changed))


def fresh(decision: FundingDecision) -> FundingDecision:
    return FundingDecision.objects.with_authority().get(pk=decision.pk)


def authority(decision: FundingDecision, day: date | None = None, known: date | None = None) -> Authority:
    return authorities([fresh(decision)], day, end_of_day(known) if known else None)[0]


def test_what_was_known_then_is_what_the_decision_said_then(decision: FundingDecision) -> None:
    then = authority(decision, THEN, THEN)
    assert (then.terms.title, then.terms.conditions) == ("Extra posts", "Report every quarter")
    assert [str(source) for source in then.sources] == ["Diverted growth"]
    assert [approval.body for approval in then.terms.approvals] == [
        "Children and Families Committee",
        "Full Council",
    ]
    assert [(state.tranche.amount, state.is_drawn) for state in then.tranches] == [(Decimal(500000), False)]
    assert then.effective_on == date(2024, 7, 17)
    assert then.drawn == 0


def test_a_correction_applies_to_every_day_once_it_is_known(decision: FundingDecision) -> None:
    now_known = authority(decision, THEN)
    assert now_known.terms.title == "Extra posts, again"
    assert [state.tranche.amount for state in now_known.tranches] == [Decimal(600000)]
    # What happened after the day had not happened on it.
    assert [approval.approved_on for approval in now_known.terms.approvals][-1] is None
    assert now_known.effective_on is None
    assert now_known.authorised == now_known.drawn == 0


def test_today_is_what_the_rows_say_and_what_was_last_told(decision: FundingDecision) -> None:
    today = authority(decision)
    assert today.drawn == 600000
    told = DecisionTerms.objects.filter(decision=decision).standing().get()
    assert Terms.told(told.terms) == terms_now(fresh(decision)) == today.terms
    assert asdict(today.terms)["conditions"] == "None"


def test_before_it_was_written_down_nothing_but_its_name_is_known(decision: FundingDecision) -> None:
    before = authority(decision, BEFORE, BEFORE)
    assert not before.terms.approvals
    assert not before.sources
    assert not before.tranches
    assert before.gross == 0


def test_each_version_corrects_the_one_before_and_names_its_change(decision: FundingDecision) -> None:
    versions = list(DecisionTerms.objects.filter(decision=decision).order_by("pk"))
    assert [version.corrects_id for version in versions] == [None, *(version.pk for version in versions[:-1])]
    assert [version.change.verb for version in versions if version.change] == [
        "recorded the funding decision",
        "added a tranche to",
        "changed the funding decision",
        "changed a tranche of",
        "drew down a tranche of",
    ]


def test_saving_the_same_again_tells_nothing_new(decision: FundingDecision, finance_officer: User) -> None:
    before = DecisionTerms.objects.count()
    save(decision, finance_officer)
    assert DecisionTerms.objects.count() == before


@pytest.mark.parametrize("address", ["", "workbook/"])
def test_the_page_and_its_workbook_show_that_day(
    decision: FundingDecision, client_for: SignedIn, reader: User, address: str
) -> None:
    client: Client = client_for(reader)
    where = f"/eastshire/decisions/{decision.pk}/{address}"
    assert client.get(f"{where}?as_at=2024-08-15&known_at=2024-08-15").status_code == 200
    if not address:
        then = client.get(f"{where}?as_at=2024-08-15&known_at=2024-08-15").content.decode()
        assert "Report every quarter" in then
        assert "£500,000" in then
        for later in ("Extra posts, again", "Invest fund", "minute 44", "£600,000"):
            assert later not in then
        today = client.get(where).content.decode()
        assert "5 versions" in today
        assert "Invest fund" in today
        assert "As known on 1 August 2024" in today


def test_lists_show_the_words_of_that_day(
    decision: FundingDecision, client_for: SignedIn, reader: User
) -> None:
    client = client_for(reader)
    for page in ("/eastshire/decisions/", "/eastshire/decisions/uses/"):
        then = client.get(f"{page}?as_at=2024-08-15&known_at=2024-08-15").content.decode()
        assert "Extra posts" in then
        assert "again" not in then
        assert "Diverted growth" in then


def test_verify_ledger_finds_terms_changed_behind_its_back(
    decision: FundingDecision, eastshire: Council
) -> None:
    assert not list(problems(eastshire))
    Tranche.objects.filter(decision=decision).update(drawn_by="Nobody")
    assert any("are not those last written down" in problem for problem in problems(eastshire))
    with pytest.raises(CommandError):
        call_command("verify_ledger", stdout=StringIO(), stderr=StringIO())


def test_terms_there_before_the_ledger_are_carried_over(decision: FundingDecision) -> None:
    last = DecisionTerms.objects.filter(decision=decision).standing().get().terms
    with connection.cursor() as cursor:
        for _ in range(5):
            cursor.execute(
                "DELETE FROM finance_decisionterms WHERE id NOT IN "
                "(SELECT corrects_id FROM finance_decisionterms WHERE corrects_id IS NOT NULL)"
            )
    import_module("finance.migrations.0006_decision_terms").carry_over(apps, connection)
    told = list(DecisionTerms.objects.order_by("pk"))
    assert Terms.told(told[-1].terms) == Terms.told(last)
    # Tranches and drawings are told from when they were recorded; words as they were last.
    assert [len(version.terms["tranches"]) for version in told] == [0, 1, 1]
    assert [bool(version.terms["tranches"][0]["drawn_on"]) for version in told[1:]] == [False, True]
