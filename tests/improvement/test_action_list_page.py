"""All actions: filtered, sorted, for any day, with every filter in the address."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from improvement.models import Action, Plan, Section
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

URL = "/eastshire/actions/"


@pytest.fixture
def actions(plan: Plan, officer: User, chair: User) -> dict[str, Action]:
    """Four actions in two chapters, each with something to be found by."""
    first, second = factories.section(plan), factories.section(plan, chapter=2)
    care = factories.group(plan.council, name="Care leavers workstream", chair=chair)
    made = {
        "late": factories.action(
            first, title="Write standards", lead=officer, original_due=date(2024, 10, 31)
        ),
        "asked": factories.action(first, title="Supervise every adviser", workstream=care),
        "waiting": factories.action(second, title="Launch the pledge", lead=chair),
        "unrated": factories.action(second, title="Map the homes", success_measure="A map exists"),
    }
    factories.update(made["late"], "at-risk", date(2024, 10, 2))
    factories.update(made["late"], "off-track", date(2024, 12, 2))
    factories.update(made["asked"], "on-track", date(2024, 11, 2))
    factories.update(made["waiting"], "awaiting", date(2024, 12, 20))
    factories.date_request(made["asked"], date(2025, 3, 31), on=date(2024, 12, 1))
    return made


def shown(client: Any, query: str = "") -> list[str]:
    """The titles on the page, in order."""
    page = client.get(f"{URL}{query}")
    assert page.status_code == 200
    return [row.title for row in page.context["table"].page.object_list.data]


def test_it_shows_every_action_in_plan_order(
    actions: dict[str, Action], reader: User, client_for: SignedIn
) -> None:
    client = client_for(reader)
    assert shown(client) == [
        "Write standards",
        "Supervise every adviser",
        "Launch the pledge",
        "Map the homes",
    ]
    page = client.get(URL).text
    assert "Key: progress rating of an action" in page
    assert "Not yet rated" in page


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("overdue=on", ["Write standards", "Supervise every adviser", "Map the homes"]),
        ("under_review=on", ["Supervise every adviser"]),
        ("awaiting_evidence=on", ["Launch the pledge"]),
        ("rating=none", ["Map the homes"]),
        ("not_updated_since=2024-11-13", ["Supervise every adviser", "Map the homes"]),
        ("not_updated_since=13+November+2024", ["Supervise every adviser", "Map the homes"]),
        ("q=pledge", ["Launch the pledge"]),
        ("q=map+exists", ["Map the homes"]),
        ("q=ip+ch2+s1", ["Launch the pledge", "Map the homes"]),
        ("q=IP+Ch.7,+S.+9", []),
        ("q=nothing+like+it", []),
        (
            "sort=-rated_on",
            ["Launch the pledge", "Write standards", "Supervise every adviser", "Map the homes"],
        ),
        ("overdue=on&q=map", ["Map the homes"]),
    ],
)
def test_filters_live_in_the_address(
    actions: dict[str, Action], reader: User, client_for: SignedIn, query: str, titles: list[str]
) -> None:
    unrated = actions["unrated"]
    Action.objects.filter(pk=unrated.pk).update(original_due=date(2024, 12, 1))
    assert shown(client_for(reader), f"?{query}") == titles


def test_filters_by_chapter_section_lead_workstream_and_rating(
    actions: dict[str, Action], reader: User, client_for: SignedIn
) -> None:
    client, asked, waiting = client_for(reader), actions["asked"], actions["waiting"]
    rating = factories.rating(asked.plan, "on-track")
    assert shown(client, f"?rating={rating.pk}") == [asked.title]
    assert shown(client, f"?workstream={asked.workstream_id}") == [asked.title]
    assert shown(client, f"?lead={waiting.lead_id}") == [waiting.title]
    assert len(shown(client, f"?section={asked.section_id}")) == 2
    assert len(shown(client, f"?chapter={asked.section.chapter_id}")) == 2


def test_another_day(actions: dict[str, Action], reader: User, client_for: SignedIn) -> None:
    page = client_for(reader).get(f"{URL}?as_at=2024-11-13&overdue=on")
    assert "As at 13 November 2024" in page.text
    (late,) = page.context["table"].page.object_list.data
    assert (late.title, late.rating_code) == ("Write standards", "at-risk")
    assert 'name="as_at" value="2024-11-13"' in page.text, "the day survives the next filter"


def test_as_it_was_known_then(actions: dict[str, Action], reader: User, client_for: SignedIn) -> None:
    factories.update(actions["late"], "on-track", date(2024, 11, 10), on=date(2024, 12, 1))
    client = client_for(reader)

    def rating(query: str) -> str:
        return str(
            client.get(f"{URL}?as_at=2024-11-13{query}&q=standards")
            .context["table"]
            .rows[0]
            .record.rating_code
        )

    assert rating("") == "on-track"
    assert rating("&known_at=2024-11-13") == "at-risk"


@pytest.mark.parametrize(
    "query", ["rating=x", "lead=x", "section=99999", "not_updated_since=never", "page=x", "sort=x"]
)
def test_nonsense_in_the_address_is_no_error(
    actions: dict[str, Action], reader: User, client_for: SignedIn, query: str
) -> None:
    assert client_for(reader).get(f"{URL}?{query}").status_code in {200, 404}


def test_nothing_found_says_so(plan: Plan, reader: User, client_for: SignedIn) -> None:
    assert "No action matches" in client_for(reader).get(URL).text


def test_others(actions: dict[str, Action], outsider: User, reader: User, client_for: SignedIn) -> None:
    assert client_for(outsider).get(URL).status_code == 404
    assert shown_elsewhere(client_for(outsider)) == []
    assert client_for(reader).post(URL).status_code == 405


def shown_elsewhere(client: Any) -> list[str]:
    page = client.get(reverse("improvement:action-list", args=["marchshire"]))
    return [row.record.title for row in page.context["table"].rows]


@pytest.mark.parametrize("rows", [1, 10, 200])
def test_the_number_of_queries_does_not_grow(
    section: Section, reader: User, client_for: SignedIn, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        made = factories.action(section)
        if number % 2 == 0:
            factories.update(made, "on-track", date(2024, 10, 2))
    client = client_for(reader)
    client.get(URL)
    # session, user; council, roles; count; page of actions with facts; views; plans and their key; and for the filters:
    # plans, ratings, chapters, sections, workstreams, leads
    with django_assert_num_queries(15):
        client.get(URL)


def test_before_the_plan_there_is_nothing_yet(action: Action, reader: User, client_for: SignedIn) -> None:
    page = client_for(reader).get(URL, {"as_at": "2024-07-16"}).text
    assert "There is nothing yet on this day: the plan was adopted on 17 July 2024" in page
