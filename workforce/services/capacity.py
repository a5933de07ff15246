from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import first_of_month, today
from improvement.services.rules import Refusals, add, allow, same_council
from workforce.access import may_manage_posts, may_record_recruitment
from workforce.models import CapacityReading, CaseloadStandard, Team

_NIL = Decimal(0)


@transaction.atomic
def add_team(
    *, council: Council, by: User, service: str, name: str, locality: str = "", order: int = 0
) -> Team:
    """A team of a service. Raises PermissionDenied, and ValidationError when it is there already."""
    allow(may_manage_posts(by, council), "Only those who manage posts may add a team.")
    team = Team(council=council, service=service, locality=locality, name=name, order=order)
    add(team)
    record("added the team", team, council=council, by=by)
    return team


@transaction.atomic
def add_standard(
    *,
    council: Council,
    by: User,
    applies_to: str,
    counts: str,
    low: int,
    high: int,
    source: str,
    from_date: date,
    is_aspiration: bool = False,
    order: int = 0,
) -> CaseloadStandard:
    """How many of what (`counts`) one person should hold, from `low` to `high`. Raises PermissionDenied and
    ValidationError."""
    allow(may_manage_posts(by, council), "Only those who manage posts may add a standard.")
    refused = Refusals()
    refused.when(low < 1, "low", "A standard begins at 1 or more.")
    refused.when(high < low, "high", "The upper end must be at least the lower end.")
    refused.raise_any()
    standard = CaseloadStandard(
        council=council,
        applies_to=applies_to,
        counts=counts,
        low=low,
        high=high,
        source=source,
        from_date=from_date,
        is_aspiration=is_aspiration,
        order=order,
    )
    add(standard)
    after = {"low": low, "high": high, "counts": counts, "source": source}
    record("added the standard", standard, council=council, by=by, after=after)
    return standard


@transaction.atomic
def add_reading(
    *,
    team: Team,
    by: User,
    month: date,
    source: str,
    cases: int | None = None,
    average_caseload: Decimal | None = None,
    cases_over: int | None = None,
    counts: str = "",
    fte: Decimal | None = None,
    reduced_fte: Decimal = _NIL,
    agency_fte: Decimal = _NIL,
    fte_source: str = CapacityReading.Source.PUBLISHED,
    standard: CaseloadStandard | None = None,
    reduced_standard: CaseloadStandard | None = None,
) -> CapacityReading:
    """A team's workload in a month, with the standard it is held against; `source` says which figures are
    published. Raises PermissionDenied, and ValidationError naming the fields (a second reading of a month)."""
    allow(may_record_recruitment(by, team.council), "Only the workforce lead may record workloads.")
    same_council(team.council, standard=standard, reduced_standard=reduced_standard)
    refused = Refusals()
    refused.when(month > today(), "month", "The month must not lie in the future.")
    refused.when(agency_fte > (fte or 0), "agency_fte", "Agency workers are part of the FTE.")
    refused.when(reduced_fte > (fte or 0), "reduced_fte", "Those with fewer cases are part of the FTE.")
    unheld = reduced_fte > 0 and reduced_standard is None
    refused.when(unheld, "reduced_standard", "Choose the standard for those with fewer cases.")
    refused.raise_any()
    reading = CapacityReading(
        council=team.council,
        team=team,
        month=first_of_month(month),
        cases=cases,
        average_caseload=average_caseload,
        cases_over=cases_over,
        counts=counts,
        fte=fte,
        reduced_fte=reduced_fte,
        agency_fte=agency_fte,
        fte_source=fte_source,
        standard=standard,
        reduced_standard=reduced_standard,
        source=source,
    )
    add(reading)
    after = {
        "month": reading.month,
        "cases": cases,
        "average": average_caseload,
        "over": cases_over,
        "fte": fte,
    }
    record("recorded the workload of", team, council=team.council, by=by, after=after)
    return reading
