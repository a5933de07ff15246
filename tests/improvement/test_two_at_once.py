"""Two people hold the same thing and both press: one wins, the other is told, and nothing is written twice; and
nothing of another council is taken, whatever number is posted. That no address of another council answers a post is
asked of every address in tests/test_access_matrix.py."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Change, Council, User
from accounts.versions import StaleVersion
from core.dates import clock
from improvement import services
from improvement.models import (
    Action,
    BulkUpdate,
    Challenge,
    Evidence,
    Group,
    Interdependency,
    Meeting,
    NamedView,
    ProgressUpdate,
)
from improvement.services import moderate_update, return_update
from improvement.services.bulk import RowShown, Wanted, change_many
from improvement.services.evidence import replace_evidence, take_out_evidence
from improvement.services.external_help import add_external_help
from improvement.services.group_members import add_group_member
from improvement.services.groups import edit_meeting, mark_meeting
from improvement.services.interdependencies import add_wait, remove_wait
from improvement.services.named_views import save_view
from improvement.services.requests import add_request, add_undertaking, edit_owed, record_step
from improvement.services.risk_moves import escalate_risk
from improvement.services.risks import add_risk
from improvement.services.undoing import undo_bulk_update
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

DAY, TODAY = date(2024, 12, 4), date(2025, 1, 2)


@pytest.fixture
def update(action: Action, officer: User) -> ProgressUpdate:
    return factories.update(action, "on-track", DAY, by=officer)


@pytest.fixture
def piece(action: Action, officer: User) -> Evidence:
    return factories.evidence(action, DAY, by=officer)


@pytest.fixture
def meeting(eastshire: Council, programme: User) -> Meeting:
    board = factories.group(eastshire, Group.Kind.BOARD, name="Board")
    with clock(factories.ADOPTED):
        return services.add_meeting(group=board, by=programme, held_on=DAY)


def test_one_of_two_returns_or_moderates_an_update(
    update: ProgressUpdate, chair: User, programme: User
) -> None:
    mine, theirs = (ProgressUpdate.objects.get(pk=update.pk) for _ in range(2))
    return_update(update=mine, by=chair, question="How many?")
    with pytest.raises(ValidationError, match="has not been answered yet"):
        return_update(update=theirs, by=programme, question="Which?")
    rating = factories.rating(update.action.plan, "at-risk")
    facts: dict[str, Any] = {"rating": rating, "because": "Two of six.", "shown_update": update.pk}
    moderate_update(update=mine, by=chair, **facts)
    with pytest.raises(StaleVersion):
        moderate_update(update=theirs, by=programme, **facts)
    assert (Challenge.objects.count(), ProgressUpdate.objects.count()) == (1, 2)


def test_one_of_two_replaces_or_takes_out_evidence(piece: Evidence, officer: User, chair: User) -> None:
    mine, theirs, third = (Evidence.objects.get(pk=piece.pk) for _ in range(3))
    facts: dict[str, Any] = {"because": "Signed", "evidence_of": DAY, "where_held": "Files"}
    replace_evidence(evidence=mine, by=officer, title="Second", **facts)
    with pytest.raises(ValidationError):
        replace_evidence(evidence=theirs, by=chair, title="Another second", **facts)
    with pytest.raises(ValidationError):
        take_out_evidence(evidence=third, by=chair, because="Mistaken")
    newest = Evidence.objects.get(title="Second")
    for held in (Evidence.objects.get(pk=newest.pk), newest):
        take_out_evidence(evidence=held, by=officer, because="Mistaken")
    assert Evidence.objects.count() == 2
    assert Change.objects.filter(verb="took out evidence of").count() == 1


def test_two_waits_at_once_never_make_a_circle(action: Action, programme: User) -> None:
    other = factories.action(action.section, title="Recruit")
    first = add_wait(action=action, by=programme, waits_for=other)
    with pytest.raises(ValidationError):
        add_wait(action=Action.objects.get(pk=other.pk), by=programme, waits_for=action)
    held = Interdependency.objects.get(pk=first.pk)
    remove_wait(wait=first, by=programme, because="Not needed")
    with pytest.raises(ValidationError):
        remove_wait(wait=held, by=programme, because="Not needed")
    assert Interdependency.objects.count() == 2


def test_what_is_owed_and_meetings_keep_the_first_save(
    eastshire: Council, meeting: Meeting, clerk: User, programme: User
) -> None:
    with clock(DAY):
        request = add_request(
            council=eastshire, by=clerk, meeting=meeting, text="Dates", asked_by="Members", owner_role="Lead"
        )
        promised = add_undertaking(
            council=eastshire, by=clerk, text="News", paper="Update", given_on=DAY, owner_role="Lead"
        )
    for thing, step in ((request, "answered"), (promised, "kept")):
        mine, theirs = (type(thing)._default_manager.get(pk=thing.pk) for _ in range(2))
        shown = mine.version
        record_step(thing=mine, by=clerk, step=step, as_at=TODAY, words="Here", shown_version=shown)
        with pytest.raises(StaleVersion):
            record_step(thing=theirs, by=clerk, step=step, as_at=TODAY, words="There", shown_version=shown)
        with pytest.raises(StaleVersion):
            edit_owed(thing=theirs, by=clerk, shown_version=shown, text="Other words")
    version = meeting.version
    mark_meeting(meeting=meeting, by=programme, state="held", shown_version=version)
    stale = Meeting.objects.get(pk=meeting.pk)
    with pytest.raises(StaleVersion):
        mark_meeting(meeting=stale, by=programme, state="cancelled", because="Snow", shown_version=version)
    with pytest.raises(StaleVersion):
        edit_meeting(meeting=stale, by=programme, held_on=TODAY, update_cutoff=None, shown_version=version)
    assert Meeting.objects.get().state == Meeting.State.HELD


def test_a_bulk_update_is_undone_once(action: Action, programme: User) -> None:
    group = factories.group(action.council, name="Another workstream")
    rows = [RowShown(action.pk, action.version, 0)]
    made = change_many(council=action.council, by=programme, rows=rows, wanted=Wanted(workstream=group))
    held = BulkUpdate.objects.get(pk=made.pk)
    undo_bulk_update(bulk=made, by=programme)
    with pytest.raises(ValidationError, match="undone once"):
        undo_bulk_update(bulk=held, by=programme)
    assert BulkUpdate.objects.count() == 2
    with pytest.raises(ValidationError, match="None of these"):
        change_many(council=action.council, by=programme, rows=rows, wanted=Wanted(workstream=group))


def test_a_view_deleted_while_it_is_renamed(
    eastshire: Council, programme: User, client_for: SignedIn
) -> None:
    view = save_view(council=eastshire, by=programme, name="Late", query="overdue=on")
    client, page = client_for(programme), f"/eastshire/views/{view.pk}/"
    assert client.get(f"{page}edit/").status_code == 200
    assert client.post(f"{page}delete/").status_code == 302
    assert client.post(f"{page}delete/").status_code == 404
    assert client.post(f"{page}edit/", {"name": "Later"}).status_code == 404
    assert not NamedView.objects.exists()


def test_nothing_of_another_council_is_taken(
    action: Action, marchshire: Council, programme: User, clerk: User
) -> None:
    council = action.council
    foreign = factories.action(factories.section(factories.plan(marchshire)))
    group = factories.group(marchshire, Group.Kind.BOARD, name="Their board")
    with clock(factories.ADOPTED):
        theirs = services.add_meeting(group=group, by=factories.office(marchshire), held_on=DAY)
    risk = add_risk(council=council, by=programme, title="Too few homes")
    before = Change.objects.count()
    with pytest.raises(ValidationError):
        escalate_risk(risk=risk, by=programme, group=group, as_at=TODAY)
    with pytest.raises(ValidationError):
        add_risk(council=council, by=programme, title="Another", section=foreign.section)
    with pytest.raises(ValidationError):
        add_wait(action=action, by=programme, waits_for=foreign)
    with pytest.raises(ValidationError):
        add_request(
            council=council, by=clerk, meeting=theirs, text="x", asked_by="y", owner_role="z", due=None
        )
    wanted = Wanted(workstream=group)
    with pytest.raises(ValidationError):
        change_many(council=council, by=programme, rows=[RowShown(foreign.pk, 1, 0)], wanted=wanted)
    with pytest.raises(ValidationError):
        add_external_help(
            council=council, by=programme, sections=[foreign.section], source="dfe", what="x", provider="y",
            starts_on=DAY,
        )  # fmt: skip
    stranger, board = factories.office(marchshire), Group.objects.filter(council=council).get()
    with pytest.raises(ValidationError):
        add_group_member(group=board, by=programme, user=stranger, partner_role="", started_on=DAY)
    assert Change.objects.count() == before
