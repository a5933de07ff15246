"""What `verify_ledger` says of forecasts, offers, frozen versions, explanations and limits."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from accounts.models import Council, User
from finance.ledger_checks import problems
from finance.models import BudgetLine, ForecastVersion
from finance.models.variance import USUAL_LIMITS
from finance.offers import compared
from finance.services import choose_method, decide_offer, offer_forecast
from finance.services.variances import explain_variance, set_variance_limits
from tests import factories

APRIL = date(2024, 4, 1)


@pytest.fixture
def line(eastshire: Council, finance_officer: User, workforce_lead: User) -> BudgetLine:
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    factories.spend(line, finance_officer, {APRIL: "500"})
    factories.close(eastshire, finance_officer, APRIL)
    choose_method(line=line, year=2024, method="own", by=finance_officer)
    figures = {date(2025, 1, 1): Decimal(7)}
    offer = offer_forecast(
        council=eastshire, by=workforce_lead, line=line, figures=figures, source_text="Posts"
    )
    decide_offer(offer=offer, accept=True, by=finance_officer, shown_present=compared(offer).present)
    explain_variance(line=line, month=APRIL, text="Agency", by=finance_officer)
    limits = {
        level: {step: (Decimal(percent) + 1, Decimal(pounds)) for step, (percent, pounds) in steps.items()}
        for level, steps in USUAL_LIMITS.items()
    }
    set_variance_limits(council=eastshire, limits=limits, by=finance_officer)
    return line


def test_what_the_services_wrote_has_no_problems(line: BudgetLine) -> None:
    assert list(problems(line.council)) == []


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        ("UPDATE finance_forecastentry SET as_at = '2024-10-30'", "not as at the day it was made"),
        ("UPDATE finance_forecastentry SET month = '2025-01-02'", "is not for a month"),
        ("UPDATE finance_forecastentry SET change_id = NULL", "missing from the change log"),
        ("UPDATE finance_forecastversion SET total = 1", "does not add up to £0.01"),
        ("UPDATE finance_forecastoffer SET figures = '{}'", "does not hold pounds by month"),
        ("UPDATE finance_varianceexplanation SET text = ''", "says nothing"),
        ("UPDATE finance_varianceexplanation SET as_at = '2024-04-29'", "last day of its month"),
        ("UPDATE finance_variancelimits SET limits = '{}'", "do not name every step"),
        ("UPDATE finance_forecastversion SET month = '2024-05-01'", "rests on no close that stands"),
    ],
)
def test_tampering_is_found(line: BudgetLine, tampering: str, sentence: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    assert any(sentence in problem for problem in problems(line.council))


def test_a_frozen_month_that_was_altered_is_found(line: BudgetLine) -> None:
    version = ForecastVersion.objects.get()
    figures = version.figures[str(line.pk)]
    figures["months"][0], figures["months"][1] = "1", str(Decimal(figures["months"][1]) + 499)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE finance_forecastversion SET figures = %s", [json.dumps(version.figures)])
    assert any("alters the closed April 2024" in problem for problem in problems(line.council))
