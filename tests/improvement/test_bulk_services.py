"""One change made to many actions, and its undoing: what holds whatever is ticked and whatever is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import Change, User
from core.dates import clock
from core.ledger import AsAt
from improvement import services
from improvement.models import Action, BulkUpdate, DateRevision, Group, Plan, ProgressUpdate, Section
from improvement.services.bulk import RowShown, Wanted, change_many, try_many
from improvement.services.undoing import undo_bulk_update
from improvement.timeline import timeline
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2025, 1, 2)


def shown(*actions: Action) -> list[RowShown]:
    found = Action.objects.with_last_update().in_bulk([action.pk for action in actions])
    return [RowShown(action.pk, found[action.pk].version, found[action.pk].last_update) for action in actions]


def facts() -> list[tuple[Any, ...]]:
    """What every action is: what undoing must bring back."""
    return [
        (
            action.pk,
            action.rating_code,
            action.narrative,
            action.proposed_due,
            action.lead_id,
            action.workstream_id,
            action.partner_lead,
        )
        for action in Action.objects.as_at(TODAY).order_by("pk")
    ]


@pytest.fixture
def workstream(section: Section, chair: User) -> Group:
    return factories.group(section.council, name="Care leavers workstream", chair=chair)


@pytest.fixture
def actions(section: Section, officer: User, workstream: Group) -> list[Action]:
    made = [factories.action(section, lead=officer, workstream=workstream) for _ in range(4)]
    for action in made[:2]:
        factories.update(action, "on-track", date(2024, 12, 1), blockers="No room")
    return made


def test_every_row_is_changed_and_says_so(actions: list[Action], plan: Plan, programme: User) -> None:
    other = factories.group(plan.council, name="Another workstream")
    wanted = Wanted(
        rating=factories.rating(plan, "at-risk"),
        narrative="Two posts are vacant.",
        workstream=other,
        new_due=date(2025, 3, 31),
        reason="Two posts are vacant.",
    )
    made = change_many(council=plan.council, by=programme, rows=shown(*actions), wanted=wanted)

    assert [row["action"] for row in made.changed] == [action.pk for action in actions]
    assert made.kept_out == []
    held = Action.objects.as_at(TODAY)
    assert {action.rating_code for action in held} == {"at-risk"}
    assert {action.proposed_due for action in held} == {date(2025, 3, 31)}
    assert {action.workstream_id for action in held} == {other.pk}
    assert held.get(pk=actions[0].pk).blockers == "No room", "what is in the way stays"
    assert Change.objects.in_batch(made.batch).count() == 4 * 3 + 1


ROWS = st.sets(st.integers(0, 3), max_size=3)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(refused=set(), stale=set(), waiting={1})
@given(refused=ROWS, stale=ROWS, waiting=ROWS)
def test_bad_rows_keep_no_other_out_and_undo_brings_all_back(
    actions: list[Action],
    plan: Plan,
    officer: User,
    programme: User,
    refused: set[int],
    stale: set[int],
    waiting: set[int],
) -> None:
    """Bad are those of others, those changed since, and those whose date is under review: these fail only after
    their rating was saved, and nothing of them stays."""
    with transaction.atomic():
        for number in refused:
            other = factories.group(plan.council, name=f"Group {Group.objects.count()}")
            Action.objects.filter(pk=actions[number].pk).update(lead=programme, workstream=other)
        for number in waiting:
            factories.date_request(actions[number], date(2025, 2, 28), on=date(2024, 12, 9))
        rows = shown(*actions)
        for number in stale:
            factories.update(actions[number], "off-track", TODAY)
        good = [action.pk for number, action in enumerate(actions) if number not in refused | stale | waiting]
        _change_and_undo(actions, plan, officer, rows, good)
        transaction.set_rollback(True)


def _change_and_undo(
    actions: list[Action], plan: Plan, officer: User, rows: list[RowShown], good: list[int]
) -> None:
    before = facts()
    given: dict[str, Any] = {"new_due": date(2025, 3, 31), "reason": "Vacancies."}
    wanted = Wanted(rating=factories.rating(plan, "awaiting"), **given)
    if not good:
        with pytest.raises(ValidationError):
            change_many(council=plan.council, by=officer, rows=rows, wanted=wanted)
        assert facts() == before
        return
    made = change_many(council=plan.council, by=officer, rows=rows, wanted=wanted)
    assert [row["action"] for row in made.changed] == good
    assert {row["action"] for row in made.kept_out} == {action.pk for action in actions} - set(good)
    assert all(row["why"] for row in made.kept_out)
    changed = [row for row in facts() if row[0] in good]
    assert {row[1] for row in changed} == {"awaiting"}
    assert [row for row in facts() if row[0] not in good] == [row for row in before if row[0] not in good]
    undo_bulk_update(bulk=made, by=officer)
    assert facts() == before


def test_the_rehearsal_writes_nothing(actions: list[Action], plan: Plan, programme: User) -> None:
    before, changes = facts(), Change.objects.count()
    wanted = Wanted(
        rating=factories.rating(plan, "at-risk"), workstream=factories.group(plan.council, name="X")
    )
    changes = Change.objects.count()
    tried = try_many(council=plan.council, by=programme, rows=shown(*actions), wanted=wanted)
    assert len(tried.changed) == 4
    assert (facts(), Change.objects.count()) == (before, changes)


def test_what_is_so_already_is_left_out(actions: list[Action], plan: Plan, programme: User) -> None:
    wanted = Wanted(rating=factories.rating(plan, "on-track"))
    made = change_many(council=plan.council, by=programme, rows=shown(*actions), wanted=wanted)
    assert [row["why"] for row in made.kept_out] == [["It is so already."]] * 2
    assert len(made.changed) == 2


def test_nothing_wanted_and_nothing_possible(actions: list[Action], plan: Plan, reader: User) -> None:
    with pytest.raises(ValidationError):
        change_many(council=plan.council, by=reader, rows=shown(*actions), wanted=Wanted())
    wanted = Wanted(rating=factories.rating(plan, "on-track"))
    with pytest.raises(ValidationError, match="None of these actions"):
        change_many(council=plan.council, by=reader, rows=shown(*actions), wanted=wanted)
    assert not BulkUpdate.objects.exists()


def test_doing_it_twice_changes_nothing_more(actions: list[Action], plan: Plan, programme: User) -> None:
    rows, wanted = shown(*actions), Wanted(rating=factories.rating(plan, "at-risk"), narrative="Late.")
    change_many(council=plan.council, by=programme, rows=rows, wanted=wanted)
    with pytest.raises(ValidationError):
        change_many(council=plan.council, by=programme, rows=rows, wanted=wanted)
    assert ProgressUpdate.objects.count() == 2 + 4


def test_undo_takes_back_lead_workstream_and_date(
    actions: list[Action], plan: Plan, programme: User, chair: User
) -> None:
    before = facts()
    wanted = Wanted(lead=chair, workstream=factories.group(plan.council, name="X"))
    wanted = Wanted(
        lead=wanted.lead, workstream=wanted.workstream, new_due=date(2025, 3, 31), reason="Vacancies."
    )
    made = change_many(council=plan.council, by=programme, rows=shown(*actions), wanted=wanted)
    assert facts() != before
    undoing = undo_bulk_update(bulk=made, by=programme)

    assert facts() == before
    assert undoing.undoes == made
    assert not DateRevision.objects.open_requests(TODAY).exists()
    with pytest.raises(ValidationError):
        undo_bulk_update(bulk=made, by=programme)


def made_by(programme: User, actions: list[Action], plan: Plan, **more: Any) -> BulkUpdate:
    wanted = Wanted(rating=factories.rating(plan, "at-risk"), **more)
    return change_many(council=plan.council, by=programme, rows=shown(*actions), wanted=wanted)


def test_undo_is_refused_once_a_later_update_relies_on_it(
    actions: list[Action], plan: Plan, programme: User
) -> None:
    made = made_by(programme, actions, plan)
    factories.update(actions[1], "off-track", TODAY)
    before = facts()
    with pytest.raises(ValidationError, match="an update was recorded since"):
        undo_bulk_update(bulk=made, by=programme)
    assert facts() == before


def test_undo_is_refused_once_a_date_was_decided_or_an_action_edited(
    actions: list[Action], plan: Plan, officer: User, programme: User, chair: User
) -> None:
    dated = Wanted(new_due=date(2025, 3, 31), reason="Vacancies.")
    made = change_many(council=plan.council, by=officer, rows=shown(*actions), wanted=dated)
    asked = DateRevision.objects.filter(action=actions[0]).get()
    asked.action = actions[0]
    services.decide_date(request=asked, by=programme, agree=True)
    with pytest.raises(ValidationError, match="decided since"):
        undo_bulk_update(bulk=made, by=officer)

    led = change_many(council=plan.council, by=programme, rows=shown(*actions), wanted=Wanted(lead=chair))
    change_many(council=plan.council, by=programme, rows=shown(actions[2]), wanted=Wanted(lead=programme))
    with pytest.raises(ValidationError, match="edited since"):
        undo_bulk_update(bulk=led, by=programme)


def test_undo_lasts_a_day(actions: list[Action], plan: Plan, programme: User) -> None:
    made = made_by(programme, actions, plan)
    with clock(TODAY + timedelta(days=3)), pytest.raises(ValidationError):
        undo_bulk_update(bulk=made, by=programme)


def test_who_may_undo(actions: list[Action], plan: Plan, officer: User, chair: User, programme: User) -> None:
    made = made_by(officer, actions, plan)
    with pytest.raises(PermissionDenied):
        undo_bulk_update(bulk=made, by=chair)
    assert undo_bulk_update(bulk=made, by=programme).undoes == made


def test_both_stay_in_the_story(actions: list[Action], plan: Plan, programme: User) -> None:
    undo_bulk_update(
        bulk=made_by(programme, actions, plan, new_due=date(2025, 3, 31), reason="x"), by=programme
    )
    action = Action.objects.of(plan.council).with_facts(TODAY).get(pk=actions[0].pk)
    headings = [entry.heading for entry in timeline(action, AsAt.present())]
    assert "Taken back: progress rated “At risk”" in headings
    assert "Taken back: the request for 31 March 2025" in headings
    assert "Progress moved from “On track” to “At risk”" in headings
