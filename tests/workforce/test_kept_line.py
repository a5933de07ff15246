"""A post keeps the budget line that pays for it when its words are changed after the line was closed."""

from datetime import date

import pytest

from accounts.models import Council, User
from finance.models import BudgetLine
from tests.as_shown import sent_as_shown
from tests.conftest import SignedIn
from tests.factories import budget_line, funded_post, funding_decision

pytestmark = pytest.mark.django_db


def test_a_post_keeps_a_line_that_was_retired(
    eastshire: Council, finance_officer: User, workforce_lead: User, client_for: SignedIn
) -> None:
    line = budget_line(funding_decision(eastshire, finance_officer), finance_officer)
    post, other = funded_post(eastshire, line=line), funded_post(eastshire)
    BudgetLine.objects.filter(pk=line.pk).update(retired_on=date(2024, 12, 2))
    browser = client_for(workforce_lead)
    assert sent_as_shown(browser, f"/eastshire/posts/{post.pk}/edit/", role="Senior Social Worker") == 302
    post.refresh_from_db()
    assert (post.role, post.line) == ("Senior Social Worker", line)
    assert (
        line not in browser.get(f"/eastshire/posts/{other.pk}/edit/").context["form"].fields["line"].queryset
    )
