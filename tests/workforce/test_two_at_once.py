"""Two people at once on each form of the app: the second write changes nothing, shows what stands, and keeps what was
typed; brought up to date it is saved on top."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Change, Council, User
from accounts.roles import Role
from tests.conftest import Person, SignedIn
from tests.factories import cover, funded_post, recruitment, workforce_office
from workforce import services
from workforce.models import CaseloadStandard, FundedPost, Team

FIRST, SECOND = "What the first wrote", "What the second wrote"


def day(name: str, year: int = 2024, month: int = 9, number: int = 2) -> dict[str, str]:
    return {f"{name}_day": str(number), f"{name}_month": str(month), f"{name}_year": str(year)}


@dataclass(frozen=True)
class Case:
    """A form: its address, what both type, the field in which they differ, and how it tells what it was shown."""

    url: str
    typed: dict[str, str]
    field: str
    shown: Callable[[], str]
    key: str = "version"


def version_of(thing: Any) -> Callable[[], str]:
    return lambda: str(type(thing).objects.get(pk=thing.pk).version)


def post_cases(post: FundedPost) -> dict[str, Case]:
    position, number = post.positions.get(number=1), version_of(post)
    event = recruitment(post, 1, "advertised", date(2024, 9, 2))
    held = version_of(position)
    status = post.statuses.get()

    def at(name: str, pk: int) -> str:
        return reverse(f"workforce:{name}", args=["eastshire", pk])

    words = {"role": "Social Worker", "number": "1", "fte_each": "1", "contract": "permanent"}
    ended = {"status": "ended", **day("as_at", 2024, 12, 2)}
    advert = {"kind": "readvertised", **day("as_at", 2024, 10, 2)}
    again = {"kind": "advertised", **day("as_at", 2024, 9, 3)}
    approved = {"status": "approved", "note": "Committee", **day("as_at", 2024, 7, 17)}
    return {
        "post-edit": Case(at("post-edit", post.pk), words, "rationale", number),
        "post-status": Case(at("post-status", post.pk), ended, "note", number),
        "status-correct": Case(at("status-correct", status.pk), approved, "reason", number),
        "post-sentence": Case(at("post-sentence", post.pk), {}, "text", number),
        "post-cost": Case(
            at("post-cost", post.pk), {"financial_year": "2024", "amount": "100"}, "note", number
        ),
        "post-add-position": Case(
            at("post-add-position", post.pk), {"fte": "0.5", **day("approved_on")}, "above_reason", number
        ),
        "position-edit": Case(at("position-edit", position.pk), {"fte": "2"}, "above_reason", held),
        "position-record": Case(at("position-record", position.pk), advert, "note", held),
        "event-correct": Case(at("event-correct", event.pk), again, "reason", held),
        "event-void": Case(at("event-void", event.pk), {}, "reason", held),
    }


def team_cases(council: Council) -> dict[str, Case]:
    by = workforce_office(council)
    facts: dict[str, Any] = {"applies_to": "Social worker", "counts": "children", "low": 18, "high": 20}
    held = services.add_standard(council=council, by=by, source="Ours", from_date=date(2024, 4, 1), **facts)
    team = services.add_team(council=council, by=by, service="Child Protection", name="A", standard=held)
    gone = services.add_team(council=council, by=by, service="Child Protection", name="B", standard=held)
    services.retire_team(team=gone, by=by, as_at=date(2024, 9, 2), note="Merged")
    typed = {"kind": "cases", "counts": "children", "low": "14", "high": "17"}

    def newest() -> str:
        return str(CaseloadStandard.objects.latest("pk").pk)

    def at(name: str, pk: int) -> str:
        return reverse(f"workforce:{name}", args=["eastshire", pk])

    change = Case(at("standard-change", held.pk), typed | day("from_date"), "source", newest, "shown")
    return {
        "team-edit": Case(
            at("team-edit", team.pk), {"service": "Duty", "name": "A"}, "counts", version_of(team)
        ),
        "team-retire": Case(at("team-retire", team.pk), day("as_at"), "note", version_of(team)),
        "team-bring-back": Case(at("team-bring-back", gone.pk), {}, "reason", version_of(gone)),
        "standard-change": change,
    }


NAMES = ["post-edit", "post-status", "status-correct", "post-sentence", "post-cost", "post-add-position"]
NAMES += ["position-edit", "position-record", "event-correct", "event-void"]
TEAM_NAMES = ["team-edit", "team-retire", "team-bring-back", "standard-change"]


@pytest.fixture
def case(eastshire: Council, request: pytest.FixtureRequest) -> Case:
    if request.param in TEAM_NAMES:
        return team_cases(eastshire)[request.param]
    return post_cases(funded_post(eastshire))[request.param]


# Who brings back what somebody else has brought back finds it done.
@pytest.mark.parametrize(
    "case", NAMES + [one for one in TEAM_NAMES if one != "team-bring-back"], indirect=True
)
def test_the_second_changes_nothing_and_loses_nothing(
    case: Case, workforce_lead: User, client_for: SignedIn
) -> None:
    browser, shown = client_for(workforce_lead), {case.key: case.shown()}
    first = browser.post(case.url, case.typed | shown | {case.field: FIRST})
    assert first.status_code == 302
    before = Change.objects.count()
    refused = browser.post(case.url, case.typed | shown | {case.field: SECOND})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Save mine on top" in page
    assert SECOND in page
    assert f'name="{case.key}" value="{case.shown()}"' in page
    assert Change.objects.count() == before


@pytest.mark.parametrize("case", NAMES + TEAM_NAMES, indirect=True)
def test_another_council_and_a_reader_write_nothing(
    case: Case, marchshire: Council, person: Person, reader: User, client_for: SignedIn
) -> None:
    elsewhere = person(marchshire, Role.WORKFORCE)
    before = Change.objects.count()
    typed = case.typed | {case.key: case.shown(), case.field: FIRST}
    assert client_for(elsewhere).post(case.url, typed).status_code == 404
    assert client_for(elsewhere).post(case.url.replace("eastshire", "marchshire"), typed).status_code == 404
    assert client_for(reader).post(case.url, typed).status_code == 403
    assert Change.objects.count() == before


def ledger_entries(council: Council) -> dict[str, str]:
    """The addresses at which entries without a version are put right."""
    by, post = workforce_office(council), funded_post(council)
    facts: dict[str, Any] = {"applies_to": "Social worker", "counts": "children", "low": 18, "high": 20}
    held = services.add_standard(council=council, by=by, source="Ours", from_date=date(2024, 4, 1), **facts)
    cost = services.add_grade_cost(
        council=council, by=by, grade="10", from_date=date(2024, 4, 1), annual_cost=Decimal(60_000)
    )
    award = services.add_pay_award(council=council, by=by, financial_year=2025, percent=Decimal(2))
    served = cover(post, date(2024, 9, 2))
    keys = {"standard": held.pk, "grade-cost": cost.pk, "pay-award": award.pk, "post-cover": served.pk}
    return {name: reverse(f"workforce:{name}-void", args=["eastshire", pk]) for name, pk in keys.items()}


@pytest.mark.parametrize("name", ["standard", "grade-cost", "pay-award", "post-cover"])
def test_what_somebody_else_took_out_is_not_taken_out_again(
    name: str, eastshire: Council, marchshire: Council, person: Person, client_for: SignedIn
) -> None:
    url = ledger_entries(eastshire)[name]
    elsewhere = client_for(person(marchshire, Role.WORKFORCE))
    assert elsewhere.post(url, {"reason": FIRST}).status_code == 404
    assert elsewhere.post(url.replace("eastshire", "marchshire"), {"reason": FIRST}).status_code == 404
    browser = client_for(workforce_office(eastshire))
    assert browser.post(url, {"reason": FIRST}).status_code == 302
    before = Change.objects.count()
    refused = browser.post(url, {"reason": SECOND})
    assert refused.status_code == 422
    assert SECOND in refused.content.decode()
    assert "meanwhile" in refused.content.decode() or "corrected already" in refused.content.decode()
    assert Change.objects.count() == before


def test_a_team_retired_twice_with_the_same_words_is_retired_once(
    eastshire: Council, workforce_lead: User, client_for: SignedIn
) -> None:
    case = team_cases(eastshire)["team-retire"]
    browser, typed = client_for(workforce_lead), case.typed | {"version": case.shown(), "note": FIRST}
    assert browser.post(case.url, typed).status_code == 302
    before = Change.objects.count()
    assert browser.post(case.url, typed).status_code == 302
    assert Change.objects.count() == before
    assert Team.objects.standing(date(2024, 9, 1)).count() == 2
