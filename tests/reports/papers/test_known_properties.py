"""The figures of a paper as at its dates and as known at a moment are those that were published at that moment,
whatever was recorded, corrected or backdated later."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Council, User
from core.dates import clock, now
from finance.models import FundingDecision
from finance.services import record_spend
from improvement import services
from improvement.models import Action, Plan, ProgressUpdate
from reports.models import Paper
from reports.papers import codec
from reports.papers.collect import collect
from reports.papers.data import PaperData
from reports.papers.figures import figures
from tests import factories
from tests.reports.papers.scenario import money, publish, scenario
from workforce.models import FundedPost, RecruitmentEvent
from workforce.services import void_event
from workforce.states import Kind

pytestmark = pytest.mark.django_db

BEGUN = date(2024, 11, 18)
CODES = ("not-started", "on-track", "at-risk", "off-track", "awaiting")
KINDS = (Kind.ADVERTISED, Kind.APPOINTED, Kind.IN_POST, Kind.LEFT)
STEPS = ("update", "correct", "ask", "impact", "spend", "empty", "recruit", "void", "close")
# What happens, to which thing, how it turns out, and by how many days it is backdated.
happenings = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 2), st.integers(0, 4), st.integers(0, 60)),
    min_size=3,
    max_size=6,
)
Shown = dict[str, tuple[str, tuple[str, ...]]]


def shown(data: PaperData) -> Shown:
    """Every figure by name: what it prints, and the rows behind it."""
    return {name: (one.value, one.sources) for name, one in figures(data).items()}


class Happening:
    """A council where one thing after another is recorded, a day apart; what a service refuses does not happen."""

    def __init__(self, plan: Plan, actions: list[Action]) -> None:
        self.plan, self.actions, self.council = plan, actions, plan.council
        self.finance = User.objects.get(email="money@eastshire.example")
        self.office = factories.office(self.council)
        self.post = FundedPost.objects.get(council=self.council)
        self.lines = list(FundingDecision.objects.get(council=self.council).lines.order_by("code"))

    def happen(self, step: str, which: int, how: int, back: int, on: date) -> None:
        try:
            with transaction.atomic(), clock(on):
                getattr(self, step)(which, how, on - timedelta(days=back))
        except (ValidationError, ValueError):
            return

    def update(self, which: int, how: int, day: date) -> None:
        action, rating = self.actions[which], factories.rating(self.plan, CODES[how])
        services.record_update(
            action=action, by=self.office, rating=rating, as_at=day, narrative=f"Now {how}."
        )

    def correct(self, which: int, how: int, day: date) -> None:
        held = ProgressUpdate.objects.filter(action=self.actions[which]).standing().first()
        if held:
            services.correct_update(
                update=held,
                by=self.office,
                because="Mistaken.",
                rating=factories.rating(self.plan, CODES[how]),
                as_at=day,
                narrative="Put right.",
            )

    def ask(self, which: int, how: int, day: date) -> None:
        new_due = date(2025, 3 + how, 1)
        action = self.actions[which]
        services.ask_for_date(action=action, by=self.office, new_due=new_due, reason="Two posts are vacant.")

    def impact(self, which: int, how: int, day: date) -> None:
        area = self.actions[0].section
        rating = factories.rating(self.plan, ("not-yet", "none", "early")[which])
        services.rate_impact(section=area, by=self.office, rating=rating, as_at=day, narrative="Seen.")

    def spend(self, which: int, how: int, day: date) -> None:
        line, month = self.lines[which % 2], date(2024, 9 + how % 2, 1)
        record_spend(line=line, month=month, amount=Decimal(1000 * how + which), by=self.finance, note="n")

    def empty(self, which: int, how: int, day: date) -> None:
        record_spend(
            line=self.lines[which % 2], month=date(2024, 9, 1), amount=None, by=self.finance, note="n"
        )

    def close(self, which: int, how: int, day: date) -> None:
        factories.close(self.council, self.finance, date(2024, 9, 1))

    def recruit(self, which: int, how: int, day: date) -> None:
        number = 1 + which % 2
        factories.recruitment(self.post, number, KINDS[how % 4], day, on=max(day, BEGUN), note="A reason")

    def void(self, which: int, how: int, day: date) -> None:
        held = RecruitmentEvent.objects.filter(position__post=self.post).standing().order_by("pk")
        if len(held) > which:
            void_event(event=held[which], by=factories.workforce_office(self.council), note="Never so")


def composed(paper: Paper, known_at: datetime | None = None) -> Shown:
    return shown(collect(paper, known_at).data)


@pytest.fixture
def paper(eastshire: Council) -> Paper:
    """A first paper on a plan of three actions, with money and a post of two."""
    plan = factories.plan(eastshire)
    area = factories.section(plan)
    for _ in range(3):
        factories.update(
            factories.action(area, original_due=date(2024, 10, 31)), "on-track", date(2024, 9, 30)
        )
    money(eastshire)
    factories.cover(factories.funded_post(eastshire, number=2), date(2024, 9, 12), headcount=1)
    return factories.paper(plan)


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(taken=happenings)
def test_as_known_then_is_what_was_shown_then(paper: Paper, taken: list[tuple[str, int, int, int]]) -> None:
    with transaction.atomic():
        happening = Happening(paper.plan, list(Action.objects.filter(council=paper.council).order_by("pk")))
        then: list[tuple[datetime, Shown]] = []
        for number, (step, which, how, back) in enumerate(taken):
            on = BEGUN + timedelta(days=number)
            happening.happen(step, which, how, back, on)
            # Everything of a morning is recorded by its noon.
            with clock(datetime.combine(on, time(12))):
                then.append((now(), composed(paper)))
        with clock(BEGUN + timedelta(days=len(taken))):
            for moment, figures_then in then:
                assert composed(paper, moment) == figures_then
        transaction.set_rollback(True)


def test_as_known_when_it_was_published_is_what_was_published(eastshire: Council) -> None:
    told = scenario(eastshire)
    published = publish(told.paper, on=date(2025, 1, 3))
    happening = Happening(told.plan, told.actions)
    for number, step in enumerate(STEPS):
        happening.happen(step, 0, 3, 60, date(2025, 1, 6) + timedelta(days=number))
    printed = shown(codec.from_json(PaperData, published.data))
    assert composed(told.paper, published.known_at) == printed
    assert composed(told.paper) != printed
