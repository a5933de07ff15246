"""Risks to the plan: what they are, and how they are judged."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import now, today
from improvement.access import may_assess_risk, may_record_risk
from improvement.models import Risk, RiskAssessment, Section
from improvement.services.rules import (
    Refusals,
    add,
    allow,
    append,
    check_uncorrected,
    edit,
    same_council,
    take_version,
)

ONLY_RECORDERS = "Only a chair or the programme office may record risks."
_ONLY_ASSESSORS = "Only the risk's owner, a chair or the programme office may assess it."


@transaction.atomic
def add_risk(
    *,
    council: Council,
    by: User,
    title: str,
    cause: str = "",
    effect: str = "",
    section: Section | None = None,
    owner: User | None = None,
    on_corporate_register: bool = False,
    register_reference: str = "",
    added_on: date | None = None,
) -> Risk:
    """A risk to the plan; how likely and how bad it is follows with `assess_risk`.

    What stands already, word for word, is returned, and nothing is added. Raises PermissionDenied, or
    ValidationError naming the field.
    """
    allow(may_record_risk(by, council), ONLY_RECORDERS)
    same_council(council, section=section)
    facts: dict[str, Any] = {
        "title": title.strip(),
        "cause": cause.strip(),
        "effect": effect.strip(),
        "section": section,
        "owner": owner,
        "on_corporate_register": on_corporate_register or bool(register_reference.strip()),
        "register_reference": register_reference.strip(),
        "added_on": added_on or today(),
    }
    # A form sent twice must not record the same risk twice.
    Council.objects.select_for_update().get(pk=council.pk)
    if same := Risk.objects.of(council).open_on(today()).filter(**facts).first():
        return same
    risk = Risk(council=council, added_at=now(), **facts)
    add(risk)
    after = {"title": risk.title, "section": section, "owner": owner, "corporate": risk.on_corporate_register}
    record("added the risk", risk, council=council, by=by, after=after)
    return risk


@transaction.atomic
def edit_risk(*, risk: Risk, by: User, shown_version: int | None, **facts: Any) -> None:
    """Reword a risk, or change its owner, section or place on the corporate register.

    Raises PermissionDenied, StaleVersion, or ValidationError naming the field.
    """
    allow(may_record_risk(by, risk.council), ONLY_RECORDERS)
    same_council(risk.council, section=facts.get("section"))
    check_open(risk)
    told = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    if told.get("register_reference"):
        told["on_corporate_register"] = True
    before, after = edit(risk, shown_version, **told)
    if after:
        record("edited the risk", risk, council=risk.council, by=by, before=before, after=after)


@transaction.atomic
def assess_risk(
    *,
    risk: Risk,
    by: User,
    likelihood: int,
    impact: int,
    as_at: date,
    mitigation: str = "",
    shown_version: int | None = None,
) -> RiskAssessment:
    """Append how likely (1 to 5) and how bad (1 to 5) the risk is from `as_at` on.

    Raises PermissionDenied; StaleVersion; ValidationError naming `likelihood`, `impact` or `as_at`.
    """
    allow(may_assess_risk(by, risk), _ONLY_ASSESSORS)
    take_version(risk, shown_version)
    check_open(risk)
    check_day(risk, as_at)
    assessment = _assessment(risk, by, likelihood, impact, as_at, mitigation)
    append(assessment)
    _record("assessed the risk", assessment, by)
    return assessment


@transaction.atomic
def correct_assessment(
    *,
    assessment: RiskAssessment,
    by: User,
    because: str,
    likelihood: int,
    impact: int,
    as_at: date,
    mitigation: str = "",
    void: bool = False,
    shown_version: int | None = None,
) -> RiskAssessment:
    """Append an entry that takes the place of a mistaken assessment, or with `void` takes it out; both stay.

    Raises as `assess_risk` does; its ValidationError may also name `because`.
    """
    risk = assessment.risk
    allow(may_assess_risk(by, risk), _ONLY_ASSESSORS)
    take_version(risk, shown_version)
    refused = Refusals()
    refused.when(not because.strip(), "because", "Say what was wrong with the assessment you are correcting.")
    refused.raise_any()
    check_day(risk, as_at)
    check_uncorrected(assessment, "assessment")
    corrected = _assessment(risk, by, likelihood, impact, as_at, mitigation)
    corrected.corrects, corrected.corrected_because, corrected.is_void = assessment, because.strip(), void
    append(corrected)
    _record("corrected an assessment of the risk", corrected, by)
    return corrected


def check_open(risk: Risk) -> None:
    """Raises ValidationError once it is closed."""
    if risk.retired_on is not None:
        raise ValidationError("This risk has been closed.")


def check_day(risk: Risk, as_at: date) -> None:
    """Raises ValidationError naming `as_at` for a day before the risk was recorded, or one to come."""
    refused = Refusals()
    refused.when_not_between(as_at, "as_at", first=risk.added_on, thing="this risk")
    refused.raise_any()


def _assessment(
    risk: Risk, by: User, likelihood: int, impact: int, as_at: date, mitigation: str
) -> RiskAssessment:
    return RiskAssessment(
        council=risk.council,
        risk=risk,
        recorded_by=by,
        as_at=as_at,
        likelihood=likelihood,
        impact=impact,
        mitigation=mitigation.strip(),
    )


def _record(verb: str, assessment: RiskAssessment, by: User) -> None:
    risk, corrected = assessment.risk, assessment.corrects
    after = {name: getattr(assessment, name) for name in ("likelihood", "impact", "as_at", "mitigation")}
    before = {name: getattr(corrected, name) for name in after} if corrected else {}
    if corrected:
        after |= {"because": assessment.corrected_because, "void": assessment.is_void}
    record(verb, risk, council=risk.council, by=by, before=before, after=after, entries=[assessment])
