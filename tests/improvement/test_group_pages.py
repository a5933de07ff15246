"""Groups and their meetings, added and changed in the browser."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Change, User
from improvement.models import Group, Meeting
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

LIST = "/eastshire/meetings/"
ADD = "/eastshire/groups/add/"
ON_13_JANUARY = {"held_on_day": "13", "held_on_month": "1", "held_on_year": "2025"}
BY_2_JANUARY = {"update_cutoff_day": "2", "update_cutoff_month": "1", "update_cutoff_year": "2025"}


def at(name: str, pk: int) -> str:
    return reverse(f"improvement:{name}", args=["eastshire", pk])


@pytest.fixture
def board(programme: User) -> Group:
    council = programme.memberships.get().council
    return factories.group(council, Group.Kind.BOARD, name="Improvement Board")


def test_a_group_and_its_meeting(board: Group, programme: User, chair: User, client_for: SignedIn) -> None:
    client = client_for(programme)
    posted = {"name": "Oversight group", "kind": "oversight", "parent": board.pk, "chair": chair.pk}
    assert client.post(ADD, posted, follow=True).redirect_chain == [(LIST, 302)]
    group = Group.objects.get(name="Oversight group")
    assert (group.parent, group.chair) == (board, chair)
    client.post(at("meeting-add", group.pk), ON_13_JANUARY | BY_2_JANUARY)
    page = client.get(LIST).text
    assert "13 January 2025" in page
    assert at("meeting-detail", Meeting.objects.get().pk) in page
    assert "3 January 2025" in page  # five clear days before


def test_what_is_wrong_stands_where_it_was_typed(board: Group, programme: User, client_for: SignedIn) -> None:
    client = client_for(programme)
    below = factories.group(board.council, name="Workstream", parent=board)
    taken = client.post(ADD, {"name": "Improvement Board", "kind": "board"})
    assert set(taken.context["form"].errors) == {"name"}
    loop = {"version": "1", "name": "Improvement Board", "kind": "board", "parent": below.pk}
    assert set(client.post(at("group-edit", board.pk), loop).context["form"].errors) == {"parent"}
    itself = loop | {"parent": board.pk}
    assert set(client.post(at("group-edit", board.pk), itself).context["form"].errors) == {"parent"}
    late = BY_2_JANUARY | {"update_cutoff_month": "2"}
    wrong = client.post(at("meeting-add", board.pk), ON_13_JANUARY | late)
    assert set(wrong.context["form"].errors) == {"update_cutoff"}
    for _ in range(2):
        again = client.post(at("meeting-add", board.pk), ON_13_JANUARY)
    assert set(again.context["form"].errors) == {"held_on"}
    assert Meeting.objects.count() == 1


def test_two_people_change_a_meeting_at_once(
    board: Group, programme: User, administrator: User, client_for: SignedIn
) -> None:
    client_for(programme).post(at("meeting-add", board.pk), ON_13_JANUARY)
    meeting = Meeting.objects.get()
    posted = {"version": meeting.version} | ON_13_JANUARY
    client_for(administrator).post(at("meeting-edit", meeting.pk), posted | {"held_on_day": "14"})
    conflict = client_for(programme).post(at("meeting-edit", meeting.pk), posted | {"held_on_day": "20"})
    assert conflict.status_code == 409
    assert "14 January 2025" in conflict.text
    assert "20 January 2025" in conflict.text
    assert Meeting.objects.get().held_on.day == 14


def test_who_may_not(
    board: Group, chair: User, reader: User, outsider: User, programme: User, client_for: SignedIn
) -> None:
    client_for(programme).post(at("meeting-add", board.pk), ON_13_JANUARY)
    before = Change.objects.count()
    pages = {
        ADD,
        at("group-edit", board.pk),
        at("group-retire", board.pk),
        at("group-add-member", board.pk),
        at("meeting-add", board.pk),
        at("meeting-mark", Meeting.objects.get().pk),
        at("meeting-edit", Meeting.objects.get().pk),
    }
    for person, status in ((chair, 403), (reader, 403), (outsider, 404)):
        for page in pages:
            assert client_for(person).get(page).status_code == status
            assert client_for(person).post(page, {"name": "Mine", "kind": "board"}).status_code == status
    assert Change.objects.count() == before
    assert "Add a " not in client_for(reader).get(LIST).text
    assert "/edit/" not in client_for(reader).get(LIST).text
    assert "/edit/" not in client_for(reader).get(at("group-detail", board.pk)).text
    assert client_for(programme).put(ADD).status_code == 405


@pytest.mark.parametrize("how_many", [1, 10, 200])
def test_queries(
    board: Group, programme: User, client_for: SignedIn, how_many: int, django_assert_num_queries: Any
) -> None:
    """Session, user, council, roles; the count and page of meetings, the next cut-off, groups."""
    client = client_for(programme)
    for number in range(how_many):
        group = factories.group(board.council, name=f"Group {number}", parent=board, chair=programme)
        client.post(at("meeting-add", group.pk), ON_13_JANUARY)
    with django_assert_num_queries(8):
        client.get(LIST)
