"""New dates: asked for, under review, agreed or declined (document 001, paragraph 12)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Membership, User
from accounts.roles import Role
from core.dates import clock
from improvement import services
from improvement.models import Action, Group, Section
from tests import factories

pytestmark = pytest.mark.django_db

ASKED = date(2024, 11, 12)
DECIDED = date(2024, 12, 12)
NEW_DUE = date(2025, 3, 31)


def as_at(day: date) -> Action:
    return Action.objects.as_at(day).get()


def test_until_it_is_agreed_the_old_date_stands(action: Action, officer: User) -> None:
    factories.date_request(action, NEW_DUE, on=ASKED, by=officer)

    held = as_at(date(2025, 1, 2))
    assert (held.current_due, held.proposed_due, held.slip) == (date(2024, 12, 31), NEW_DUE, 0)
    assert held.is_overdue, "a late action whose new date is under review is still overdue"


def test_an_agreed_date_becomes_the_current_one(action: Action, officer: User, programme: User) -> None:
    request = factories.date_request(action, NEW_DUE, on=ASKED, by=officer)
    with clock(DECIDED):
        services.decide_date(request=request, by=programme, agree=True)

    held = as_at(DECIDED)
    assert (held.current_due, held.proposed_due, held.times_revised, held.slip) == (NEW_DUE, None, 1, 90)
    assert as_at(ASKED).proposed_due == NEW_DUE, "on the day before the decision it was still under review"


def test_a_declined_date_changes_nothing(action: Action, officer: User, programme: User) -> None:
    request = factories.date_request(action, NEW_DUE, on=ASKED, by=officer)
    with clock(DECIDED):
        with pytest.raises(ValidationError, match="Say why"):
            services.decide_date(request=request, by=programme, agree=False)
        services.decide_date(request=request, by=programme, agree=False, reason="A recovery plan first")

    held = as_at(DECIDED)
    assert (held.current_due, held.proposed_due, held.times_revised) == (date(2024, 12, 31), None, 0)


def test_nobody_decides_what_they_asked_for(action: Action, programme: User) -> None:
    request = factories.date_request(action, NEW_DUE, on=ASKED, by=programme)
    with clock(DECIDED), pytest.raises(PermissionDenied):
        services.decide_date(request=request, by=programme, agree=True)


def test_the_chair_decides_in_the_own_workstream_only(action: Action, section: Section, chair: User) -> None:
    mine = factories.date_request(action, NEW_DUE, on=ASKED)
    elsewhere = factories.date_request(factories.action(section), NEW_DUE, on=ASKED)
    with clock(DECIDED):
        assert services.decide_date(request=mine, by=chair, agree=True).pk
        with pytest.raises(PermissionDenied):
            services.decide_date(request=elsewhere, by=chair, agree=True)


@pytest.mark.parametrize("who", ["officer", "reader", "clerk", "outsider"])
def test_others_may_not_decide(action: Action, who: str, request: pytest.FixtureRequest) -> None:
    asked = factories.date_request(action, NEW_DUE, on=ASKED)
    with clock(DECIDED), pytest.raises(PermissionDenied):
        services.decide_date(request=asked, by=request.getfixturevalue(who), agree=True)


def test_a_request_is_decided_once(action: Action, officer: User, programme: User) -> None:
    request = factories.date_request(action, NEW_DUE, on=ASKED, by=officer)
    with clock(DECIDED):
        services.decide_date(request=request, by=programme, agree=True)
        with pytest.raises(ValidationError, match="already been decided"):
            services.decide_date(request=request, by=programme, agree=True)


@pytest.mark.parametrize(
    ("new_due", "reason", "field"),
    [
        (ASKED, "A reason", "new_due"),
        (date(2024, 12, 31), "A reason", "new_due"),
        (NEW_DUE, " ", "reason"),
    ],
)
def test_what_may_be_asked_for(action: Action, officer: User, new_due: date, reason: str, field: str) -> None:
    with clock(ASKED), pytest.raises(ValidationError) as refused:
        services.ask_for_date(action=action, by=officer, new_due=new_due, reason=reason)
    assert set(refused.value.message_dict) == {field}


def test_one_request_at_a_time(action: Action, officer: User) -> None:
    factories.date_request(action, NEW_DUE, on=ASKED, by=officer)
    with pytest.raises(ValidationError, match="31 March 2025 has been asked for"):
        factories.date_request(action, date(2025, 4, 30), on=DECIDED, by=officer)


def test_the_meeting_is_one_of_the_deciding_group(section: Section, programme: User) -> None:
    oversight = factories.group(section.council, Group.Kind.OVERSIGHT)
    board = factories.group(section.council, Group.Kind.BOARD)
    plan = section.chapter.plan
    plan.dates_decided_by = oversight
    plan.save(update_fields=["dates_decided_by"])
    request = factories.date_request(factories.action(section), NEW_DUE, on=ASKED, by=_lead(section))
    with clock(DECIDED):
        wrong = services.add_meeting(group=board, by=programme, held_on=DECIDED)
        right = services.add_meeting(group=oversight, by=programme, held_on=DECIDED)
        with pytest.raises(ValidationError, match="Partnership oversight group"):
            services.decide_date(request=request, by=programme, agree=True, meeting=wrong)
        assert services.decide_date(request=request, by=programme, agree=True, meeting=right).meeting == right


def _lead(section: Section) -> User:
    """Somebody else of the programme office, so that the programme office may decide."""
    user = User.objects.create_user(email="second@eastshire.example", name="Second")
    Membership.objects.create(
        council=section.council, user=user, role=Role.PROGRAMME, started_on=date(2024, 1, 1)
    )
    return user
