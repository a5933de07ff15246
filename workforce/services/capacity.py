"""The monthly readings of teams: one by one, or a month of a whole service at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import first_of_month, today
from improvement.services.rules import Refusals, allow, append, same_council
from workforce.access import may_record_recruitment
from workforce.models import CapacityReading, CaseloadStandard, Team
from workforce.sense import why_senseless

_NIL = Decimal(0)
_NOT_ALLOWED = "Only the workforce lead may record workloads."
# What a person enters of a team and a month; blank is None.
ENTERED = ("cases", "full_fte", "newly_qualified_fte", "senior_fte", "manager_fte", "agency_fte")


@dataclass(frozen=True)
class MonthRow:
    """A team's figures of a month as entered, and the entry the form was shown (its id, None for none)."""

    team: Team
    shown: int | None
    cases: int | None = None
    full_fte: Decimal | None = None
    newly_qualified_fte: Decimal | None = None
    senior_fte: Decimal | None = None
    manager_fte: Decimal | None = None
    agency_fte: Decimal | None = None

    @property
    def entered(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ENTERED}


class StaleReadings(Exception):
    """Somebody else recorded the month meanwhile. `rows` pairs what was typed with what now stands."""

    def __init__(self, rows: list[tuple[MonthRow, CapacityReading | None]]) -> None:
        super().__init__("The month has been recorded since it was shown.")
        self.rows = rows


def entered_of(reading: CapacityReading | None) -> dict[str, Any]:
    """The figures of a reading by the names of the form; all None without one."""
    return {name: getattr(reading, name) if reading else None for name in ENTERED}


@transaction.atomic
def add_reading(
    *,
    team: Team,
    by: User,
    month: date,
    source: str,
    cases: int | None = None,
    cases_like: int | None = None,
    average_caseload: Decimal | None = None,
    cases_over: int | None = None,
    counts: str = "",
    fte: Decimal | None = None,
    reduced_fte: Decimal = _NIL,
    newly_qualified_fte: Decimal | None = None,
    senior_fte: Decimal | None = None,
    manager_fte: Decimal | None = None,
    agency_fte: Decimal | None = None,
    fte_source: str = CapacityReading.Source.PUBLISHED,
    standard: CaseloadStandard | None = None,
    reduced_standard: CaseloadStandard | None = None,
    note: str = "",
    corrects: CapacityReading | None = None,
) -> CapacityReading:
    """A team's workload in a month, with the standard it is held against; `source` says which figures are
    published. With `corrects`, what should have been recorded instead, and `note` says what was wrong. Raises
    PermissionDenied, and ValidationError naming the fields (a second reading of a month)."""
    allow(may_record_recruitment(by, team.council), _NOT_ALLOWED)
    same_council(team.council, standard=standard, reduced_standard=reduced_standard)
    month = first_of_month(month)
    reading = CapacityReading(
        council=team.council,
        team=team,
        month=month,
        as_at=month,
        cases=cases,
        cases_like=cases_like,
        average_caseload=average_caseload,
        cases_over=cases_over,
        counts=counts,
        fte=fte,
        reduced_fte=reduced_fte,
        newly_qualified_fte=newly_qualified_fte,
        senior_fte=senior_fte,
        manager_fte=manager_fte,
        agency_fte=agency_fte,
        fte_source=fte_source,
        standard=standard,
        reduced_standard=reduced_standard,
        source=source,
        note=note,
        recorded_by=by,
        corrects=corrects,
    )
    _check(reading)
    return _append(reading, by)


def _check(reading: CapacityReading) -> None:
    """Raises ValidationError naming the fields."""
    refused, corrects = Refusals(), reading.corrects
    refused.when(reading.month > today(), "month", "The month must not lie in the future.")
    refused.when(bool(why_senseless(reading.month)), "month", why_senseless(reading.month))
    fte, agency = reading.fte or _NIL, reading.agency_fte or _NIL
    for name in ("fte", "newly_qualified_fte", "senior_fte", "manager_fte", "agency_fte"):
        refused.when((getattr(reading, name) or _NIL) < 0, name, "A full-time equivalent is 0 or more.")
    refused.when(agency > fte, "agency_fte", "Agency workers are part of the FTE.")
    refused.when(reading.reduced_fte > fte, "reduced_fte", "Those with fewer cases are part of the FTE.")
    unheld = reading.reduced_fte > 0 and reading.reduced_standard is None
    refused.when(unheld, "reduced_standard", "Choose the standard for those with fewer cases.")
    more = reading.cases_like is not None and reading.cases_like > (reading.cases or 0)
    refused.when(more, "cases_like", "The cases that the standard counts are part of the cases.")
    standing = CapacityReading.objects.filter(team=reading.team).in_month(reading.month)
    again = any(other != corrects for other in standing)
    refused.when(again, "month", "This month has a reading already. Correct that one.")
    refused.when(corrects is not None and not reading.note.strip(), "note", "Say what was wrong")
    refused.raise_any()


def _append(reading: CapacityReading, by: User) -> CapacityReading:
    append(reading)
    verb = "recorded the workload of"
    if reading.is_void:
        verb = "took out the workload of"
    elif reading.corrects:
        verb = "corrected the workload of"
    before = _told(cast(CapacityReading, reading.corrects)) if reading.corrects else None
    after = {} if reading.is_void else _told(reading)
    after |= {"note": reading.note} if reading.note else {}
    council, team = reading.council, reading.team
    record(verb, team, council=council, by=by, before=before, after=after, entries=[reading])
    return reading


def _told(reading: CapacityReading) -> dict[str, Any]:
    return {
        "month": reading.month,
        "cases": reading.cases,
        "average": reading.average_caseload,
        "over": reading.cases_over,
        "fte": reading.fte,
        "agency": reading.agency_fte,
        "source": reading.source,
        "fte_source": reading.get_fte_source_display(),
    }


@transaction.atomic
def record_month(
    *,
    council: Council,
    by: User,
    month: date,
    rows: Sequence[MonthRow],
    source: str,
    fte_source: str = CapacityReading.Source.OURS,
    note: str = "",
    sourced: Collection[Team] = (),
) -> list[CapacityReading]:
    """A month's figures of several teams, all or nothing: rows that are as they stand are left alone, changed
    ones are corrected (`note` says what was wrong), wholly blank ones are taken out; of the teams `sourced` the source
    is put right where the figures stay. Raises PermissionDenied, StaleReadings, and ValidationError whose fields are
    `{team id}-{name}` or the form's own."""
    allow(may_record_recruitment(by, council), _NOT_ALLOWED)
    Council.objects.select_for_update().get(pk=council.pk)
    same_council(council, **{str(team.pk): team for team in [*(row.team for row in rows), *sourced]})
    month = first_of_month(month)
    teams = [row.team for row in rows]
    standing = {one.team_id: one for one in CapacityReading.objects.filter(team__in=teams).in_month(month)}
    changed = [row for row in rows if _plain(row.entered) != _plain(entered_of(standing.get(row.team.pk)))]
    named = {team.pk for team in sourced}
    unsaid = {pk for pk, one in standing.items() if (one.source, one.fte_source) != (source, fte_source)}
    renamed = [row for row in rows if row.team.pk in named & unsaid and row not in changed]
    stale = [
        (row, now)
        for row in [*changed, *renamed]
        if (now.pk if (now := standing.get(row.team.pk)) else None) != row.shown
    ]
    if stale:
        raise StaleReadings(stale)
    if not (changed or named) and standing and len(unsaid) == len(standing):
        raise ValidationError({"sourced": "Tick the teams whose figures come from there, or change a figure"})
    corrected = bool(renamed) or any(row.team.pk in standing for row in changed)
    _check_rows(changed, month, source, note, corrected=corrected)
    readings = [
        _reading(row, standing.get(row.team.pk), month, by, source, fte_source, note) for row in changed
    ]
    readings += [_renamed(row.team, standing[row.team.pk], by, source, fte_source, note) for row in renamed]
    return [_append(reading, by) for reading in readings]


def _plain(entered: dict[str, Any]) -> dict[str, Decimal | None]:
    return {name: None if value is None else Decimal(value) for name, value in entered.items()}


def _check_rows(rows: list[MonthRow], month: date, source: str, note: str, *, corrected: bool) -> None:
    refused = Refusals()
    refused.when(month > today(), "month", "The month must not lie in the future.")
    refused.when(
        (bool(rows) or corrected) and not source.strip(), "source", "Say where the figures come from"
    )
    why = "Say why figures already recorded, or their source, are changed"
    refused.when(corrected and not note.strip(), "note", why)
    for row in rows:
        for name, sentence in _wrong(row):
            refused.when(True, f"{row.team.pk}-{name}", f"{row.team}: {sentence}")
    refused.raise_any()


def _wrong(row: MonthRow) -> list[tuple[str, str]]:
    parts = (row.newly_qualified_fte, row.senior_fte)
    reduced = sum((part or _NIL for part in parts), _NIL)
    found = []
    if row.full_fte is None and (reduced or row.agency_fte):
        found.append(("full_fte", "enter the FTE with full caseloads too, 0 for nil."))
    if (row.agency_fte or _NIL) > (row.full_fte or _NIL) + reduced:
        found.append(("agency_fte", "agency workers are part of the FTE."))
    if reduced and row.team.reduced_standard is None:
        found.append(("newly_qualified_fte", "the team names no standard for those with fewer cases."))
    return found


def _reading(
    row: MonthRow,
    standing: CapacityReading | None,
    month: date,
    by: User,
    source: str,
    fte_source: str,
    note: str,
) -> CapacityReading:
    team = row.team
    reduced = (row.newly_qualified_fte or _NIL) + (row.senior_fte or _NIL)
    fte = None if row.full_fte is None else row.full_fte + reduced
    # What was published of a month holds as long as the figures it follows from do.
    kept = standing if standing and (standing.cases, standing.fte) == (row.cases, fte) else None
    return CapacityReading(
        council=team.council,
        team=team,
        month=month,
        as_at=month,
        cases=row.cases,
        cases_like=kept.cases_like if kept else None,
        average_caseload=kept.average_caseload if kept else None,
        cases_over=kept.cases_over if kept else None,
        counts=team.counts,
        fte=fte,
        reduced_fte=reduced,
        newly_qualified_fte=row.newly_qualified_fte,
        senior_fte=row.senior_fte,
        manager_fte=row.manager_fte,
        agency_fte=row.agency_fte,
        fte_source=fte_source,
        standard=team.standard,
        reduced_standard=team.reduced_standard,
        source=source,
        note=note if standing else "",
        recorded_by=by,
        corrects=standing,
        is_void=standing is not None and all(value is None for value in row.entered.values()),
    )


# What an entry has of its own when only the source of another is put right.
_OWN = frozenset({"id", "recorded_at", "recorded_by", "change", "corrects", "is_void"})


def _renamed(
    team: Team, standing: CapacityReading, by: User, source: str, fte_source: str, note: str
) -> CapacityReading:
    """The same figures, held against the same standards, from another source."""
    facts = {
        field.attname: getattr(standing, field.attname)
        for field in CapacityReading._meta.concrete_fields
        if field.name not in _OWN
    }
    facts |= {"source": source, "fte_source": fte_source, "note": note}
    reading = CapacityReading(**facts, recorded_by=by, corrects=standing)
    reading.team, reading.council = team, team.council
    return reading
