"""A paper of one plan in a council that has two: what is the other plan's alone stays out."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Council, User
from core.dates import clock
from finance.models import BudgetLine
from improvement import services
from improvement.models import Plan
from reports.papers.collect import collect
from reports.papers.data import PaperData
from reports.papers.kinds import PROGRESS
from reports.papers.render import render
from tests import factories
from tests.reports.papers.scenario import Scenario, scenario

pytestmark = pytest.mark.django_db

DAY = date(2024, 10, 14)


@pytest.fixture
def story(eastshire: Council) -> Scenario:
    return scenario(eastshire)


@pytest.fixture
def other(story: Scenario) -> Plan:
    """A second plan of the council, with a risk, a highlight, a post and a line of its own."""
    council, ours = story.plan.council, story.plan.chapters.get().sections.get()
    plan = factories.plan(
        council,
        slug="care",
        title="Care Plan",
        progress_scale=story.plan.progress_scale,
        impact_scale=story.plan.impact_scale,
    )
    theirs = factories.section(plan)
    by, finance = factories.office(council), User.objects.get(email="money@eastshire.example")
    for section, name in ((ours, "ours"), (theirs, "theirs"), (None, "nobody’s")):
        with clock(DAY):
            services.add_risk(council=council, by=by, section=section, title=f"Risk, {name}")
            services.record_highlight(
                council=council, by=by, section=section, kind="activity", as_at=DAY, text=f"Done, {name}."
            )
    for sections, role in (([ours], "Ours"), ([theirs], "Theirs"), ([ours, theirs], "Shared")):
        factories.funded_post(council, role=role, sections=sections)
    decision = BudgetLine.objects.get(code="L01").decision
    line = factories.budget_line(decision, finance, "L03", name="Foster carers")
    line.sections.add(theirs)
    factories.spend(line, finance, {date(2024, 10, 1): "999"})
    return plan


def collected(story: Scenario) -> PaperData:
    return collect(story.paper).data


def test_one_plan_says_nothing_of_others(story: Scenario) -> None:
    assert collected(story).shared is None


def test_what_is_anothers_alone_stays_out(story: Scenario, other: Plan) -> None:
    data = collected(story)
    assert {row.title for row in data.risks} == {"Risk, ours", "Risk, nobody’s"}
    assert {row.text for row in data.highlights} == {"Done, ours.", "Done, nobody’s."}
    assert {row.role for row in data.posts if row.is_post} == {"Social Worker", "Ours", "Shared"}
    assert [line.code for line in data.spend.lines] == ["L01", "L02"]
    assert data.spend.to_date == Decimal("45681.00")
    assert sum(month.actual or 0 for month in data.spend.months) == Decimal("45681.00")


def test_what_is_nobodys_or_everybodys_stays_in_and_is_said(story: Scenario, other: Plan) -> None:
    shared = collected(story).shared
    assert shared
    assert (shared.others, shared.risks, shared.highlights, shared.lines) == (("Care Plan",), 1, 1, 2)
    # The first post has no section, the last serves both plans.
    assert shared.posts >= 2
    text = render(collected(story), PROGRESS.document("report")).html
    assert (
        "1 risk belongs to no plan or to several, and counts here too; the council also has the Care Plan."
        in text
    )
    assert "2 budget lines belong to no plan or to several" in text


def test_a_line_follows_the_posts_it_pays_for(story: Scenario, other: Plan) -> None:
    line = BudgetLine.objects.get(code="L02")
    theirs = other.chapters.get().sections.get()
    factories.funded_post(story.plan.council, role="Carer", sections=[theirs], line=line)
    assert [row.code for row in collected(story).spend.lines] == ["L01"]


def test_the_other_plans_paper_tells_its_own(story: Scenario, other: Plan) -> None:
    paper = factories.paper(other, held_on=date(2025, 2, 10))
    data = collect(paper).data
    assert {row.title for row in data.risks} == {"Risk, theirs", "Risk, nobody’s"}
    assert [line.code for line in data.spend.lines] == ["L01", "L02", "L03"]
