"""Tables printed before, read for `collect`: those of the paper's decision, or of every decision that pays for its
plan, each beside what we compute on a day."""

from datetime import date, datetime
from decimal import Decimal

from finance.models import StatedTable
from finance.reads import reconciliation_of
from finance.reconciliation import Column, ReconciledRow
from reports.models import Paper
from reports.papers.collect_scope import PlanScope
from reports.papers.printed import NamedCause, PrintedColumn, PrintedRow, PrintedTable


def printed_tables(
    paper: Paper, day: date, scope: PlanScope, known_at: datetime | None = None
) -> tuple[PrintedTable, ...]:
    """As known at a moment (None: now): one that was mistyped stands until it was recorded anew."""
    tables = StatedTable.objects.ever_of(paper.council).standing(known_at).with_rows(known_at)
    if paper.decision:
        tables = tables.filter(decision=paper.decision)
    kept = [one for one in tables.prefetch_related("decision__lines") if _is_of(one, paper, scope)]
    return tuple(_printed_table(one, day, known_at) for one in kept)


def _is_of(table: StatedTable, paper: Paper, scope: PlanScope) -> bool:
    """Whether the plan's money is in it; a decision without lines yet is every plan's."""
    lines = table.decision.lines.all()
    return (
        bool(paper.decision) or not scope.others or not lines or any(scope.has_line(one.pk) for one in lines)
    )


def _printed_table(table: StatedTable, day: date, known_at: datetime | None) -> PrintedTable:
    found = reconciliation_of(table, known_at, day)
    return PrintedTable(
        pk=table.pk,
        title=table.title,
        source=table.source,
        unit=table.unit,
        years=found.years,
        rows=tuple(_row(row) for row in found.rows),
        columns=tuple(_column(column) for column in found.all_columns),
    )


def _row(row: ReconciledRow) -> PrintedRow:
    cells = row.cells
    return PrintedRow(
        row.label, tuple(cell.printed for cell in cells), tuple(cell.computed for cell in cells)
    )


def _column(column: Column) -> PrintedColumn:
    return PrintedColumn(
        year=column.year,
        printed=Decimal(column.printed),
        stated=column.stated,
        computed=column.computed,
        causes=tuple(NamedCause(cause.name, cause.amount) for cause in column.causes),
        unexplained=column.unexplained,
    )
