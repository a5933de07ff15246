"""The panels of a meeting's page: one stands open, a press brings up what follows, and what was typed stays."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from improvement.models import Action, Meeting
from tests.conftest import SignedIn
from tests.improvement.test_oversight_length import address, client, meeting, proposed

pytestmark = pytest.mark.django_db

__all__ = ["client", "meeting", "proposed"]


def opened(client: Client, where: str) -> list[str]:
    shown = client.get(where).context
    return [panel.key for panel in [*shown["decisions"], *shown["watches"]] if panel.is_open]


def test_the_first_panel_its_reader_may_decide_in_stands_open(
    meeting: Meeting, proposed: Action, client: Client, officer: User, programme: User
) -> None:
    assert opened(client, address(meeting)) == ["date"]
    assert opened(client, f"{address(meeting)}?open=action") == ["date", "action"]
    assert opened(client, f"{address(meeting)}?overdue=1") == ["date", "overdue"]
    assert opened(client, f"{address(meeting)}?open=nonsense") == ["date"]
    page = client.get(address(meeting)).text
    assert page.count('<details class="app-panel" open>') == 1
    assert "7, 7 of them yours to decide" in page


def test_the_first_panel_that_holds_anything_stands_open_where_nothing_is_the_readers(
    meeting: Meeting, chair: User, client_for: SignedIn
) -> None:
    page = client_for(chair).get(address(meeting), {"as_at": "2024-12-20"}).context
    assert [panel.yours for panel in page["decisions"]] == [0, 0, 0]
    assert [panel.is_open for panel in page["decisions"]] == [True, False, False]


def test_a_press_brings_up_what_follows(meeting: Meeting, client: Client) -> None:
    """Two of seven stand below the five: they come up one a press, and a page that shows all gets none twice."""
    shown = [item.anchor for item in client.get(address(meeting)).context["decisions"][0].rows]
    last = [item.anchor for item in client.get(address(meeting), {"date": "1"}).context["decisions"][0].rows]
    for number, anchor in enumerate(list(shown)):
        posted = {"item": anchor, "decision": "agree", "shown": shown}
        answer = client.post(address(meeting), posted, headers={"HX-Request": "true"}).text
        below = last[5 + number : 6 + number]
        assert ('<ul id="open-date" hx-swap-oob="beforeend">' in answer) is bool(below)
        assert [one for one in last if f'id="agree-{one}"' in answer] == below
        assert f"{6 - number}, {6 - number} of them yours to decide" in answer
        shown += below
    assert set(shown) == set(last)


def test_a_refused_press_brings_up_nothing(meeting: Meeting, client: Client) -> None:
    shown = [item.anchor for item in client.get(address(meeting)).context["decisions"][0].rows]
    posted = {"item": shown[0], "decision": "decline", "shown": shown}
    answer = client.post(address(meeting), posted, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert 'hx-swap-oob="beforeend"' not in answer.text


def test_without_scripts_the_panel_of_the_press_stands_open_again(
    meeting: Meeting, proposed: Action, client: Client
) -> None:
    posted = {"item": f"action-{proposed.pk}", "decision": "agree"}
    answer = client.post(f"{address(meeting)}?workstream=x", posted)
    expected = (
        f"{reverse('improvement:meeting-decide', args=['eastshire', meeting.pk])}?workstream=x&open=action"
    )
    assert answer.headers["Location"] == f"{expected}#list-action"
