"""Caseloads against standards: document 002's figures, worked out step by step."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Council, User
from tests.conftest import SignedIn
from tests.factories import funded_post, workforce_office
from workforce import services
from workforce.models import CaseloadStandard, Team

JULY = date(2017, 7, 1)


def standard(
    council: Council, applies_to: str = "Social worker", low: int = 18, high: int = 20
) -> CaseloadStandard:
    return services.add_standard(
        council=council,
        by=workforce_office(council),
        applies_to=applies_to,
        counts="children in care" if low == 50 else "children",
        low=low,
        high=high,
        source="Document 002",
        from_date=JULY,
    )


def team(council: Council, service: str, locality: str, name: str, **reading: Any) -> Team:
    made = services.add_team(
        council=council, by=workforce_office(council), service=service, locality=locality, name=name
    )
    services.add_reading(team=made, by=workforce_office(council), month=JULY, source="Ours", **reading)
    return made


@pytest.fixture
def url(eastshire: Council) -> str:
    return reverse("workforce:capacity-list", args=["eastshire"])


@pytest.fixture
def child_protection(eastshire: Council) -> None:
    held = standard(eastshire)
    over = {"Locality 1": (0, 14, 16), "Locality 2": (20, 0), "Locality 3": (22, 22, 20)}
    for locality, teams in over.items():
        for letter, cases in zip("ABC", teams, strict=False):
            team(eastshire, "Child Protection", locality, f"Team {letter}", cases_over=cases, standard=held)
    funded_post(eastshire, approved_on=None, number=4, team="Child Protection", basis="Caseload")


@pytest.mark.usefixtures("child_protection")
def test_needs_are_shown_at_both_ends_with_each_step(url: str, reader: User, client_for: SignedIn) -> None:
    page = client_for(reader).get(url).content.decode()
    for step in ("5.7 to 6.3", "30 + 20 + 64 = 114 over capacity", "114 ÷ 20 = 5.7", "114 ÷ 18 = 6.3"):
        assert step in page
    assert "1.7 to 2.3 fewer than computed" in page
    assert "4.0 FTE in all" in page


def test_the_mix_of_caseloads_is_worked_out_where_none_was_published(
    eastshire: Council, url: str, reader: User, client_for: SignedIn
) -> None:
    team(
        eastshire,
        "First Response",
        "",
        "First Response",
        cases=577,
        fte=Decimal("21.8"),
        reduced_fte=Decimal("3.8"),
        fte_source="ours",
        standard=standard(eastshire),
        reduced_standard=standard(eastshire, "Newly qualified worker", 12, 15),
    )
    page = client_for(reader).get(url).content.decode()
    assert "18 FTE × 20 + 3.8 FTE × 15 = 417" in page
    assert "577 − 417 = 160 over; 160 ÷ 20 = 8.0" in page
    assert "8.0 to 11.5" in page
    assert "FTE: ours, not published." in page
    assert "Cases over capacity: worked out." in page


def test_unlike_is_not_compared_with_like_in_silence(
    eastshire: Council, url: str, reader: User, client_for: SignedIn
) -> None:
    team(
        eastshire,
        "Safeguarding Unit",
        "",
        "Reviewing officers",
        cases=1054,
        counts="children in care and child protection together",
        fte=Decimal("12.4"),
        standard=standard(eastshire, "Independent reviewing officer", 50, 70),
    )
    page = client_for(reader).get(url).content.decode()
    assert "Not like with like: the reading counts children in care and child protection together" in page


def test_posts_on_other_grounds_stand_apart(
    eastshire: Council, url: str, reader: User, client_for: SignedIn
) -> None:
    team(
        eastshire,
        "16 Plus",
        "",
        "16 Plus",
        cases_over=148,
        standard=standard(eastshire, "Personal assistant"),
    )
    funded_post(eastshire, approved_on=None, number=5, role="Personal Assistant", team="16 Plus")
    funded_post(
        eastshire, approved_on=None, role="Head of Service", fte_each=Decimal("0.5"), basis="Unmet need"
    )
    page = client_for(reader).get(url).content.decode()
    assert "7.4 to 8.2" in page
    assert "2.4 to 3.2 fewer than computed" in page
    assert "Head of Service" in page.partition("Posts asked for on other grounds")[2]
    assert "5.5 FTE in all" in page


def test_a_day_before_the_first_reading_has_none(
    eastshire: Council, url: str, reader: User, client_for: SignedIn
) -> None:
    team(eastshire, "16 Plus", "", "16 Plus", cases_over=148, standard=standard(eastshire))
    page = client_for(reader).get(f"{url}?as_at=2017-06-30").content.decode()
    assert "No caseloads have been recorded" in page


def test_standing_questions(url: str, reader: User, outsider: User, client_for: SignedIn) -> None:
    assert client_for(reader).post(url).status_code == 405
    assert client_for(outsider).get(url).status_code == 404
    assert "No caseloads have been recorded" in client_for(reader).get(url).content.decode()


@pytest.mark.parametrize("rows", [1, 10, 200])
def test_the_number_of_queries_stays(
    eastshire: Council,
    url: str,
    reader: User,
    client_for: SignedIn,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    held = standard(eastshire)
    for number in range(rows):
        team(eastshire, "Child Protection", "", f"Team {number}", cases_over=10, standard=held)
        funded_post(eastshire, approved_on=None, team="Child Protection")
    client = client_for(reader)
    # session, person, council, roles; standards; readings; posts
    with django_assert_num_queries(7):
        client.get(url)
