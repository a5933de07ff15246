"""Every address of the money that takes a form: nobody of another council gets to it, nobody who may only look writes
through it, and sending a form twice, or after somebody else, writes once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts.models import Change, Council, User
from accounts.roles import Role
from accounts.versions import StaleVersion
from core.dates import clock
from core.financial_year import months
from finance import urls
from finance.models import BudgetMovement, MonthClose, Outturn, SpendBatch, SpendEntry
from finance.services import (
    GridCell,
    StatedRowGiven,
    add_tranche,
    decide_key,
    decide_offer,
    draw_tranche,
    offer_forecast,
    record_spend,
    record_stated_table,
)
from finance.services.batches import post_paste, undo_batch
from finance.services.close import close_month, closing_of, record_outturn, reopen_month
from finance.services.entries import add_entry, take_out_entry
from finance.services.mappings import add_mapping
from finance.services.retiring import retire_line
from tests import factories
from tests.conftest import Person, SignedIn
from tests.finance.extracting import bring, post

OCTOBER = date(2024, 10, 1)
# Takes a form without an address of its own to write to, or only looks.
LOOKS_ONLY = {405}


class World:
    """One of everything the money has, at a council."""

    def __init__(self, council: Council, by: User, workforce: User) -> None:
        self.council, self.by = council, by
        self.decision = factories.funding_decision(council, by)
        self.tranche = add_tranche(decision=self.decision, amount=Decimal(100), by=by)
        self.line = factories.budget_line(self.decision, by, cost_centre="C1", subjective_code="1")
        record_spend(line=self.line, month=OCTOBER, amount=Decimal(5), by=by)
        self.entry = add_entry(
            line=self.line, month=OCTOBER, kind="adjustment", amount=Decimal(1), note="n", by=by
        )
        self.movement = BudgetMovement.objects.filter(line=self.line).latest("pk")
        self.mapping = add_mapping(
            council=council, cost_centre="C9", subjective_code="", line=None, by=by, note=""
        )
        self.extract = bring(by, council, "Cost centre,Subjective,Period,Reference,Amount\nC1,1,9,R1,5\n")
        cells = [GridCell(self.line.pk, date(2024, 11, 1), "", "7")]
        _, batch = post_paste(council=council, year=2024, cells=cells, note="n", by=by)
        assert batch
        self.batch: SpendBatch = batch
        figures = {date(2025, 1, 1): Decimal(50)}
        self.offer = offer_forecast(
            council=council, by=workforce, line=self.line, figures=figures, source_text="Two in post"
        )
        rows = [StatedRowGiven("Social workers", {2024: 12000}, self.line)]
        facts = {"title": "Costings", "source": "Document 000", "years": [2024], "rows": rows}
        self.table = record_stated_table(
            decision=self.decision,
            totals={2024: 12000},
            total=12000,
            by=by,
            **facts,  # type: ignore[arg-type]
        )

    def address(self, route: str) -> str:
        """The address of a route, with the ids of what this world has."""
        noun = route.split("/")[0]
        own = {
            "decisions": self.decision.pk,
            "lines": self.line.pk,
            "tranches": self.tranche.pk,
            "entries": self.entry.pk,
            "movements": self.movement.pk,
            "mappings": self.mapping.pk,
            "extracts": self.extract.pk,
            "batches": self.batch.pk,
            "offers": self.offer.pk,
            "stated-tables": self.table.pk,
        }
        filled = route.replace("<int:pk>", str(own.get(noun, 1))).replace("<int:year>", "2024")
        return f"/{self.council.slug}/" + filled.replace("<int:period>", "202410").replace("<int:row>", "2")


@pytest.fixture
def world(eastshire: Council, finance_officer: User, workforce_lead: User) -> World:
    return World(eastshire, finance_officer, workforce_lead)


ROUTES = [str(pattern.pattern) for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)]


def test_there_are_routes_to_try() -> None:
    assert len(ROUTES) > 50
    assert get_resolver()


@pytest.mark.parametrize("route", ROUTES)
def test_a_form_is_refused_to_others_and_to_those_who_only_look(
    world: World, client_for: SignedIn, person: Person, marchshire: Council, reader: User, route: str
) -> None:
    before, address = Change.objects.count(), world.address(route)
    outside: Client = client_for(person(marchshire, Role.FINANCE))
    assert outside.post(address, {}).status_code in {404, *LOOKS_ONLY}
    assert outside.get(address).status_code in {404, *LOOKS_ONLY}
    assert client_for(reader).post(address, {}).status_code in {403, *LOOKS_ONLY}
    assert Client().post(address, {}).status_code in {302, *LOOKS_ONLY}
    assert Change.objects.count() == before


@pytest.mark.parametrize("route", ROUTES)
def test_an_empty_form_writes_nothing_and_fails_nowhere(
    world: World, client_for: SignedIn, route: str
) -> None:
    answer = client_for(world.by).post(world.address(route), {})
    assert answer.status_code in {200, 302, 403, 404, 405, 409, 422}
    assert not SpendEntry.objects.filter(note="").exclude(amount=5).exclude(amount=7).exists()


def closing(world: World) -> Callable[[], object]:
    sheet = closing_of(world.council, date(2024, 4, 1))
    facts = {"confirmed_nil": {line.pk for line in sheet.blanks}, "shown_total": sheet.total, "by": world.by}
    return lambda: close_month(council=world.council, month=date(2024, 4, 1), **facts)  # type: ignore[arg-type]


def reopening(world: World) -> Callable[[], object]:
    factories.close(world.council, world.by, date(2024, 4, 1))
    return lambda: reopen_month(council=world.council, month=date(2024, 4, 1), reason="r", by=world.by)


def undoing(world: World) -> Callable[[], object]:
    return lambda: undo_batch(batch=world.batch, reason="r", by=world.by)


def taking_out(world: World) -> Callable[[], object]:
    return lambda: take_out_entry(entry=world.entry, reason="r", by=world.by)


def accepting(world: World) -> Callable[[], object]:
    present = Decimal(1000)
    return lambda: decide_offer(offer=world.offer, accept=True, by=world.by, shown_present=present, note="")


def posting(world: World) -> Callable[[], object]:
    return lambda: post(world.extract, world.by, "5")


def drawing(world: World) -> Callable[[], object]:
    facts = {"drawn_on": date(2024, 9, 1), "drawn_by": "Cabinet", "by": world.by}
    return lambda: draw_tranche(tranche=world.tranche, **facts)  # type: ignore[arg-type]


def retiring(world: World) -> Callable[[], object]:
    line = factories.budget_line(world.decision, world.by, "L99")
    version = line.version
    return lambda: retire_line(line=line, reason="r", by=world.by, shown_version=version, leave_budget=True)


@pytest.mark.parametrize(
    "prepare", [closing, reopening, undoing, taking_out, accepting, posting, drawing, retiring]
)
def test_the_second_of_two_writes_nothing_more(
    world: World, prepare: Callable[[World], Callable[[], object]]
) -> None:
    act = prepare(world)
    act()
    after = Change.objects.count()
    # Refused with a sentence, or quietly the same: either way nothing more is written.
    with suppress(ValueError, StaleVersion):
        act()
    assert Change.objects.count() == after


def test_the_outturn_is_recorded_once_a_stage(world: World) -> None:
    with clock(date(2025, 4, 20)):
        for month in months(2024):
            factories.close(world.council, world.by, month)
        record_outturn(council=world.council, year=2024, stage=Outturn.Stage.PROVISIONAL, by=world.by)
        after = Outturn.objects.count()
        record_outturn(council=world.council, year=2024, stage=Outturn.Stage.PROVISIONAL, by=world.by)
    assert MonthClose.objects.closed_months(world.council) == set(months(2024))
    assert Outturn.objects.count() == after


def test_only_an_executive_decides_whether_it_is_key(world: World, person: Person) -> None:
    clerk = person(world.council, Role.CLERK)
    with pytest.raises(ValueError, match="executive"):
        decide_key(
            decision=world.decision, is_key=True, reasons="r", by=clerk, shown_version=world.decision.version
        )
