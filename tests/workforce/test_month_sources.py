"""Where a month's figures come from stays said when one of them is corrected, and is put right by itself."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Change, Council, User
from core.dates import clock
from tests.as_shown import as_shown, sent_as_shown
from tests.conftest import SignedIn
from tests.factories import workforce_office
from workforce import services
from workforce.models import CapacityReading, Team

pytestmark = pytest.mark.django_db

JULY = date(2024, 7, 1)


def read(team: Team, source: str) -> None:
    services.add_reading(
        team=team, by=workforce_office(team.council), month=JULY, source=source, cases=100, fte=Decimal(5)
    )


@pytest.mark.parametrize(("other", "said"), [("A report", "A report"), ("The teams", "")])
def test_a_correction_keeps_what_all_of_them_say(
    eastshire: Council, workforce_lead: User, client_for: SignedIn, url: str, other: str, said: str
) -> None:
    one, two = teams_of(eastshire, workforce_lead)
    read(one, "A report")
    read(two, other)
    browser = client_for(workforce_lead)
    assert (browser.get(url).context["form"]["source"].value() or "") == said
    typed = {f"{one.pk}-cases": "90", "note": "Counted twice"} | ({} if said else {"source": "Recounted"})
    assert sent_as_shown(browser, url, **typed) == 302
    now = CapacityReading.objects.in_month(JULY).get(team=one)
    assert (now.cases, now.source, now.fte_source) == (90, said or "Recounted", "published")


def teams_of(council: Council, by: User) -> tuple[Team, Team]:
    facts: dict[str, Any] = {"council": council, "by": by, "service": "Child Protection"}
    return services.add_team(name="A", **facts), services.add_team(name="B", **facts)


ASKED = "?service=Child+Protection&month=2024-07"
WRONG: dict[str, Any] = {"source": "The dashboard", "note": "It was the wrong report"}


@pytest.fixture
def one(eastshire: Council, workforce_lead: User) -> Team:
    """A team whose month was published with an average, and another whose month comes from elsewhere."""
    one, two = teams_of(eastshire, workforce_lead)
    with clock(date(2024, 8, 5)):
        published: dict[str, Any] = {"average_caseload": Decimal("20.1"), "cases_like": 90}
        given: dict[str, Any] = {"source": "A report", "cases": 100, "fte": Decimal(5), "counts": "children"}
        services.add_reading(team=one, by=workforce_lead, month=JULY, **given, **published)
    read(two, "The teams")
    return one


@pytest.fixture
def url() -> str:
    return reverse("workforce:reading-enter", args=["eastshire"]) + ASKED


def test_a_source_is_put_right_without_a_figure(
    one: Team, url: str, workforce_lead: User, client_for: SignedIn
) -> None:
    browser = client_for(workforce_lead)
    assert "Child Protection, A. Now: A report; FTE published" in browser.get(url).text
    typed = WRONG | {"fte_source": "ours", "sourced": str(one.pk)}
    assert sent_as_shown(browser, url, **typed) == 302
    first, now = CapacityReading.objects.filter(team=one).order_by("pk")
    assert (now.source, now.fte_source, now.note) == ("The dashboard", "ours", "It was the wrong report")
    assert (now.corrects, now.recorded_by) == (first, workforce_lead)
    same = ("cases", "cases_like", "average_caseload", "counts", "fte", "as_at", "month")
    assert [getattr(now, name) for name in same] == [getattr(first, name) for name in same]
    assert CapacityReading.objects.in_month(JULY).exclude(team=one).get().source == "The teams"
    told = Change.objects.latest("pk")
    assert (told.before["source"], told.after["source"]) == ("A report", "The dashboard")
    known = CapacityReading.objects.latest_by(date(2024, 8, 31), first.recorded_at).get(team=one)
    assert known.source == "A report"
    page = browser.get(reverse("workforce:team-detail", args=["eastshire", one.pk])).text
    assert "The dashboard <span" in page.replace("\n", "")
    # The same once more adds nothing, and says so.
    again = browser.post(url, as_shown(browser, url) | typed, follow=True)
    assert "Nothing was changed in July 2024" in again.text
    assert CapacityReading.objects.filter(team=one).count() == 2


def test_a_source_is_not_passed_over(one: Team, url: str, workforce_lead: User, client_for: SignedIn) -> None:
    browser, there = client_for(workforce_lead), CapacityReading.objects.count()
    refused = browser.post(url, as_shown(browser, url) | WRONG)
    assert refused.status_code == 422
    assert "Tick the teams whose figures come from there" in refused.text
    unsaid = as_shown(browser, url) | {"source": "The dashboard", "sourced": str(one.pk)}
    assert "Say why figures already recorded, or their source, are changed" in browser.post(url, unsaid).text
    assert CapacityReading.objects.count() == there


def test_of_two_who_put_a_source_right_the_second_sees_both(
    one: Team, url: str, workforce_lead: User, client_for: SignedIn
) -> None:
    browser = client_for(workforce_lead)
    mine = as_shown(browser, url) | WRONG | {"sourced": str(one.pk)}
    other = WRONG | {"source": "A return", "sourced": str(one.pk)}
    assert sent_as_shown(browser, url, **other) == 302
    refused = browser.post(url, mine)
    assert refused.status_code == 409
    assert "Cases 100, Full caseload FTE 5.00 (The dashboard)" in refused.text
    assert "Cases 100, Full caseload FTE 5.00 (A return)" in refused.text
    assert CapacityReading.objects.in_month(JULY).get(team=one).source == "A return"


def test_a_mixed_basis_of_the_fte_is_chosen_anew(
    one: Team, url: str, workforce_lead: User, client_for: SignedIn
) -> None:
    with clock(date(2024, 8, 6)):
        assert (
            sent_as_shown(client_for(workforce_lead), url, **WRONG, fte_source="ours", sourced=str(one.pk))
            == 302
        )
    browser = client_for(workforce_lead)
    assert browser.get(url).context["form"]["fte_source"].value() == ""
    typed = {"source": "A return", "note": "Wrong", "sourced": str(one.pk)}
    assert "Choose what the FTE is" in browser.post(url, as_shown(browser, url) | typed).text
