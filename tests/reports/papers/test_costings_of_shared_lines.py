"""A budget line that pays for several posts: its sum is printed once, and no post is given all of it."""

from decimal import Decimal

import pytest

from accounts.models import Council, User
from core.dates import clock
from finance.models import FundingDecision
from reports.models import Paper
from reports.papers.collect_funding import costings
from reports.papers.costings import Costings
from tests import factories
from tests.reports.papers.scenario import NOVEMBER

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(eastshire: Council, finance_officer: User) -> FundingDecision:
    return factories.funding_decision(eastshire, finance_officer)


@pytest.fixture
def paper(eastshire: Council, decision: FundingDecision) -> Paper:
    made = factories.paper(factories.plan(eastshire))
    made.decision = decision
    return made


def read(paper: Paper) -> Costings:
    with clock(NOVEMBER):
        return costings(paper, NOVEMBER)


def test_the_sum_of_two_posts_counts_once(
    eastshire: Council, decision: FundingDecision, finance_officer: User, paper: Paper
) -> None:
    together = factories.budget_line(decision, finance_officer, "L01", name="Posts together")
    factories.budget_line(decision, finance_officer, "L02", name="Advice", budgets={2024: "500"})
    for role in ("Team Manager", "Social Worker"):
        factories.funded_post(eastshire, role=role, line=together)
    found = read(paper)
    assert found.total == Decimal(12500)
    assert [(row.label, row.total, row.paid_in) for row in found.rows] == [
        ("Team Manager", Decimal(0), "Posts together"),
        ("Social Worker", Decimal(0), "Posts together"),
        ("Posts together", Decimal(12000), ""),
        ("Advice", Decimal(500), ""),
    ]


def test_a_line_with_one_post_is_that_posts_row(
    eastshire: Council, decision: FundingDecision, finance_officer: User, paper: Paper
) -> None:
    line = factories.budget_line(decision, finance_officer)
    factories.funded_post(eastshire, role="Team Manager", line=line)
    assert [(row.label, row.total, row.paid_in) for row in read(paper).rows] == [
        ("Team Manager", Decimal(12000), "")
    ]
