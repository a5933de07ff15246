"""Who led an action is a fact of the day: lists, filters, files and the timeline say who did, whoever does now."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from accounts.models import Council, User
from core.dates import clock, end_of_day
from improvement.ledger_checks import problems
from improvement.models import Action, Lead, Section
from improvement.services.bulk import RowShown, Wanted, change_many
from improvement.services.editing import edit_action
from improvement.services.retiring import bring_back, retire
from improvement.services.undoing import undo_bulk_update
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

BEFORE, HANDED_OVER, LATER = date(2024, 11, 13), date(2024, 12, 2), date(2024, 12, 16)
LIST = "/eastshire/actions/"


def hand_over(action: Action, by: User, on: date, **led: Any) -> None:
    """A change of lead, saved on a day as the form of the action saves it."""
    facts = {"lead": None, "partner_lead": ""} | led
    place: dict[str, Any] = {"section": action.section, "priority": action.priority}
    with clock(on):
        edit_action(action=action, by=by, shown_version=None, **place, **facts)


@pytest.fixture
def handed_over(section: Section, officer: User, chair: User, programme: User) -> Action:
    """Led by the officer, by the chair from 2 December, and by a partner from 16 December."""
    action = factories.action(section, lead=officer, original_due=date(2025, 6, 30))
    hand_over(action, programme, HANDED_OVER, lead=chair)
    hand_over(action, programme, LATER, partner_lead="Health partner")
    return action


def led_on(action: Action, day: date, known_on: date | None = None) -> str:
    known_at = end_of_day(known_on) if known_on else None
    return Action.objects.as_at(day, known_at).get(pk=action.pk).lead_name


def test_the_lead_of_a_day(handed_over: Action, officer: User, chair: User) -> None:
    days = [BEFORE, HANDED_OVER, date(2024, 12, 15), LATER, date(2025, 1, 2)]
    partner = "Health partner"
    assert [led_on(handed_over, day) for day in days] == [
        officer.name,
        chair.name,
        chair.name,
        partner,
        partner,
    ]
    assert led_on(handed_over, LATER, known_on=BEFORE) == officer.name


def test_an_edit_of_other_words_hands_nothing_over(action: Action, programme: User) -> None:
    before = Lead.objects.filter(action=action).count()
    place: dict[str, Any] = {"section": action.section, "priority": action.priority, "shown_version": None}
    edit_action(action=action, by=programme, title="In other words", **place)
    assert Lead.objects.filter(action=action).count() == before == 1


def test_lists_filters_and_files_of_that_day(
    handed_over: Action, officer: User, chair: User, client_for: SignedIn
) -> None:
    client = client_for(officer)

    def found(lead: User, **day: str) -> bool:
        return handed_over.title in client.get(LIST, {"lead": str(lead.pk), **day}).text

    then = {"as_at": BEFORE.isoformat()}
    assert found(officer, **then)
    assert not found(chair, **then)
    assert found(chair, as_at="2024-12-02")
    assert not found(officer)
    assert "Health partner" in client.get(LIST).text
    assert "Health partner" not in client.get(LIST, then).text
    written = client.get("/eastshire/actions/export.csv", then).content.decode()
    assert officer.name in written
    assert "Health partner" not in written
    page = client.get(f"{LIST}{handed_over.pk}/", then).text
    assert f'<dd class="govuk-summary-list__value">{officer.name}' in page


def test_proposed_actions_name_the_lead_of_the_day(
    section: Section, officer: User, administrator: User, programme: User, client_for: SignedIn
) -> None:
    action = factories.proposal(section, BEFORE, by=administrator, lead=officer)
    hand_over(action, programme, LATER, partner_lead="Health partner")
    client = client_for(officer)
    url = "/eastshire/actions/proposed/"
    assert "Health partner" in client.get(url).text
    then = client.get(url, {"as_at": BEFORE.isoformat()}).text
    assert officer.name in then.partition("<tbody")[2]
    assert "Health partner" not in then


def test_the_timeline_tells_each_hand_over(
    handed_over: Action, officer: User, chair: User, client_for: SignedIn
) -> None:
    page = client_for(officer).get(f"{LIST}{handed_over.pk}/").text
    assert f"Lead moved from {officer.name} to {chair.name}" in page
    assert f"Lead moved from {chair.name} to Health partner" in page


def test_an_undone_bulk_update_hands_it_back(
    section: Section, officer: User, chair: User, programme: User
) -> None:
    action = factories.action(section, lead=officer)
    with clock(HANDED_OVER):
        shown = RowShown(action.pk, action.version, 0)
        bulk = change_many(council=action.council, by=programme, rows=[shown], wanted=Wanted(lead=chair))
        undo_bulk_update(bulk=bulk, by=programme)
    assert [entry.who for entry in Lead.objects.filter(action=action).order_by("pk")] == [
        officer.name,
        chair.name,
        officer.name,
    ]
    assert list(problems(action.council)) == []


def test_what_the_services_write_is_sound_and_tampering_is_found(
    handed_over: Action, eastshire: Council, officer: User
) -> None:
    assert list(problems(eastshire)) == []
    last = Lead.objects.filter(action=handed_over).latest("pk")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE improvement_lead SET partner_lead = 'Nobody' WHERE id = %s", [last.pk])
    assert list(problems(eastshire)) == [
        f"Action {handed_over.pk} is led by somebody else than its entries say.",
        f"Lead {last.pk} differs from the change log in who it names.",
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE improvement_action SET lead_id = NULL WHERE id = %s",
        "UPDATE improvement_lead SET lead_id = NULL WHERE action_id = %s",
        "UPDATE improvement_action SET partner_lead = 'Health' WHERE id = %s",
    ],
)
def test_whoever_is_named_behind_the_back_of_the_ledger_is_found(
    section: Section, officer: User, statement: str
) -> None:
    action = factories.action(section, lead=officer)
    with connection.cursor() as cursor:
        cursor.execute(statement, [action.pk])
    sentence = f"Action {action.pk} is led by somebody else than its entries say."
    assert sentence in list(problems(action.council))


def test_leaving_and_coming_back_stand_on_the_page_of_the_action(
    action: Action, programme: User, officer: User, client_for: SignedIn
) -> None:
    with clock(HANDED_OVER):
        retire(thing=action, by=programme, on=HANDED_OVER, because="Merged.", shown_version=None)
    url, bring = f"{LIST}{action.pk}/", f"{LIST}{action.pk}/bring-back/"
    assert bring in client_for(programme).get(url).text
    page = client_for(officer).get(url).text
    assert "This action has left the plan" in page
    assert "Retired on 2 December 2024: Merged." in page
    assert bring not in page
    with clock(LATER):
        bring_back(thing=action, by=programme, on=LATER, because="Needed.", shown_version=None)
    page = client_for(officer).get(url).text
    assert "has left the plan" not in page
    assert "Brought back into the plan" in page
    assert "Retired: it left the plan" in page
    assert "was out of the plan" in client_for(officer).get(url, {"as_at": "2024-12-05"}).text
