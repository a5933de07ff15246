"""The forecast from posts beside the budget of their line: the variance is split into causes that add up to it."""

from datetime import date
from decimal import Decimal

from accounts.models import Council, User
from core.dates import clock
from core.ledger import AsAt
from tests.factories import budget_line, cover, funded_post, funding_decision, recruitment, workforce_office
from workforce import services
from workforce.staffing import staffing
from workforce.staffing_rows import OTHER_BUDGET

DAY = date(2025, 1, 2)


def test_a_late_start_cover_an_award_and_another_budget_explain_it(
    eastshire: Council, finance_officer: User
) -> None:
    by = workforce_office(eastshire)
    with clock(date(2024, 7, 1)):
        services.add_grade_cost(
            council=eastshire, by=by, grade="10", from_date=date(2024, 4, 1), annual_cost=Decimal(60_000)
        )
    line = budget_line(
        funding_decision(eastshire, finance_officer), finance_officer, budgets={2024: "70000", 2025: "100000"}
    )
    post = funded_post(eastshire, number=2, line=line)
    with clock(date(2024, 12, 1)):
        services.add_pay_award(council=eastshire, by=by, financial_year=2025, percent=Decimal(2))
    recruitment(post, 1, "appointed", date(2024, 9, 3), start_date=date(2024, 12, 2))
    recruitment(post, 1, "in_post", date(2024, 12, 2))
    cover(post, date(2024, 9, 2), numbers=[2], weekly_cost=Decimal(1_500))
    (found,) = staffing(eastshire, AsAt(DAY)).lines
    causes = dict(found.causes)
    assert found.budget == Decimal(170_000)
    assert found.variance is not None
    assert found.variance == found.total - Decimal(170_000)
    # Planned at the costs known on approval: 2 × 18 × £5,000 = £180,000.
    assert causes[OTHER_BUDGET] == Decimal(10_000)
    assert {"Late start or vacancy", "Cover", "Pay award"} <= set(causes)
    assert abs(sum(causes.values()) - found.variance) < Decimal("0.01")


def test_a_line_without_a_budget_then_has_no_variance(eastshire: Council, finance_officer: User) -> None:
    by = workforce_office(eastshire)
    services.add_grade_cost(
        council=eastshire, by=by, grade="10", from_date=date(2024, 4, 1), annual_cost=Decimal(60_000)
    )
    line = budget_line(funding_decision(eastshire, finance_officer), finance_officer)
    funded_post(eastshire, line=line)
    (found,) = staffing(eastshire, AsAt(date(2024, 7, 17))).lines
    assert (found.budget, found.variance) == (None, None)
