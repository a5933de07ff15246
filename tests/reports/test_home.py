"""The first page: what to do next, by role."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Council, Membership, User
from accounts.roles import Role
from core.dates import clock, today
from improvement import services
from improvement.models import Group
from reports.home import months_not_entered
from reports.models import Publication
from tests import factories
from tests.conftest import Person, SignedIn


@pytest.fixture
def url(eastshire: Council) -> str:
    return reverse("reports:home", args=["eastshire"])


def words(client: Any, url: str) -> str:
    return str(client.get(url).content.decode())


def test_the_root_leads_to_the_only_council(url: str, reader: User, client_for: SignedIn) -> None:
    assert client_for(reader).get("/").headers["Location"] == url


def test_the_root_offers_a_choice_of_several(
    eastshire: Council, marchshire: Council, reader: User, client_for: SignedIn
) -> None:
    Membership.objects.create(council=marchshire, user=reader, role=Role.READER, started_on=date(2024, 1, 1))
    page = words(client_for(reader), "/")
    assert "Choose a council" in page
    assert "Marchshire Council" in page


def test_the_root_tells_somebody_without_a_council(db: None, client_for: SignedIn) -> None:
    nobody = User.objects.create_user(email="new@nowhere.example", name="New")
    assert "You belong to no council yet" in words(client_for(nobody), "/")


def test_a_lead_sees_the_actions_to_update_and_by_when(
    eastshire: Council, url: str, officer: User, client_for: SignedIn
) -> None:
    area = factories.section(factories.plan(eastshire))
    factories.action(area, lead=officer, title="Open a hub", original_due=date(2024, 10, 31))
    factories.action(area, title="Somebody else's")
    committee = factories.group(eastshire, Group.Kind.COMMITTEE, name="Committee")
    services.add_meeting(
        group=committee,
        by=factories.office(eastshire),
        held_on=date(2025, 2, 10),
        update_cutoff=date(2025, 1, 9),
    )
    page = words(client_for(officer), url)
    assert "Actions to update (1)" in page
    assert "IP Ch.1, S.1, action 1: Open a hub" in page
    assert "Overdue" in page
    assert "are due by 9 January 2025" in page
    assert "Somebody else" not in page


def test_the_programme_office_sees_what_waits_for_a_decision(
    eastshire: Council, url: str, officer: User, programme: User, client_for: SignedIn
) -> None:
    action = factories.action(factories.section(factories.plan(eastshire)), lead=officer)
    factories.date_request(action, date(2025, 3, 31), on=date(2024, 11, 12), by=officer)
    factories.evidence(action, date(2024, 12, 10), by=officer, title="Signed standards")
    page = words(client_for(programme), url)
    assert "Waiting for your decision (2)" in page
    assert "New date of 31 March 2025 for IP Ch.1, S.1, action 1" in page
    assert "Evidence for IP Ch.1, S.1, action 1: Signed standards" in page


def test_finance_sees_the_months_not_entered(
    eastshire: Council, url: str, finance_officer: User, client_for: SignedIn
) -> None:
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    factories.spend(line, finance_officer, {date(2024, month, 1): "1000" for month in range(4, 11)})
    page = words(client_for(finance_officer), url)
    assert "Months not entered (2)" in page
    assert "Enter the spend of November 2024 and December 2024" in page
    assert months_not_entered(eastshire, 2024, date(2024, 11, 30)) == []


def test_in_april_finance_is_asked_for_march(
    eastshire: Council, url: str, finance_officer: User, client_for: SignedIn
) -> None:
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    months = [date(2024, month, 1) for month in range(4, 13)] + [date(2025, 1, 1), date(2025, 2, 1)]
    factories.spend(line, finance_officer, dict.fromkeys(months, "1000"), on=date(2025, 3, 7))
    client = client_for(finance_officer)
    with clock(date(2025, 4, 3)):
        page = words(client, url)
    assert "Enter the spend of March 2025" in page


def test_the_workforce_lead_sees_the_starts_to_confirm(
    eastshire: Council, url: str, workforce_lead: User, client_for: SignedIn
) -> None:
    post = factories.funded_post(eastshire, role="Quality Assurance Officer")
    factories.recruitment(post, 1, "appointed", date(2024, 10, 15), start_date=date(2024, 12, 3))
    later = factories.funded_post(eastshire, role="Reviewing Officer")
    factories.recruitment(later, 1, "appointed", date(2024, 12, 15), start_date=date(2025, 2, 3))
    page = words(client_for(workforce_lead), url)
    assert "Starts to confirm (1)" in page
    assert "Was due to start 3 December 2024, not yet confirmed" in page
    assert "Reviewing Officer" not in page


def test_the_clerk_sees_the_next_paper_and_its_deadline(
    eastshire: Council, url: str, clerk: User, client_for: SignedIn
) -> None:
    factories.paper(factories.plan(eastshire), held_on=date(2025, 1, 13))
    page = words(client_for(clerk), url)
    assert "To be published by 3 January 2025" in page
    assert "Due tomorrow" in page


def test_a_reader_sees_published_papers_and_no_draft(
    eastshire: Council, url: str, reader: User, client_for: SignedIn
) -> None:
    plan = factories.plan(eastshire)
    published = factories.paper(plan, held_on=date(2024, 11, 11), slug="november", title="November update")
    factories.paper(plan, held_on=date(2025, 1, 13), slug="january", title="January update")
    Publication.objects.create(
        council=eastshire,
        paper=published,
        template="progress_v1",
        data={},
        data_digest="0" * 64,
        known_at=published.meeting.held_on.strftime("%Y-%m-%dT00:00Z"),
        published_by=factories.office(eastshire),
    )
    page = words(client_for(reader), url)
    assert "November update" in page
    assert "January update" not in page
    assert "You can read the plan" in page


@pytest.mark.parametrize("role", list(Role))
def test_everyone_has_a_first_page(
    eastshire: Council, url: str, person: Person, client_for: SignedIn, role: Role
) -> None:
    page = words(client_for(person(eastshire, role)), url)
    assert page.count("<h1") == 1
    assert "What to do next" in page


def test_standing_questions(url: str, reader: User, outsider: User, client_for: SignedIn) -> None:
    assert client_for(reader).post(url).status_code == 405
    assert client_for(reader).post("/").status_code == 405
    assert client_for(outsider).get(url).status_code == 404
    assert today() == date(2025, 1, 2)


@pytest.mark.parametrize("rows", [1, 10])
def test_the_number_of_queries_stays(
    eastshire: Council,
    url: str,
    officer: User,
    client_for: SignedIn,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    area = factories.section(factories.plan(eastshire))
    for _ in range(rows):
        factories.action(area, lead=officer)
    client = client_for(officer)
    # session, person, council, roles; published papers; sections; actions, the next cut-off, the last one;
    # who clears papers
    with django_assert_num_queries(10):
        client.get(url)


def test_the_administrator_is_offered_all_that_is_theirs(
    eastshire: Council, administrator: User, client_for: SignedIn
) -> None:
    client = client_for(administrator)
    page = client.get("/eastshire/").text
    for address in ("people", "reminders", "plans/add", "scales", "meetings", "changes"):
        assert f'href="/eastshire/{address}/"' in page
    plan = factories.plan(eastshire)
    assert f'href="/eastshire/plans/{plan.pk}/structure/"' in client.get("/eastshire/").text


def test_two_drafts_of_one_title_are_told_apart_by_their_links(
    eastshire: Council, clerk: User, client_for: SignedIn
) -> None:
    plan = factories.plan(eastshire)
    for day in (date(2025, 2, 10), date(2025, 3, 24)):
        factories.paper(plan, held_on=day, slug=f"update-{day.month}", title="Improvement plan")
    with clock(date(2025, 1, 2)):
        page = client_for(clerk).get(reverse("reports:home", args=[eastshire.slug])).content.decode()
    links = [text for text in re.findall(r'task-list__link"[^>]*>([^<]*)</a>', page) if "Improvement" in text]
    assert links == [
        "Improvement plan (progress update), Committee, 10 February 2025",
        "Improvement plan (progress update), Committee, 24 March 2025",
    ]
