"""Practice audits: cases by grade, moderation, and actions with their two weeks."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.models import Council, User
from core.dates import clock, end_of_day
from improvement import services
from improvement.audit_figures import share, totals
from improvement.ledger_checks import problems
from improvement.models import Audit, AuditAction, AuditActionDone, AuditFigures
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

LIST = "/eastshire/audits/"
NOVEMBER, TODAY = date(2024, 11, 14), date(2025, 1, 2)
COUNTS: dict[str, Any] = {
    "outstanding": 0, "good": 0, "requires_improvement": 5, "inadequate": 1, "moderated": 6, "agreed": 5
}  # fmt: skip


def url(name: str, pk: int) -> str:
    return reverse(f"improvement:{name}", args=["eastshire", pk])


def day(name: str, when: date) -> dict[str, Any]:
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


@pytest.fixture
def audit(eastshire: Council) -> Audit:
    """Document 001, paragraph 22: October, five of six requiring improvement, agreed with in five of six."""
    return factories.audit(eastshire, NOVEMBER, **COUNTS)


@given(of=st.integers(0, 60), number=st.integers(0, 60))
def test_a_percentage_only_of_twenty_or_more(of: int, number: int) -> None:
    words = share(min(number, of), of)
    assert words.startswith(f"{min(number, of)} of {of}")
    assert ("%" in words) == (of >= 20)


def test_the_figures_as_at_and_as_known(eastshire: Council, programme: User, audit: Audit) -> None:
    with clock(TODAY):
        services.record_figures(
            audit=audit, by=programme, as_at=NOVEMBER, because="Counted twice", **(COUNTS | {"agreed": 4})
        )
    assert Audit.objects.as_at(TODAY).get().agreed == 4
    assert Audit.objects.as_at(TODAY, end_of_day(NOVEMBER)).get().agreed == 5
    assert not Audit.objects.as_at(date(2024, 11, 13)).exists()
    assert totals(Audit.objects.as_at(TODAY)).agreed_words == "4 of 6"
    assert list(problems(eastshire)) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"moderated": 7}, "moderated"),
        ({"moderated": 4}, "agreed"),
        ({"requires_improvement": 0, "inadequate": 0, "moderated": 0, "agreed": 0}, "inadequate"),
    ],
)
def test_what_does_not_add_up_is_refused(
    programme: User, audit: Audit, wrong: dict[str, int], field: str
) -> None:
    with clock(TODAY), pytest.raises(ValidationError) as refused:
        services.record_figures(audit=audit, by=programme, as_at=NOVEMBER, **(COUNTS | wrong))
    assert list(refused.value.message_dict) == [field]
    assert AuditFigures.objects.count() == 1


def test_recording_on_the_pages(eastshire: Council, chair: User, reader: User, client_for: SignedIn) -> None:
    facts = COUNTS | {"service": "Care leavers"} | day("period_start", date(2024, 10, 1))
    facts |= day("period_end", date(2024, 10, 31)) | day("as_at", NOVEMBER)
    client = client_for(chair)
    wrong = client.post(f"{LIST}add/", facts | {"agreed": "7", "good": "x"})
    assert set(wrong.context["form"].errors) == {"good"}
    assert client.post(f"{LIST}add/", facts | {"agreed": "7"}).status_code == 422
    assert not Audit.objects.exists()
    assert client.post(f"{LIST}add/", facts).status_code == 302
    assert client.post(f"{LIST}add/", facts).status_code == 422
    audit = Audit.objects.get()
    page = client_for(reader).get(LIST).text
    assert "5 of 6" in page
    assert "%" not in page.split("<main")[1].split("</main>")[0]
    figures = COUNTS | {"version": audit.version, "good": 1, "because": "One was graded again"}
    figures |= day("as_at", NOVEMBER)
    assert client.post(url("audit-figures", audit.pk), figures).status_code == 302
    stale = client.post(url("audit-figures", audit.pk), figures | {"note": "What I typed"})
    assert stale.status_code == 409
    assert "What I typed" in stale.text
    assert "5 of 7" in client_for(reader).get(url("audit-detail", audit.pk)).text
    assert client_for(reader).get(f"{LIST}?since=2024-12-01").context["totals"].cases == 0
    assert client_for(reader).get(f"{LIST}?since=soon").status_code == 400


def test_an_action_has_two_weeks(
    eastshire: Council, audit: Audit, chair: User, reader: User, client_for: SignedIn
) -> None:
    client = client_for(chair)
    asked = {"text": "Write the missing record"} | day("set_on", date(2024, 11, 15))
    assert client.post(url("audit-act", audit.pk), asked | {"text": ""}).status_code == 422
    assert client.post(url("audit-act", audit.pk), asked).status_code == 302
    action = AuditAction.objects.get()
    assert action.due_on == date(2024, 11, 29)
    assert "Overdue" in client_for(reader).get(url("audit-detail", audit.pk)).text
    assert client_for(reader).post(url("audit-action-finish", action.pk)).status_code == 403
    for _ in range(2):
        assert client.post(url("audit-action-finish", action.pk)).status_code == 302
    assert AuditActionDone.objects.count() == 1
    assert AuditAction.objects.as_at(date(2024, 12, 1)).overdue(date(2024, 12, 1)).exists()
    assert not AuditAction.objects.as_at(TODAY).open().exists()


def test_who_may(
    audit: Audit, chair: User, officer: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    writes = [f"{LIST}add/", url("audit-figures", audit.pk), url("audit-act", audit.pk)]
    reads = [LIST, url("audit-detail", audit.pk)]
    assert {client_for(chair).get(address).status_code for address in writes} == {200}
    assert {client_for(chair).put(address).status_code for address in writes} == {405}
    for person in (officer, reader):
        assert {client_for(person).post(address, {}).status_code for address in writes} == {403}
        assert {client_for(person).get(address).status_code for address in reads} == {200}
    assert {client_for(outsider).get(address).status_code for address in writes + reads} == {404}
    assert client_for(chair).get(url("audit-action-finish", 1)).status_code == 405


def test_the_export_holds_what_is_shown_and_the_actions_with_their_two_weeks(
    eastshire: Council, audit: Audit, chair: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    with clock(NOVEMBER):
        services.add_audit_action(audit=audit, by=chair, text="=Chase the plans", set_on=NOVEMBER)
    client = client_for(reader)
    written = client.get(f"{LIST}export.xlsx")
    book = load_workbook(BytesIO(written.content))
    assert book.sheetnames == ["Practice audits", "Actions from audits"]
    rows: Any = book["Actions from audits"].values
    _head, (_audits, text, set_on, due_on, _done) = rows
    assert (text, set_on.date(), due_on.date()) == ("=Chase the plans", NOVEMBER, date(2024, 11, 28))
    lines = client.get(f"{LIST}export.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Facts as at,Service,Period from")
    assert len(lines) == 2
    assert client.get(f"{LIST}export.csv?since=2024-11-01").content.decode().count("\n") == 1
    assert client.get(f"{LIST}export.csv?as_at=2024-09-30").content.decode().count("\n") == 1
    assert client.get(f"{LIST}export.pdf").status_code == 404
    assert client_for(outsider).get(f"{LIST}export.csv").status_code == 404
    assert client.post(f"{LIST}export.csv").status_code == 405
    assert "Chase the plans" in client.get(LIST).text


# session, user; council, roles; count; the rows; the totals; actions still open
@pytest.mark.parametrize("rows", [1, 10, 200])
def test_the_number_of_queries_does_not_grow(
    rows: int, eastshire: Council, reader: User, client_for: SignedIn, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        factories.audit(eastshire, NOVEMBER, service=f"Service {number}", **COUNTS)
    client = client_for(reader)
    client.get(LIST)
    with django_assert_num_queries(8):
        assert client.get(LIST).status_code == 200


def test_tampered_figures_are_found(eastshire: Council, audit: Audit) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE improvement_auditfigures SET good = 9")
    entry = AuditFigures.objects.get()
    assert list(problems(eastshire)) == [f"Audit figures {entry.pk} differs from the change log in its good."]
