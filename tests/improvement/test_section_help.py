"""Help from outside on the page of a section: agreed help is told before it begins, and was not on past days."""

from datetime import date

import pytest

from accounts.models import User
from improvement.models import ExternalHelp, Section
from improvement.services.external_help import add_external_help
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db


def test_help_that_has_not_begun(
    section: Section, programme: User, officer: User, client_for: SignedIn
) -> None:
    add_external_help(
        council=section.council,
        by=programme,
        source=ExternalHelp.Source.LGA,
        provider="Peer team",
        what="Review of the front door",
        starts_on=date(2025, 1, 6),
        sections=[section],
    )
    client, url = client_for(officer), f"/eastshire/sections/{section.pk}/"
    assert "Peer team" in client.get(url).text
    then = client.get(url, {"as_at": "2024-12-02"}).text
    assert "Peer team" not in then
    assert "No external help is recorded" in then
