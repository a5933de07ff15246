"""References as people type them find the same things in every search box."""

import pytest

from accounts.models import Council, User
from improvement.models import Action, FindingLink, Section
from improvement.references import cite, parse
from improvement.services.findings import link_finding
from improvement.services.risks import add_risk
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

TYPED = ["IP Ch.1, S. 3", "P Ch.1, S.3", "ip ch1 s3", "Ch 1 S3", "IP  Chapter 1,S.3", "ip ch.1 , s . 3"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("IP Ch.1, S. 6", "IP Ch.1, S.6"),
        ("P Ch.1, S.1", "IP Ch.1, S.1"),
        ("ip ch1 s3 p5", "IP Ch.1, S.3, P.5"),
        ("IP Ch.1, S.2, D", "IP Ch.1, S.2, D"),
        ("IP Ch.1, SL1", "IP Ch.1, SL1"),
    ],
)
def test_what_is_typed_is_printed_one_way(typed: str, printed: str) -> None:
    assert cite("IP", *parse(typed)) == printed


@pytest.fixture
def cited(eastshire: Council, officer: User, programme: User) -> Section:
    """A section with an action, a risk and an answered finding; beside it another with the same."""
    plan = factories.plan(eastshire)
    source = factories.inspection(eastshire)
    for label, title in (("S.3", "Sought"), ("S.4", "Other")):
        section = factories.section(plan, label=label)
        action = factories.action(section, lead=officer, title=f"{title} action")
        add_risk(council=eastshire, by=programme, title=f"{title} risk", section=section)
        finding = factories.finding(source, text=f"{title} finding")
        link_finding(finding=finding, by=programme, sections=[], actions=[action])
    assert Action.objects.count() == FindingLink.objects.count() == 2
    return Section.objects.get(label="S.3")


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("noun", ["action", "risk", "finding"])
def test_a_search_box_reads_them(
    cited: Section, noun: str, typed: str, reader: User, client_for: SignedIn
) -> None:
    assert cited.chapter.number == 1
    page = client_for(reader).get(f"/eastshire/{noun}s/", {"q": typed}).text
    assert f"Sought {noun}" in page
    assert f"Other {noun}" not in page
