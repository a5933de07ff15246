"""Every page and file of the app, asked for a day as it was known then, says for ever what it said then."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from tests.conftest import SignedIn
from tests.factories import cover, funded_post, recruitment, workforce_office
from tests.test_architecture import ADDRESSES
from workforce import services
from workforce.models import CaseloadStandard, FundedPost, Team

THEN, LATER = date(2024, 10, 2), date(2024, 11, 20)
ASKED = f"?as_at={THEN}&known_at={THEN}"
KINDS = ("csv", "xlsx")
# Where something is written there is only today.
WRITES = re.compile(
    "-(add|edit|record|correct|void|change|retire|back|enter|offer|status|cost|sentence|position|end|cover)$"
)
PAGES = sorted(
    name for name in ADDRESSES if name.startswith("workforce:") and not WRITES.search(name.partition(":")[2])
)


@pytest.fixture
def world(eastshire: Council) -> tuple[FundedPost, Team]:
    """What was recorded by 2 October 2024."""
    by = workforce_office(eastshire)
    with clock(date(2024, 9, 1)):
        services.add_grade_cost(
            council=eastshire, by=by, grade="10", from_date=date(2024, 4, 1), annual_cost=Decimal(60_000)
        )
        standard = _standard(eastshire, 18, 20)
        team = services.add_team(council=eastshire, by=by, service="Duty", name="A", standard=standard)
        facts: dict[str, Any] = {"cases": 240, "fte": Decimal(10), "source": "Ours", "standard": standard}
        services.add_reading(team=team, by=by, month=date(2024, 8, 1), **facts)
    post = funded_post(eastshire, number=3)
    cover(post, date(2024, 9, 2), numbers=[2], weekly_cost=Decimal(1_000))
    recruitment(post, 1, "appointed", date(2024, 9, 3), start_date=date(2024, 9, 30))
    return post, team


def _standard(council: Council, low: int, high: int, **more: Any) -> CaseloadStandard:
    facts: dict[str, Any] = {"applies_to": "Social worker", "counts": "children", "source": "Ours"}
    by = workforce_office(council)
    given = facts | {"from_date": date(2024, 4, 1)} | more
    return services.add_standard(council=council, by=by, low=low, high=high, **given)


def record_more(council: Council, post: FundedPost, team: Team) -> None:
    """Everything that may be recorded afterwards of the days before."""
    by, held = workforce_office(council), CaseloadStandard.objects.get()
    with clock(LATER):
        recruitment(post, 1, "in_post", date(2024, 9, 30), on=LATER)
        recruitment(post, 3, "advertised", date(2024, 9, 10), on=LATER)
        services.end_cover(cover=post.cover.get(), by=by, ended_on=date(2024, 9, 20))
        post.refresh_from_db()
        services.set_status(post=post, by=by, status="live", as_at=date(2024, 9, 2))
        services.enter_cost(post=post, by=by, financial_year=2024, amount=Decimal(1), note="Ours")
        services.word_recruitment(post=post, by=by, text="All is well")
        services.add_position(
            post=post, by=by, fte=Decimal(1), approved_on=date(2024, 9, 2), above_reason="Handover"
        )
        for number, fte in ((1, "0.5"), (2, "0.8"), (1, "0.6")):
            services.edit_position(position=post.positions.get(number=number), by=by, fte=Decimal(fte))
        services.edit_post(post=post, by=by, number=7, grade="11")
        services.edit_post(post=post, by=by, number=6, fte_each=Decimal("0.9"), grade="12")
        services.add_grade_cost(
            council=council, by=by, grade="10", from_date=date(2024, 9, 1), annual_cost=Decimal(70_000)
        )
        services.add_pay_award(council=council, by=by, financial_year=2025, percent=Decimal(3))
        _standard(council, 16, 19, corrects=held, note="A slip")
        _standard(council, 14, 17, is_aspiration=True)
        reading = team.readings.get()
        facts: dict[str, Any] = {"cases": 300, "fte": Decimal(9), "source": "Ours", "note": "Recounted"}
        services.add_reading(team=team, by=by, month=reading.month, corrects=reading, **facts)
        other = services.add_team(council=council, by=by, service="Care", name="Leaving", standard=held)
        services.add_reading(team=other, by=by, month=date(2024, 8, 1), cases=10, source="Ours")
        services.retire_team(team=team, by=by, as_at=date(2024, 9, 15), note="Merged")
        dates: dict[str, Any] = {"as_at": date(2024, 9, 2), "planned_start": date(2024, 9, 2)}
        later = services.add_post(council=council, by=by, role="Brought in afterwards", **dates)
        services.set_status(post=later, by=by, status="approved", as_at=date(2024, 9, 2), note="Committee")


def everything(client: Client, post: FundedPost, team: Team, query: str) -> dict[str, Any]:
    """By address what the page says in its main part, or the file's bytes."""
    said: dict[str, Any] = {}
    for name in PAGES:
        things: dict[str, list[list[Any]]] = {"workforce:post-detail": [[post.pk]]}
        things |= {"workforce:team-detail": [[team.pk]]}
        things |= {name: [[kind] for kind in KINDS] for name in PAGES if name.endswith("-export")}
        for args in things.get(name, [[]]):
            url = reverse(name, args=["eastshire", *args])
            answer = client.get(f"{url}{query}")
            assert answer.status_code == 200, url
            said[url] = answer.content
            if not name.endswith("-export"):
                text = answer.content.decode()
                # The banner of the day is told apart: it says so on every page.
                assert ("As at 2 October 2024" in text) == bool(query), url
                said[url] = text.partition("<main")[2].partition("</main>")[0]
    return said


def test_the_pages_walked_are_all_there_are() -> None:
    lists = {"board", "capacity", "costing", "grade-cost", "post", "staffing", "standard", "start", "team"}
    files = {"capacity", "costing", "post", "staffing"}
    wanted = {f"workforce:{name}-list" for name in lists} | {f"workforce:{name}-export" for name in files}
    assert set(PAGES) == wanted | {"workforce:post-detail", "workforce:team-detail"}


def test_what_a_day_showed_is_shown_for_ever(
    eastshire: Council, world: tuple[FundedPost, Team], reader: User, client_for: SignedIn
) -> None:
    client, (post, team) = client_for(reader), world
    with clock(date(2024, 10, 3)):
        then = everything(client, post, team, ASKED)
    record_more(eastshire, post, team)
    again = everything(client, post, team, ASKED)
    assert {url for url, said in then.items() if again[url] != said} == set()


def test_as_we_now_know_it_tells_what_was_recorded_afterwards(
    eastshire: Council, world: tuple[FundedPost, Team], reader: User, client_for: SignedIn
) -> None:
    client, (post, team) = client_for(reader), world
    before = everything(client, post, team, f"?as_at={THEN}")
    record_more(eastshire, post, team)
    after = everything(client, post, team, f"?as_at={THEN}")
    same = {url for url, said in before.items() if after[url] == said}
    assert same == set()
