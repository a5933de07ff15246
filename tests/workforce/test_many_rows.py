"""The lists of costs and starts, and the files, read as often with two hundred rows as with one."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Council, User
from tests.conftest import SignedIn
from tests.factories import cover, funded_post, recruitment, workforce_office
from workforce import services

# The queries of each, the sign-in included, and what they read.
QUERIES = {
    # session, person, council, roles; how many starts, a page of them, and their posts
    "start-list": 7,
    # … ; grade costs, pay awards
    "grade-cost-list": 6,
    # … ; roles and areas to filter by; posts, sections; positions, events, cover, its positions, sentences; grade
    # costs, awards, entered costs
    "post-export": 15,
    # … ; posts, sections; grade costs, awards, entered costs; budget lines
    "costing-export": 10,
    # … ; as the page of staffing
    "staffing-export": 19,
    # … the same figures
    "staffing-list": 19,
    # … ; standards, teams' last readings, posts asked for
    "capacity-export": 9,
}


@pytest.mark.parametrize("rows", [1, 10, 200])
def test_the_number_of_queries_stays(
    eastshire: Council, reader: User, client_for: SignedIn, rows: int, django_assert_max_num_queries: Any
) -> None:
    by = workforce_office(eastshire)
    for number in range(rows):
        post = funded_post(eastshire, grade=f"G{number}")
        cover(post, date(2024, 9, 2), weekly_cost=Decimal(1_000))
        recruitment(post, 1, "appointed", date(2024, 10, 1), start_date=date(2024, 11, 1))
        services.add_grade_cost(
            council=eastshire,
            by=by,
            grade=f"G{number}",
            from_date=date(2024, 4, 1),
            annual_cost=Decimal(60_000),
        )
        team = services.add_team(council=eastshire, by=by, service="Social Worker", name=f"Team {number}")
        services.add_reading(
            team=team, by=by, month=date(2024, 7, 1), cases=20, fte=Decimal(1), source="Team managers"
        )
    browser = client_for(reader)
    for name, queries in QUERIES.items():
        kind = ["csv"] if name.endswith("export") else []
        with django_assert_max_num_queries(queries):
            answer = browser.get(reverse(f"workforce:{name}", args=["eastshire", *kind]))
        assert answer.status_code == 200
        # A page of starts has fifty, each table of staffing its first ten.
        told = "Grade G" if name == "grade-cost-list" else "Social Worker"
        assert answer.content.decode().count(told) >= min(rows, 10 if name == "staffing-list" else 50)
