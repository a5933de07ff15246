"""What another council pays its grades, or was awarded, costs nobody here anything."""

from datetime import date
from decimal import Decimal

from accounts.models import Council
from core.dates import clock
from core.ledger import AsAt
from tests.factories import funded_post, workforce_office
from workforce import services
from workforce.models import FundedPost
from workforce.post_costs import cost_table, costings
from workforce.staffing import staffing

DAY = date(2025, 1, 2)


def pays(council: Council, annual_cost: int, percent: int) -> None:
    by = workforce_office(council)
    with clock(date(2024, 7, 17)):
        services.add_grade_cost(
            council=council,
            by=by,
            grade="10",
            from_date=date(2024, 4, 1),
            annual_cost=Decimal(annual_cost),
        )
        services.add_pay_award(council=council, by=by, financial_year=2025, percent=Decimal(percent))


def test_only_ones_own_grade_costs_and_awards_count(eastshire: Council, marchshire: Council) -> None:
    pays(eastshire, 12_000, 0)
    pays(marchshire, 99_000, 40)
    post = funded_post(eastshire)
    assert cost_table(eastshire) != cost_table(marchshire)
    posts = list(FundedPost.objects.of(eastshire).as_at(DAY))
    costed = costings(eastshire, posts, AsAt(DAY))
    assert costed.total == 18_000
    assert staffing(eastshire, AsAt(DAY)).planned == 18_000
    assert [row.post for row in costed.rows] == [post]


def test_without_ones_own_nothing_is_computed(eastshire: Council, marchshire: Council) -> None:
    pays(marchshire, 99_000, 40)
    funded_post(eastshire)
    (row,) = staffing(eastshire, AsAt(DAY)).rows
    assert (row.forecast, row.missing) == (None, "No cost is recorded for grade 10 yet.")
