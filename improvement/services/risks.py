from datetime import date

from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import today
from improvement.access import may_assess_risk, may_record_risk
from improvement.models import Risk, RiskAssessment, Section
from improvement.services.rules import Refusals, add, allow, append, same_council, take_version


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
    added_on: date | None = None,
) -> Risk:
    """A risk to the plan; how likely and how bad it is follows with `assess_risk`."""
    allow(may_record_risk(by, council), "Only a chair or the programme office may record risks.")
    same_council(council, section=section)
    risk = Risk(
        council=council,
        title=title.strip(),
        cause=cause.strip(),
        effect=effect.strip(),
        section=section,
        owner=owner,
        on_corporate_register=on_corporate_register,
        added_on=added_on or today(),
    )
    add(risk)
    after = {"title": risk.title, "section": section, "owner": owner, "corporate": on_corporate_register}
    record("added the risk", risk, council=council, by=by, after=after)
    return risk


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
    allow(may_assess_risk(by, risk), "Only the risk's owner, a chair or the programme office may assess it.")
    take_version(risk, shown_version)
    refused = Refusals()
    refused.when_not_between(as_at, "as_at", first=risk.added_on, thing="this risk")
    refused.raise_any()
    assessment = RiskAssessment(
        council=risk.council,
        risk=risk,
        recorded_by=by,
        as_at=as_at,
        likelihood=likelihood,
        impact=impact,
        mitigation=mitigation.strip(),
    )
    append(assessment)
    record(
        "assessed the risk",
        risk,
        council=risk.council,
        by=by,
        after={
            "likelihood": likelihood,
            "impact": impact,
            "as_at": as_at,
            "mitigation": assessment.mitigation,
        },
        entries=[assessment],
    )
    return assessment
