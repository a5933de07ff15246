"""A form sent twice asks and promises once."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Council, User
from core.dates import clock
from improvement import services
from improvement.models import CommitteeRequest, Group, RequestStep, Undertaking, UndertakingStep
from improvement.services.requests import add_request, add_undertaking, record_step
from tests import factories

pytestmark = pytest.mark.django_db

HELD = date(2024, 11, 11)


def test_the_same_twice_is_kept_once_until_it_is_settled(eastshire: Council, clerk: User) -> None:
    committee = factories.group(eastshire, Group.Kind.COMMITTEE)
    meeting = services.add_meeting(group=committee, by=factories.office(eastshire), held_on=HELD)
    owed: dict[str, Any] = {"council": eastshire, "by": clerk, "owner_role": "Director", "due": None}
    with clock(HELD):
        for text in ("New dates ", "New dates"):
            asked = add_request(meeting=meeting, text=text, asked_by="Members", **owed)
            add_undertaking(text=text, paper="Progress update", given_on=HELD, **owed)
    assert (CommitteeRequest.objects.count(), RequestStep.objects.count()) == (1, 1)
    assert (Undertaking.objects.count(), UndertakingStep.objects.count()) == (1, 1)

    with clock(date(2024, 12, 2)):
        record_step(thing=asked, by=clerk, step="answered", as_at=date(2024, 12, 2), words="In the paper")
        again = add_request(meeting=meeting, text="New dates", asked_by="Members", **owed)
    assert again != asked, "it was answered, and is asked once more"
