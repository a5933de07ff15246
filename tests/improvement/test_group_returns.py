"""A group that no longer meets may meet again; for the days between it stays out."""

from datetime import date

import pytest
from django.db import connection

from accounts.models import User
from core.dates import clock, end_of_day
from improvement.ledger_checks import problems
from improvement.models import Group, Retirement
from improvement.services.groups import retire_group
from improvement.services.retiring import bring_back
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

LEFT, BACK = date(2024, 10, 1), date(2024, 12, 2)


@pytest.fixture
def group(programme: User) -> Group:
    council = programme.memberships.get().council
    made = factories.group(council, name="Homes workstream")
    with clock(LEFT):
        retire_group(group=made, by=programme, on=LEFT, because="Merged.", shown_version=made.version)
    return made


def address(group: Group, verb: str = "") -> str:
    return f"/eastshire/groups/{group.pk}/{verb}"


def posted(group: Group, **given: str) -> dict[str, str]:
    day = {"on_day": "2", "on_month": "12", "on_year": "2024"}
    return {"version": str(group.version), "because": "Needed again."} | day | given


def test_it_is_brought_back_from_its_page(group: Group, programme: User, client_for: SignedIn) -> None:
    client = client_for(programme)
    page = client.get(address(group)).text
    assert "This group no longer meets" in page
    assert address(group, "bring-back/") in page
    group.refresh_from_db()
    refused = client.post(address(group, "bring-back/"), posted(group, because=""))
    assert refused.status_code == 422
    done = client.post(address(group, "bring-back/"), posted(group), follow=True)
    assert "Brought back: Homes workstream" in done.text
    assert "no longer meets" not in done.text
    steps = Retirement.objects.filter(group=group).count()
    assert client.post(address(group, "bring-back/"), posted(group)).status_code in {409, 422}
    assert Retirement.objects.filter(group=group).count() == steps == 2


def test_the_days_between_stay_as_they_were(group: Group, programme: User, client_for: SignedIn) -> None:
    with clock(BACK):
        bring_back(thing=group, by=programme, on=BACK, because="Needed again.", shown_version=None)

    def meets(day: date, known_on: date | None = None) -> bool:
        known_at = end_of_day(known_on) if known_on else None
        return Group.objects.existing_on(day, known_at).filter(pk=group.pk).exists()

    assert [meets(day) for day in (date(2024, 9, 30), LEFT, date(2024, 12, 1), BACK)] == [
        True,
        False,
        False,
        True,
    ]
    assert not meets(BACK, known_on=date(2024, 12, 1))
    then = client_for(programme).get(address(group), {"as_at": "2024-11-13"}).text
    assert "This group did not meet then" in then
    assert "did not meet then" not in client_for(programme).get(address(group), {"as_at": "2024-09-30"}).text


def test_who_may_not(group: Group, officer: User, outsider: User, client_for: SignedIn) -> None:
    assert client_for(officer).post(address(group, "bring-back/"), posted(group)).status_code == 403
    assert address(group, "bring-back/") not in client_for(officer).get(address(group)).text
    assert client_for(outsider).get(address(group, "bring-back/")).status_code == 404


def test_tampering_is_found(group: Group) -> None:
    assert list(problems(group.council)) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE improvement_group SET retired_on = NULL WHERE id = %s", [group.pk])
    assert list(problems(group.council)) == [f"Group {group.pk} is not as its retirements leave it."]
