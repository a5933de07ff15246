"""The workforce lead keeps teams, standards and each month's figures; what they were on any day can be asked."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Change, Council, User
from core.dates import add_months, clock
from tests.conftest import SignedIn
from tests.factories import workforce_office
from workforce import services
from workforce.models import CapacityReading, CaseloadStandard, Team

JUNE, JULY = date(2024, 6, 1), date(2024, 7, 1)
MONTH = "service=Child+Protection&month=2024-07"


@pytest.fixture
def held(eastshire: Council) -> CaseloadStandard:
    return services.add_standard(
        council=eastshire,
        by=workforce_office(eastshire),
        applies_to="Social worker",
        counts="children",
        low=18,
        high=20,
        source="Ours",
        from_date=date(2024, 4, 1),
    )


@pytest.fixture
def teams(eastshire: Council, held: CaseloadStandard) -> list[Team]:
    facts: dict[str, Any] = {"council": eastshire, "by": workforce_office(eastshire), "standard": held}
    return [services.add_team(service="Child Protection", name=name, **facts) for name in ("A", "B")]


def address(name: str, *args: object) -> str:
    return reverse(f"workforce:{name}", args=["eastshire", *args])


def month_of(teams: list[Team], *cases: str, **more: str) -> dict[str, str]:
    """A month as it is posted, each team with the entry that stands."""
    posted = {"source": "Team managers", "fte_source": "ours", **more}
    for team, number in zip(teams, cases, strict=True):
        standing = CapacityReading.objects.filter(team=team).in_month(JULY).first()
        posted |= {f"{team.pk}-cases": number, f"{team.pk}-full_fte": "5" if number else ""}
        posted[f"{team.pk}-shown"] = str(standing.pk) if standing else ""
    return posted


def test_a_team_is_added_changed_retired_and_brought_back(
    eastshire: Council, held: CaseloadStandard, workforce_lead: User, client_for: SignedIn
) -> None:
    browser = client_for(workforce_lead)
    typed = {"service": "Child Protection", "name": "Team A", "standard": str(held.pk), "version": "1"}
    browser.post(address("team-add"), typed)
    team = Team.objects.get(council=eastshire)
    browser.post(address("team-edit", team.pk), {**typed, "locality": "North"})
    team.refresh_from_db()
    assert (team.locality, team.standard) == ("North", held)
    stale = browser.post(address("team-edit", team.pk), {**typed, "locality": "South"})
    assert stale.status_code == 409
    assert "South" in stale.content.decode()
    gone = {"as_at_day": "1", "as_at_month": "8", "as_at_year": "2024", "note": "Merged"}
    gone["version"] = str(team.version)
    browser.post(address("team-retire", team.pk), gone)
    assert not Team.objects.standing(date(2024, 8, 1)).exists()
    assert Team.objects.standing(date(2024, 7, 31)).exists()
    assert "retired from 1 August 2024" in browser.get(address("team-list")).content.decode()
    team.refresh_from_db()
    browser.post(
        address("team-bring-back", team.pk), {"reason": "Not merged after all", "version": str(team.version)}
    )
    assert Team.objects.standing(date(2024, 8, 1)).exists()


def test_a_standard_changes_from_a_day_and_the_days_before_keep_theirs(
    eastshire: Council, held: CaseloadStandard, teams: list[Team], workforce_lead: User, client_for: SignedIn
) -> None:
    facts: dict[str, Any] = {"by": workforce_lead, "source": "Ours", "standard": held}
    services.add_reading(team=teams[0], month=JUNE, cases=100, fte=Decimal(5), **facts)
    browser = client_for(workforce_lead)
    typed = {"kind": "cases", "counts": "children", "low": "14", "high": "17", "source": "A report"}
    typed |= {"from_date_day": "1", "from_date_month": "9", "from_date_year": "2024"}
    typed["shown"] = str(held.pk)
    assert browser.post(address("standard-change", held.pk), typed).status_code == 302
    assert "14 to 17 children each" in browser.get(address("capacity-list")).content.decode()
    august = browser.get(address("capacity-list") + "?as_at=2024-08-31").content.decode()
    assert "18 to 20 children each" in august
    typed["shown"] = str(CaseloadStandard.objects.latest("pk").pk)
    again = browser.post(address("standard-change", held.pk), {**typed, "low": "13"})
    assert "has a standard from 1 September 2024 already" in again.content.decode()


def test_a_standard_is_corrected_and_taken_out(
    eastshire: Council, held: CaseloadStandard, workforce_lead: User, client_for: SignedIn
) -> None:
    browser = client_for(workforce_lead)
    typed = {"kind": "cases", "counts": "children", "low": "16", "high": "20", "source": "Ours"}
    typed |= {"from_date_day": "1", "from_date_month": "4", "from_date_year": "2024"}
    assert browser.post(address("standard-correct", held.pk), typed).status_code == 422
    browser.post(address("standard-correct", held.pk), {**typed, "note": "16, not 18"})
    standing = CaseloadStandard.objects.of(eastshire).standing(None).get()
    assert (standing.low, standing.corrects) == (16, held)
    browser.post(address("standard-void", standing.pk), {"reason": "Never agreed"})
    assert not CaseloadStandard.objects.of(eastshire).standing(None).exists()


def test_a_month_of_all_teams_is_saved_corrected_and_taken_out(
    teams: list[Team], workforce_lead: User, client_for: SignedIn
) -> None:
    browser, url = client_for(workforce_lead), f"{address('reading-enter')}?{MONTH}"
    assert "Never name or describe a child" in browser.get(url).content.decode()
    assert browser.post(url, month_of(teams, "100", "")).status_code == 302
    first = CapacityReading.objects.get()
    assert (first.team, first.cases, first.agency_fte) == (teams[0], 100, None)
    browser.post(url, month_of(teams, "100", ""))
    assert CapacityReading.objects.count() == 1
    assert "Say why figures" in browser.post(url, month_of(teams, "0", "")).content.decode()
    browser.post(url, month_of(teams, "0", "90", note="Counted twice"))
    assert [one.cases for one in CapacityReading.objects.in_month(JULY).order_by("team")] == [0, 90]
    browser.post(url, month_of(teams, "", "90", note="Not that month"))
    assert [one.team for one in CapacityReading.objects.in_month(JULY)] == [teams[1]]


def test_of_two_people_at_once_the_second_sees_both_and_saves_on_top(
    teams: list[Team], workforce_lead: User, client_for: SignedIn
) -> None:
    browser, url = client_for(workforce_lead), f"{address('reading-enter')}?{MONTH}"
    mine = month_of(teams, "100", "90")
    browser.post(url, month_of(teams, "101", ""))
    refused = browser.post(url, mine)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Cases 100" in page
    assert "Cases 101" in page
    assert CapacityReading.objects.count() == 1
    standing = CapacityReading.objects.get()
    assert f'value="{standing.pk}"' in page
    browser.post(url, {**mine, f"{teams[0].pk}-shown": str(standing.pk), "note": "Recounted"})
    assert CapacityReading.objects.in_month(JULY).get(team=teams[0]).cases == 100


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"agency_fte": "6"}, "agency workers are part of the FTE"),
        ({"senior_fte": "1"}, "names no standard for those with fewer cases"),
        ({"cases": "-1"}, "“Cases, Child Protection, A” must be between 0 and 99,999"),
        (
            {"full_fte": "seven"},
            "“Full caseload FTE, Child Protection, A” must be a number, like 12.5",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_box(
    teams: list[Team], workforce_lead: User, client_for: SignedIn, typed: dict[str, str], sentence: str
) -> None:
    url = f"{address('reading-enter')}?{MONTH}"
    posted = month_of(teams, "100", "") | {f"{teams[0].pk}-{name}": text for name, text in typed.items()}
    answer = client_for(workforce_lead).post(url, posted)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not CapacityReading.objects.exists()


def test_a_correction_counts_only_once_it_was_known(
    eastshire: Council, teams: list[Team], held: CaseloadStandard, workforce_lead: User
) -> None:
    facts: dict[str, Any] = {"team": teams[0], "by": workforce_lead, "month": JULY, "source": "Ours"}
    with clock(date(2024, 8, 5)):
        first = services.add_reading(cases=100, **facts)
    with clock(date(2024, 9, 5)):
        services.add_reading(cases=90, note="Counted twice", corrects=first, **facts)
    latest = CapacityReading.objects.of(eastshire).latest_by
    assert latest(date(2024, 8, 31)).get().cases == 90
    known = first.recorded_at
    assert latest(date(2024, 8, 31), known).get().cases == 100
    assert not latest(date(2024, 6, 30)).exists()


def test_a_reader_reads_and_writes_nothing(
    teams: list[Team], reader: User, outsider: User, client_for: SignedIn
) -> None:
    before = Change.objects.count()
    for name, args in (("team-list", ()), ("standard-list", ()), ("team-detail", (teams[0].pk,))):
        assert client_for(reader).get(address(name, *args)).status_code == 200
        assert client_for(reader).post(address(name, *args)).status_code == 405
        assert client_for(outsider).get(address(name, *args)).status_code == 404
    assert client_for(reader).post(f"{address('reading-enter')}?{MONTH}", {}).status_code == 403
    assert Change.objects.count() == before


@pytest.mark.parametrize("rows", [1, 10, 200])
@pytest.mark.parametrize("name", ["team-list", "standard-list", "team-detail", "reading-enter"])
def test_the_number_of_queries_stays(
    eastshire: Council,
    teams: list[Team],
    workforce_lead: User,
    client_for: SignedIn,
    rows: int,
    name: str,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(rows):
        services.add_team(
            council=eastshire, by=workforce_lead, service="Child Protection", name=f"Team {number}"
        )
        month = add_months(date(2007, 1, 1), number)
        services.add_reading(team=teams[0], by=workforce_lead, month=month, cases=10, source="Ours")
        services.add_standard(
            council=eastshire,
            by=workforce_lead,
            applies_to=f"Worker {number}",
            counts="children",
            low=18,
            high=20,
            source="Ours",
            from_date=month,
        )
    browser = client_for(workforce_lead)
    with django_assert_max_num_queries(13):
        browser.get(address(name, *([teams[0].pk] if name == "team-detail" else [])))
