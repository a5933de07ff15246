"""The files of the capacity page hold what the page shows, figure by figure."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Council, User
from tests.conftest import SignedIn
from tests.factories import funded_post, workforce_office
from workforce import services
from workforce.models import CaseloadStandard, Team

JULY = date(2024, 7, 1)


def standard(council: Council, low: int, high: int, **more: Any) -> CaseloadStandard:
    facts: dict[str, Any] = {"applies_to": "Social worker", "counts": "children", "source": "Ours"}
    by = workforce_office(council)
    return services.add_standard(
        council=council, by=by, low=low, high=high, from_date=date(2024, 4, 1), **facts | more
    )


@pytest.fixture
def teams(eastshire: Council) -> list[Team]:
    held = standard(eastshire, 18, 20)
    reduced = standard(eastshire, 12, 15, applies_to="Newly qualified worker")
    standard(eastshire, 14, 17, is_aspiration=True)
    by, made = workforce_office(eastshire), []
    for locality, cases in (("North", 240), ("=South", 100)):
        team = services.add_team(
            council=eastshire, by=by, service="Child Protection", locality=locality, name="Team A"
        )
        facts: dict[str, Any] = {"fte": Decimal(10), "reduced_fte": Decimal(2), "agency_fte": Decimal(1)}
        facts |= {"newly_qualified_fte": Decimal(2), "manager_fte": Decimal("1.5"), "fte_source": "ours"}
        services.add_reading(
            team=team,
            by=by,
            month=JULY,
            cases=cases,
            source="Team managers",
            standard=held,
            reduced_standard=reduced,
            **facts,
        )
        made.append(team)
    funded_post(eastshire, approved_on=None, number=2, team="Child Protection", basis="Caseload")
    return made


def csv_rows(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{reverse('workforce:capacity-export', args=['eastshire', 'csv'])}{query}")
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def sheet_of(client: Client, title: str, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"{reverse('workforce:capacity-export', args=['eastshire', 'xlsx'])}{query}")
    head, *rows = load_workbook(BytesIO(answer.content), read_only=True)[title].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


@pytest.mark.usefixtures("teams")
def test_each_team_with_its_month_and_what_it_could_carry(reader: User, client_for: SignedIn) -> None:
    north, south = csv_rows(client_for(reader))
    assert (north["Service"], north["Locality"], north["Team"]) == ("Child Protection", "North", "Team A")
    figures = ("Cases", "FTE", "Newly qualified FTE", "Agency FTE", "Manager FTE", "Average")
    assert [Decimal(north[name]) for name in figures] == [240, 10, 2, 1, Decimal("1.5"), 24]
    assert Decimal(north["Average without agency"]) == Decimal("26.7")
    # 8 FTE × 18 + 2 FTE × 12, and 8 FTE × 20 + 2 FTE × 15.
    assert [Decimal(north[f"Capacity, {end}"]) for end in ("fewest", "most")] == [168, 190]
    assert [Decimal(north[f"Over, {end}"]) for end in ("fewest", "most")] == [50, 72]
    assert (north["Source"], north["FTE is"]) == ("Team managers", "Ours, not published")
    assert "18 to 20 children" in north["Standard"]
    # What somebody typed never becomes a formula.
    assert not south["Locality"].startswith("=")


@pytest.mark.usefixtures("teams")
def test_the_posts_needed_stand_in_a_sheet_of_their_own(reader: User, client_for: SignedIn) -> None:
    client = client_for(reader)
    (group,) = sheet_of(client, "Posts needed")
    assert group["Teams"] == "Child Protection"
    assert (group["Posts needed, fewest"], group["Posts needed, most"]) == (2.5, 4)
    assert "240 − 190 = 50 over" in group["How"]
    assert (group["Without agency, fewest"], group["FTE asked for"]) == (3.5, 2)
    assert group["Difference"] == "0.5 to 2 fewer than computed"
    # 240 − (8 × 17 + 2 × 15) = 74, and 240 − (8 × 14 + 2 × 12) = 104.
    assert group["Aspiration"] == "14 to 17 children each"
    assert (group["For the aspiration, fewest"], group["For the aspiration, most"]) == (4.4, 7.4)
    assert len(sheet_of(client, "Teams")) == 2


@pytest.mark.usefixtures("teams")
def test_it_holds_what_is_filtered_and_the_day_asked_for(reader: User, client_for: SignedIn) -> None:
    client = client_for(reader)
    assert [row["Locality"] for row in csv_rows(client, "?locality=North")] == ["North"]
    assert csv_rows(client, "?as_at=2024-06-30") == []
    rows = csv_rows(client, "?as_at=2024-08-31")
    assert {row["Facts as at"] for row in rows} == {"2024-08-31"}


def test_standing_questions(
    eastshire: Council, marchshire: Council, reader: User, outsider: User, client_for: SignedIn
) -> None:
    services.add_team(
        council=marchshire, by=workforce_office(marchshire), service="Marchshire's own", name="Team"
    )
    url = reverse("workforce:capacity-export", args=["eastshire", "csv"])
    assert client_for(outsider).get(url).status_code == 404
    assert client_for(reader).post(url).status_code == 405
    assert csv_rows(client_for(reader)) == []
