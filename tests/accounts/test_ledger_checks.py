"""The change log vouches for every entry: by whom, when, and that there is a change at all."""

from datetime import date

import pytest
from django.db import connection

from accounts.ledger_checks import problems
from accounts.models import Council, User
from improvement.models import Action
from tests import factories

DAY = date(2024, 10, 2)


@pytest.fixture
def updated(eastshire: Council, officer: User) -> Action:
    action = factories.action(factories.section(factories.plan(eastshire)), lead=officer)
    factories.update(action, "at-risk", DAY, by=officer)
    return action


def test_what_the_services_write_is_vouched_for(updated: Action, eastshire: Council) -> None:
    assert list(problems(eastshire)) == []


def test_an_entry_moved_in_time_is_found(updated: Action, eastshire: Council, marchshire: Council) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE improvement_progressupdate SET recorded_at = '2024-09-01 09:00:00'")
    assert [problem for problem in problems(eastshire) if "not recorded when the change log says" in problem]
    assert list(problems(marchshire)) == []


def test_an_entry_in_another_name_is_found(updated: Action, eastshire: Council, programme: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE improvement_progressupdate SET recorded_by_id = %s", [programme.pk])
    assert [problem for problem in problems(eastshire) if "not by the person" in problem]


def test_an_entry_whose_change_is_gone_is_found(updated: Action, eastshire: Council) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE improvement_progressupdate SET change_id = 0 - change_id")
        found = list(problems(eastshire))
        cursor.execute("UPDATE improvement_progressupdate SET change_id = 0 - change_id")
    assert [problem for problem in found if "not in the change log" in problem]
