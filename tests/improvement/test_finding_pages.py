"""Findings: what answers them, the matrix, and its export."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock, end_of_day
from improvement import services
from improvement.ledger_checks import problems
from improvement.models import Action, Finding, FindingLink, Inspection, Section
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

LIST = "/eastshire/findings/"
OCTOBER = date(2024, 10, 2)


def url(name: str, *args: int) -> str:
    return reverse(f"improvement:finding-{name}", args=["eastshire", *args])


@pytest.fixture
def inspection(eastshire: Council) -> Inspection:
    return factories.inspection(eastshire)


@pytest.fixture
def finding(inspection: Inspection, section: Section, action: Action) -> Finding:
    """Answered by the action since 17 July 2024."""
    return factories.finding(inspection, sections=[section], actions=[action])


def test_the_matrix_shows_finding_action_and_rating_as_at(
    finding: Finding, action: Action, inspection: Inspection, reader: User, client_for: SignedIn
) -> None:
    factories.finding(inspection, "Nobody looks after this.")
    factories.finding(inspection, "This is good.", kind=Finding.Kind.STRENGTH)
    factories.update(action, "at-risk", OCTOBER)
    factories.update(action, "on-track", date(2024, 12, 2))
    client = client_for(reader)
    page = client.get(LIST).text
    assert "Write practice standards" in page
    assert 'app-tag__words">On track' in page
    assert page.count("Nothing answers it</span>") == 1
    assert 'app-tag__words">At risk' in client.get(f"{LIST}?as_at=2024-11-13").text
    unanswered = client.get(f"{LIST}?unanswered=on")
    assert [row.record.text for row in unanswered.context["table"].rows] == ["Nobody looks after this."]
    assert "Add a finding" not in page


def test_a_link_taken_out_stays_in_the_history(finding: Finding, action: Action, programme: User) -> None:
    with clock(OCTOBER):
        assert services.link_finding(finding=finding, by=programme, sections=[], actions=[action]) == 1
        assert services.link_finding(finding=finding, by=programme, sections=[], actions=[action]) == 0
    assert FindingLink.objects.filter(finding=finding).count() == 3
    day = date(2024, 11, 13)
    assert not Finding.objects.as_at(day).about(day, section=action.section).exists()
    then = end_of_day(date(2024, 9, 1))
    assert Finding.objects.as_at(day, then).about(day, then, section=action.section).exists()
    assert list(problems(finding.council)) == []


def test_linking_on_the_page(
    finding: Finding, section: Section, programme: User, client_for: SignedIn
) -> None:
    other = factories.action(section, title="Another answer")
    client, address = client_for(programme), url("link", finding.pk)
    assert "(2 chosen)" in client.get(address).text
    asked = {"version": finding.version, "actions": [other.pk], "sections": [section.pk]}
    page = client.post(address, asked, follow=True)
    assert "2 links changed" in page.text
    assert "No longer answered by" in page.text
    stale = client.post(address, asked | {"actions": []})
    assert stale.status_code == 409
    finding.refresh_from_db()
    wrong = client.post(address, asked | {"version": finding.version, "actions": ["999"]})
    assert wrong.status_code == 422


def test_adding_and_changing_a_finding(inspection: Inspection, programme: User, client_for: SignedIn) -> None:
    facts = {"kind": "development", "source": f"inspection-{inspection.pk}", "text": "Write consent down."}
    facts |= {"found_on_day": "20", "found_on_month": "5", "found_on_year": "2024", "paragraph": "18"}
    client = client_for(programme)
    assert client.post(url("add"), facts).status_code == 302
    saved = Finding.objects.get()
    assert (saved.paragraph, saved.inspection) == ("18", inspection)
    wrong = client.post(url("add"), facts | {"source": "visit-1", "found_on_year": "2031"})
    assert set(wrong.context["form"].errors) == {"source"}
    early = client.post(url("add"), facts | {"found_on_year": "2023"})
    assert set(early.context["form"].errors) == {"found_on"}
    edited = facts | {"text": "Write consent down clearly.", "version": saved.version}
    assert client.post(url("edit", saved.pk), edited).status_code == 302
    assert client.post(url("edit", saved.pk), edited).status_code == 409
    assert "clearly" in client.get(url("detail", saved.pk)).text


def test_who_may(
    finding: Finding,
    marchshire: Council,
    chair: User,
    reader: User,
    programme: User,
    outsider: User,
    client_for: SignedIn,
) -> None:
    writes = [url("add"), url("edit", finding.pk), url("link", finding.pk)]
    for address in writes:
        assert client_for(programme).get(address).status_code == 200
        assert client_for(programme).put(address).status_code == 405
        assert client_for(chair).post(address, {}).status_code == 403
        assert client_for(outsider).get(address).status_code == 404
    for address in (LIST, url("detail", finding.pk), url("export", "csv")):  # type: ignore[arg-type]
        assert client_for(reader).get(address).status_code == 200
        assert client_for(reader).post(address).status_code == 405
        assert client_for(outsider).get(address).status_code == 404
    with pytest.raises(PermissionDenied):
        services.link_finding(finding=finding, by=chair, sections=[], actions=[])
    foreign = factories.section(factories.plan(marchshire))
    with pytest.raises(ValidationError):
        services.link_finding(finding=finding, by=programme, sections=[foreign], actions=[])


def test_the_export_has_a_row_for_each_action(
    finding: Finding, inspection: Inspection, reader: User, client_for: SignedIn
) -> None:
    factories.finding(inspection, "=1+1")
    factories.finding(inspection, "Workers care.", kind=Finding.Kind.STRENGTH)
    response = client_for(reader).get(f"{LIST}export.csv")
    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    answered = {row["Finding"]: row["Progress rating"] for row in rows}
    assert answered == {"Support is uneven.": "Not yet rated", "'=1+1": "", "Workers care.": ""}
    answers = {"IP Ch.1, S.1, action 1", "Nothing", "No answer needed"}
    assert {row["Answered by"] for row in rows} == answers
    assert client_for(reader).get(f"{LIST}export.xlsx?unanswered=on").status_code == 200
    assert client_for(reader).get(f"{LIST}export.pdf").status_code == 404


def test_findings_stand_on_the_pages_of_what_they_are_about(
    finding: Finding, action: Action, reader: User, client_for: SignedIn
) -> None:
    client = client_for(reader)
    for address in (f"/eastshire/actions/{action.pk}/", f"/eastshire/sections/{action.section_id}/"):
        assert "Support is uneven." in client.get(address).text
        assert "Support is uneven." not in client.get(f"{address}?as_at=2024-07-16").text


# session, user; council, roles; inspections and sections to filter by; how many nothing answers; count; the
# findings, their links, the actions and sections of these; the plan with its key
@pytest.mark.parametrize("rows", [1, 10, 200])
def test_the_number_of_queries_does_not_grow(
    rows: int,
    section: Section,
    action: Action,
    inspection: Inspection,
    reader: User,
    client_for: SignedIn,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        factories.finding(inspection, f"Finding {number}", sections=[section], actions=[action])
    client = client_for(reader)
    client.get(LIST)
    with django_assert_num_queries(14):
        assert client.get(LIST).status_code == 200
