"""A paper about a year that is over says whether its outturn is provisional or final."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from accounts.models import Council, User
from core.dates import clock
from core.financial_year import months
from finance.models import Outturn
from finance.periods import period_13
from finance.services.close import record_outturn
from reports.papers import collect_money
from reports.papers.codec import from_json, to_json
from reports.papers.collect_scope import PlanScope
from reports.papers.spend import OutturnTold, SpendData
from reports.papers.tables import spend_sentence
from tests import factories
from tests.reports.papers import sample

MARCH = date(2025, 3, 31)

ALL = PlanScope(plan=0)


def test_the_outturn_that_stands_is_told_once_the_year_is_through(
    eastshire: Council, finance_officer: User
) -> None:
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    factories.spend(line, finance_officer, {date(2024, 10, 1): "100"})
    with clock(date(2025, 4, 20)):
        for month in months(2024):
            factories.close(eastshire, finance_officer, month)
        assert collect_money.spend(eastshire, MARCH, ALL).outturns == ()
        record_outturn(council=eastshire, year=2024, stage=Outturn.Stage.PROVISIONAL, by=finance_officer)
        provisional = collect_money.spend(eastshire, MARCH, ALL)
        assert provisional.outturns == (OutturnTold(2024, "provisional outturn", Decimal(100)),)
        assert collect_money.spend(eastshire, date(2025, 2, 28), ALL).outturns == ()
        factories.close(eastshire, finance_officer, period_13(2024))
        record_outturn(council=eastshire, year=2024, stage=Outturn.Stage.FINAL, by=finance_officer)
        final = collect_money.spend(eastshire, MARCH, ALL)
        assert [each.stage for each in final.outturns] == ["final outturn"]
        # A paper of the next year tells it as well: its spend to date holds that year's.
        assert collect_money.spend(eastshire, date(2025, 4, 1), ALL).outturns == final.outturns
        # A paper of one plan among others tells what its own lines came to.
        elsewhere = PlanScope(plan=1, others=("Another plan",), lines={line.pk: frozenset({2})})
        assert [each.total for each in collect_money.spend(eastshire, MARCH, elsewhere).outturns] == [0]
        own = replace(elsewhere, lines={line.pk: frozenset({1, 2})})
        assert [each.total for each in collect_money.spend(eastshire, MARCH, own).outturns] == [100]
    told = spend_sentence(replace(sample.paper(), spend=provisional))
    assert told.endswith("The provisional outturn of 2024/25 is £100.")
    assert from_json(SpendData, to_json(final)) == final


def test_what_was_frozen_before_outturns_were_told_is_read_as_without() -> None:
    frozen = to_json(sample.paper().spend)
    del frozen["outturns"]
    assert from_json(SpendData, frozen).outturns == ()
