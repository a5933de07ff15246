"""Caseloads and capacity as a workbook or CSV: the columns as data; `core.spreadsheets` writes them."""

from collections.abc import Sequence
from datetime import date

from core.spreadsheets import Column, Sheet, write, write_csv
from workforce.aspirations import Aspired, aspired
from workforce.capacity import CapacityGroup
from workforce.caseloads import Load
from workforce.models import CaseloadStandard

LOAD_COLUMNS = [
    Column[Load]("Service", lambda row: row.readings[0].team.service, width=24),
    Column[Load]("Locality", lambda row: row.readings[0].team.locality, width=18),
    Column[Load]("Team", lambda row: row.readings[0].team.name, width=24),
    Column[Load]("Month", lambda row: row.readings[0].month),
    Column[Load]("Cases", lambda row: row.cases),
    Column[Load]("FTE", lambda row: row.fte, "0.00"),
    Column[Load]("Newly qualified FTE", lambda row: row.readings[0].newly_qualified_fte, "0.00"),
    Column[Load]("Senior practitioner FTE", lambda row: row.readings[0].senior_fte, "0.00"),
    Column[Load]("Agency FTE", lambda row: row.agency_fte, "0.00"),
    Column[Load]("Manager FTE", lambda row: row.readings[0].manager_fte, "0.00"),
    Column[Load]("Average", lambda row: row.average, "0.0"),
    Column[Load]("Average without agency", lambda row: row.average_without_agency, "0.0"),
    Column[Load]("Capacity, fewest", lambda row: row.target[0] if row.target else None, "0.0"),
    Column[Load]("Capacity, most", lambda row: row.target[1] if row.target else None, "0.0"),
    Column[Load]("Over, fewest", lambda row: row.over[0] if row.over else None, "0.0"),
    Column[Load]("Over, most", lambda row: row.over[1] if row.over else None, "0.0"),
    Column[Load]("Standard", lambda row: str(row.readings[0].standard or ""), width=40),
    Column[Load]("Source", lambda row: row.readings[0].source, width=60),
    Column[Load]("FTE is", lambda row: row.readings[0].get_fte_source_display(), width=20),
]
NEED_COLUMNS = [
    Column[CapacityGroup]("Teams", lambda row: row.name, width=36),
    Column[CapacityGroup]("Posts needed, fewest", lambda row: row.need.fewest if row.need else None, "0.0"),
    Column[CapacityGroup]("Posts needed, most", lambda row: row.need.most if row.need else None, "0.0"),
    Column[CapacityGroup]("How", lambda row: "; ".join(row.need.steps) if row.need else "", width=60),
    Column[CapacityGroup](
        "Without agency, fewest", lambda row: row.without_agency.fewest if row.without_agency else None, "0.0"
    ),
    Column[CapacityGroup](
        "Without agency, most", lambda row: row.without_agency.most if row.without_agency else None, "0.0"
    ),
    Column[CapacityGroup]("FTE asked for", lambda row: row.compared_fte, "0.00"),
    Column[CapacityGroup]("Difference", lambda row: row.difference, width=30),
    Column[CapacityGroup]("Note", lambda row: row.unlike, width=60),
]


def export_capacity(
    loads: Sequence[Load],
    groups: Sequence[CapacityGroup],
    standards: Sequence[CaseloadStandard],
    kind: str,
    day: date,
) -> bytes:
    """Each team's reading with what it could carry; in a workbook, beside it the posts needed by group, also to
    come to an aspiration among `standards`."""
    teams = Sheet("Teams", [Column[Load]("Facts as at", lambda row: day), *LOAD_COLUMNS], loads)
    if kind == "csv":
        return write_csv(teams)
    columns = [
        Column[CapacityGroup]("Facts as at", lambda row: day),
        *NEED_COLUMNS,
        *_aspiration_columns({group.name: aspired(group.readings, standards) for group in groups}),
    ]
    return write(teams, Sheet("Posts needed", columns, groups))


def _aspiration_columns(found: dict[str, Aspired | None]) -> list[Column[CapacityGroup]]:
    def of(row: CapacityGroup, name: str) -> object:
        aspiration = found[row.name]
        return getattr(aspiration.need, name) if aspiration and aspiration.need else None

    def words(row: CapacityGroup) -> str:
        aspiration = found[row.name]
        return aspiration.words if aspiration else ""

    return [
        Column("Aspiration", words, width=24),
        Column("For the aspiration, fewest", lambda row: of(row, "fewest"), "0.0"),
        Column("For the aspiration, most", lambda row: of(row, "most"), "0.0"),
    ]
