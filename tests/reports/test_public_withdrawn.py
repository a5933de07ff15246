"""The public page of a withdrawn paper says so first, and stands by nothing."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Council
from core.dates import clock
from reports.services.versions import withdraw
from tests.reports.papers.scenario import scenario

pytestmark = pytest.mark.django_db


def test_it_says_first_that_it_was_withdrawn(eastshire: Council, client: Client) -> None:
    story = scenario(eastshire)
    Council.objects.update(publishes_papers=True)
    page = reverse("reports:public-paper-detail", args=["eastshire", story.before.slug])
    assert "nothing recorded since changes it" in client.get(page).content.decode()
    publication = story.before.publications.get()
    day = date(2024, 11, 4)
    with clock(day):
        story.before.refresh_from_db()
        withdraw(
            publication=publication,
            by=story.clerk,
            on=day,
            reason="The wrong table was printed.",
            shown_version=story.before.version,
        )
    shown = client.get(page).content.decode()
    assert shown.index("Withdrawn on 4 November 2024:") < shown.index("Published by")
    assert "nothing recorded since changes it" not in shown
    assert "Read the paper" not in shown
