"""What was wrongly moved is corrected, and what was closed is opened again: as ledgers, as at any day."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Change, Council, User
from accounts.versions import StaleVersion
from core.dates import clock, end_of_day
from core.ledger import AsAt
from improvement.ledger_checks import problems
from improvement.models import Group, Retirement, Risk, RiskEscalation
from improvement.risk_history import risk_history
from improvement.services.risk_moves import (
    close_risk,
    correct_escalation,
    escalate_risk,
    hand_back_risk,
    reopen_risk,
)
from improvement.services.risks import add_risk, assess_risk
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

DAY, UP, CLOSED, BACK, TODAY = (
    date(2024, 10, 2),
    date(2024, 10, 9),
    date(2024, 11, 6),
    date(2024, 12, 4),
    date(2025, 1, 2),
)
ON = {"on_day": "2", "on_month": "1", "on_year": "2025"}


@pytest.fixture
def risk(eastshire: Council, programme: User) -> Risk:
    with clock(DAY):
        made = add_risk(council=eastshire, by=programme, title="Too few homes")
        assess_risk(risk=made, by=programme, likelihood=4, impact=5, as_at=DAY)
    return made


@pytest.fixture
def board(eastshire: Council) -> Group:
    return factories.group(eastshire, Group.Kind.BOARD, name="Improvement Board")


@pytest.fixture
def moved(risk: Risk, board: Group, programme: User) -> RiskEscalation:
    with clock(UP):
        return escalate_risk(risk=risk, by=programme, group=board, as_at=UP)


def closed(risk: Risk, programme: User, on: date = CLOSED) -> None:
    with clock(on):
        close_risk(risk=risk, by=programme, because="Enough homes", shown_version=None)


def opened(risk: Risk, by: User, on: date = BACK, shown: int | None = None) -> None:
    with clock(on):
        reopen_risk(risk=risk, by=by, because="Two homes shut", on=on, shown_version=shown)


def is_open(day: date, known: date | None = None) -> bool:
    return Risk.objects.open_on(day, end_of_day(known) if known else None).exists()


def test_closed_and_opened_again_as_at_any_day(risk: Risk, programme: User) -> None:
    closed(risk, programme)
    opened(risk, programme)
    assert [is_open(day) for day in (DAY, CLOSED, date(2024, 12, 3), BACK)] == [True, False, False, True]
    assert not is_open(BACK, known=date(2024, 12, 3))
    assert is_open(CLOSED, known=date(2024, 11, 5))
    assert Risk.objects.closed_by(CLOSED).exists()
    assert not Risk.objects.closed_by(TODAY).exists()
    told = Risk.objects.with_facts(CLOSED).get()
    assert (told.closed_on, told.closed_because) == (CLOSED, "Enough homes")
    assert Risk.objects.with_facts(TODAY).get().closed_on is None
    assert [entry.heading for entry in risk_history(risk, AsAt(TODAY))][:2] == ["Opened again", "Closed"]


def test_what_cannot_be_closed_or_opened(risk: Risk, programme: User, officer: User) -> None:
    with clock(CLOSED), pytest.raises(ValidationError, match="Choose that day or later"):
        close_risk(risk=risk, by=programme, because="x", on=date(2024, 10, 1), shown_version=None)
    with pytest.raises(ValidationError, match="open already"):
        opened(risk, programme)
    closed(risk, programme)
    with clock(BACK), pytest.raises(ValidationError) as refused:
        reopen_risk(risk=risk, by=programme, because=" ", on=date(2024, 11, 5), shown_version=None)
    assert set(refused.value.message_dict) == {"because", "on"}
    with pytest.raises(PermissionDenied):
        opened(risk, officer)
    with pytest.raises(StaleVersion):
        opened(risk, programme, shown=1)
    assert Retirement.objects.count() == 1


def test_opening_again_on_its_page(
    risk: Risk, programme: User, officer: User, outsider: User, client_for: SignedIn
) -> None:
    closed(risk, programme)
    page, url = f"/eastshire/risks/{risk.pk}/", f"/eastshire/risks/{risk.pk}/reopen/"
    for person, status in ((officer, 403), (outsider, 404)):
        assert client_for(person).post(url, {}).status_code == status
    client = client_for(programme)
    assert url in client.get(page).text
    assert url not in client.get(f"{page}?as_at=2024-11-13").text
    posted: dict[str, Any] = ON | {"version": client.get(url).context["form"]["version"].value()}
    assert client.post(url, posted).status_code == 422
    posted["because"] = "Two homes shut"
    assert client.post(url, posted | {"version": 1}).status_code == 409
    assert client.put(url).status_code == 405
    assert client.post(url, posted).status_code == 302
    assert client.post(url, posted).status_code == 409
    assert Change.objects.filter(verb="opened the risk again").count() == 1
    assert "Closed on 6 November 2024" in client.get(f"{page}?as_at=2024-11-13").text
    assert "Too few homes" in client.get("/eastshire/risks/").text


def test_no_move_is_dated_before_the_last(moved: RiskEscalation, board: Group, programme: User) -> None:
    early, other = date(2024, 10, 8), factories.group(moved.council, Group.Kind.OVERSIGHT, name="Oversight")
    with clock(TODAY):
        for move in (hand_back_risk, partial(escalate_risk, group=other)):
            with pytest.raises(ValidationError) as refused:
                move(risk=moved.risk, by=programme, as_at=early)
            assert refused.value.message_dict == {
                "as_at": [
                    "The last move was on 9 October 2024. Choose that day or later, or correct that one."
                ]
            }
        hand_back_risk(risk=moved.risk, by=programme, as_at=UP)
    assert RiskEscalation.objects.count() == 2


def test_an_escalation_to_the_wrong_group_is_corrected(
    moved: RiskEscalation, programme: User, client_for: SignedIn
) -> None:
    other = factories.group(moved.council, Group.Kind.OVERSIGHT, name="Oversight Group")
    url = f"/eastshire/risk-escalations/{moved.pk}/correct/"
    client = client_for(programme)
    assert url in client.get(f"/eastshire/risks/{moved.risk_id}/").text
    version = client.get(url).context["form"]["version"].value()
    when = {"as_at_day": "9", "as_at_month": "10", "as_at_year": "2024"}
    posted = when | {"version": version, "group": other.pk, "note": ""}
    assert client.post(url, posted).status_code == 422
    posted |= {"because": "The wrong group"}
    assert client.post(url, posted | {"version": 1}).status_code == 409
    assert client.post(url, posted).status_code == 302
    assert client.post(url, posted | {"version": version + 1}).status_code == 422
    assert Risk.objects.with_facts(UP).get().escalated_to == "Oversight Group"
    assert Risk.objects.with_facts(UP, end_of_day(UP)).get().escalated_to == "Improvement Board"
    page = client.get(f"/eastshire/risks/{moved.risk_id}/").text
    assert "Correction: escalated to the Oversight Group" in page
    assert "The wrong group" in page


def test_who_may_correct_a_move(
    moved: RiskEscalation, officer: User, outsider: User, client_for: SignedIn
) -> None:
    url = f"/eastshire/risk-escalations/{moved.pk}/correct/"
    for person, status in ((officer, 403), (outsider, 404)):
        assert client_for(person).get(url).status_code == status
        assert client_for(person).post(url, {}).status_code == status


def test_an_escalation_that_was_handed_back_is_not_taken_out_first(
    moved: RiskEscalation, board: Group, programme: User
) -> None:
    with clock(CLOSED):
        back = hand_back_risk(risk=moved.risk, by=programme, as_at=CLOSED)
    with pytest.raises(ValidationError, match="would not have held it"):
        correct_escalation(escalation=moved, by=programme, because="Never", group=board, as_at=UP, void=True)
    assert RiskEscalation.objects.count() == 2
    for entry in (back, moved):
        correct_escalation(
            escalation=entry, by=programme, because="Never", group=board, as_at=entry.as_at, void=True
        )
    assert Risk.objects.with_facts(TODAY).get().escalated_to is None


def test_the_ledger_finds_a_closing_that_was_tampered_with(
    risk: Risk, eastshire: Council, programme: User
) -> None:
    closed(risk, programme)
    opened(risk, programme)
    assert not list(problems(eastshire))
    Risk.objects.update(retired_on=CLOSED)
    assert list(problems(eastshire)) == [f"Risk {risk.pk} is not as its retirements leave it."]
