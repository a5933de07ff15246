"""The programme office shapes the plan, its groups and its rating scales; the administrator looks them over."""

import pytest
from playwright.sync_api import Page, expect

from improvement.models import Action, Group, Plan, RatingScale, Section
from tests.browser.conftest import AsRole, LookedOver

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])


def shape(page: Page) -> Plan:
    plan = Plan.objects.filter(council__slug="eastshire").get()
    page.goto(f"/eastshire/plans/{plan.pk}/structure/")
    return plan


@BOTH
def test_a_section_is_added_and_moved_up(as_role: AsRole, javascript: bool) -> None:
    page = as_role("programme", javascript=javascript)
    plan = shape(page)
    page.get_by_role("link", name="Add a section to chapter 1").click()
    page.get_by_label("Label").fill("s. 99")
    page.get_by_label("Title").fill("Private fostering")
    page.get_by_role("button", name="Add this section").click()
    expect(page.get_by_role("heading", name="IP Ch.1, S.99 Private fostering")).to_be_visible()
    last = Section.objects.get(chapter__plan=plan, label="S.99")
    page.get_by_role("button", name="Move up IP Ch.1, S.99").click()
    # The focus stays on the button, so that it can be pressed again.
    expect(page.locator(f"#section-{last.pk}-up")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"#section-{last.pk}-up")).to_be_focused()
    places = list(Section.objects.filter(chapter=last.chapter).in_plan_order())
    assert places.index(last) == len(places) - 3


@BOTH
def test_a_mistake_stands_where_it_was_typed(as_role: AsRole, javascript: bool) -> None:
    page = as_role("programme", javascript=javascript)
    shape(page)
    page.get_by_role("link", name="Add an action to IP Ch.1, S.1", exact=True).click()
    page.get_by_label("Section, or priority of a section").fill("ip ch9 s9")
    page.get_by_label("Number").fill("77")
    page.get_by_role("button", name="Add this action").click()
    expect(page.get_by_role("alert")).to_contain_text("has no IP Ch.9, S.9 in force")
    expect(page.get_by_label("Section, or priority of a section")).to_have_value("ip ch9 s9")
    expect(page.get_by_label("Number")).to_have_value("77")


def test_every_page_of_it_is_accessible_and_narrow(as_role: AsRole, looked_over: LookedOver) -> None:
    page = as_role("admin")
    plan = shape(page)
    looked_over(page)
    action = Action.objects.filter(section__chapter__plan=plan).first()
    group = Group.objects.filter(council=plan.council).first()
    scale = RatingScale.objects.filter(council=plan.council, kind="progress").get()
    rating = scale.ratings.first()
    assert action
    assert group
    assert rating
    for address in (
        "plans/add/",
        f"plans/{plan.pk}/edit/",
        f"actions/{action.pk}/edit/",
        f"actions/{action.pk}/correct-date/",
        f"actions/{action.pk}/retire/",
        "meetings/",
        f"groups/{group.pk}/edit/",
        f"groups/{group.pk}/add-meeting/",
        "scales/",
        "scales/add/",
        f"scales/{scale.pk}/add-rating/",
        f"ratings/{rating.pk}/edit/",
    ):
        page.goto(f"/eastshire/{address}")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        looked_over(page)
