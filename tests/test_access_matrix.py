"""Who may do what, address by address: every role, somebody of another council, and nobody.

An address that is not named here is still held to what holds for all: nothing fails, another council is not
there, nobody is asked to sign in, and a reader writes nothing.
"""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Change, Council, User
from accounts.roles import Role
from tests.addresses import COUNCIL_PAGES, PUBLIC_PAGES, TAKEN, address_in
from tests.conftest import SignedIn

NOT_YOURS, NOT_THERE, WRONG_METHOD = HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED
OFFICER, CHAIR, PROGRAMME, CLERK = Role.OFFICER, Role.CHAIR, Role.PROGRAMME, Role.CLERK
FINANCE, WORKFORCE, READER, ADMINISTRATOR = Role.FINANCE, Role.WORKFORCE, Role.READER, Role.ADMINISTRATOR
STAFF = set(Role) - {READER}
WRITERS = {PROGRAMME, CLERK}
# The demonstration's workforce lead and legal reviewer lead actions too.
ACTION_LEADS = {OFFICER, CHAIR, PROGRAMME, WORKFORCE, Role.LEGAL}

# The pages that not everybody of the council may open, and who may. Everything else is for all of its members.
OPENED_BY = {
    "accounts:change-list": STAFF,
    "accounts:council-settings": {ADMINISTRATOR},
    "accounts:job-detail": STAFF,
    "accounts:membership-end": {ADMINISTRATOR},
    "accounts:people": {ADMINISTRATOR},
    "accounts:person-add": {ADMINISTRATOR},
    "accounts:reminder-detail": {ADMINISTRATOR},
    "accounts:reminder-list": {ADMINISTRATOR},
    "finance:decision-add": {FINANCE},
    "finance:decision-decide-key": {CLERK},
    "finance:decision-edit": {FINANCE},
    "finance:extract-add": {FINANCE},
    "finance:extract-columns": {FINANCE},
    "finance:extract-detail": {FINANCE},
    "finance:extract-file": {FINANCE},
    "finance:extract-list": {FINANCE},
    "finance:extract-row-move": {FINANCE},
    "finance:extract-rows": {FINANCE},
    "finance:line-add": {FINANCE},
    "finance:line-edit": {FINANCE},
    "finance:line-explain": {FINANCE},
    "finance:line-retire": {FINANCE},
    "finance:line-move": {FINANCE},
    "finance:line-profile": {FINANCE},
    "finance:mapping-add": {FINANCE},
    "finance:mapping-edit": {FINANCE},
    "finance:mapping-list": {FINANCE},
    "finance:mapping-retire": {FINANCE},
    "finance:money-rules": {FINANCE},
    "finance:movement-correct": {FINANCE},
    "finance:stated-table-add": {FINANCE},
    "finance:stated-table-correct": {FINANCE},
    "finance:stated-table-explain": {FINANCE},
    "finance:tranche-add": {FINANCE},
    "finance:tranche-draw": {FINANCE},
    "finance:tranche-edit": {FINANCE},
    "finance:variance-limits": {FINANCE},
    "improvement:action-propose-again": {PROGRAMME, ADMINISTRATOR},
    "improvement:endorsement-take-back": {PROGRAMME, ADMINISTRATOR},
    "improvement:update-moderate": {CHAIR, PROGRAMME},
    "improvement:update-return": {CHAIR, PROGRAMME},
    "improvement:wait-add": {PROGRAMME, ADMINISTRATOR},
    "improvement:wait-remove": {PROGRAMME, ADMINISTRATOR},
    "improvement:action-change-many": ACTION_LEADS | {ADMINISTRATOR},
    "improvement:action-update": {OFFICER, CHAIR, PROGRAMME},
    "improvement:evidence-add": {OFFICER, CHAIR, PROGRAMME},
    "improvement:evidence-replace": {OFFICER, CHAIR, PROGRAMME},
    "improvement:evidence-review": {CHAIR, PROGRAMME},
    "improvement:evidence-review-correct": {CHAIR, PROGRAMME},
    "improvement:evidence-take-out": {OFFICER, CHAIR, PROGRAMME},
    "improvement:named-view-edit": {PROGRAMME},
    "improvement:section-rate-impact": {CHAIR, PROGRAMME},
    "improvement:external-help-add": {PROGRAMME},
    "improvement:external-help-edit": {PROGRAMME},
    "improvement:impact-correct": {CHAIR, PROGRAMME},
    "improvement:risk-add": {CHAIR, PROGRAMME},
    "improvement:risk-close": {CHAIR, PROGRAMME},
    "improvement:risk-edit": {CHAIR, PROGRAMME},
    "improvement:risk-escalate": {CHAIR, PROGRAMME},
    "improvement:risk-hand-back": {CHAIR, PROGRAMME},
    "improvement:risk-reopen": {CHAIR, PROGRAMME},
    "improvement:risk-escalation-correct": {CHAIR, PROGRAMME},
    "improvement:audit-act": {CHAIR, PROGRAMME},
    "improvement:audit-add": {CHAIR, PROGRAMME},
    "improvement:audit-figures": {CHAIR, PROGRAMME},
    "improvement:measure-add": {PROGRAMME},
    "improvement:measure-edit": {PROGRAMME},
    "improvement:reading-correct": ACTION_LEADS,
    "improvement:reading-enter": ACTION_LEADS,
    "improvement:meeting-decide": {CHAIR, PROGRAMME},
    "improvement:request-add": WRITERS,
    "improvement:request-edit": WRITERS,
    "improvement:undertaking-add": WRITERS,
    "improvement:undertaking-edit": WRITERS,
    "improvement:action-bring-back": {PROGRAMME, ADMINISTRATOR},
    "improvement:chapter-bring-back": {PROGRAMME, ADMINISTRATOR},
    "improvement:finding-add": {PROGRAMME},
    "improvement:finding-bring-back": {PROGRAMME},
    "improvement:finding-retire": {PROGRAMME},
    "improvement:inspection-bring-back": {PROGRAMME},
    "improvement:inspection-retire": {PROGRAMME},
    "improvement:intervention-bring-back": {PROGRAMME},
    "improvement:intervention-retire": {PROGRAMME},
    "improvement:group-bring-back": {PROGRAMME, ADMINISTRATOR},
    "improvement:measure-bring-back": {PROGRAMME},
    "improvement:measure-retire": {PROGRAMME},
    "improvement:plan-bring-back": {PROGRAMME, ADMINISTRATOR},
    "improvement:plan-retire": {PROGRAMME, ADMINISTRATOR},
    "improvement:priority-bring-back": {PROGRAMME, ADMINISTRATOR},
    "improvement:section-bring-back": {PROGRAMME, ADMINISTRATOR},
    "improvement:finding-edit": {PROGRAMME},
    "improvement:finding-link": {PROGRAMME},
    "improvement:inspection-add": {PROGRAMME},
    "improvement:inspection-edit": {PROGRAMME},
    "improvement:inspection-judge": {PROGRAMME},
    "improvement:intervention-add": {PROGRAMME},
    "improvement:intervention-record": {PROGRAMME},
    "reports:appendix-edit": WRITERS,
    "reports:appendix-remove": WRITERS,
    "reports:event-undo": {CLERK},
    "reports:paper-appendix-add": WRITERS,
    "reports:clearance-correct": {CLERK},
    "reports:clearance-message": STAFF,
    "reports:clearance-role-add": {ADMINISTRATOR},
    "reports:clearance-role-edit": {ADMINISTRATOR},
    "reports:clearance-role-list": {ADMINISTRATOR},
    "reports:clearance-role-retire": {ADMINISTRATOR},
    "reports:style-detail": {ADMINISTRATOR},
    "reports:style-headings": {ADMINISTRATOR},
    "reports:style-look": {ADMINISTRATOR},
    "reports:style-sample": {ADMINISTRATOR},
    "reports:style-templates": {ADMINISTRATOR},
    "reports:style-text": {ADMINISTRATOR},
    "reports:style-texts": {ADMINISTRATOR},
    "reports:style-words": {ADMINISTRATOR},
    "reports:word-template-trial": {ADMINISTRATOR},
    "reports:paper-ask": {CLERK},
    "reports:paper-authors": WRITERS,
    "reports:paper-background": WRITERS,
    "reports:paper-by-mail": {CLERK},
    "reports:paper-checks": STAFF,
    "reports:paper-classification": STAFF,
    "reports:paper-classify": WRITERS,
    "reports:paper-clearance": STAFF,
    "reports:paper-consultees": WRITERS,
    "reports:paper-correct": {CLERK},
    "reports:paper-detail": STAFF,
    "reports:paper-choices": WRITERS,
    "reports:paper-details": WRITERS,
    "reports:paper-differences": STAFF,
    "reports:paper-export": STAFF,
    "reports:paper-figures": STAFF,
    "reports:paper-late": {CLERK},
    "reports:paper-notice": {CLERK},
    "reports:paper-options": WRITERS,
    "reports:paper-preview": STAFF,
    "reports:paper-preview-document": STAFF,
    "reports:paper-publish": {CLERK},
    "reports:paper-recommendations": WRITERS,
    "reports:paper-refresh": {CLERK},
    "reports:paper-review": STAFF,
    "reports:paper-resolutions": {CLERK},
    "reports:paper-section": WRITERS,
    "reports:paper-section-add": WRITERS,
    "reports:paper-section-comments": STAFF,
    "reports:paper-section-place": WRITERS,
    "reports:paper-sections": STAFF,
    "reports:paper-steps": {ADMINISTRATOR},
    "reports:paper-timetable": STAFF,
    "reports:paper-words": WRITERS,
    "reports:reason-withdraw": WRITERS,
    "reports:paper-served": {CLERK},
    "reports:paper-withdraw": {CLERK},
    "reports:resolution-correct": {CLERK},
    "workforce:event-correct": {WORKFORCE},
    "workforce:event-void": {WORKFORCE},
    "workforce:grade-cost-add": {WORKFORCE},
    "workforce:grade-cost-correct": {WORKFORCE},
    "workforce:grade-cost-void": {WORKFORCE},
    "workforce:pay-award-add": {WORKFORCE},
    "workforce:pay-award-correct": {WORKFORCE},
    "workforce:pay-award-void": {WORKFORCE},
    "workforce:position-edit": {WORKFORCE},
    "workforce:position-record": {WORKFORCE},
    "workforce:post-add": {WORKFORCE},
    "workforce:post-add-position": {WORKFORCE},
    "workforce:post-cost": {WORKFORCE},
    "workforce:post-cover-correct": {WORKFORCE},
    "workforce:post-cover-void": {WORKFORCE},
    "workforce:post-edit": {WORKFORCE},
    "workforce:post-sentence": {WORKFORCE, PROGRAMME, CLERK},
    "workforce:post-status": {WORKFORCE},
    "workforce:post-cover": {WORKFORCE},
    "workforce:post-cover-end": {WORKFORCE},
    "workforce:reading-enter": {WORKFORCE},
    "workforce:standard-add": {WORKFORCE},
    "workforce:standard-change": {WORKFORCE},
    "workforce:standard-correct": {WORKFORCE},
    "workforce:standard-void": {WORKFORCE},
    "workforce:status-correct": {WORKFORCE},
    "workforce:status-void": {WORKFORCE},
    "workforce:team-add": {WORKFORCE},
    "workforce:team-bring-back": {WORKFORCE},
    "workforce:team-edit": {WORKFORCE},
    "workforce:team-retire": {WORKFORCE},
}
# What is only written to, or written to by fewer than may open it.
WRITTEN_BY = {
    "finance:extract-map": {FINANCE},
    "finance:extract-post": {FINANCE},
    "finance:line-bring-back": {FINANCE},
    "finance:mapping-bring-back": {FINANCE},
    "finance:spend-grid": {FINANCE},
    "improvement:audit-action-finish": {CHAIR, PROGRAMME},
    "improvement:action-endorse": {PROGRAMME},
    "improvement:bulk-update-undo": {PROGRAMME, ADMINISTRATOR},
    "improvement:named-view-delete": {PROGRAMME},
    "improvement:date-decide": {CHAIR, PROGRAMME},
    "reports:clearance-role-begin": {ADMINISTRATOR},
    "reports:clearance-role-bring-back": {ADMINISTRATOR},
    "reports:clearance-role-move": {ADMINISTRATOR},
    "reports:style-templates-choose": {ADMINISTRATOR},
    "reports:paper-approve": {FINANCE},
    "reports:paper-lock": {CLERK},
    "reports:paper-review": {Role.LEGAL},
    "reports:paper-unlock": {CLERK},
    "workforce:staffing-offer": {WORKFORCE, FINANCE},
}
# A file is looked at there, and nothing is written.
ASKED_BY_POST = {"reports:paper-check"}
# What everybody may keep for themselves: an empty form is shown again.
KEPT_FOR_ONESELF = {"improvement:named-view-add"}
FOR_ALL = [
    "accounts:brand",
    "finance:decision-detail",
    "finance:decision-list",
    "finance:line-detail",
    "finance:spend-grid",
    "finance:spend-grid-workbook",
    "finance:stated-table-detail",
    "improvement:action-detail",
    "improvement:action-export",
    "improvement:action-list",
    "improvement:action-mine",
    "improvement:action-proposed",
    "improvement:wait-list",
    "improvement:audit-detail",
    "improvement:bulk-update-detail",
    "improvement:bulk-update-list",
    "improvement:audit-export",
    "improvement:audit-list",
    "improvement:measure-detail",
    "improvement:measure-export",
    "improvement:measure-export-csv",
    "improvement:measure-list",
    "improvement:finding-detail",
    "improvement:finding-export",
    "improvement:finding-list",
    "improvement:highlight-list",
    "improvement:inspection-detail",
    "improvement:inspection-list",
    "improvement:intervention-detail",
    "improvement:intervention-list",
    "improvement:group-detail",
    "improvement:group-report",
    "improvement:group-report-workbook",
    "improvement:meeting-detail",
    "improvement:meeting-log",
    "improvement:meeting-list",
    "improvement:named-view-add",
    "improvement:named-view-list",
    "improvement:request-detail",
    "improvement:request-export",
    "improvement:request-list",
    "improvement:undertaking-detail",
    "improvement:undertaking-export",
    "improvement:undertaking-list",
    "improvement:risk-list",
    "reports:group-report-word",
    "reports:home",
    "reports:paper-check",
    "reports:paper-compare",
    "reports:paper-list",
    "reports:paper-version",
    "reports:paper-version-document",
    "reports:paper-versions",
    "reports:plan-detail",
    "reports:section-detail",
    "workforce:capacity-export",
    "workforce:capacity-list",
    "workforce:standard-list",
    "workforce:team-detail",
    "workforce:team-list",
    "workforce:grade-cost-list",
    "workforce:board-list",
    "workforce:costing-list",
    "workforce:costing-export",
    "workforce:post-detail",
    "workforce:post-export",
    "workforce:post-list",
    "workforce:staffing-export",
    "workforce:staffing-list",
    "workforce:start-list",
]


@pytest.fixture
def eastshire(demonstrated: Callable[[str], Council]) -> Council:
    return demonstrated("eastshire")


@pytest.fixture
def as_role(client_for: SignedIn) -> Callable[[Role], Client]:
    """A browser in which the person of this role at Eastshire is signed in."""
    return lambda role: client_for(User.objects.get(email=f"{role}@eastshire.example"))


def opened_by(as_role: Callable[[Role], Client], address: str) -> set[Role]:
    """The roles that may open an address; the others are told that they may not."""
    found = {role: as_role(role).get(address).status_code for role in Role}
    assert set(found.values()) <= {HTTPStatus.OK, NOT_YOURS}, found
    return {role for role, status in found.items() if status == HTTPStatus.OK}


@pytest.mark.parametrize("name", OPENED_BY)
def test_a_page_opens_for_those_it_is_for(
    name: str, eastshire: Council, as_role: Callable[[Role], Client]
) -> None:
    assert opened_by(as_role, address_in(eastshire, name)) == OPENED_BY[name]


@pytest.mark.parametrize("name", FOR_ALL)
def test_the_record_is_open_to_everyone_of_the_council(
    name: str, eastshire: Council, as_role: Callable[[Role], Client]
) -> None:
    assert opened_by(as_role, address_in(eastshire, name)) == set(Role)


@pytest.mark.parametrize("name", WRITTEN_BY)
def test_some_pages_are_written_by_fewer(
    name: str, eastshire: Council, as_role: Callable[[Role], Client]
) -> None:
    address = address_in(eastshire, name)
    found = {role: as_role(role).post(address).status_code for role in Role}
    # What one role has taken away is not there for the next.
    done = {role for role, status in found.items() if status not in {NOT_YOURS, NOT_THERE}}
    assert done == WRITTEN_BY[name]


@pytest.mark.parametrize("name", OPENED_BY)
def test_whoever_may_not_open_a_page_writes_nothing_there(
    name: str, eastshire: Council, as_role: Callable[[Role], Client]
) -> None:
    address, before = address_in(eastshire, name), Change.objects.count()
    for role in set(Role) - OPENED_BY[name]:
        assert as_role(role).post(address).status_code in {NOT_YOURS, WRONG_METHOD}, role
    assert Change.objects.count() == before


@pytest.mark.parametrize("name", COUNCIL_PAGES)
def test_a_reader_writes_nothing_anywhere(
    name: str, eastshire: Council, as_role: Callable[[Role], Client]
) -> None:
    address, before = address_in(eastshire, name), Change.objects.count()
    refused = {NOT_YOURS, NOT_THERE, WRONG_METHOD}
    if name in ASKED_BY_POST:
        refused = {HTTPStatus.UNPROCESSABLE_ENTITY}
    if name in KEPT_FOR_ONESELF:
        refused = {HTTPStatus.OK}
    assert as_role(READER).post(address).status_code in refused
    assert Change.objects.count() == before


@pytest.mark.parametrize("name", COUNCIL_PAGES)
def test_another_council_is_not_there(name: str, eastshire: Council, client_for: SignedIn) -> None:
    address = address_in(eastshire, name)
    for role in (PROGRAMME, ADMINISTRATOR):
        browser = client_for(User.objects.get(email=f"{role}@marchshire.example"))
        assert browser.get(address).status_code in {NOT_THERE, WRONG_METHOD}, role
        assert browser.post(address).status_code in {NOT_THERE, WRONG_METHOD}, role


@pytest.mark.parametrize("name", COUNCIL_PAGES)
def test_a_thing_of_another_council_is_not_found_under_ones_own(
    name: str, eastshire: Council, client_for: SignedIn
) -> None:
    """The number of a thing of Eastshire, in an address of Marchshire."""
    address = address_in(eastshire, name)
    if "pk" not in TAKEN[name]:
        return
    address = address.replace("/eastshire/", "/marchshire/")
    for role in (PROGRAMME, ADMINISTRATOR, CLERK, WORKFORCE):
        browser = client_for(User.objects.get(email=f"{role}@marchshire.example"))
        for answer in (browser.get(address), browser.post(address)):
            assert answer.status_code in {NOT_THERE, NOT_YOURS, WRONG_METHOD}, (role, address)


@pytest.mark.parametrize("name", COUNCIL_PAGES)
def test_nobody_is_asked_to_sign_in(name: str, eastshire: Council, client: Client) -> None:
    address = address_in(eastshire, name)
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == HTTPStatus.FOUND
        assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_nobody_reads_papers_where_the_council_has_not_said_so(
    name: str, eastshire: Council, client: Client
) -> None:
    address = address_in(eastshire, name)
    for publishes, expected in ((False, NOT_THERE), (True, HTTPStatus.OK)):
        Council.objects.filter(pk=eastshire.pk).update(publishes_papers=publishes)
        assert client.get(address).status_code == expected
