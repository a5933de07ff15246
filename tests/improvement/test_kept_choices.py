"""A form sent back keeps what it names, though that has left the plan or the council meanwhile."""

from datetime import date

import pytest

from accounts.models import Council, Membership, User
from core.dates import clock, today
from core.ledger import AsAt
from improvement.models import Action, Finding, Group, Highlight, Plan, Section
from improvement.services import link_finding, record_highlight
from improvement.services.external_help import add_external_help
from improvement.services.retiring import retire
from improvement.services.risks import add_risk, assess_risk
from tests import factories
from tests.as_shown import sent_as_shown
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

DAY, LEFT = date(2024, 10, 2), date(2024, 12, 2)


@pytest.fixture
def merged(plan: Plan) -> Section:
    """A plan area that leaves the plan once something names it: `leave`."""
    return factories.section(plan, label="S.9", title="Merged")


def leave(thing: Section | Action | Group, by: User) -> None:
    with clock(LEFT):
        retire(thing=thing, by=by, on=LEFT, because="Merged.", shown_version=None)


def test_a_reworded_risk_keeps_its_owner_and_plan_area(
    eastshire: Council, merged: Section, officer: User, programme: User, client_for: SignedIn
) -> None:
    with clock(DAY):
        risk = add_risk(council=eastshire, by=programme, title="Few homes", section=merged, owner=officer)
        assess_risk(risk=risk, by=programme, likelihood=4, impact=5, as_at=DAY)
    leave(merged, programme)
    Membership.objects.filter(user=officer).update(ended_on=LEFT)
    address = f"/eastshire/risks/{risk.pk}/edit/"
    assert sent_as_shown(client_for(programme), address, title="Too few homes") == 302
    risk.refresh_from_db()
    assert (risk.title, risk.section, risk.owner) == ("Too few homes", merged, officer)


def test_a_corrected_highlight_stays_with_its_plan_area(
    eastshire: Council, merged: Section, programme: User, client_for: SignedIn
) -> None:
    with clock(DAY):
        told = record_highlight(
            council=eastshire, by=programme, kind="activity", text="Began", as_at=DAY, section=merged
        )
    leave(merged, programme)
    address = f"/eastshire/highlights/{told.pk}/correct/"
    assert sent_as_shown(client_for(programme), address, text="Has begun", because="Tense") == 302
    assert Highlight.objects.get(corrects=told).section == merged


def test_a_measure_and_help_stay_with_their_plan_areas(
    eastshire: Council, section: Section, merged: Section, programme: User, client_for: SignedIn
) -> None:
    measure = factories.measure(eastshire, sections=[section, merged])
    help_given = add_external_help(
        council=eastshire,
        by=programme,
        source="lga",
        provider="LGA",
        what="Review",
        starts_on=DAY,
        sections=[merged],
    )
    leave(merged, programme)
    browser = client_for(programme)
    assert sent_as_shown(browser, f"/eastshire/measures/{measure.pk}/edit/", title="Visits made") == 302
    assert set(measure.sections.all()) == {section, merged}
    address = f"/eastshire/external-help/{help_given.pk}/edit/"
    assert sent_as_shown(browser, address, what="Peer review") == 302
    assert list(help_given.sections.all()) == [merged]


def test_links_of_a_finding_to_what_left_stay_and_nothing_else_is_offered(
    eastshire: Council, section: Section, merged: Section, programme: User, client_for: SignedIn
) -> None:
    gone, other = factories.action(merged), factories.action(merged, number="2")
    finding = factories.finding(factories.inspection(eastshire))
    with clock(DAY):
        link_finding(finding=finding, by=programme, sections=[section], actions=[gone])
    for thing in (gone, other, merged):
        leave(thing, programme)
    browser, address = client_for(programme), f"/eastshire/findings/{finding.pk}/link/"
    assert str(other) not in browser.get(address).text
    assert sent_as_shown(browser, address) == 302
    links = Finding.objects.with_links(today(), AsAt.present().known_at).get(pk=finding.pk).held
    assert {(link.section_id, link.action_id) for link in links} == {(section.pk, None), (None, gone.pk)}


def test_a_retitled_plan_keeps_the_group_that_decides(
    eastshire: Council, plan: Plan, programme: User, client_for: SignedIn
) -> None:
    group = factories.group(eastshire, Group.Kind.OVERSIGHT, name="Oversight")
    Plan.objects.filter(pk=plan.pk).update(dates_decided_by=group)
    leave(group, programme)
    address = f"/eastshire/plans/{plan.pk}/edit/"
    assert sent_as_shown(client_for(programme), address, title="The plan") == 302
    plan.refresh_from_db()
    assert (plan.title, plan.dates_decided_by) == ("The plan", group)
