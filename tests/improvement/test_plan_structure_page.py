"""The shape of a plan in the browser: the page, its buttons, and the forms of its parts."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Change, Council, Membership, User
from core.dates import clock
from improvement.models import Action, Chapter, Plan, Priority, Section
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

DATE = {"original_due_day": "31", "original_due_month": "3", "original_due_year": "2025"}


def at(name: str, pk: int | None = None) -> str:
    return reverse(f"improvement:{name}", args=["eastshire", pk] if pk else ["eastshire"])


def test_a_whole_plan_is_made_in_the_browser(
    plan: Plan, programme: User, officer: User, client_for: SignedIn
) -> None:
    client = client_for(programme)
    begun = client.post(
        at("plan-add"),
        {
            "title": "Neglect plan",
            "prefix": "NP",
            "adopted_on_day": "2",
            "adopted_on_month": "9",
            "adopted_on_year": "2024",
            "progress_scale": plan.progress_scale_id,
            "impact_scale": plan.impact_scale_id,
        },
        follow=True,
    )
    made = Plan.objects.get(title="Neglect plan")
    assert begun.redirect_chain == [(at("plan-structure", made.pk), 302)]
    client.post(at("chapter-add", made.pk), {"number": "1", "title": "Thresholds"})
    client.post(at("section-add", Chapter.objects.get(plan=made).pk), {"label": "s. 6", "title": "Screening"})
    section = Section.objects.get(chapter__plan=made)
    client.post(at("priority-add", section.pk), {"label": "p5", "title": "Toolkit"})
    with clock(date(2025, 1, 2)):
        added = client.post(
            at("action-add", section.pk),
            {"place": "np ch1 s6 p5", "number": "1", "title": "Train", "lead": officer.pk} | DATE,
            follow=True,
        )
    assert str(Action.objects.get(lead=officer)) == "NP Ch.1, S.6, P.5, action 1 Train"
    assert "NP Ch.1, S.6, P.5" in added.text


def test_what_is_wrong_stands_where_it_was_typed(
    section: Section, programme: User, client_for: SignedIn
) -> None:
    client = client_for(programme)
    taken = client.post(at("section-add", section.chapter_id), {"label": "s1", "title": "Again"})
    assert taken.status_code == 422
    assert taken.context["form"].errors == {
        "label": ["This chapter already has a section S.1. Give this one another label."]
    }
    assert 'value="s1"' in taken.text
    for label in ("!!", "", "S.1 and S.2", "é3"):
        wrong = client.post(at("section-add", section.chapter_id), {"label": label, "title": "X"})
        assert "label" in wrong.context["form"].errors
    for place in ("somewhere", "IP Ch.9, S.1", "IP Ch.1, S.1, P.7", "x" * 100):
        posted = {"place": place, "number": "1", "title": "Do"} | DATE
        wrong = client.post(at("action-add", section.pk), posted)
        assert set(wrong.context["form"].errors) == {"place"}
    assert not Action.objects.exists()


def test_moving_up_and_down_keeps_the_focus(plan: Plan, programme: User, client_for: SignedIn) -> None:
    first, second, third = (factories.section(plan) for _ in range(3))
    client, page = client_for(programme), at("plan-structure", plan.pk)
    for _ in range(2):
        moved = client.post(page, {"move": f"section-{third.pk}-2-up"})
    assert moved["Location"] == f"{page}?moved=section-{third.pk}-up"
    assert list(Section.objects.in_plan_order()) == [first, third, second]
    assert f'id="section-{third.pk}-up" autofocus data-focus' in client.get(moved["Location"]).text
    top = client.post(page, {"move": f"section-{third.pk}-1-up"}, follow=True)
    assert f'id="section-{third.pk}-down" autofocus data-focus' in top.text
    assert Change.objects.filter(verb="moved").count() == 2


@pytest.mark.parametrize("move", ["", "section-1", "plan-1-1-up", "section-x-1-up", "section-1-99999-up"])
def test_a_button_that_is_none_of_ours(plan: Plan, programme: User, client_for: SignedIn, move: str) -> None:
    assert client_for(programme).post(at("plan-structure", plan.pk), {"move": move}).status_code == 400


def test_two_people_change_a_section_at_once(
    section: Section, programme: User, administrator: User, client_for: SignedIn
) -> None:
    posted = {"version": section.version, "label": "S.1", "title": "Mine", "outcome": ""}
    client_for(administrator).post(at("section-edit", section.pk), posted | {"title": "Theirs"})
    conflict = client_for(programme).post(at("section-edit", section.pk), posted)
    assert conflict.status_code == 409
    assert "Mine" in conflict.text
    assert "Theirs" in conflict.text
    assert Section.objects.get().title == "Theirs"
    again = posted | {"version": conflict.context["form"]["version"].value()}
    assert client_for(programme).post(at("section-edit", section.pk), again).status_code == 302
    assert Section.objects.get().title == "Mine"


def test_saving_the_same_twice_writes_one_change(
    section: Section, programme: User, client_for: SignedIn
) -> None:
    client = client_for(programme)
    for _ in range(2):
        shown = client.get(at("section-edit", section.pk)).context["form"]["version"].value()
        client.post(
            at("section-edit", section.pk), {"version": shown, "label": "SL1", "title": "New", "outcome": ""}
        )
    assert Change.objects.filter(verb="edited the section").count() == 1


def test_an_action_moves_to_a_priority_and_to_another_lead(
    action: Action, programme: User, chair: User, client_for: SignedIn
) -> None:
    factories.section(action.plan)
    by = factories.office(action.council)
    from improvement import services

    priority = services.add_priority(section=Section.objects.last(), by=by, label="D", title="Matching")  # type: ignore[arg-type]
    client, page = client_for(programme), at("action-edit", action.pk)
    assert "IP Ch.1, S.1" in client.get(page).text
    posted = {"version": action.version, "place": "IP Ch.1, S.2, D", "number": "1", "title": "New words"}
    client.post(page, posted | {"lead": chair.pk})
    held = Action.objects.get()
    assert (held.priority, held.lead, held.section_id) == (priority, chair, priority.section_id)
    both = client.post(page, posted | {"version": "2", "lead": chair.pk, "partner_lead": "Police"})
    assert set(both.context["form"].errors) == {"partner_lead"}


def test_retiring_and_deleting(action: Action, programme: User, client_for: SignedIn) -> None:
    factories.update(action, "on-track", date(2024, 10, 2))
    beside, unused = factories.action(action.section), factories.section(action.plan)
    client = client_for(programme)
    page = client.get(at("action-retire", action.pk))
    assert "Delete it" not in page.text
    gone = {"version": Action.objects.get(pk=action.pk).version, "because": "Merged"}
    on = {"on_day": "2", "on_month": "1", "on_year": "2025"}
    with clock(date(2025, 1, 2)):
        early = client.post(at("action-retire", action.pk), gone | on | {"on_month": "9", "on_year": "2024"})
        assert set(early.context["form"].errors) == {"on"}
        refused = client.post(
            at("action-retire", action.pk), {"do": "delete", "shown_version": gone["version"]}
        )
        assert refused.status_code == 422
        stale = client.post(at("action-retire", action.pk), gone | on | {"version": "0"})
        assert stale.status_code == 409
        assert client.post(at("action-retire", action.pk), gone | on).status_code == 302
        held = client.post(at("section-retire", action.section_id), gone | on | {"version": "1"})
        assert "1 action is still" in held.text
    assert Action.objects.existing_on(date(2025, 1, 1)).count() == 2
    assert Action.objects.existing_on(date(2025, 1, 2)).get() == beside
    # Even an action that nobody has reported on was proposed once, which stays on record.
    kept = client.post(at("action-retire", beside.pk), {"do": "delete", "shown_version": beside.version})
    assert kept.status_code == 422
    client.post(at("section-retire", unused.pk), {"do": "delete", "shown_version": unused.version})
    assert Section.objects.get() == action.section
    assert "Merged" in client.get(at("plan-structure", action.plan.pk)).text


def test_leads_who_have_left_are_listed(
    action: Action, programme: User, officer: User, client_for: SignedIn
) -> None:
    client, page = client_for(programme), at("plan-structure", action.plan.pk)
    assert "has left" not in client.get(page).text
    Membership.objects.filter(user=officer).update(ended_on=date(2024, 12, 1))
    assert "Actions whose lead has left" in client.get(page).text
    assert "Actions whose lead has left (1)" in client.get("/eastshire/").text
    assert officer.name in client.get(at("action-edit", action.pk)).text


def test_who_may_not(
    action: Action,
    officer: User,
    chair: User,
    reader: User,
    clerk: User,
    outsider: User,
    client_for: SignedIn,
) -> None:
    section = action.section
    pages = {
        at("plan-add"),
        at("plan-structure", action.plan.pk),
        at("plan-edit", action.plan.pk),
        at("chapter-edit", section.chapter_id),
        at("section-edit", section.pk),
        at("action-add", section.pk),
        at("action-edit", action.pk),
        at("action-correct-date", action.pk),
        at("action-retire", action.pk),
    }
    before = Change.objects.count()
    for person, status in ((officer, 403), (chair, 403), (reader, 403), (clerk, 403), (outsider, 404)):
        for page in pages:
            assert client_for(person).get(page).status_code == status, page
            assert client_for(person).post(page, {"do": "delete"}).status_code == status, page
    assert Change.objects.count() == before
    assert client_for(factories.office(action.council)).put(at("action-edit", action.pk)).status_code == 405


# Session, user, council, roles; the plan; chapters, sections, priorities, actions, leads who have left.
@pytest.mark.parametrize("how_many", [1, 10, 200])
def test_queries(
    plan: Plan, programme: User, client_for: SignedIn, how_many: int, django_assert_num_queries: Any
) -> None:
    for _ in range(how_many):
        factories.action(factories.section(plan), lead=programme)
    client, page = client_for(programme), at("plan-structure", plan.pk)
    with django_assert_num_queries(10):
        client.get(page)


def test_a_part_of_another_council_is_not_there(
    marchshire: Council, plan: Plan, programme: User, client_for: SignedIn
) -> None:
    theirs = factories.action(factories.section(factories.plan(marchshire)))
    client = client_for(programme)
    assert client.get(at("action-edit", theirs.pk)).status_code == 404
    stolen = client.post(at("plan-structure", plan.pk), {"move": f"action-{theirs.pk}-2-down"})
    assert stolen.status_code == 404
    assert not Priority.objects.exists()
