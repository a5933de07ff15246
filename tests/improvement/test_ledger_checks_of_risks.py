"""What is changed in the risk register and the impact ratings is found; an undone bulk update is sound."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Council, User
from core.dates import clock
from improvement.ledger_checks import problems
from improvement.models import Action, Group, ImpactRating, RiskAssessment, RiskEscalation
from improvement.services.bulk import Wanted, change_many
from improvement.services.impact import rate_impact
from improvement.services.risk_moves import escalate_risk
from improvement.services.risks import add_risk, assess_risk
from improvement.services.undoing import undo_bulk_update
from tests import factories
from tests.improvement.test_bulk_services import shown
from tests.improvement.test_ledger_checks import tamper

pytestmark = pytest.mark.django_db

DAY = date(2024, 10, 2)


@pytest.fixture
def kept(action: Action, programme: User) -> Council:
    """A council with a risk, assessed and escalated, and an impact rating; all sound."""
    council = action.council
    board = factories.group(council, Group.Kind.BOARD, name="Improvement Board")
    early = factories.rating(action.plan, "early")
    with clock(DAY):
        risk = add_risk(council=council, by=programme, title="Too few homes")
        assess_risk(risk=risk, by=programme, likelihood=4, impact=5, as_at=DAY, mitigation="A tender")
        escalate_risk(risk=risk, by=programme, group=board, as_at=DAY, note="For a decision")
        rate_impact(section=action.section, by=programme, rating=early, as_at=DAY, narrative="Too soon")
    assert list(problems(council)) == []
    return council


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("riskassessment", "likelihood", 1),
        ("riskassessment", "impact", 1),
        ("riskassessment", "mitigation", "All is well"),
        ("riskassessment", "as_at", "2024-10-01"),
        ("riskescalation", "step", "handed_back"),
        ("riskescalation", "note", "Nothing to decide"),
        ("riskescalation", "as_at", "2024-10-01"),
        ("impactrating", "narrative", "Splendid"),
        ("impactrating", "as_at", "2024-10-01"),
    ],
)
def test_a_changed_entry(kept: Council, table: str, column: str, value: int | str) -> None:
    models: dict[str, Any] = {
        "riskassessment": RiskAssessment,
        "riskescalation": RiskEscalation,
        "impactrating": ImpactRating,
    }
    entry = models[table].objects.get()
    tamper(f"UPDATE improvement_{table} SET {column} = %s", value)  # noqa: S608
    name = str(models[table]._meta.verbose_name).capitalize()
    assert list(problems(kept)) == [f"{name} {entry.pk} differs from the change log in its {column}."]


def test_a_changed_impact_rating(kept: Council) -> None:
    entry = ImpactRating.objects.get()
    other = entry.rating.scale.ratings.exclude(pk=entry.rating_id).first()
    assert other is not None
    tamper("UPDATE improvement_impactrating SET rating_id = %s", other.pk)
    assert list(problems(kept)) == [f"Impact rating {entry.pk} differs from the change log in its rating."]


def test_a_changed_group_of_an_escalation(kept: Council) -> None:
    entry = RiskEscalation.objects.get()
    other = factories.group(kept, name="Another")
    tamper("UPDATE improvement_riskescalation SET group_id = %s", other.pk)
    assert list(problems(kept)) == [f"Risk escalation {entry.pk} differs from the change log in its group."]


def test_an_undone_bulk_update_leaves_the_ledger_sound(
    action: Action, officer: User, programme: User
) -> None:
    factories.update(action, "on-track", DAY, by=officer)
    wanted = Wanted(
        rating=factories.rating(action.plan, "at-risk"),
        narrative="Two posts are vacant.",
        lead=programme,
        new_due=date(2025, 3, 31),
        reason="Two posts are vacant.",
    )
    made = change_many(council=action.council, by=programme, rows=shown(action), wanted=wanted)
    assert list(problems(action.council)) == []
    undo_bulk_update(bulk=made, by=programme)
    assert list(problems(action.council)) == []
