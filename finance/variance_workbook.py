"""The variance report as a workbook: sums, subtotals and percentages as live formulas."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.spreadsheets import Column, Formula, Sheet
from finance.periods import period_name
from finance.variance import LineRow, Rag, Report, Sums

_PERCENT = "0.0%;-0.0%"


@dataclass(frozen=True)
class VarianceRecord:
    """A line, or a subtotal or total (no line) of the rows from `first` to `last`, with its sums."""

    label: str
    row: LineRow | None
    sums: Sums
    rag: Rag
    first: int = 0
    last: int = 0


def variance_sheet(report: Report) -> Sheet[VarianceRecord]:
    """The lines in their groups, each with its subtotal, and the total: what is on the screen, to the penny."""
    return Sheet(f"Variance {period_name(report.through)}", _columns(report), list(_records(report)))


def _records(report: Report) -> Iterator[VarianceRecord]:
    at = 2
    for group in report.groups:
        first = at
        for row in group.rows:
            yield VarianceRecord(group.label, row, row.sums, row.rag)
            at += 1
        yield VarianceRecord(f"{group.label}: subtotal", None, group.sums, group.rag, first, at - 1)
        at += 1
    if report.groups:
        yield VarianceRecord("Total", None, report.total, report.rag, 2, at - 1)


def _columns(report: Report) -> list[Column[VarianceRecord]]:
    before = period_name(report.before) if report.before else "none yet"
    at_close = _only(report.before, _sum("M", lambda sums: sums.before))
    change = _only(report.before, lambda each: Formula("=J{row}-M{row}", each.sums.change))
    return [
        Column("Code", lambda each: each.row.line.code if each.row else "", width=10),
        Column("Budget line", lambda each: each.row.line.name if each.row else each.label, width=40),
        Column("Group", lambda each: each.label if each.row else "", width=30),
        Column("RAG of variance", lambda each: each.rag.words, width=10),
        Column("Original budget", _sum("E", lambda sums: sums.original)),
        Column("Current budget", _sum("F", lambda sums: sums.budget)),
        Column("Budget to date", _sum("G", lambda sums: sums.to_date)),
        Column("Actual to date", _sum("H", lambda sums: sums.actual)),
        Column("Variance to date", lambda each: Formula("=H{row}-G{row}", each.sums.variance_to_date)),
        Column("Forecast outturn", _sum("J", lambda sums: sums.outturn)),
        Column("Variance (overspend positive)", lambda each: Formula("=J{row}-F{row}", each.sums.variance)),
        Column("Variance %", _share, _PERCENT, width=10),
        Column(f"Forecast outturn at last close ({before})", at_close),
        Column("Change since", change),
        Column(
            "Explanation",
            lambda each: each.row.explanation.text if each.row and each.row.explanation else "",
            width=60,
        ),
        Column(
            "Explanation missing", lambda each: "Yes" if each.row and each.row.is_missing else None, width=12
        ),
    ]


def _share(each: VarianceRecord) -> Formula:
    """The variance of the budget; nothing without one. Subtotals of pence are rounded before they are nil."""
    sums = each.sums
    share = sums.variance / abs(sums.budget) if sums.budget else ""
    return Formula('=IF(ROUND(F{row},2)=0,"",K{row}/ABS(F{row}))', share)


def _sum(letter: str, value: Callable[[Sums], Decimal | None]) -> Callable[[VarianceRecord], object]:
    """The value of a line; elsewhere the subtotal of the column, which leaves other subtotals out."""

    def of(each: VarianceRecord) -> object:
        own = value(each.sums)
        return own if each.row else Formula(f"=SUBTOTAL(9,{letter}{each.first}:{letter}{each.last})", own)

    return of


def _only(
    before: date | None, value: Callable[[VarianceRecord], object]
) -> Callable[[VarianceRecord], object]:
    """The value where a forecast was frozen before; else nothing: a blank would be subtracted as nil."""
    return value if before else lambda each: None
