"""After the meeting: what was resolved on each recommendation, kept beside the publication."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from core.money import pounds
from finance.models import Approval
from finance.services import ApprovalGiven
from reports.ledger_checks import problems
from reports.models import Document, Paper, Publication, Resolution
from reports.papers import codec
from reports.services.resolving import Resolved, record_approval, record_resolutions
from tests import factories
from tests.conftest import SignedIn
from tests.reports.papers import sample

pytestmark = pytest.mark.django_db

MEETING = date(2024, 11, 11)


@pytest.fixture
def paper(eastshire: Council) -> Paper:
    """A paper as it is after publication; what its document says does not matter here."""
    paper = factories.paper(factories.plan(eastshire), held_on=MEETING)
    by = factories.clerk_of(eastshire)
    texts = ("Note that {{ spend.to_date }} is spent.", "Ask again in May.")
    data = replace(sample.paper(), recommendations=texts)
    told = {
        "data": codec.to_json(data),
        "data_digest": "0" * 64,
        "template": "progress_v1",
        "published_by": by,
    }
    with clock(date(2024, 11, 1)):
        made = Publication.objects.create(
            council=eastshire, paper=paper, known_at="2024-11-01T12:00Z", **told
        )
        file = {"stem": "report", "title": "Report", "format": "html", "digest": "0" * 64, "size": 1}
        Document.objects.create(council=eastshire, publication=made, **file)
    paper.refresh_from_db()
    return paper


@pytest.fixture
def recorded(paper: Paper, clerk: User) -> Resolution:
    return record(paper, clerk)[0]


def record(paper: Paper, by: User, on: date = MEETING, outcome: str = "agreed") -> list[Resolution]:
    paper.refresh_from_db()
    resolved = [Resolved(1, outcome, "47", "Note it with thanks." if outcome == "amended" else "")]
    with clock(date(2024, 11, 14)):
        return record_resolutions(paper=paper, by=by, shown_version=paper.version, on=on, resolved=resolved)


def address(name: str, pk: int) -> str:
    return reverse(f"reports:{name}", args=["eastshire", pk])


def sheet(paper: Paper, **given: str) -> dict[str, str]:
    paper.refresh_from_db()
    day = {"on_day": "11", "on_month": "11", "on_year": "2024", "shown_version": str(paper.version)}
    return day | {"r1-outcome": "amended", "r1-minute": "47", "r1-words": "Note it with thanks."} | given


def test_the_clerk_records_it_and_everybody_reads_it(
    paper: Paper, desk: Client, reader: User, client_for: SignedIn, client: Client
) -> None:
    data = Publication.objects.get().data_digest
    assert desk.post(address("paper-resolutions", paper.pk), sheet(paper)).status_code == 302
    words = "Note it with thanks."
    assert words in client_for(reader).get(address("paper-detail", paper.pk)).content.decode()
    Council.objects.update(publishes_papers=True)
    public = client.get(
        reverse("reports:public-paper-detail", args=["eastshire", paper.slug])
    ).content.decode()
    assert words in public
    assert f"Note that {pounds(sample.paper().spend.to_date, pence=False)} is spent." in public
    assert "minute 47, 11 November 2024" in public
    assert "/resolutions/" not in public
    assert Publication.objects.get().data_digest == data


def test_twice_is_once_and_stale_changes_nothing(paper: Paper, desk: Client) -> None:
    stale = sheet(paper)
    for _ in range(2):
        assert desk.post(address("paper-resolutions", paper.pk), stale).status_code == 302
    assert Resolution.objects.count() == 1
    answer = desk.post(address("paper-resolutions", paper.pk), stale | {"r1-minute": "48"})
    assert answer.status_code == 409
    assert 'value="48"' in answer.content.decode()
    assert Resolution.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"on_day": "10"},
        {"on_year": "2099"},
        {"r1-words": ""},
        {"r1-minute": ""},
        {"r1-outcome": ""},
        {"on_day": ""},
    ],
)
def test_what_cannot_have_been_resolved_is_refused(paper: Paper, desk: Client, given: dict[str, str]) -> None:
    assert desk.post(address("paper-resolutions", paper.pk), sheet(paper, **given)).status_code == 422
    assert not Resolution.objects.exists()


def test_a_sheet_on_which_nothing_is_chosen_is_refused(paper: Paper, desk: Client) -> None:
    blank = {"r1-outcome": "", "r1-minute": "", "r1-words": ""}
    answer = desk.post(address("paper-resolutions", paper.pk), sheet(paper, **blank))
    assert answer.status_code == 422
    assert "Choose what was resolved on one recommendation at least" in answer.content.decode()


def test_nothing_is_recorded_before_the_meeting(paper: Paper, desk: Client) -> None:
    with clock(date(2024, 11, 8)):
        page = desk.post(address("paper-resolutions", paper.pk), sheet(paper))
        assert "has not been held yet" in page.content.decode()
        assert (
            address("paper-resolutions", paper.pk)
            not in desk.get(address("paper-detail", paper.pk)).content.decode()
        )
    assert not Resolution.objects.exists()


def test_only_the_clerk_and_only_here(
    paper: Paper, recorded: Resolution, programme: User, outsider: User, client_for: SignedIn
) -> None:
    for name, pk in (("paper-resolutions", paper.pk), ("resolution-correct", recorded.pk)):
        assert client_for(programme).get(address(name, pk)).status_code == 403
        assert client_for(outsider).get(address(name, pk)).status_code == 404
    assert client_for(programme).post(address("paper-approve", paper.pk)).status_code == 403
    assert client_for(programme).get(address("paper-approve", paper.pk)).status_code == 405


def test_a_correction_keeps_both(paper: Paper, recorded: Resolution, desk: Client, clerk: User) -> None:
    day = {"on_day": "11", "on_month": "11", "on_year": "2024"}
    facts = day | {"outcome": "deferred", "minute": "47", "words": "To January."}
    assert desk.post(address("resolution-correct", recorded.pk), facts).status_code == 302
    assert Resolution.objects.count() == 2
    assert Resolution.objects.told(paper, date(2025, 1, 2)).get().outcome == "deferred"
    again = desk.post(address("resolution-correct", recorded.pk), facts)
    assert "corrected already" in again.content.decode()
    standing = Resolution.objects.told(paper, date(2025, 1, 2)).get()
    assert desk.post(address("resolution-correct", standing.pk), facts | {"is_void": "on"}).status_code == 302
    assert not Resolution.objects.told(paper, date(2025, 1, 2)).exists()
    assert list(problems(paper.council)) == []


def test_a_later_meeting_may_come_back_to_it(paper: Paper, clerk: User) -> None:
    record(paper, clerk, outcome="deferred")
    record(paper, clerk, on=date(2024, 11, 13))
    told = Resolution.objects.told(paper, date(2024, 12, 1))
    assert [entry.outcome for entry in told] == ["deferred", "agreed"]


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        ("outcome = 'rejected'", "differs from the change log in its outcome"),
        ("minute = '48'", "differs from the change log in its minute"),
        ("as_at = '2024-11-10'", "is as at a day before the meeting"),
        ("number = 3", "on a recommendation that was not published"),
        ("change_id = NULL", "is in no change of the change log"),
    ],
)
def test_tampering_is_found(paper: Paper, recorded: Resolution, tampering: str, sentence: str) -> None:
    assert list(problems(paper.council)) == []
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE reports_resolution SET {tampering}")  # noqa: S608 - our own text
    assert any(sentence in problem for problem in problems(paper.council))


def test_finance_records_the_approval_that_was_given(
    paper: Paper, clerk: User, finance_officer: User, client_for: SignedIn
) -> None:
    given = [ApprovalGiven(str(paper.meeting.group))]
    paper.decision = factories.funding_decision(paper.council, finance_officer, approvals=given)
    paper.save(update_fields=["decision"])
    page, approve = address("paper-detail", paper.pk), address("paper-approve", paper.pk)
    assert "is not on record yet" not in client_for(clerk).get(page).content.decode()
    record(paper, clerk)
    assert "Finance records it from this page" in client_for(clerk).get(page).content.decode()
    assert client_for(clerk).post(approve).status_code == 403
    money = client_for(finance_officer)
    assert approve in money.get(page).content.decode()
    shown = {"shown_version": paper.decision.version}
    for _ in range(2):
        assert money.post(approve, shown).status_code == 302
    approval = Approval.objects.get(decision=paper.decision)
    assert (approval.approved_on, approval.minute, approval.meeting) == (MEETING, "47", paper.meeting)
    assert approve not in money.get(page).content.decode()
    record_approval(paper=paper, by=finance_officer, shown_version=1)


def test_a_decision_that_names_no_body_is_approved_by_the_committee_that_agreed(
    paper: Paper, clerk: User, finance_officer: User, client_for: SignedIn
) -> None:
    paper.decision = factories.funding_decision(paper.council, finance_officer, approvals=[])
    paper.kind = "funding"
    paper.save(update_fields=["decision", "kind"])
    record(paper, clerk)
    approve, money = address("paper-approve", paper.pk), client_for(finance_officer)
    assert approve in money.get(address("paper-detail", paper.pk)).content.decode()
    shown = {"shown_version": paper.decision.version}
    for _ in range(2):
        assert money.post(approve, shown).status_code == 302
    approval = Approval.objects.get(decision=paper.decision)
    assert (approval.body, approval.approved_on) == (str(paper.meeting.group), MEETING)
