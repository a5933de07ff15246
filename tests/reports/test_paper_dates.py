"""The dates of a paper in the browser: its timetable, late reports, key decisions, and the council's own steps."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Change, Council, User
from core.dates import clock
from finance.models import FundingDecision
from finance.services import decide_key
from improvement.reminders import digest
from reports.ledger_checks import problems
from reports.models import KeyNotice, LateReason, Paper, PaperSteps, StepTaken
from reports.papers.publish import NotReady, publish_paper
from reports.services.deadlines import record_step
from tests import factories
from tests.conftest import SignedIn
from tests.reports.papers import scenario

pytestmark = pytest.mark.django_db

LATE_DAY = date(2025, 1, 7)
REASON = "The monitoring visit ended on 6 January."


@pytest.fixture
def paper(eastshire: Council) -> Paper:
    return factories.paper(factories.plan(eastshire))


def address(page: str, paper: Paper | None = None) -> str:
    council = paper.council.slug if paper else "eastshire"
    return reverse(f"reports:paper-{page}", args=[council, *([paper.pk] if paper else [])])


def on(day: date, **more: Any) -> dict[str, Any]:
    return {"on_day": day.day, "on_month": day.month, "on_year": day.year, **more}


def late(**more: Any) -> dict[str, Any]:
    given = {"accepted_by": "The chair of the committee", "reason": REASON, "shown": ""}
    return on(date(2025, 1, 6)) | given | more


def test_the_timetable_stands_on_the_papers_page(desk: Client, paper: Paper) -> None:
    page = desk.get(address("detail", paper)).content.decode()
    assert "Corporate leadership team" in page
    assert "Mon 16 December 2024" in page


def test_a_step_is_recorded_once_and_taken_back(desk: Client, paper: Paper) -> None:
    given = on(date(2024, 12, 16), step="corporate", note="Shorter, please")
    for _ in range(2):
        assert desk.post(address("timetable", paper), given).status_code == 302
    entry = StepTaken.objects.get()
    assert (entry.step, entry.as_at, entry.note) == ("corporate", date(2024, 12, 16), "Shorter, please")
    assert "Done 16 December 2024" in desk.get(address("timetable", paper)).content.decode()
    desk.post(address("timetable", paper), given | {"is_void": "on"})
    assert "Done 16 December 2024" not in desk.get(address("timetable", paper)).content.decode()
    assert not list(problems(paper.council))


def test_a_step_cannot_lie_ahead(desk: Client, paper: Paper) -> None:
    answer = desk.post(address("timetable", paper), on(date(2025, 1, 8), step="corporate"))
    assert answer.status_code == 422
    assert not StepTaken.objects.exists()


def test_staff_look_and_only_writers_record(paper: Paper, officer: User, client_for: SignedIn) -> None:
    browser = client_for(officer)
    assert "Record a step" not in browser.get(address("timetable", paper)).content.decode()
    assert browser.post(address("timetable", paper), {}).status_code == 403


@pytest.mark.parametrize("page", ["timetable", "late", "notice"])
def test_readers_and_outsiders_see_nothing_of_it(
    page: str, paper: Paper, reader: User, outsider: User, client_for: SignedIn
) -> None:
    assert client_for(reader).get(address(page, paper)).status_code == 403
    assert client_for(outsider).get(address(page, paper)).status_code == 404
    assert client_for(reader).put(address(page, paper)).status_code == 405


def test_home_and_the_digest_tell_what_is_late_and_next(desk: Client, paper: Paper, clerk: User) -> None:
    with clock(date(2024, 12, 17)):
        record_step(paper=paper, by=clerk, step="directorate", on=date(2024, 12, 10))
    home = desk.get("/eastshire/").content.decode()
    assert "Late: Corporate team and Chair’s briefing. Next: Clearance by 2 January 2025" in home
    letter = digest(clerk, paper.council)
    assert letter
    assert (
        "Chair’s briefing: Progress update\n  Late, was due 30 December 2024. Chair and vice-chair"
        in letter.text
    )


def test_the_new_paper_page_dates_every_meeting(
    desk: Client, paper: Paper, django_assert_num_queries: Any
) -> None:
    # session, person, council, roles, the steps; four of the form's choices and whether there are any
    with django_assert_num_queries(12):
        page = desk.get(address("new")).content.decode()
    assert "Fri 3 January 2025" in page
    assert "key decision" not in page


def test_a_late_paper_waits_for_its_chairs_reason(eastshire: Council, client_for: SignedIn) -> None:
    story = scenario.scenario(eastshire)
    desk, paper = client_for(story.clerk), story.paper
    with clock(LATE_DAY):
        with pytest.raises(NotReady, match="last day to publish was 3 January 2025"):
            publish_paper(paper=paper, by=story.clerk, shown_version=Paper.objects.get(pk=paper.pk).version)
        assert "It cannot be published yet" in desk.get(address("publish", paper)).content.decode()
        assert desk.post(address("late", paper), late()).status_code == 302
    publication = scenario.publish(paper, on=LATE_DAY)
    assert publication.data["lateness"]["reason"] == REASON
    printed = desk.get(reverse("reports:paper-document", args=["eastshire", paper.pk, "report", "html"]))
    assert "accepted on 6 January 2025 that it be taken as a matter of urgency" in printed.content.decode()
    assert "Late report" in desk.get(address("list")).content.decode()


def test_a_reason_does_no_harm_to_a_paper_in_time(eastshire: Council, client_for: SignedIn) -> None:
    story = scenario.scenario(eastshire)
    with clock(date(2025, 1, 3)):
        client_for(story.clerk).post(address("late", story.paper), late(on_day=2))
    assert LateReason.objects.exists()
    assert scenario.publish(story.paper, on=date(2025, 1, 3)).data["lateness"] is None


def test_a_reason_recorded_meanwhile_is_not_lost(desk: Client, paper: Paper) -> None:
    with clock(LATE_DAY):
        desk.post(address("late", paper), late())
        refused = desk.post(address("late", paper), late(reason="Another."))
        stands = LateReason.objects.get()
        assert refused.status_code == 422
        assert desk.post(address("late", paper), late(shown=stands.pk, take_out="1")).status_code == 302
    assert not LateReason.objects.standing().exists()


def test_a_key_decision_needs_notice_in_an_executive_council_only(
    marchshire: Council, client_for: SignedIn
) -> None:
    paper = drawdown(marchshire)
    desk = client_for(factories.clerk_of(marchshire))
    assert "had to be published by 15 December 2024" in desk.get(address("timetable", paper)).content.decode()
    given = {"route": "general_exception", "words": "", "shown": ""}
    assert desk.post(address("notice", paper), on(date(2025, 1, 2)) | given).status_code == 422
    given["words"] = "The chair of scrutiny was told on 2 January."
    assert desk.post(address("notice", paper), on(date(2025, 1, 2)) | given).status_code == 302
    assert KeyNotice.objects.get().route == "general_exception"
    assert "had to be published" not in desk.get(address("timetable", paper)).content.decode()
    assert not list(problems(marchshire))


def drawdown(council: Council) -> Paper:
    """A drawdown of a key decision."""
    scenario.money(council)
    decision = FundingDecision.objects.get(council=council)
    by, reasons = factories.clerk_of(council), "It affects two wards."
    decide_key(decision=decision, is_key=True, reasons=reasons, by=by, shown_version=decision.version)
    given: dict[str, Any] = {"kind": "tranche", "decision": decision, "slug": "tranche-two"}
    return factories.paper(factories.plan(council), **given)


def test_the_administrator_sets_the_steps(administrator: User, client_for: SignedIn, paper: Paper) -> None:
    browser = client_for(administrator)
    rows: dict[str, Any] = {"rows-TOTAL_FORMS": 2, "rows-INITIAL_FORMS": 0, "shown_version": 1}
    rows |= {"rows-0-key": "briefing", "rows-0-name": "Briefing", "rows-0-who": "Chair", "rows-0-days": 2}
    rows |= {"rows-1-name": "Statutory officers", "rows-1-who": "Legal and finance", "rows-1-days": 4}
    assert browser.post(address("steps"), rows).status_code == 302
    kept = PaperSteps.objects.get().steps
    assert [(row["key"], row["days"]) for row in kept] == [("briefing", 2), ("step-1", 4)]
    stale = browser.post(address("steps"), rows)
    assert stale.status_code == 409
    # What is put on top keeps the rows that say what the other list says too.
    on_top = rows | {"rows-1-days": 3, "shown_version": stale.context["shown_version"]}
    assert browser.post(address("steps"), on_top).status_code == 302
    assert [row["days"] for row in PaperSteps.objects.get().steps] == [2, 3]
    last = rows | {"shown_version": PaperSteps.objects.get().version}
    assert browser.post(address("steps"), last).status_code == 302
    assert "Fri 27 December 2024" in browser.get(address("timetable", paper)).content.decode()


def test_only_the_administrator_sets_them(desk: Client, clerk: User) -> None:
    assert desk.get(address("steps")).status_code == 403
    assert desk.post(address("steps"), {}).status_code == 403
    assert not PaperSteps.objects.exists()


def test_the_ledger_check_notices_tampering(desk: Client, paper: Paper) -> None:
    desk.post(address("timetable", paper), on(date(2024, 12, 16), step="corporate"))
    change = Change.objects.get(verb__contains="Corporate team")
    Change.objects.filter(pk=change.pk).update(after=change.after | {"as_at": "2024-12-01"})
    assert any("differs from the change log in its as at" in told for told in problems(paper.council))
