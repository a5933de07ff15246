"""My actions: what one person has to do before the next cut-off."""

import re
from datetime import date
from typing import Any

import pytest

from accounts.models import Council, User
from improvement import services
from improvement.models import Action, Group, Section
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

URL = "/eastshire/actions/mine/"
SINCE = date(2024, 11, 13)


@pytest.fixture
def committee(eastshire: Council, programme: User) -> Group:
    """Meetings whose updates were due by 13 November, and are due by 9 January; today is 2 January 2025."""
    group = factories.group(eastshire, Group.Kind.COMMITTEE, name="Children and Families Committee")
    for held_on, cutoff in ((date(2025, 1, 13), SINCE), (date(2025, 2, 10), date(2025, 1, 9))):
        services.add_meeting(group=group, by=programme, held_on=held_on, update_cutoff=cutoff)
    return group


def piles(page: Any) -> dict[str, list[str]]:
    return {pile.title: [action.title for action in pile.actions] for pile in page.context["desk"].piles}


def test_each_action_lies_in_one_pile(
    committee: Group, section: Section, officer: User, client_for: SignedIn
) -> None:
    def mine(title: str, code: str, as_at: date, due: date = date(2025, 6, 30)) -> Action:
        action = factories.action(section, title=title, lead=officer, original_due=due)
        factories.update(action, code, as_at)
        return action

    factories.action(section, title="Never updated", lead=officer)
    mine("Updated on the cut-off", "on-track", SINCE)
    mine("Updated since", "on-track", date(2024, 11, 14))
    mine("Late", "off-track", date(2024, 12, 1), due=date(2024, 12, 31))
    asked = mine("Asked", "at-risk", date(2024, 12, 1), due=date(2024, 12, 31))
    factories.date_request(asked, date(2025, 3, 31), on=date(2024, 12, 1))
    mine("Nothing to show yet", "awaiting", SINCE)
    factories.evidence(mine("Waiting", "awaiting", SINCE), date(2024, 12, 1), by=officer)
    factories.action(section, title="Somebody else's")

    page = client_for(officer).get(URL)

    assert piles(page) == {
        "Questions to answer": [],
        "To update now": ["Never updated", "Updated on the cut-off"],
        "Overdue": ["Late"],
        "Date under review": ["Asked"],
        "Evidence to add": ["Nothing to show yet"],
        "Evidence with its reviewer": ["Waiting"],
        "The rest": ["Updated since"],
    }
    assert "are due by <strong>9 January 2025</strong>" in page.text
    assert page.context["desk"].calls[0].title == "Never updated"


def test_what_needs_nothing_now_is_folded_and_the_first_row_stands_open(
    committee: Group, section: Section, officer: User, client_for: SignedIn
) -> None:
    for title in ("First", "Second"):
        factories.action(section, title=title, lead=officer)
    asked = factories.action(section, title="Asked", lead=officer)
    factories.update(asked, "at-risk", date(2024, 12, 1))
    factories.date_request(asked, date(2025, 3, 31), on=date(2024, 12, 1))
    client = client_for(officer)

    page = client.get(URL).text

    folds = re.findall(r'<details class="(app-row__update|app-panel)"( open)?>', page)
    assert folds == [
        ("app-row__update", " open"),
        ("app-row__update", ""),
        ("app-panel", ""),
        ("app-row__update", ""),
        ("app-panel", ""),
    ]


def test_a_row_typed_into_stands_open(section: Section, officer: User, client_for: SignedIn) -> None:
    first, second = (factories.action(section, lead=officer) for _ in range(2))
    typed = {f"a{action.pk}-shown_update": "0" for action in (first, second)}
    typed |= {f"a{second.pk}-narrative": "Kept words.", "show": "all"}

    page = client_for(officer).post(URL, typed).text

    assert re.findall(r'<details class="app-row__update"( open)?>', page) == ["", " open"]


def test_when_nothing_is_asked_it_says_so(section: Section, officer: User, client_for: SignedIn) -> None:
    action = factories.action(section, lead=officer, original_due=date(2025, 6, 30))
    factories.update(action, "on-track", date(2024, 12, 1))
    assert "You are up to date" in client_for(officer).get(URL).text


def test_who_leads_nothing_is_shown_the_way(
    section: Section, finance_officer: User, client_for: SignedIn
) -> None:
    assert "You lead no actions" in client_for(finance_officer).get(URL).text


def test_the_chair_sees_what_waits_for_a_decision(
    action: Action, officer: User, chair: User, section: Section, client_for: SignedIn
) -> None:
    factories.date_request(action, date(2025, 3, 31), on=date(2024, 12, 1), by=officer)
    factories.evidence(action, date(2024, 12, 1), by=officer, title="Launch list")
    factories.evidence(factories.action(section), date(2024, 12, 1), title="Of another workstream")

    page = client_for(chair).get(URL).text

    assert "Waiting for your decision (2)" in page
    assert "New date of 31 March 2025 for IP Ch.1, S.1, action 1" in page
    assert "Launch list" in page
    assert "Of another workstream" not in page
    assert "Waiting for your decision" not in client_for(officer).get(URL).text


def test_others(officer: User, outsider: User, client_for: SignedIn) -> None:
    assert client_for(outsider).get(URL).status_code == 404
    assert client_for(officer).delete(URL).status_code == 405


@pytest.mark.parametrize("rows", [1, 10, 200])
def test_the_number_of_queries_does_not_grow(
    committee: Group,
    section: Section,
    officer: User,
    programme: User,
    client_for: SignedIn,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(rows):
        made = factories.action(section, lead=officer)
        factories.date_request(made, date(2025, 3, 31), on=date(2024, 12, 1), by=officer)
        factories.evidence(made, date(2024, 12, 1), by=officer)
    client = client_for(programme)
    client.get(URL)
    # session, user; council, roles; actions with facts; next and last cut-off; dates and evidence to decide, evidence
    # returned;
    # plans and their key
    with django_assert_num_queries(12):
        client.get(URL)


@pytest.mark.parametrize("rows", [1, 10, 200])
def test_nor_does_it_with_the_rows_to_write(
    committee: Group,
    section: Section,
    officer: User,
    client_for: SignedIn,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        made = factories.action(section, lead=officer)
        if number % 2 == 0:
            factories.update(made, "on-track", date(2024, 10, 2))
    client = client_for(officer)
    client.get(URL)
    # session, user; council, roles; actions with facts; next and last cut-off; dates and evidence to decide, evidence
    # returned;
    # ratings of the rows; plans and their key
    with django_assert_num_queries(13):
        client.get(URL)
