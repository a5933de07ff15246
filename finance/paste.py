"""A block copied from a spreadsheet, read against the year's grid: with or without heads and codes.

Heads name months (`Apr`, `October 2024`, `Oct-24`, `01/10/2024`, `P7`); a column of codes names lines. Without heads
the columns run from the first month chosen, without codes the rows from the first line chosen: there an empty row among
bare figures is a line that has none. A code that no line has, and a name of another line than the one a row would go
to, are refused: no figure goes where it does not say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.dates import MONTHS, today
from core.money import parse_pounds, plain
from core.words import listed
from finance.figures import NIL
from finance.grid import Grid
from finance.models import BudgetLine
from finance.periods import period_name
from finance.services import GridCell
from finance.services.spend import closed_sentence

Cell = tuple[int, date]
# What Excel's accounting format shows for nil.
DASHES = frozenset("-\u2013\u2212")
MOST_CELLS, TOTALS_NAMED = 5_000, 10
_NAMED = re.compile(r"([A-Za-z]{3,9})[\s\-/.']*((?:20)?[0-9]{2})?")
_DATED = re.compile(r"[0-9]{1,2}[/.\-]([0-9]{1,2})[/.\-]((?:20)?[0-9]{2})")
_ISO = re.compile(r"(20[0-9]{2})-([0-9]{2})(?:-[0-9]{2})?")
# What stands in a column of codes, also of codes no line has: CFI-01, L77, CS4105/31500.
_CODE = re.compile(r"[A-Z]{1,8}[\-/.]?[0-9][0-9A-Z\-/.]*", re.IGNORECASE)
_TOTAL = re.compile(r"(grand |sub[- ]?)?total", re.IGNORECASE)
_PERIOD = re.compile(r"(?:p|period|month)\s*0?([0-9]{1,2})", re.IGNORECASE)


@dataclass
class Block:
    """What was read: the text of each cell, what could not be placed, as sentences, the heads of columns that were
    passed by, and the numbers of rows of totals."""

    cells: dict[Cell, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    passed_by: tuple[str, ...] = ()
    totals: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class PastedCell:
    """A cell of the preview: what stands (None: not entered), what would, and why it cannot."""

    line: BudgetLine
    month: date
    old: Decimal | None
    typed: str
    new: Decimal | None
    problem: str = ""

    @property
    def month_name(self) -> str:
        return period_name(self.month)

    @property
    def shown(self) -> str:
        return "" if self.old is None else plain(self.old)

    @property
    def is_changed(self) -> bool:
        return self.new != self.old


@dataclass(frozen=True)
class Preview:
    """Every cell that would change or cannot, how many stay, what could not be placed, the heads of columns that were
    passed by, and the numbers of rows of totals."""

    cells: tuple[PastedCell, ...]
    unchanged: int
    problems: tuple[str, ...]
    passed_by: tuple[str, ...] = ()
    totals: tuple[int, ...] = ()

    @property
    def totals_told(self) -> str:
        """How many rows were passed over as totals, and which; nothing where there were none."""
        if len(self.totals) < 2:
            return f"Row {self.totals[0]} reads as a total and is passed over" if self.totals else ""
        more = len(self.totals) - TOTALS_NAMED
        named = [str(number) for number in self.totals[:TOTALS_NAMED]] + (
            [f"{more} more"] if more > 0 else []
        )
        return f"{len(self.totals)} rows read as totals and are passed over: rows {listed(named)}"

    @property
    def is_good(self) -> bool:
        return bool(self.cells) and not self.problems and not self.wrong

    @property
    def pasted(self) -> Decimal:
        """What the figures that would change come to, in pounds."""
        return sum((cell.new for cell in self.cells if cell.new is not None), NIL)

    @property
    def difference(self) -> Decimal:
        """By how much spend would change, in pounds."""
        return self.pasted - sum((cell.old for cell in self.cells if cell.old is not None), NIL)

    @property
    def wrong(self) -> int:
        return sum(bool(cell.problem) for cell in self.cells)


def read_block(
    text: str, grid: Grid, *, first_line: int | None = None, first_month: date | None = None
) -> Block:
    """The cells of a pasted block. `first_line` (an id) and `first_month` are where it starts when it has no codes
    or no heads; by default the first line and April."""
    block = Block()
    heads, called, numbered = _heads_and_rows(text, grid.year)
    rows = list(numbered.values())
    by_code = {row.line.code.casefold(): row.line.pk for row in grid.lines}
    codes = {row.line.pk: row.line.code for row in grid.lines}
    code_at = _code_column(rows, by_code, called)
    if sum(map(len, rows)) > MOST_CELLS:
        block.problems.append(f"A paste holds {MOST_CELLS:,} cells at most")
        return block
    columns = heads or _columns_from(rows, code_at, grid, first_month or grid.months[0], block)
    lines = [row.line.pk for row in grid.lines]
    at = lines.index(first_line) if first_line in lines else 0
    block.passed_by = _passed_by(rows, called, {*heads, code_at}) if heads else ()
    # Where figures stand alone, an empty row is a line that has none; beside codes or names it is a gap.
    is_bare = code_at is None and 0 in columns
    for number, row in numbered.items():
        if _is_total(row, code_at):
            block.totals.append(number)
            continue
        if not (any(row) or is_bare):
            continue
        if any(cell.startswith('"') and cell.count('"') % 2 for cell in row):
            block.problems.append(f"Row {number} is broken within a cell: paste it without the line break")
        line = by_code.get(_at(row, code_at).casefold()) if code_at is not None else _nth(lines, at)
        at += 1
        if line is None:
            if any(row):
                said = _at(row, code_at or 0) or next(filter(None, row))
                block.problems.append(f"Row {number} (“{said[:40]}”) is no line of this grid")
            continue
        if other := _another_line(row, line, grid):
            words = f"Row {number} says “{other[:40]}” and would go to {codes[line]}"
            block.problems.append(f"{words}: paste the codes too, or choose another first line")
        _take(row, line, columns, block, codes[line])
    return block


def _heads_and_rows(text: str, year: int) -> tuple[dict[int, date], list[str], dict[int, list[str]]]:
    """Months by column and the words of the row of heads, where the block begins with one, and the rows below it by
    their numbers in the block, empty ones among them."""
    rows = {
        number: [cell.strip() for cell in row.split("\t")]
        for number, row in enumerate(text.splitlines(), start=1)
    }
    first = next((number for number, row in rows.items() if any(row)), 0)
    called = rows.get(first, [])
    heads = _heads(called, year)
    if not heads:
        return {}, [], rows
    return heads, called, {number: row for number, row in rows.items() if number > first}


def _passed_by(
    rows: Sequence[Sequence[str]], called: Sequence[str], taken: set[int | None]
) -> tuple[str, ...]:
    """The heads of columns with figures that name no month of the year, such as a total, March of the year before or
    a month misspelt: nothing in them is taken, and the preview says so."""
    width = max(map(len, rows), default=0)
    left = [at for at in range(width) if at not in taken and any(_is_figure(_at(row, at)) for row in rows)]
    return tuple(_at(called, at)[:40] or f"column {at + 1}" for at in left)


def _is_figure(text: str) -> bool:
    try:
        return parse_pounds(text) is not None
    except ValueError:
        return False


def _take(row: Sequence[str], line: int, columns: dict[int, date], block: Block, code: str) -> None:
    for column, month in columns.items():
        if (line, month) in block.cells:
            block.problems.append(f"{period_name(month)} of {code} stands twice in the block")
        block.cells[line, month] = _at(row, column)


def _heads(row: Sequence[str], year: int) -> dict[int, date]:
    """Months by column, when the row is one of heads."""
    months = {column: month_of(text, year) for column, text in enumerate(row)}
    return {column: month for column, month in months.items() if month}


def month_of(text: str, year: int) -> date | None:
    """The month of a financial year that a head names; None for a head that names none of them."""
    text = text.strip()
    if found := _PERIOD.fullmatch(text):
        number = int(found[1]) + 3
        return (
            _in_year(number if number <= 12 else number - 12, "", year) if 1 <= int(found[1]) <= 12 else None
        )
    if found := _ISO.fullmatch(text):
        return _in_year(int(found[2]), found[1], year)
    if found := _DATED.fullmatch(text):
        return _in_year(int(found[1]), found[2], year)
    if found := _NAMED.fullmatch(text):
        names = [
            at for at, name in enumerate(MONTHS, start=1) if name.casefold().startswith(found[1].casefold())
        ]
        return _in_year(names[0], found[2] or "", year) if names else None
    return None


def _in_year(number: int, named: str, year: int) -> date | None:
    if not 1 <= number <= 12:
        return None
    month = date(year if number >= 4 else year + 1, number, 1)
    return month if not named or int(named) % 100 == month.year % 100 else None


def _code_column(rows: Sequence[Sequence[str]], by_code: dict[str, int], called: Sequence[str]) -> int | None:
    """The column in which line codes stand, if there is one: that with the most of them, or, where no line has any of
    them, that which is called so or reads so."""
    counts: dict[int, int] = {}
    for row in rows:
        for column, text in enumerate(row):
            if text.casefold() in by_code:
                counts[column] = counts.get(column, 0) + 1
    if counts:
        return max(counts, key=lambda column: counts[column])
    width = max(map(len, rows), default=0)
    return next(
        (at for at in range(width) if "code" in _at(called, at).casefold() or _is_codes(rows, at)), None
    )


def _is_codes(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether every filled cell of a column, totals aside, reads like a code."""
    filled = [text for text in (_at(row, column) for row in rows) if text and not _is_sum(text)]
    return bool(filled) and all(_CODE.fullmatch(text) for text in filled)


def _another_line(row: Sequence[str], line: int, grid: Grid) -> str:
    """The name in a row that is of other lines and not of this one; empty where there is none."""
    names: dict[str, set[int]] = {}
    for entered in grid.lines:
        names.setdefault(entered.line.name.casefold(), set()).add(entered.line.pk)
    return next((text for text in row if line not in names.get(text.casefold(), {line})), "")


def _columns_from(
    rows: Sequence[Sequence[str]], code_at: int | None, grid: Grid, first: date, block: Block
) -> dict[int, date]:
    """Columns of figures from the first month on; columns of words before
    them, such as the name, are passed by."""
    width = max(map(len, rows), default=0)
    begins = next((at for at in range(width) if at != code_at and not _is_words(rows, at)), width)
    figures = [at for at in range(begins, width) if at != code_at]
    if rows and not figures:
        block.problems.append("There are no figures in this block")
    months = grid.months[grid.months.index(first) :]
    if len(figures) > len(months):
        words = f"The block has {len(figures)} columns of figures, and {len(months)} months follow"
        block.problems.append(f"{words}: choose another first month, or paste the heads too")
    return dict(zip(figures, months, strict=False))


def _is_words(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether every filled cell of a column begins like a name; one mistyped figure among figures is none."""
    filled = [text for text in (_at(row, column) for row in rows) if text]
    return bool(filled) and all(text[0].isalpha() for text in filled)


def _is_total(row: Sequence[str], code_at: int | None) -> bool:
    code = _at(row, code_at) if code_at is not None else ""
    return (not code or _is_sum(code)) and any(map(_is_sum, row))


def _is_sum(text: str) -> bool:
    return bool(_TOTAL.match(text))


def _at(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _nth(lines: Sequence[int], at: int) -> int | None:
    return lines[at] if at < len(lines) else None


def preview_of(block: Block, grid: Grid, closed: frozenset[date], *, empties: bool = False) -> Preview:
    """The block cell by cell. A blank leaves a figure as it is, unless the paste `empties`."""
    spend = {
        (row.line.pk, month): (row.line, amount)
        for row in grid.lines
        for month, amount in zip(grid.months, row.figures.spend, strict=True)
    }
    cells = []
    for (line_id, month), text in block.cells.items():
        line, old = spend[line_id, month]
        cell = _pasted(line, month, old, text, closed, empties=empties)
        if cell.problem or cell.is_changed:
            cells.append(cell)
    return Preview(
        tuple(cells),
        len(block.cells) - len(cells),
        tuple(block.problems),
        block.passed_by,
        tuple(block.totals),
    )


def _pasted(
    line: BudgetLine, month: date, old: Decimal | None, text: str, closed: frozenset[date], *, empties: bool
) -> PastedCell:
    try:
        new = Decimal(0) if text in DASHES else parse_pounds(text)
    except ValueError as refused:
        return PastedCell(line, month, old, text, None, str(refused))
    if new is None and not empties:
        new = old
    problem = ""
    if new != old and month in closed:
        problem = closed_sentence(month)
    elif new is not None and new != old and month > today():
        problem = f"{period_name(month)} has not begun: leave it blank"
    return PastedCell(line, month, old, "" if new is None else plain(new), new, problem)


def posted_cells(preview: Preview) -> list[GridCell]:
    """The cells that change, as the grid takes them."""
    return [GridCell(cell.line.pk, cell.month, cell.shown, cell.typed) for cell in preview.cells]
