"""The register: levels, filters, export, escalation, correction and closing, as at any day."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from openpyxl import load_workbook

from accounts.models import Change, Council, User
from core.dates import clock
from core.ledger import AsAt
from improvement.models import Group, Risk, RiskAssessment, RiskEscalation
from improvement.risk_history import risk_history
from improvement.risk_matrix import level, matrix
from improvement.services.risk_moves import close_risk, escalate_risk, hand_back_risk
from improvement.services.risks import add_risk, assess_risk, correct_assessment
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

DAY, LATER, TODAY = date(2024, 10, 2), date(2024, 10, 9), date(2025, 1, 2)
UP = date(2024, 10, 3)
LIST = "/eastshire/risks/"


@pytest.fixture
def risk(eastshire: Council, programme: User, officer: User) -> Risk:
    """Owned by the officer, high (4 × 5) since 2 October 2024."""
    with clock(DAY):
        made = add_risk(
            council=eastshire, by=programme, title="Too few homes", owner=officer, cause="Contracts"
        )
        assess_risk(risk=made, by=programme, likelihood=4, impact=5, as_at=DAY, mitigation="A tender")
    return made


@pytest.fixture
def board(eastshire: Council) -> Group:
    return factories.group(eastshire, Group.Kind.BOARD, name="Improvement Board")


def held(day: date = TODAY) -> Risk:
    return Risk.objects.with_facts(day).get()


def test_the_level_of_a_score() -> None:
    assert [level(score)[0] for score in (None, 7, 8, 14, 15)] == [
        "Not yet assessed",
        "Low (7)",
        "Medium (8)",
        "Medium (14)",
        "High (15)",
    ]


def test_the_picture_counts_by_likelihood_and_impact() -> None:
    chart = matrix("Risks", [(4, 5), (4, 5), (1, 1), (None, None)])
    assert chart.rows[1] == ("Likelihood 4", "0", "0", "0", "0", "2")
    assert chart.rows[4] == ("Likelihood 1", "1", "0", "0", "0", "0")
    assert "<title" in chart.svg


def test_the_same_risk_twice_is_recorded_once(risk: Risk, chair: User, client_for: SignedIn) -> None:
    posted = {"title": "New", "likelihood": "1", "impact": "1"}
    for _ in range(2):
        assert client_for(chair).post("/eastshire/risks/add/", posted).status_code == 302
    assert (Risk.objects.count(), RiskAssessment.objects.count()) == (2, 2)


def test_escalated_and_handed_back_as_at_any_day(risk: Risk, board: Group, programme: User) -> None:
    with clock(UP):
        escalate_risk(risk=risk, by=programme, group=board, as_at=UP)
        with pytest.raises(ValidationError, match="already"):
            escalate_risk(risk=risk, by=programme, group=board, as_at=UP)
    with clock(LATER):
        hand_back_risk(risk=risk, by=programme, as_at=LATER, note="Mitigated")
        with pytest.raises(ValidationError, match="nothing can be handed back"):
            hand_back_risk(risk=risk, by=programme, as_at=LATER)
    assert (held(UP).escalated_to, held(UP).escalated_on) == ("Improvement Board", UP)
    assert held(LATER).escalated_to is None
    assert Risk.objects.with_facts(UP).escalated().exists()
    told = [entry.heading for entry in risk_history(risk, AsAt(TODAY))]
    assert told[0] == "Handed back by the Improvement Board"
    assert told[1] == "Escalated to the Improvement Board"


def test_an_assessment_is_corrected_or_taken_out(risk: Risk, programme: User) -> None:
    mistake = RiskAssessment.objects.get()
    with clock(LATER):
        right = correct_assessment(
            assessment=mistake, by=programme, because="Mistyped", likelihood=2, impact=3, as_at=DAY
        )
        with pytest.raises(ValidationError, match="already been corrected"):
            correct_assessment(
                assessment=mistake, by=programme, because="Again", likelihood=1, impact=1, as_at=DAY
            )
        assert held().score == 6
        correct_assessment(
            assessment=right, by=programme, because="Other risk", likelihood=2, impact=3, as_at=DAY, void=True
        )
    assert held().score is None
    assert RiskAssessment.objects.count() == 3
    assert sum(entry.is_corrected for entry in risk_history(risk, AsAt(TODAY))) == 2


def test_a_closed_risk_leaves_the_list_and_stays_readable(
    risk: Risk, programme: User, reader: User, client_for: SignedIn
) -> None:
    with clock(LATER):
        close_risk(risk=risk, by=programme, because="Enough homes", shown_version=None)
        with pytest.raises(ValidationError, match="has been closed"):
            assess_risk(risk=risk, by=programme, likelihood=1, impact=1, as_at=LATER)
    client = client_for(reader)
    assert "Too few homes" not in client.get(LIST).text
    assert "Too few homes" in client.get(f"{LIST}?as_at=2024-10-08").text
    assert "Enough homes" in client.get(f"{LIST}?closed=on").text
    page = client.get(f"/eastshire/risks/{risk.pk}/").text
    assert "Closed on 9 October 2024" in page
    assert Change.objects.filter(verb="closed the risk").count() == 1


def test_the_filters_and_what_is_exported(
    risk: Risk, board: Group, programme: User, client_for: SignedIn
) -> None:
    low = add_risk(council=risk.council, by=programme, title="Small", register_reference="CR-1")
    assess_risk(risk=low, by=programme, likelihood=1, impact=2, as_at=TODAY)
    escalate_risk(risk=low, by=programme, group=board, as_at=TODAY)
    client = client_for(programme)
    for query, titles in (
        ("level=high", ["Too few homes"]),
        ("level=low", ["Small"]),
        ("q=contracts", ["Too few homes"]),
        ("corporate=on", ["Small"]),
        ("escalated=on", ["Small"]),
        (f"owner={risk.owner_id}", ["Too few homes"]),
        ("", ["Too few homes", "Small"]),
    ):
        assert [row.record.title for row in client.get(f"{LIST}?{query}").context["table"].rows] == titles
    sheet = load_workbook(BytesIO(client.get(f"{LIST}export.xlsx?level=low").content)).active
    assert sheet is not None
    assert [row[1] for row in sheet.iter_rows(values_only=True)] == ["Risk", "Small"]
    assert client.get(f"{LIST}export.pdf").status_code == 404


@pytest.mark.parametrize("verb", ["escalate", "hand-back", "close", "edit"])
def test_the_pages_that_change_a_risk(
    risk: Risk, board: Group, verb: str, officer: User, chair: User, outsider: User, client_for: SignedIn
) -> None:
    escalate_risk(risk=risk, by=chair, group=factories.group(risk.council, name="Other"), as_at=TODAY)
    url = f"/eastshire/risks/{risk.pk}/{verb}/"
    for person, status in ((officer, 403), (outsider, 404)):
        assert client_for(person).post(url, {}).status_code == status
    client = client_for(chair)
    form = client.get(url).context["form"]
    version = form["version"].value()
    day = {"as_at_day": "2", "as_at_month": "1", "as_at_year": "2025"}
    posted = day | {
        "version": version,
        "group": board.pk,
        "because": "Over",
        "on_day": "2",
        "on_month": "1",
        "on_year": "2025",
        "note": "",
        "title": "Homes",
    }
    assert client.post(url, posted | {"version": 1}).status_code == 409
    assert client.post(url, posted).status_code == 302
    assert client.put(url).status_code == 405


def test_who_may_not(risk: Risk, board: Group, officer: User) -> None:
    with pytest.raises(PermissionDenied):
        escalate_risk(risk=risk, by=officer, group=board, as_at=TODAY)
    with pytest.raises(PermissionDenied):
        close_risk(risk=risk, by=officer, because="x", shown_version=None)
    assert not RiskEscalation.objects.exists()
