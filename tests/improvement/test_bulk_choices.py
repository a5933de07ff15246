"""What a bulk update offers and refuses before any row is looked at."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from core.dates import clock
from improvement.models import Action
from improvement.services.groups import retire_group
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

URL = "/eastshire/actions/change-many/"


def test_a_new_date_in_the_past_is_refused_where_it_was_typed(
    action: Action, programme: User, client_for: SignedIn
) -> None:
    client = client_for(programme)
    rows = client.get(f"{URL}?pick={action.pk}").context["form"]["rows"].value()
    given: dict[str, Any] = {"rows": rows, "step": "review", "reason": "Vacancies."}
    page = client.post(URL, given | {"new_due_day": "30", "new_due_month": "5", "new_due_year": "2020"})
    assert page.status_code == 422
    assert page.context["form"].errors == {"new_due": ["The new date must be in the future."]}
    assert 'value="2020"' in page.text
    assert "Vacancies." in page.text


def test_a_workstream_that_no_longer_meets_is_not_offered(
    action: Action, programme: User, client_for: SignedIn
) -> None:
    kept, left = (factories.group(action.council, name=name) for name in ("Homes", "Housing"))
    with clock(date(2024, 12, 2)):
        retire_group(
            group=left, by=programme, on=date(2024, 12, 2), because="Merged.", shown_version=left.version
        )
    page = client_for(programme).get(f"{URL}?pick={action.pk}")
    offered = page.context["form"].fields["workstream"].queryset
    assert kept in offered
    assert left not in offered
