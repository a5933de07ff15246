"""A comparison as a workbook with a sheet a part, or as one list."""

from core.spreadsheets import Column, Sheet, write, write_csv
from reports.comparison import Comparison, Count, Difference

_COUNTS: tuple[Column[Count], ...] = (
    Column("Progress rating", lambda row: row.rating.label, width=32),
    Column("Before", lambda row: row.before),
    Column("After", lambda row: row.after),
    Column("Change", lambda row: row.change),
)
_DIFFERENCES: tuple[Column[Difference], ...] = (
    Column("What", lambda row: row.what, width=22),
    Column("Which", lambda row: row.name, width=36),
    Column("Before", lambda row: row.before, width=32),
    Column("After", lambda row: row.after, width=32),
    Column("More", lambda row: row.more, width=50),
)


def _of_row(column: Column[Difference]) -> Column[tuple[str, Difference]]:
    """The same column, of a row that has its part before it."""
    return Column(column.head, lambda row: column.value(row[1]), width=column.width)


_ROWS: tuple[Column[tuple[str, Difference]], ...] = (
    Column("Part", lambda row: row[0], width=22),
    *map(_of_row, _DIFFERENCES),
)
_SIDES: tuple[Column[tuple[str, str, str]], ...] = (
    Column("Side", lambda row: row[0], width=12),
    Column("What", lambda row: row[1], width=50),
    Column("As at", lambda row: row[2], width=22),
)


def write_comparison(made: Comparison, kind: str) -> bytes:
    """The whole comparison as `xlsx`, or its differences one below the other as `csv`."""
    if kind == "csv":
        rows = [(part.heading, row) for part in made.parts for row in part.rows]
        rows += [("Money", row) for row in made.totals]
        return write_csv(Sheet("Differences", _ROWS, rows))
    sheets = [Sheet(part.heading[:31], _DIFFERENCES, part.rows) for part in made.parts]
    return write(
        Sheet("What is compared", _SIDES, _sides(made)),
        Sheet("Counts by rating", _COUNTS, made.counts),
        Sheet("Money", _DIFFERENCES, made.totals),
        *sheets,
    )


def _sides(made: Comparison) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    for name, side in (("Before", made.before), ("After", made.after)):
        rows.append((name, side.title, ""))
        rows += [(name, label, day) for label, day in side.dates]
    return rows
