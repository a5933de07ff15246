"""Money as the record has it: months that are blank or open, totals that differ, and spend beyond the authority."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from core.dates import month_name
from core.financial_year import label
from core.money import pounds
from core.words import listed
from reports.papers.data import PaperData
from reports.papers.finding import WARNING, Finding
from reports.papers.places import in_document, in_spend
from reports.papers.spend import StatedTotal


def blank_months(data: PaperData) -> Iterator[Finding]:
    for line in data.spend.lines:
        if line.blank_months:
            months = listed(month_name(month) for month in line.blank_months)
            yield in_spend(data, "spend-blank", f"{line.code} {line.name}: nothing is entered for {months}.")
    entered = [month.month for month in data.spend.months if month.actual is not None]
    if data.spend.lines and data.spend.through not in entered:
        through = month_name(data.spend.through)
        yield in_spend(
            data, "spend-not-entered", f"The paper says spend to {through}, and none is entered for it."
        )


def open_months(data: PaperData) -> Iterator[Finding]:
    """Spend through a month that finance has not closed may change after members have read it."""
    if data.spend.lines and data.spend.open_months:
        yield in_spend(data, "spend-open", _open(data.spend.through, data.spend.open_months))
    asked = data.drawdown
    if asked and asked.open_months and any(row.spent is not None for row in asked.rows):
        message, view = _open(asked.spent_through, asked.open_months), "finance:close-list"
        yield Finding(WARNING, "spend-open", "Spend", message, view)


def _open(through: date, months: Iterable[date]) -> str:
    return f"The paper says spend to {month_name(through)}, and not closed yet: {listed(map(month_name, months))}."


def months_and_lines(data: PaperData) -> Iterator[Finding]:
    by_month = sum((month.actual or Decimal(0) for month in data.spend.months), Decimal(0))
    if by_month != data.spend.year_to_date:
        message = f"The months of the year add up to {pounds(by_month)}, the lines to "
        yield in_spend(data, "parts-do-not-sum", f"{message}{pounds(data.spend.year_to_date)}.")


def stated_totals(data: PaperData) -> Iterator[Finding]:
    for total in data.stated:
        if total.stated != total.printed:
            yield _stated(total, f"its rows add up to {pounds(total.printed)}")
        elif abs(total.stated - total.computed) >= 1:
            yield _stated(total, f"the record comes to {pounds(total.computed)}")
    yield from _stated_costings(data)
    yield from _unexplained(data)


def _stated(total: StatedTotal, found: str) -> Finding:
    message = f"{total.table}, {total.column}: {pounds(total.stated)} is stated, and {found}."
    return Finding(
        WARNING, "stated-total", total.source, message, "finance:stated-table-detail", (total.table_pk,)
    )


def _stated_costings(data: PaperData) -> Iterator[Finding]:
    """What the paper prints of the time beside what we compute; its named causes stand in the appendix."""
    asked = data.costings
    if asked is None or not asked.stated:
        return
    for year, stated, computed in zip(asked.years, asked.stated, asked.totals, strict=False):
        if abs(stated - computed) >= 1:
            message = f"{label(year)}: {pounds(stated)} is stated, and the rows come to {pounds(computed)}."
            yield in_document(data, "stated-total", asked.stated_source or "Costings", "appendix-1", message)


def _unexplained(data: PaperData) -> Iterator[Finding]:
    """What the paper itself prints of a difference that no cause explains."""
    for table in data.printed_tables:
        for column in table.unexplained:
            years = label(column.year) if column.year is not None else "all years"
            message = (
                f"{table.title}, {years}: {pounds(column.unexplained)} of the difference is not explained."
            )
            view = "finance:stated-table-detail"
            yield Finding(WARNING, "stated-total", table.source, message, view, (table.pk,))


def overspent(data: PaperData) -> Iterator[Finding]:
    if data.spend.authorised and data.spend.to_date > data.spend.authorised:
        message = f"{pounds(data.spend.to_date)} is spent of {pounds(data.spend.authorised)} authorised."
        yield in_spend(data, "beyond-authority", message)
