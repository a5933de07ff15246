"""New actions: proposed, endorsed or declined at a meeting; only endorsed ones count."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from accounts.models import Council, User
from accounts.roles import Role
from core.dates import clock, end_of_day
from improvement.figures import rating_counts_over_months
from improvement.ledger_checks import problems
from improvement.models import Action, Endorsement, Group, Meeting, Plan, Section
from improvement.services import (
    add_action,
    add_meeting,
    decline_action,
    endorse_action,
    propose_again,
    record_update,
    take_back_decision,
)
from tests import factories
from tests.conftest import Person, SignedIn

PROPOSED, BOARD, LATER = date(2024, 10, 14), date(2024, 10, 28), date(2024, 11, 4)


@pytest.fixture
def board(eastshire: Council) -> Group:
    return factories.group(eastshire, Group.Kind.BOARD)


@pytest.fixture
def meeting(board: Group) -> Meeting:
    with clock(PROPOSED):
        return add_meeting(group=board, by=factories.office(board.council), held_on=BOARD)


@pytest.fixture
def plan(eastshire: Council, board: Group) -> Plan:
    return factories.plan(eastshire, actions_endorsed_by=board)


@pytest.fixture
def section(plan: Plan) -> Section:
    return factories.section(plan)


@pytest.fixture
def admin(eastshire: Council, person: Person) -> User:
    """The administrator, who proposes, so that the programme office may decide."""
    return person(eastshire, Role.ADMINISTRATOR)


@pytest.fixture
def proposed(section: Section, admin: User) -> Action:
    return factories.proposal(section, PROPOSED, by=admin)


def tamper(statement: str, *values: int | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused_fields(service: Any, **given: Any) -> set[str]:
    with pytest.raises(ValidationError) as refused:
        service(**given)
    return set(getattr(refused.value, "error_dict", {"": None}))


def counted(day: date, **known: Any) -> int:
    return Action.objects.as_at(day, **known).count()


def test_an_endorsed_action_counts_from_its_meeting_on(
    proposed: Action, meeting: Meeting, programme: User
) -> None:
    assert Action.objects.proposed(BOARD).get() == proposed
    with clock(LATER):
        endorse_action(action=proposed, by=programme, meeting=meeting)
    assert [counted(day) for day in (PROPOSED, date(2024, 10, 27), BOARD, LATER)] == [0, 0, 1, 1]
    # On the day after the meeting nobody had recorded the decision yet.
    assert counted(BOARD, known_at=end_of_day(date(2024, 10, 29))) == 0
    assert not Action.objects.proposed(LATER).exists()
    assert not list(problems(proposed.council))


def test_only_at_a_meeting_of_the_group_that_decides(
    proposed: Action, meeting: Meeting, eastshire: Council, programme: User
) -> None:
    other = factories.group(eastshire, Group.Kind.OVERSIGHT)
    with clock(LATER):
        office = factories.office(eastshire)
        stray = add_meeting(group=other, by=office, held_on=BOARD)
        early = add_meeting(group=meeting.group, by=office, held_on=date(2024, 10, 1))
        to_come = add_meeting(group=meeting.group, by=office, held_on=date(2024, 12, 2))
        for chosen in (None, stray, early, to_come):
            given: dict[str, Any] = {"action": proposed, "by": programme, "meeting": chosen}
            assert refused_fields(endorse_action, **given) == {"meeting"}
        declining: dict[str, Any] = {"action": proposed, "by": programme, "meeting": meeting, "note": " "}
        assert refused_fields(decline_action, **declining) == {"note"}
    assert Action.objects.proposed(LATER).exists()


def test_never_by_whoever_proposed_it_nor_by_others(
    section: Section, meeting: Meeting, programme: User, chair: User, officer: User
) -> None:
    proposed = factories.proposal(section, PROPOSED, by=programme)
    with clock(LATER):
        for person in (programme, chair, officer):
            with pytest.raises(PermissionDenied):
                endorse_action(action=proposed, by=person, meeting=meeting)
        Group.objects.filter(pk=meeting.group_id).update(chair=chair)
        fresh = Action.objects.get(pk=proposed.pk)
        endorse_action(action=fresh, by=chair, meeting=meeting)
        assert refused_fields(endorse_action, action=fresh, by=chair, meeting=meeting) == {""}


def test_declined_proposed_again_and_endorsed(
    proposed: Action, meeting: Meeting, programme: User, admin: User
) -> None:
    with clock(LATER):
        decline_action(action=proposed, by=programme, meeting=meeting, note="Covered already.")
        assert Action.objects.declined(LATER).get() == proposed
        assert refused_fields(propose_again, action=proposed, by=admin, note="") == {"note"}
        propose_again(action=proposed, by=admin, note="The review asks for it.")
        assert refused_fields(propose_again, action=proposed, by=admin, note="Again.") == {""}
    assert Action.objects.declined(BOARD).exists()
    assert Action.objects.proposed(LATER).exists()
    with clock(date(2024, 12, 3)):
        office = factories.office(meeting.council)
        next_board = add_meeting(group=meeting.group, by=office, held_on=date(2024, 12, 2))
        endorse_action(action=proposed, by=programme, meeting=next_board)
    assert counted(date(2024, 12, 2)) == 1
    assert not list(problems(proposed.council))


def test_a_decision_is_taken_back_until_something_rests_on_it(
    proposed: Action, meeting: Meeting, programme: User, admin: User
) -> None:
    with clock(LATER):
        decision = endorse_action(action=proposed, by=programme, meeting=meeting)
        assert refused_fields(take_back_decision, decision=decision, by=admin, because=" ") == {"because"}
        take_back_decision(decision=decision, by=admin, because="The board only noted it.")
        assert Action.objects.proposed(LATER).get() == proposed
        again = endorse_action(action=proposed, by=programme, meeting=meeting)
    factories.update(proposed, "on-track", LATER)
    with clock(LATER):
        given: dict[str, Any] = {"decision": again, "by": admin, "because": "Late."}
        assert refused_fields(take_back_decision, **given) == {""}
    assert counted(LATER) == 1
    assert not list(problems(proposed.council))


def test_nothing_is_reported_on_a_proposal(proposed: Action, plan: Plan, programme: User) -> None:
    with clock(LATER):
        given: dict[str, Any] = {"rating": factories.rating(plan, "on-track"), "as_at": LATER}
        assert refused_fields(record_update, action=proposed, by=programme, **given) == {"rating"}


def test_what_the_adopted_plan_held_is_fixed_by_the_first_paper(
    section: Section, programme: User, admin: User
) -> None:
    given: dict[str, Any] = {
        "section": section,
        "by": admin,
        "title": "Old",
        "original_due": date(2025, 1, 31),
    }
    with clock(LATER):
        old = add_action(number="7", as_adopted=True, **given)
        assert old.added_on == factories.ADOPTED
        Action.objects.filter(pk=old.pk).update(first_published_on=LATER)
        assert refused_fields(add_action, number="8", as_adopted=True, **given) == {"as_adopted"}


def test_charts_count_from_the_endorsement_on(
    proposed: Action, meeting: Meeting, plan: Plan, programme: User
) -> None:
    months = [date(2024, 9, 1), date(2024, 10, 1), date(2024, 11, 1)]
    with clock(LATER):
        endorse_action(action=proposed, by=programme, meeting=meeting)
        history = rating_counts_over_months(plan, months)
    assert [sum(one.count for one in day.counts) for day in history] == [0, 1, 1]


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("step", "declined", "differs from the change log in its step"),
        ("as_at", "2024-11-01", "differs from the change log in its as_at"),
        ("recorded_by_id", "", "was made by whoever proposed the action"),
    ],
)
def test_tampering_shows(
    column: str, value: str, sentence: str, proposed: Action, meeting: Meeting, programme: User, admin: User
) -> None:
    with clock(LATER):
        decision = endorse_action(action=proposed, by=programme, meeting=meeting)
    statement = f"UPDATE improvement_endorsement SET {column} = %s WHERE id = %s"  # noqa: S608
    tamper(statement, value or admin.pk, decision.pk)
    assert any(sentence in problem for problem in problems(proposed.council))


def test_an_action_nobody_proposed_shows(section: Section) -> None:
    action = factories.action(section)
    tamper("DELETE FROM improvement_endorsement WHERE action_id = %s", action.pk)
    assert f"Action {action.pk} was neither proposed nor endorsed." in list(problems(action.council))


def at(name: str, *args: Any) -> str:
    return reverse(f"improvement:{name}", args=["eastshire", *args])


def test_the_page_of_proposed_actions(
    proposed: Action, meeting: Meeting, programme: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    with clock(LATER):
        page = client_for(reader).get(at("action-proposed"))
        assert proposed.title in page.text
        assert "Proposed" in page.text
        assert client_for(reader).post(at("action-proposed")).status_code == 405
        assert client_for(outsider).get(at("action-proposed")).status_code == 404
        decline_action(action=proposed, by=programme, meeting=meeting, note="Covered already.")
        assert "Covered already." in client_for(reader).get(at("action-proposed")).text
        assert (
            "Covered already." not in client_for(reader).get(at("action-proposed") + "?as_at=2024-10-20").text
        )


def test_deciding_on_the_page_of_the_action(
    proposed: Action, meeting: Meeting, programme: User, officer: User, outsider: User, client_for: SignedIn
) -> None:
    detail, endorse = at("action-detail", proposed.pk), at("action-endorse", proposed.pk)
    with clock(LATER):
        client = client_for(programme)
        assert "Proposed on 14 October 2024, not endorsed" in client.get(detail).text
        assert "Record an update" not in client.get(detail).text
        refused = client.post(endorse, {"decision": "declined", "meeting": meeting.pk})
        assert refused.status_code == 422
        assert "Say why the action is declined." in refused.text
        for person, status in ((officer, 403), (outsider, 404)):
            posted = client_for(person).post(endorse, {"decision": "endorsed", "meeting": meeting.pk})
            assert posted.status_code == status
        assert client.get(endorse).status_code == 405
        done = client.post(endorse, {"decision": "endorsed", "meeting": meeting.pk}, follow=True)
        assert "Endorsed by the Improvement board" in done.text
        again = client.post(endorse, {"decision": "endorsed", "meeting": meeting.pk})
        assert "was endorsed on 28 October 2024 already" in again.text
        assert Endorsement.objects.count() == 2
        back = at("endorsement-take-back", Endorsement.objects.order_by("pk").last().pk)  # type: ignore[union-attr]
        assert "Take this decision back" in client.get(detail).text
        assert client.post(back, {"because": ""}).status_code == 422
        taken = client.post(back, {"because": "Only noted."}, follow=True)
        assert "Decision taken back" in taken.text
        assert "Proposed on 14 October 2024" in taken.text


def test_proposing_again_in_the_browser(
    proposed: Action, meeting: Meeting, programme: User, chair: User, client_for: SignedIn
) -> None:
    again = at("action-propose-again", proposed.pk)
    with clock(LATER):
        decline_action(action=proposed, by=programme, meeting=meeting, note="Covered already.")
        assert client_for(chair).get(again).status_code == 403
        client = client_for(programme)
        assert "Propose it again" in client.get(at("action-detail", proposed.pk)).text
        assert client.post(again, {"note": ""}).status_code == 422
        assert client.post(again, {"note": "It is asked for."}).status_code == 302
    assert Action.objects.proposed(LATER).get() == proposed
