"""A new paper from the last."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Council, User
from accounts.roles import Role
from core.dates import clock
from improvement import services
from improvement.models import Meeting
from reports.models import Paper
from tests import factories
from tests.conftest import Person, SignedIn

pytestmark = pytest.mark.django_db

ADDRESS = "/eastshire/papers/new/"


@pytest.fixture
def last(eastshire: Council) -> Paper:
    return factories.paper(factories.plan(eastshire), words="Words of January.")


@pytest.fixture
def february(last: Paper) -> Meeting:
    with clock(date(2024, 12, 20)):
        return services.add_meeting(
            group=last.meeting.group,
            by=factories.office(last.council),
            held_on=date(2025, 2, 10),
            update_cutoff=date(2025, 1, 9),
        )


def test_it_begins_with_the_words_of_the_last(desk: Client, last: Paper, february: Meeting) -> None:
    response = desk.post(ADDRESS, {"kind": "progress", "meeting": february.pk, "plan": last.plan_id})
    begun = Paper.objects.get(slug="progress-2025-02")
    page = reverse("reports:paper-detail", args=["eastshire", begun.pk])
    assert response.headers["Location"] == page
    told = desk.get(page).content.decode()
    assert "The paper is begun, with the words of the last one, of 13 January 2025." in told
    assert begun.previous == last
    assert begun.sections.get(key="purpose").body == "Words of January."
    assert [each.text for each in begun.recommendations.all()] == ["Note the progress."]
    assert "13 January 2025" in begun.background_papers.get().title


def test_its_dates_are_those_of_the_record_and_none_lies_ahead(
    desk: Client, last: Paper, february: Meeting
) -> None:
    desk.post(ADDRESS, {"kind": "progress", "meeting": february.pk, "plan": last.plan_id})
    days = dict(Paper.objects.get(slug="progress-2025-02").block_dates.values_list("block", "as_at"))
    # The cut-off of 9 January is still to come on 2 January.
    assert days["ratings"] == date(2025, 1, 2)
    assert days["spend"] == date(2024, 12, 31)


def test_its_spend_is_to_the_last_month_that_has_any(
    desk: Client, last: Paper, february: Meeting, finance_officer: User
) -> None:
    line = factories.budget_line(factories.funding_decision(last.council, finance_officer), finance_officer)
    factories.spend(line, finance_officer, {date(2024, 9, 1): "15000", date(2024, 10, 1): "30681"})
    desk.post(ADDRESS, {"kind": "progress", "meeting": february.pk, "plan": last.plan_id})
    begun = Paper.objects.get(slug="progress-2025-02")
    assert dict(begun.block_dates.values_list("block", "as_at"))["spend"] == date(2024, 10, 31)
    page = desk.get(reverse("reports:paper-detail", args=["eastshire", begun.pk])).content.decode()
    assert "31 October 2024" in page
    # The dates of parts that the paper does not show are kept for when they are switched on, and not listed.
    assert "Scorecard" not in page[page.index("Dates of its figures") :]


def test_a_first_paper_begins_empty(desk: Client, last: Paper, february: Meeting) -> None:
    plan = factories.plan(
        last.council,
        slug="other",
        progress_scale=last.plan.progress_scale,
        impact_scale=last.plan.impact_scale,
    )
    desk.post(ADDRESS, {"kind": "progress", "meeting": february.pk, "plan": plan.pk})
    begun = Paper.objects.get(slug="progress-2025-02")
    assert begun.previous is None
    assert not begun.sections.exists()
    told = desk.get(reverse("reports:paper-detail", args=["eastshire", begun.pk])).content.decode()
    assert "The paper is begun, and empty but for the council’s standard texts" in told


def test_a_meeting_that_has_its_paper_is_refused_in_place(
    desk: Client, last: Paper, february: Meeting
) -> None:
    for _ in range(2):
        response = desk.post(ADDRESS, {"kind": "progress", "meeting": february.pk, "plan": last.plan_id})
    assert response.status_code == 422
    assert "There is a paper for 10 February 2025 already" in response.content.decode()
    assert Paper.objects.count() == 2


def test_a_day_gone_by_is_late_for_no_paper_before_it_is_begun(
    desk: Client, last: Paper, february: Meeting
) -> None:
    """The directorate team's day for the January meeting was 10 December; its paper may have been there."""
    page = desk.get(ADDRESS).content.decode()
    assert "Tue 10 December 2024" in page
    assert "Passed" in page
    assert "Late" not in page


def test_nothing_chosen_is_said_in_place(desk: Client, february: Meeting) -> None:
    response = desk.post(ADDRESS, {})
    assert response.status_code == 422
    assert "Choose" in response.content.decode()


def test_without_a_meeting_to_come_it_says_so(desk: Client, eastshire: Council) -> None:
    assert "There is no meeting to write for" in desk.get(ADDRESS).content.decode()


@pytest.mark.parametrize(("who", "status"), [("reader", 403), ("legal", 403), ("outsider", 404)])
def test_only_authors_begin(
    who: str, status: int, february: Meeting, request: pytest.FixtureRequest, client_for: SignedIn
) -> None:
    client = client_for(request.getfixturevalue(who))
    assert client.get(ADDRESS).status_code == status
    assert client.post(ADDRESS, {"kind": "progress", "meeting": february.pk}).status_code == status


def test_a_funding_request_is_about_a_decision_and_begins_empty(
    desk: Client, last: Paper, february: Meeting, finance_officer: User
) -> None:
    told = {"kind": "funding", "meeting": february.pk, "plan": last.plan_id}
    refused = desk.post(ADDRESS, told)
    assert refused.status_code == 422
    assert "Choose the decision that this funding request is about" in refused.content.decode()
    decision = factories.funding_decision(last.council, finance_officer)
    desk.post(ADDRESS, told | {"decision": decision.pk})
    begun = Paper.objects.get(slug="funding-2025-02")
    assert (begun.decision, begun.previous, begun.sections.count()) == (decision, None, 0)
    assert (
        desk.get(reverse("reports:paper-preview", args=["eastshire", begun.pk, "report"])).status_code == 200
    )
    assert desk.get(reverse("reports:paper-checks", args=["eastshire", begun.pk])).status_code == 200


def test_a_decision_of_another_council_is_refused(
    desk: Client, last: Paper, february: Meeting, marchshire: Council, person: Person
) -> None:
    elsewhere = factories.funding_decision(marchshire, person(marchshire, Role.FINANCE))
    told = {"kind": "funding", "meeting": february.pk, "plan": last.plan_id, "decision": elsewhere.pk}
    assert desk.post(ADDRESS, told).status_code == 422
    assert not Paper.objects.filter(kind="funding").exists()


def test_a_scorecard_briefing_begins_with_what_is_measured(
    desk: Client, last: Paper, february: Meeting
) -> None:
    factories.measure(last.council, title="Children cared for", key="cared_for")
    desk.post(ADDRESS, {"kind": "scorecard", "meeting": february.pk, "plan": last.plan_id})
    begun = Paper.objects.get(slug="scorecard-2025-02")
    assert begun.previous is None
    for stem in ("report", "appendix-1"):
        preview = desk.get(reverse("reports:paper-preview", args=["eastshire", begun.pk, stem]))
        assert preview.status_code == 200
    checks = desk.get(reverse("reports:paper-checks", args=["eastshire", begun.pk]))
    assert "no reading yet; November 2024 is overdue" in checks.content.decode()
    section = desk.get(reverse("reports:paper-section", args=["eastshire", begun.pk, "purpose"]))
    assert "measure.cared_for.latest" in section.content.decode()
