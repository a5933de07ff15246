"""As at D known at K is what was shown on K, whatever was recorded later and in whatever order."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Council, User
from accounts.roles import Role
from core.dates import clock, end_of_day, today
from core.ledger import AsAt
from improvement import services
from improvement.figures import rating_counts_over_months
from improvement.models import (
    Action,
    DateRevision,
    Endorsement,
    Group,
    Interdependency,
    Meeting,
    Plan,
    ProgressUpdate,
)
from improvement.services.editing import edit_action
from improvement.timeline import timeline
from tests import factories
from tests.conftest import Person

START = date(2024, 9, 2)
CODES = ("not-started", "on-track", "at-risk", "off-track", "awaiting")
STEPS = (
    "update",
    "correct",
    "moderate",
    "return",
    "ask",
    "decide",
    "propose",
    "endorse",
    "take_back",
    "wait",
    "hand_over",
)

# What happens: which step, to which of the actions, how many days after the last one, and how far it is backdated.
Happening = tuple[str, int, int, int]
happenings = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 3), st.integers(0, 9), st.integers(0, 20)),
    min_size=4,
    max_size=10,
)


class Told:
    """A plan to which things happen. Whatever the services refuse does not happen."""

    def __init__(self, plan: Plan, board: Group, people: tuple[User, User, User]) -> None:
        self.plan, self.board = plan, board
        self.programme, self.chair, self.admin = people
        self.section = factories.section(plan)
        workstream = factories.group(plan.council, name="Workstream", chair=self.chair)
        self.actions = [factories.action(self.section, workstream=workstream) for _ in range(3)]
        self.actions.append(factories.proposal(self.section, START, by=self.admin, workstream=workstream))

    def happen(self, step: str, which: int, back: int) -> None:
        act: Callable[[Action, date], object] = getattr(self, step)
        try:
            with transaction.atomic():
                act(self.actions[which], today() - timedelta(days=back))
        except ValidationError:
            pass

    def update(self, action: Action, as_at: date) -> None:
        code = CODES[(as_at.toordinal() + action.pk) % len(CODES)]
        given: dict[str, Any] = {"rating": factories.rating(self.plan, code), "narrative": f"{code} then."}
        services.record_update(action=action, by=self.programme, as_at=as_at, **given)

    def correct(self, action: Action, as_at: date) -> None:
        update = self._last(action)
        given: dict[str, Any] = {"rating": factories.rating(self.plan, "at-risk"), "narrative": "No."}
        services.correct_update(update=update, by=self.programme, because="Wrong.", as_at=as_at, **given)

    def moderate(self, action: Action, as_at: date) -> None:
        rating = factories.rating(self.plan, "off-track")
        services.moderate_update(update=self._last(action), by=self.chair, rating=rating, because="Late.")

    def return_(self, action: Action, as_at: date) -> None:
        services.return_update(update=self._last(action), by=self.chair, question="How many?")

    def ask(self, action: Action, as_at: date) -> None:
        new_due = today() + timedelta(days=as_at.day + 40)
        services.ask_for_date(action=action, by=self.programme, new_due=new_due, reason="Vacancies.")

    def decide(self, action: Action, as_at: date) -> None:
        request = DateRevision.objects.open_requests(today()).filter(action=action).first()
        if request:
            request.action = action
            services.decide_date(request=request, by=self.chair, agree=as_at.day % 2 == 0, reason="Agreed.")

    def propose(self, action: Action, as_at: date) -> None:
        services.propose_again(action=action, by=self.admin, note="Asked for again.")

    def endorse(self, action: Action, as_at: date) -> None:
        meeting, _ = Meeting.objects.get_or_create(
            council=self.plan.council, group=self.board, held_on=max(as_at, START)
        )
        decide = services.endorse_action if as_at.day % 3 else services.decline_action
        decide(action=action, by=self.programme, meeting=meeting, note="So decided.")

    def take_back(self, action: Action, as_at: date) -> None:
        decided = Endorsement.objects.exclude(step=Endorsement.Step.PROPOSED).filter(action=action)
        decision = decided.order_by("pk").last()
        if decision:
            decision.action = action
            services.take_back_decision(decision=decision, by=self.admin, because="Only noted.")

    def wait(self, action: Action, as_at: date) -> None:
        held = Interdependency.objects.holding(today()).filter(action=action).first()
        if held:
            held.action = action
            services.remove_wait(wait=held, by=self.admin, because="Not needed.")
            return
        awaited = self.actions[as_at.day % len(self.actions)]
        services.add_wait(action=action, by=self.admin, waits_for=awaited)

    def hand_over(self, action: Action, as_at: date) -> None:
        # Read again: an edit leaves its mark on what it was given, and the examples are rolled back.
        fresh = Action.objects.of(self.plan.council).get(pk=action.pk)
        leads: list[dict[str, Any]] = [
            {"lead": self.chair, "partner_lead": ""},
            {"lead": None, "partner_lead": "Health partner"},
            {"lead": self.programme, "partner_lead": ""},
        ]
        facts = leads[as_at.day % 3] | {"section": fresh.section, "priority": None}
        edit_action(action=fresh, by=self.admin, shown_version=None, **facts)

    def _last(self, action: Action) -> ProgressUpdate:
        update = ProgressUpdate.objects.of_lead().latest_for(action, today())
        if update is None:
            raise ValidationError("Nothing has been reported yet.")
        update.action = action
        return update

    def shown(self, asked: AsAt) -> list[object]:
        """All that is said of the plan, its actions and their waits."""
        day, known_at = asked.day, asked.known_at
        facts = (
            "pk",
            "rating_code",
            "lead_rating_label",
            "rated_on",
            "narrative",
            "current_due",
            "proposed_due",
            "lead_of_day",
        )
        counted = Action.objects.as_at(day, known_at).order_by("pk")
        waits = Interdependency.objects.of(self.plan.council, day, known_at)
        months = [date(2024, 9, 1), date(2024, 10, 1), date(2024, 11, 1)]
        return [
            list(counted.values_list(*facts, "times_revised", "question")),
            list(Action.objects.proposed(day, known_at).order_by("pk").values_list("pk", flat=True)),
            list(Action.objects.declined(day, known_at).order_by("pk").values_list("pk", flat=True)),
            [(entry.action_id, entry.waits_for_id, entry.risks) for entry in waits],
            rating_counts_over_months(self.plan, months, known_at, until=day),
            [_lines(action, asked) for action in self.actions],
        ]


# The step is named after what a chair does; the word alone is taken.
setattr(Told, "return", Told.return_)


def _lines(action: Action, asked: AsAt) -> list[tuple[str, date, str, bool]]:
    return [(line.heading, line.as_at, line.text, line.is_corrected) for line in timeline(action, asked)]


@pytest.fixture
def told(eastshire: Council, person: Person, programme: User, chair: User) -> Told:
    board = factories.group(eastshire, Group.Kind.BOARD)
    plan = factories.plan(eastshire, actions_endorsed_by=board, dates_decided_by=None)
    return Told(plan, board, (programme, chair, person(eastshire, Role.ADMINISTRATOR)))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happened=happenings, looked_back=st.lists(st.integers(0, 40), min_size=1, max_size=1))
@pytest.mark.django_db
def test_a_page_of_a_past_day_says_what_it_said_then(
    happened: list[Happening], looked_back: list[int], told: Told
) -> None:
    with transaction.atomic():
        day = START
        remembered: list[Any] = []
        for step, which, later, back in happened:
            day += timedelta(days=later)
            with clock(day):
                told.happen(step, which, back)
            # At the end of the day, when nothing more is recorded on it.
            remembered = [each for each in remembered if each[0] != day]
            for days in looked_back:
                asked_of = day - timedelta(days=days)
                with clock(day):
                    remembered.append((day, asked_of, told.shown(AsAt(asked_of))))
        for shown_on, asked_of, shown in remembered:
            with clock(day):
                assert told.shown(AsAt(asked_of, end_of_day(shown_on))) == shown, (shown_on, asked_of)
        transaction.set_rollback(True)
