"""Which resolution is the approval of a paper's funding decision: that on what asks for the money."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from finance.models import Approval
from finance.services import ApprovalGiven
from reports.models import Document, Paper, Publication
from reports.papers import codec
from reports.services.resolving import Resolved, approval_to_record, record_approval, record_resolutions
from tests import factories
from tests.conftest import SignedIn
from tests.reports.papers import sample

pytestmark = pytest.mark.django_db

MEETING = date(2024, 11, 11)
TEXTS = ("Note this report.", "Approve {{ spend.authorised }} for the posts.", "Receive a report in May.")


@pytest.fixture
def paper(eastshire: Council, finance_officer: User) -> Paper:
    """Published, with a decision that its committee has still to approve."""
    paper = factories.paper(factories.plan(eastshire), held_on=MEETING)
    given = [ApprovalGiven(str(paper.meeting.group))]
    paper.decision = factories.funding_decision(eastshire, finance_officer, approvals=given)
    paper.save(update_fields=["decision"])
    publish(paper, TEXTS)
    return paper


def publish(paper: Paper, texts: tuple[str, ...]) -> None:
    """As a publication leaves it; what its document says does not matter here."""
    told = {
        "data": codec.to_json(replace(sample.paper(), recommendations=texts)),
        "data_digest": "0" * 64,
        "template": "progress_v1",
        "published_by": factories.clerk_of(paper.council),
    }
    with clock(date(2024, 11, 1)):
        made = Publication.objects.create(
            council=paper.council, paper=paper, known_at="2024-11-01T12:00Z", **told
        )
        file = {"stem": "report", "title": "Report", "format": "html", "digest": "0" * 64, "size": 1}
        Document.objects.create(council=paper.council, publication=made, **file)


def resolve(paper: Paper, *resolved: Resolved) -> None:
    paper.refresh_from_db()
    by = factories.clerk_of(paper.council)
    with clock(date(2024, 11, 14)):
        record_resolutions(paper=paper, by=by, shown_version=paper.version, on=MEETING, resolved=resolved)


@pytest.mark.parametrize("outcome", ["rejected", "deferred"])
def test_to_note_the_report_approves_nothing(paper: Paper, finance_officer: User, outcome: str) -> None:
    resolve(paper, Resolved(1, "agreed", "46"), Resolved(2, outcome, "47"), Resolved(3, "agreed", "48"))
    assert approval_to_record(paper) is None
    assert paper.decision
    record_approval(paper=paper, by=finance_officer, shown_version=paper.decision.version)
    assert not Approval.objects.exclude(approved_on=None).exists()


def test_nothing_follows_before_the_money_has_been_resolved_on(paper: Paper) -> None:
    resolve(paper, Resolved(1, "agreed", "46"))
    assert approval_to_record(paper) is None
    resolve(paper, Resolved(2, "agreed", "47"))
    assert approval_to_record(paper) is not None


def test_the_minute_is_that_of_the_money(paper: Paper, finance_officer: User) -> None:
    resolve(paper, Resolved(1, "agreed", "46"), Resolved(2, "agreed", "47"))
    assert paper.decision
    record_approval(paper=paper, by=finance_officer, shown_version=paper.decision.version)
    assert Approval.objects.get().minute == "47"


def test_other_words_than_recommended_are_said_before_it_is_recorded(
    paper: Paper, finance_officer: User, client_for: SignedIn
) -> None:
    resolve(paper, Resolved(2, "amended", "47", "Approve half of it."))
    address = reverse("reports:paper-detail", args=["eastshire", paper.pk])
    page = client_for(finance_officer).get(address).content.decode()
    assert "see that the decision has the sum that was agreed" in page
    assert page.count("Approve half of it.") == 2
