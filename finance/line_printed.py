"""What papers printed of a budget line, beside what we compute: its rows of the stated tables that stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch

from core.financial_year import label
from finance.figures import NIL
from finance.models import BudgetLine, BudgetMovement, StatedCause, StatedRow, StatedTable


@dataclass(frozen=True)
class PrintedCell:
    """A year of a line in a table: the printed sum (None: left blank), the computed one, and why they differ."""

    table_id: int
    table: str
    row: str
    year: int
    unit: int
    printed: Decimal | None
    computed: Decimal
    causes: tuple[str, ...]

    @property
    def label(self) -> str:
        return label(self.year)

    @property
    def difference(self) -> Decimal:
        return (self.printed or NIL) - self.computed

    @property
    def why(self) -> tuple[str, ...]:
        """The named causes; else that it is rounding, or that nobody has named one."""
        if self.causes or not self.difference:
            return self.causes
        unit = "pound" if self.unit == 1 else "thousand"
        is_rounding = abs(self.difference) < self.unit
        return (f"Printed to the whole {unit}" if is_rounding else "Not explained",)


def printed_of(
    line: BudgetLine, day: date | None = None, known_at: datetime | None = None
) -> tuple[PrintedCell, ...]:
    """The line as printed, year by year, against its original budgets that held on `day` (None: any), as known at a
    moment (None: now). Three queries, one where nothing was printed."""
    causes = Prefetch("causes", StatedCause.objects.standing(known_at))
    tables = StatedTable.objects.standing(known_at)
    rows = (
        StatedRow.objects.filter(line=line, table__in=tables).select_related("table").prefetch_related(causes)
    )
    found = list(rows.order_by("table_id", "order"))
    if not found:
        return ()
    original = BudgetMovement.objects.filter(line=line, kind=BudgetMovement.Kind.ORIGINAL)
    computed = original.by_line_and_year(day, known_at).get(line.pk, {})
    return tuple(cell for row in found for cell in _cells(row, computed))


def _cells(row: StatedRow, computed: dict[int, Decimal]) -> Iterator[PrintedCell]:
    table = row.table
    for year in table.years:
        printed = row.printed.get(str(year))
        yield PrintedCell(
            table_id=table.pk,
            table=table.title,
            row=row.label,
            year=year,
            unit=table.unit,
            printed=None if printed is None else Decimal(printed),
            computed=computed.get(year, NIL),
            causes=tuple(one.explanation for one in row.causes.all() if one.financial_year == year),
        )
