"""What was resolved on an earlier version repeats its words only while everybody may read that version."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Council
from core.dates import clock
from reports.models import Document, Paper, Publication
from reports.papers import codec
from reports.services.resolving import Resolved, record_resolutions
from reports.services.versions import withdraw
from tests import factories
from tests.reports.papers import sample
from tests.reports.papers.exempt import CANARY

pytestmark = pytest.mark.django_db

MEETING = date(2024, 11, 11)


@pytest.fixture
def paper(eastshire: Council) -> Paper:
    Council.objects.update(publishes_papers=True)
    return factories.paper(factories.plan(eastshire), held_on=MEETING)


def publish(paper: Paper, number: int, text: str, classification: str = "Open") -> Publication:
    """As a publication leaves it; what its document says does not matter here."""
    data = replace(sample.paper(), recommendations=(text,))
    data = replace(data, identity=replace(data.identity, classification=classification))
    made = Publication.objects.create(
        council=paper.council,
        paper=paper,
        number=number,
        known_at="2024-11-01T12:00Z",
        published_at="2024-11-01T12:00Z",
        data=codec.to_json(data),
        data_digest="0" * 64,
        template="progress_v1",
        published_by=factories.clerk_of(paper.council),
    )
    file = {"stem": "report", "title": "Report", "format": "html", "digest": "0" * 64, "size": 1}
    Document.objects.create(council=paper.council, publication=made, **file)
    return made


def resolve(paper: Paper) -> None:
    paper.refresh_from_db()
    by = factories.clerk_of(paper.council)
    agreed = [Resolved(1, "agreed", "47")]
    with clock(date(2024, 11, 14)):
        record_resolutions(paper=paper, by=by, shown_version=paper.version, on=MEETING, resolved=agreed)


def shown(client: Client, paper: Paper) -> str:
    address = reverse("reports:public-paper-detail", args=["eastshire", paper.slug])
    page = client.get(address).content.decode()
    assert "minute 47" in page
    return page


def test_they_are_repeated_while_the_version_is_open(paper: Paper, client: Client) -> None:
    publish(paper, 1, f"Note {CANARY}.")
    resolve(paper)
    publish(paper, 2, "Note it.")
    assert f"where it read: “Note {CANARY}.”" in shown(client, paper)


def test_not_of_a_version_that_was_withdrawn(paper: Paper, client: Client) -> None:
    publish(paper, 1, f"Note {CANARY}.")
    resolve(paper)
    publish(paper, 2, "Note it.")
    paper.refresh_from_db()
    by, day = factories.clerk_of(paper.council), date(2024, 11, 20)
    with clock(day):
        withdraw(
            publication=paper.publications.get(number=1),
            by=by,
            shown_version=paper.version,
            reason="It named a child.",
            on=day,
        )
    page = shown(client, paper)
    assert CANARY not in page
    assert "resolved on version 1, in other words" in page


def test_nor_of_one_that_was_not_open(paper: Paper, client: Client) -> None:
    publish(paper, 1, f"Note {CANARY}.", classification="Exempt")
    resolve(paper)
    publish(paper, 2, "Note it.")
    assert CANARY not in shown(client, paper)
