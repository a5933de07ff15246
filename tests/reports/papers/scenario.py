"""A small plan with its money and posts and two papers, built through the services as months went by."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Council, Membership, User
from accounts.roles import Role
from core.dates import clock
from improvement.models import Action, Plan
from reports.access import is_being_written
from reports.models import Paper, Publication
from reports.papers.publish import publish_paper
from tests import factories

OCTOBER, NOVEMBER = date(2024, 10, 2), date(2024, 11, 13)


@dataclass
class Scenario:
    """The plan of three actions; `before` is the November paper, published, and `paper` the January one."""

    plan: Plan
    actions: list[Action]
    before: Paper
    published: Publication
    paper: Paper
    clerk: User


def scenario(council: Council) -> Scenario:
    plan = factories.plan(council)
    area = factories.section(plan)
    actions = [factories.action(area, original_due=date(2024, 10, 31)) for _ in range(3)]
    for action in actions:
        factories.update(action, "on-track", date(2024, 9, 30))
    money(council)
    post = factories.funded_post(council, number=2)
    factories.cover(post, date(2024, 9, 12), headcount=1)
    before = factories.paper(plan, held_on=date(2024, 11, 11))
    before.block_dates.update(as_at=OCTOBER)
    published = publish(before, on=date(2024, 11, 1))
    factories.update(actions[0], "off-track", date(2024, 11, 6))
    factories.date_request(actions[1], date(2025, 3, 31), on=date(2024, 11, 8))
    paper = factories.paper(plan, previous=before)
    return Scenario(plan, actions, before, published, paper, factories.clerk_of(council))


def money(council: Council) -> None:
    """Document 001, paragraph 33: £45,681 to the end of October."""
    by = User.objects.create_user(email=f"money@{council.slug}.example", name="Finance")
    Membership.objects.create(council=council, user=by, role=Role.FINANCE, started_on=date(2024, 1, 1))
    decision = factories.funding_decision(council, by)
    workers = factories.budget_line(decision, by, "L01", spend_covers="4 social workers")
    manager = factories.budget_line(decision, by, "L02", spend_covers="the project manager")
    september, october = date(2024, 9, 1), date(2024, 10, 1)
    factories.spend(workers, by, {september: "9326.50", october: "24520.00"})
    factories.spend(manager, by, {september: "5917.25", october: "5917.25"})


def publish(paper: Paper, *, on: date = date(2025, 1, 2)) -> Publication:
    """Cleared for every role and published, both on the day."""
    paper.refresh_from_db()
    with clock(on):
        by = factories.clerk_of(paper.council)
        if is_being_written(paper):
            factories.cleared(paper)
        return publish_paper(paper=paper, by=by, shown_version=paper.version)
