"""Who belongs to a group, what it decides, and when it no longer meets."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Change, User
from core.dates import clock
from improvement import services
from improvement.access import may_review_evidence
from improvement.models import Group, GroupMember, Meeting, Plan
from improvement.services.editing import edit_plan
from improvement.services.group_members import add_group_member
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

FROM_JULY = {"started_on_day": "24", "started_on_month": "7", "started_on_year": "2024"}
UNTIL_DECEMBER = {"ended_on_day": "1", "ended_on_month": "12", "ended_on_year": "2024"}
TODAY = {"on_day": "2", "on_month": "1", "on_year": "2025"}


def at(name: str, pk: int) -> str:
    return reverse(f"improvement:{name}", args=["eastshire", pk])


@pytest.fixture
def board(plan: Plan) -> Group:
    return factories.group(plan.council, Group.Kind.BOARD, name="Improvement Board")


def test_a_person_and_a_partner_belong_to_it(
    board: Group, programme: User, chair: User, client_for: SignedIn
) -> None:
    client, add = client_for(programme), at("group-add-member", board.pk)
    client.post(add, {"user": chair.pk} | FROM_JULY)
    client.post(add, {"partner_role": "Designated nurse, NHS partner"} | FROM_JULY)
    page = client.get(at("group-detail", board.pk)).text
    assert chair.name in page
    assert "Designated nurse, NHS partner" in page
    member = GroupMember.objects.get(user=chair)
    posted = {"version": member.version} | FROM_JULY | UNTIL_DECEMBER
    client.post(at("group-member-edit", member.pk), posted)
    assert "until 1 December 2024" in client.get(at("group-detail", board.pk)).text
    earlier = client.get(at("group-detail", board.pk), {"as_at": "2024-11-30"})
    assert [one.name for one in earlier.context["members"]] == [chair.name, "Designated nurse, NHS partner"]


@pytest.mark.parametrize(
    ("posted", "wrong"),
    [
        (FROM_JULY, "user"),
        ({"partner_role": "Nurse", "user": "chair"} | FROM_JULY, "user"),
        ({"user": "chair"}, "started_on"),
        ({"user": "chair"} | FROM_JULY | UNTIL_DECEMBER | {"ended_on_month": "6"}, "ended_on"),
    ],
)
def test_what_is_wrong_is_said_where_it_was_typed(
    board: Group, programme: User, chair: User, client_for: SignedIn, posted: dict[str, str], wrong: str
) -> None:
    typed: dict[str, Any] = posted | ({"user": chair.pk} if "user" in posted else {})
    answer = client_for(programme).post(at("group-add-member", board.pk), typed)
    assert set(answer.context["form"].errors) == {wrong}
    assert not GroupMember.objects.exists()


def test_the_same_person_twice_at_once(board: Group, programme: User, client_for: SignedIn) -> None:
    client, posted = client_for(programme), {"user": programme.pk} | FROM_JULY
    client.post(at("group-add-member", board.pk), posted)
    again = client.post(at("group-add-member", board.pk), posted)
    assert set(again.context["form"].errors) == {"started_on"}
    assert GroupMember.objects.count() == 1


def test_which_decisions_are_its(
    board: Group, plan: Plan, programme: User, reader: User, client_for: SignedIn
) -> None:
    page = at("group-detail", board.pk)
    assert "None of the plan’s decisions" in client_for(reader).get(page).text
    edit_plan(
        plan=plan,
        by=programme,
        shown_version=None,
        dates_decided_by=board,
        evidence_reviewed_by=board,
        actions_endorsed_by=None,
    )
    shown = client_for(reader).get(page).context["decides"]
    assert shown == [f"New dates of actions: {plan}", f"Whether evidence is sufficient: {plan}"]


def test_whoever_chairs_the_group_named_reviews_evidence(
    action: Any, board: Group, chair: User, programme: User
) -> None:
    piece = factories.evidence(action, date(2024, 10, 1))
    assert may_review_evidence(chair, piece)
    edit_plan(
        plan=action.plan,
        by=programme,
        shown_version=None,
        dates_decided_by=None,
        evidence_reviewed_by=board,
        actions_endorsed_by=None,
    )
    piece.action.plan.refresh_from_db()
    assert not may_review_evidence(chair, piece)


def test_it_is_retired_only_when_nothing_needs_it(
    board: Group, programme: User, client_for: SignedIn
) -> None:
    client, retire = client_for(programme), at("group-retire", board.pk)
    below = factories.group(board.council, name="Workstream", parent=board)
    posted = {"version": board.version, "because": "Merged with the committee"} | TODAY
    assert "groups report to it" in client.get(retire).text
    assert client.post(retire, posted).status_code == 422
    gone = {"version": below.version, "because": "Merged"} | TODAY
    client.post(at("group-retire", below.pk), gone)
    assert set(client.post(retire, posted | {"because": ""}).context["form"].errors) == {"because"}
    assert client.post(retire, posted).status_code == 302
    before = Change.objects.count()
    assert client.post(retire, posted).status_code == 409
    assert Change.objects.count() == before
    assert "no longer meets" in client.get(at("group-detail", board.pk)).text


def test_a_meeting_is_held_or_cancelled(board: Group, programme: User, client_for: SignedIn) -> None:
    client = client_for(programme)
    with clock(date(2024, 12, 1)):
        held = services.add_meeting(group=board, by=programme, held_on=date(2024, 12, 18))
        ahead = services.add_meeting(group=board, by=programme, held_on=date(2025, 1, 29))
    assert "should be marked" in client.get(at("meeting-detail", held.pk)).text
    client.post(at("meeting-mark", held.pk), {"version": 1, "state": "held"})
    early = client.post(at("meeting-mark", ahead.pk), {"version": 1, "state": "held"})
    assert set(early.context["form"].errors) == {"state"}
    bare = client.post(at("meeting-mark", ahead.pk), {"version": 1, "state": "cancelled"})
    assert set(bare.context["form"].errors) == {"because"}
    client.post(at("meeting-mark", ahead.pk), {"version": 1, "state": "cancelled", "because": "Snow"})
    assert [one.state for one in Meeting.objects.order_by("held_on")] == ["held", "cancelled"]
    assert not Meeting.objects.from_day(date(2025, 1, 1)).exists()
    stale = client.post(at("meeting-mark", ahead.pk), {"version": 1, "state": "planned"})
    assert stale.status_code == 409


def test_the_chair_of_the_group_may_say_what_became_of_its_meeting(
    plan: Plan, programme: User, chair: User, client_for: SignedIn
) -> None:
    own = factories.group(plan.council, name="Workstream", chair=chair)
    meeting = services.add_meeting(group=own, by=programme, held_on=date(2024, 12, 18))
    assert client_for(chair).get(at("meeting-mark", meeting.pk)).status_code == 200


def test_a_meeting_that_decided_keeps_its_day(
    action: Any, board: Group, programme: User, chair: User, client_for: SignedIn
) -> None:
    with clock(date(2024, 12, 1)):
        meeting = services.add_meeting(group=board, by=programme, held_on=date(2024, 12, 18))
    asked = factories.date_request(action, date(2025, 3, 31), on=date(2024, 12, 2))
    services.decide_date(request=asked, by=chair, agree=True, meeting=meeting)
    moved = {"version": 1, "held_on_day": "19", "held_on_month": "12", "held_on_year": "2024"}
    client = client_for(programme)
    assert set(client.post(at("meeting-edit", meeting.pk), moved).context["form"].errors) == {"held_on"}
    gone = {"version": 1, "state": "cancelled", "because": "Snow"}
    assert set(client.post(at("meeting-mark", meeting.pk), gone).context["form"].errors) == {"state"}


@pytest.mark.parametrize("how_many", [1, 10, 200])
def test_queries(
    board: Group, programme: User, client_for: SignedIn, how_many: int, django_assert_num_queries: Any
) -> None:
    """Session, user, council, roles; group, whether it was out, next meeting, meetings' count and page; members,
    former members, groups below, plans."""
    client = client_for(programme)
    for number in range(how_many):
        add_group_member(
            group=board, by=programme, partner_role=f"Partner {number}", started_on=date(2024, 7, 24)
        )
    with django_assert_num_queries(12):
        client.get(at("group-detail", board.pk))
