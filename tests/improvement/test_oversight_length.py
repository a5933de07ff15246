"""The oversight page stays short however much is open: the first few of each sort, all of it at an address of its own;
new actions are endorsed from it, and what was decided stands there at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.dates import clock
from improvement import services
from improvement.models import Action, Endorsement, Group, Meeting
from improvement.next_meetings import next_meetings
from improvement.services.editing import edit_plan
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

HELD, TODAY, NEW = date(2024, 12, 18), date(2025, 1, 2), date(2025, 3, 31)


@pytest.fixture
def meeting(action: Action, officer: User, programme: User) -> Meeting:
    """A board's meeting of 18 December, with seven dates to decide and one new action to endorse."""
    group = factories.group(action.council, Group.Kind.BOARD, name="Improvement Board")
    rules = {"dates_decided_by": group, "actions_endorsed_by": group, "evidence_reviewed_by": None}
    edit_plan(plan=action.plan, by=programme, shown_version=None, **rules)
    for number in range(7):
        made = factories.action(action.section, lead=officer, title=f"Late {number}")
        factories.date_request(made, NEW, on=date(2024, 12, 5), by=officer)
    with clock(factories.ADOPTED):
        return services.add_meeting(group=group, by=programme, held_on=HELD)


@pytest.fixture
def proposed(meeting: Meeting, action: Action, administrator: User) -> Action:
    return factories.proposal(action.section, date(2024, 12, 9), by=administrator, title="Open a hub")


@pytest.fixture
def client(programme: User, client_for: SignedIn) -> Client:
    return client_for(programme)


def address(meeting: Meeting) -> str:
    return reverse("improvement:meeting-decide", args=["eastshire", meeting.pk])


def test_the_first_few_and_all_of_them(meeting: Meeting, client: Client) -> None:
    page = client.get(address(meeting)).text
    assert page.count('id="agree-date-') == 5
    assert 'href="?date=1#list-date">Show all 7' in page
    assert '<a class="govuk-link" href="#list-date">New dates to decide</a>' in page
    everything = client.get(address(meeting), {"date": "1"}).text
    assert everything.count('id="agree-date-') == 7
    assert "Show all" not in everything.partition('id="list-date"')[2].partition("</section>")[0]
    assert client.get(address(meeting), {"date": "x"}).status_code == 200


def test_what_its_reader_may_decide_comes_first(
    meeting: Meeting, action: Action, programme: User, client: Client
) -> None:
    """The programme office asked for the oldest date itself, so it decides the others before it."""
    own = factories.date_request(action, NEW, on=date(2024, 12, 2), by=programme)
    items = client.get(address(meeting)).context["agenda"].decisions[0].items
    assert [bool(item.why_not) for item in items] == [False] * 7 + [True]
    assert items[-1].pk == own.pk
    assert [item.after for item in items] == [item.anchor for item in items[1:]] + [""]


def test_what_the_plan_leaves_to_this_group_stands_open(
    action: Action, officer: User, administrator: User, programme: User, client: Client
) -> None:
    """The programme office could review the evidence at a board's meeting too; the board is there to endorse."""
    board = factories.group(action.council, Group.Kind.BOARD, name="Improvement Board")
    rules = {
        "dates_decided_by": action.workstream,
        "actions_endorsed_by": board,
        "evidence_reviewed_by": None,
    }
    edit_plan(plan=action.plan, by=programme, shown_version=None, **rules)
    factories.evidence(action, date(2024, 12, 1), by=officer)
    with clock(factories.ADOPTED):
        meeting = services.add_meeting(group=board, by=programme, held_on=HELD)

    def opened() -> list[str]:
        page = client.get(address(meeting))
        return [panel.key for panel in page.context["decisions"] if panel.is_open]

    assert opened() == ["evidence"]
    factories.proposal(action.section, date(2024, 12, 9), by=administrator, title="Open a hub")
    assert opened() == ["action"]


def test_what_is_refused_is_shown_wherever_it_stands(meeting: Meeting, client: Client) -> None:
    last = client.get(address(meeting)).context["agenda"].decisions[0].items[-1]
    refused = client.post(address(meeting), {"item": last.anchor, "decision": "decline"})
    assert refused.status_code == 422
    assert f'id="reason-{last.anchor}-error"' in refused.text


def test_a_new_action_is_endorsed_and_stands_in_the_log_at_once(
    meeting: Meeting, proposed: Action, client: Client
) -> None:
    assert "Open a hub" in client.get(address(meeting)).text
    posted = {"item": f"action-{proposed.pk}", "decision": "agree"}
    assert client.post(address(meeting), posted).status_code == 302
    step = Endorsement.objects.get(action=proposed, step="endorsed")
    assert (step.as_at, step.meeting) == (HELD, meeting)
    page = client.get(address(meeting)).text
    section = page.partition('id="list-action"')[2].partition("</section>")[0]
    assert "Decided at this meeting (1)" in section
    assert "Open a hub" in section
    assert Action.objects.endorsed(TODAY).filter(pk=proposed.pk).exists()
    assert client.post(address(meeting), posted).status_code == 409
    assert Endorsement.objects.filter(action=proposed, step="endorsed").count() == 1


def test_a_new_action_is_declined_with_a_reason(meeting: Meeting, proposed: Action, client: Client) -> None:
    posted = {"item": f"action-{proposed.pk}", "decision": "decline"}
    assert client.post(address(meeting), posted).status_code == 422
    assert client.post(address(meeting), posted | {"reason": "Twice in the plan"}).status_code == 302
    assert not Action.objects.endorsed(TODAY).filter(pk=proposed.pk).exists()


def test_home_leads_to_the_next_meeting(
    meeting: Meeting, proposed: Action, programme: User, chair: User, reader: User, client_for: SignedIn
) -> None:
    with clock(factories.ADOPTED):
        ahead = services.add_meeting(group=meeting.group, by=programme, held_on=date(2025, 1, 15))
        later = services.add_meeting(group=meeting.group, by=programme, held_on=date(2025, 3, 12))
        own = services.add_meeting(
            group=Group.objects.get(chair=chair), by=programme, held_on=date(2025, 1, 20)
        )
    home = client_for(programme).get("/eastshire/").text
    assert "Next meeting: 8 to decide" in home
    assert address(ahead) in home
    assert address(own) in home
    assert address(later) not in home
    of_chair = client_for(chair).get("/eastshire/").text
    assert address(own) in of_chair
    assert address(ahead) not in of_chair
    assert "Next meeting: 0 to decide" in of_chair
    assert "Next meeting" not in client_for(reader).get("/eastshire/").text
    assert not next_meetings(reader, meeting.council)


@pytest.mark.parametrize("rows", [1, 10, 200])
def test_queries_of_the_next_meetings(
    meeting: Meeting, programme: User, rows: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    """Meetings; dates, evidence and proposals that are open."""
    area = Action.objects.earliest("pk").section
    for number in range(rows):
        made = factories.action(area, title=f"More {number}")
        factories.date_request(made, NEW, on=date(2024, 12, 5))
    with clock(factories.ADOPTED):
        for number in range(min(rows, 20)):
            services.add_meeting(
                group=factories.group(meeting.council, name=f"Group {number}"),
                by=programme,
                held_on=date(2025, 2, 1 + number),
            )
    with django_assert_num_queries(4):
        next_meetings(programme, meeting.council)
