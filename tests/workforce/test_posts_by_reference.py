"""The search box of posts reads a plan reference as people type it."""

import pytest

from accounts.models import Council, User
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["IP Ch.1, S. 1", "ip ch1 s1", "P Ch.1,S.1"])
def test_posts_of_a_plan_area(typed: str, eastshire: Council, reader: User, client_for: SignedIn) -> None:
    plan = factories.plan(eastshire)
    sought, other = factories.section(plan), factories.section(plan)
    factories.funded_post(eastshire, role="Family worker", sections=[sought])
    factories.funded_post(eastshire, role="Team manager", sections=[other])
    table = client_for(reader).get("/eastshire/posts/", {"q": typed}).context["table"]
    assert [row.record.post.role for row in table.rows] == ["Family worker"]
