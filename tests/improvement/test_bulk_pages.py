"""Changing many actions in the browser: tick, choose, look over, change, and what came of it."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from improvement.models import Action, BulkUpdate, Plan, ProgressUpdate, Section
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

LIST = "/eastshire/actions/"
URL = "/eastshire/actions/change-many/"


@pytest.fixture
def actions(section: Section, officer: User) -> list[Action]:
    made = [factories.action(section, lead=officer, title=f"Thing {number}") for number in range(3)]
    factories.update(made[0], "off-track", date(2024, 12, 1))
    return made


def posted(page: Any, step: str, **given: Any) -> dict[str, Any]:
    return {"rows": page.context["form"]["rows"].value(), "step": step} | given


def test_tick_choose_look_over_and_change(
    actions: list[Action], plan: Plan, programme: User, client_for: SignedIn
) -> None:
    client = client_for(programme)
    assert f'name="pick" value="{actions[0].pk}"' in client.get(LIST).text
    page = client.get(f"{URL}?pick={actions[0].pk}&pick={actions[2].pk}")
    assert "Change 2 actions at once" in page.text

    answers = posted(page, "review", rating=factories.rating(plan, "at-risk").pk, narrative="Vacancies.")
    review = client.post(URL, answers)
    assert "2 actions would change" in review.text
    assert not BulkUpdate.objects.exists()

    done = client.post(URL, answers | {"step": "change"}, follow=True)
    made = BulkUpdate.objects.get()
    assert done.redirect_chain == [(f"/eastshire/bulk-updates/{made.pk}/", 302)]
    assert "2 were changed" in done.text
    assert "Undo all of it" in done.text
    assert Action.objects.as_at(date(2025, 1, 2)).get(pk=actions[2].pk).rating_code == "at-risk"

    undone = client.post(f"/eastshire/bulk-updates/{made.pk}/undo/", follow=True)
    assert "Undone: every action is as it was before" in undone.text
    assert Action.objects.as_at(date(2025, 1, 2)).get(pk=actions[2].pk).rating_code is None
    assert client.post(f"/eastshire/bulk-updates/{made.pk}/undo/").status_code == 422
    assert "Undoing of a bulk update of 2 actions" in client.get("/eastshire/bulk-updates/").text


def test_all_that_match(actions: list[Action], programme: User, client_for: SignedIn) -> None:
    page = client_for(programme).get(f"{URL}?q=thing+2&all=1")
    assert [action.title for action in page.context["rows"]] == ["Thing 2"]
    assert len(client_for(programme).get(f"{URL}?all=1").context["rows"]) == 3


def test_two_people_at_once(actions: list[Action], plan: Plan, programme: User, client_for: SignedIn) -> None:
    client = client_for(programme)
    page = client.get(f"{URL}?all=1")
    factories.update(actions[1], "on-track", date(2025, 1, 2), narrative="Theirs.")
    answers = posted(page, "change", rating=factories.rating(plan, "at-risk").pk)
    done = client.post(URL, answers, follow=True)
    assert "Somebody changed it after it was shown to you." in done.text
    assert ProgressUpdate.objects.filter(action=actions[1]).get().narrative == "Theirs."


def test_leads_may_not_be_moved_by_those_who_only_report(
    actions: list[Action], officer: User, chair: User, client_for: SignedIn
) -> None:
    client = client_for(officer)
    page = client.get(f"{URL}?all=1")
    assert "Workstream</label>" not in page.text
    assert client.post(URL, posted(page, "change", lead=chair.pk)).status_code == 422


def test_nothing_ticked_and_nothing_chosen(
    actions: list[Action], programme: User, client_for: SignedIn
) -> None:
    client = client_for(programme)
    assert "No action is ticked" in client.get(URL).text
    refused = client.post(URL, posted(client.get(f"{URL}?all=1"), "review"))
    assert refused.status_code == 422
    assert "Choose what is to change" in refused.text


def test_a_date_needs_its_reason(actions: list[Action], programme: User, client_for: SignedIn) -> None:
    client = client_for(programme)
    day = {"new_due_day": "31", "new_due_month": "3", "new_due_year": "2025"}
    refused = client.post(URL, posted(client.get(f"{URL}?all=1"), "review", **day))
    assert refused.status_code == 422
    assert "Say why a new date is needed" in refused.text
    assert 'value="2025"' in refused.text


@pytest.mark.parametrize("rows", ["", "x", "1.2", "1.2.3.4", "-1.2.3", "9" * 40 + ".1.1", "1.1.1 " * 501])
def test_a_damaged_list_is_refused(
    actions: list[Action], plan: Plan, programme: User, client_for: SignedIn, rows: str
) -> None:
    answers = {"rows": rows, "step": "change", "rating": factories.rating(plan, "at-risk").pk}
    assert client_for(programme).post(URL, answers).status_code == 422
    assert not BulkUpdate.objects.exists()


@pytest.mark.parametrize("query", ["pick=x", "pick=" + "9" * 50, "pick=999999", "all=1&rating=x"])
def test_hostile_ticks(actions: list[Action], programme: User, client_for: SignedIn, query: str) -> None:
    assert client_for(programme).get(f"{URL}?{query}").status_code == 200


def test_who_may_not(
    actions: list[Action], plan: Plan, reader: User, clerk: User, outsider: User, client_for: SignedIn
) -> None:
    factories.office(plan.council)
    for person, status in ((reader, 403), (clerk, 403), (outsider, 404)):
        assert client_for(person).get(URL).status_code == status
        assert client_for(person).post(URL, {"rows": "1.1.1"}).status_code == status
    assert 'name="pick"' not in client_for(reader).get(LIST).text
    assert "Bulk updates made" not in client_for(reader).get(LIST).text


def test_a_past_day_is_not_changed(actions: list[Action], programme: User, client_for: SignedIn) -> None:
    assert 'name="pick"' not in client_for(programme).get(f"{LIST}?as_at=2024-12-02").text


def test_undo_of_others_and_wrong_methods(
    actions: list[Action], plan: Plan, chair: User, programme: User, outsider: User, client_for: SignedIn
) -> None:
    client = client_for(programme)
    answers = posted(client.get(f"{URL}?all=1"), "change", rating=factories.rating(plan, "at-risk").pk)
    client.post(URL, answers)
    undo = f"/eastshire/bulk-updates/{BulkUpdate.objects.get().pk}/undo/"
    assert client_for(chair).post(undo).status_code == 403
    assert client_for(outsider).post(undo).status_code == 404
    assert client.get(undo).status_code == 405
    assert client.delete(URL).status_code == 405


@pytest.mark.parametrize("rows", [1, 10, 200])
def test_the_number_of_queries_does_not_grow(
    section: Section, programme: User, client_for: SignedIn, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        factories.action(section)
    client = client_for(programme)
    client.get(f"{URL}?all=1")
    # session, user; council, roles; plans and ratings of the filter; actions with facts; the choices of ratings,
    # people and workstreams
    with django_assert_num_queries(10):
        client.get(f"{URL}?all=1")
