"""Where a month's figures come from stays said when one of them is corrected."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Council, User
from tests.as_shown import sent_as_shown
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
    eastshire: Council, workforce_lead: User, client_for: SignedIn, other: str, said: str
) -> None:
    facts = {"council": eastshire, "by": workforce_lead, "service": "Child Protection"}
    one, two = (services.add_team(name=name, **facts) for name in ("A", "B"))  # type: ignore[arg-type]
    read(one, "A report")
    read(two, other)
    browser = client_for(workforce_lead)
    url = f"{reverse('workforce:reading-enter', args=['eastshire'])}?service=Child+Protection&month=2024-07"
    assert (browser.get(url).context["form"]["source"].value() or "") == said
    typed = {f"{one.pk}-cases": "90", "note": "Counted twice"} | ({} if said else {"source": "Recounted"})
    assert sent_as_shown(browser, url, **typed) == 302
    now = CapacityReading.objects.in_month(JULY).get(team=one)
    assert (now.cases, now.source, now.fte_source) == (90, said or "Recounted", "published")
