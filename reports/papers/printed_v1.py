"""What a paper says of tables that were printed before, where its author chooses so: printed beside computed, and the
causes of what differs. Once a paper has been published with it, what it says is never changed."""

from collections.abc import Iterator
from decimal import Decimal

from core.dates import full_date
from core.financial_year import label
from core.money import pounds
from reports.papers.composer import Composer
from reports.papers.parts import Cell, Column, Group, Part, Row, Table
from reports.papers.printed import PrintedColumn, PrintedTable
from reports.papers.words import counted

BLANK, NONE = "Blank", ""


def printed(composer: Composer) -> Iterator[Part]:
    """Each table in a sentence that says whether it agrees, with its rows; where it does not, with the causes."""
    if "printed" not in composer.data.dates:
        return
    day = full_date(composer.data.dates["printed"])
    for table in composer.data.printed_tables:
        number = composer.numbering.table()
        yield composer.say(_in_words(table, number, day), [table.title, table.source])
        yield _rows(table, number, day)
        if not table.agrees:
            yield _causes(table, composer.numbering.table())


def _in_words(table: PrintedTable, number: int, day: str) -> str:
    """Whether the rows add up to the stated total, and that to the record; a difference with its sum."""
    total = table.total
    held = f"Table {number} holds “{table.title}” ({table.source}) against the record as at {day}. "
    rows = f"Its {counted(len(table.rows), 'row')} add up to {_whole(total.printed)}"
    if table.agrees:
        return f"{held}{rows}, which is the total stated there and what the record comes to: they agree."
    if table.adds_up:
        words = f"{rows}, which is the total stated there; the record comes to {pounds(total.computed)}."
    else:
        words = (
            f"{rows}, and {_whole(total.stated)} is stated there: a difference of {pounds(total.difference)}."
        )
    return f"{held}{words} Table {number + 1} {_explained(table)}"


def _explained(table: PrintedTable) -> str:
    if not table.unexplained:
        return "names the causes, which add up to every difference."
    left = ", ".join(f"{pounds(one.unexplained)} ({_year(one.year)})" for one in table.unexplained)
    return f"names the causes that are known; not explained: {left}."


def _rows(table: PrintedTable, number: int, day: str) -> Table:
    """Each year by itself, so that a table of many years stays as wide as one of one."""
    groups = [_group(table, at, column) for at, column in enumerate(table.columns[:-1])]
    if len(table.years) > 1:
        groups.append(Group(_totals(table.total), heading=_year(None).capitalize()))
    unit = "pound" if table.unit == 1 else "thousand"
    return Table(
        f"Table {number}: {table.title}, as printed and as computed, as at {day}",
        (
            Column("Row", "words"),
            Column("Printed", "money", is_number=True),
            Column("Computed", "money", is_number=True),
        ),
        tuple(groups),
        note=f"Printed to the whole {unit}; computed from the first budgets of the lines, to the penny.",
    )


def _group(table: PrintedTable, at: int, column: PrintedColumn) -> Group:
    rows = (
        Row((Cell(row.label), Cell(_printed(row.printed[at])), Cell(pounds(row.computed[at]))))
        for row in table.rows
    )
    return Group((*rows, *_totals(column)), heading=_year(column.year))


def _totals(column: PrintedColumn) -> tuple[Row, ...]:
    sums = Cell("Sum of the rows"), Cell(_whole(column.printed)), Cell(pounds(column.computed))
    return Row(sums, is_total=True), Row(
        (Cell("Total as stated"), Cell(_whole(column.stated)), Cell(NONE)), is_total=True
    )


def _causes(table: PrintedTable, number: int) -> Table:
    return Table(
        f"Table {number}: Causes of the differences in “{table.title}”",
        (Column("Cause", "words"), Column("Printed less stated", "money", is_number=True)),
        tuple(_causes_of(column) for column in table.columns),
    )


def _causes_of(column: PrintedColumn) -> Group:
    rows = [Row((Cell(cause.name), Cell(pounds(cause.amount)))) for cause in column.causes]
    if column.unexplained:
        rows.append(Row((Cell("Not explained"), Cell(pounds(column.unexplained)))))
    rows.append(Row((Cell("Difference"), Cell(pounds(column.difference))), is_total=True))
    return Group(tuple(rows), heading=_year(column.year).capitalize())


def _printed(amount: Decimal | None) -> str:
    return BLANK if amount is None else _whole(amount)


def _whole(amount: Decimal) -> str:
    return pounds(amount, pence=False)


def _year(year: int | None) -> str:
    return "all years" if year is None else label(year)
