"""What posting an extract would do, line by line, and what keeps it from being posted."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from core.dates import today
from core.money import pounds
from finance.extracts.destinations import Destination, Destinations, destinations_of
from finance.extracts.identity import KnownRow, known_rows
from finance.extracts.rows import LedgerFile, LedgerRow
from finance.figures import NIL
from finance.models import BudgetLine, LedgerExtract, MonthClose, SpendEntry
from finance.periods import period_name, periods
from finance.services.spend import closed_sentence

Cell = tuple[int, date]
PROBLEMS_SHOWN, KNOWN_SHOWN = 50, 200


@dataclass
class CodeGroup:
    """The rows of one cost centre and subjective code that go to no line: how many, and what they come to. Codes
    are left blank of rows that were moved by hand to a line that is `retired`: no mapping helps them."""

    cost_centre: str
    subjective_code: str
    why: str
    retired: BudgetLine | None = None
    rows: int = 0
    amount: Decimal = NIL


@dataclass(frozen=True)
class PostedCell:
    """A line in a month: what stands (None: not entered), what would, and the rows it comes from.

    Where the month is closed, the difference goes as an adjustment `into` an open one.
    """

    line: BudgetLine
    month: date
    old: Decimal | None
    new: Decimal
    rows: int
    moved: tuple[int, ...] = ()
    into: date | None = None
    problem: str = ""
    note: str = ""

    @property
    def difference(self) -> Decimal:
        return self.new - (self.old or NIL)

    @property
    def month_name(self) -> str:
        return period_name(self.month)

    @property
    def into_name(self) -> str:
        return period_name(self.into) if self.into else ""


@dataclass(frozen=True)
class Preview:
    """The cells that would change, how many stay, and what keeps the file out. `total` is that of every row, `known`
    are those that another file brought before, `taken` the numbers of those that would be posted; `numbered`: months
    were read from numbers of periods."""

    cells: tuple[PostedCell, ...]
    unchanged: int
    unmapped: tuple[CodeGroup, ...]
    left_out: tuple[CodeGroup, ...]
    wrong_rows: tuple[LedgerRow, ...]
    absent: tuple[BudgetLine, ...]
    totals: tuple[tuple[int, Decimal], ...]
    rows: int
    total: Decimal
    mapped: Decimal
    closed: tuple[date, ...]
    open_periods: tuple[date, ...]
    known: tuple[KnownRow, ...] = ()
    taken: frozenset[int] = frozenset()
    numbered: bool = False

    @property
    def known_total(self) -> Decimal:
        return sum((known.row.amount for known in self.known), NIL)

    @property
    def known_shown(self) -> tuple[KnownRow, ...]:
        return self.known[:KNOWN_SHOWN]

    @property
    def unmapped_total(self) -> Decimal:
        return sum((group.amount for group in self.unmapped), NIL)

    @property
    def unmapped_rows(self) -> int:
        return sum(group.rows for group in self.unmapped)

    @property
    def left_out_total(self) -> Decimal:
        return sum((group.amount for group in self.left_out), NIL)

    @property
    def difference(self) -> Decimal:
        return sum((cell.difference for cell in self.cells), NIL)

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence for each row or cell that keeps the whole file out."""
        rows = [f"Row {row.number}: {row.problem}" for row in self.wrong_rows]
        cells = [f"{cell.line}, {cell.month_name}: {cell.problem}" for cell in self.cells if cell.problem]
        return (*rows, *cells)

    @property
    def problems_shown(self) -> tuple[str, ...]:
        more = len(self.problems) - PROBLEMS_SHOWN
        return (*self.problems[:PROBLEMS_SHOWN], f"and {more} more") if more > 0 else self.problems

    @property
    def seal(self) -> str:
        """The same as long as posting would do the same."""
        said = [(c.line.pk, c.month, c.old, c.new, c.into) for c in self.cells]
        sums = (self.total, self.unmapped_total, self.known_total, len(self.known))
        return hashlib.sha256(repr((said, sums)).encode()).hexdigest()[:32]


@dataclass
class _Sum:
    """The rows that go to one cell."""

    amount: Decimal = NIL
    rows: int = 0
    moved: list[int] = field(default_factory=list)

    def take(self, row: LedgerRow, *, is_moved: bool) -> None:
        self.amount += row.amount
        self.rows += 1
        if is_moved:
            self.moved.append(row.number)


def preview_of(extract: LedgerExtract, ledger: LedgerFile, into: date | None = None) -> Preview:
    """What posting would do as things stand. What belongs to closed months goes `into` an open period as a dated
    adjustment; without one it is refused. Rows that were posted before stay out. Seven queries."""
    council = extract.council
    closed = MonthClose.objects.closed_months(council)
    known = known_rows(extract, ledger.rows)
    numbers = {each.row.number for each in known}
    new = [row for row in ledger.rows if row.number not in numbers]
    sorting = _sorted(new, destinations_of(council, extract), extract.through)
    lines = {line.pk: line for line in sorting.lines.values()}
    stood = _stood(extract, closed)
    shown = stood.by_cell
    cells = [
        _cell(lines[pk], month, got, stood, is_cumulative=extract.is_cumulative)
        for (pk, month), got in sorting.sums.items()
    ]
    changed = sorted(
        (
            _in_open_month(cell, into, closed) if cell.month in closed else cell
            for cell in cells
            if cell.difference or (cell.old is None and cell.month not in closed)
        ),
        key=_order,
    )
    waiting = {group.retired.pk for group in sorting.unmapped.values() if group.retired}
    absent = _absent(extract, lines.keys() | waiting, shown) if extract.is_cumulative else ()
    return Preview(
        cells=tuple(changed),
        unchanged=len(cells) - len(changed),
        unmapped=tuple(sorting.unmapped.values()),
        left_out=tuple(sorting.left_out.values()),
        wrong_rows=tuple(row for row in ledger.rows if row.problem),
        absent=absent,
        totals=ledger.totals,
        rows=len(ledger.rows),
        total=ledger.total,
        mapped=sum((got.amount for got in sorting.sums.values()), NIL),
        closed=tuple(sorted({cell.month for cell in changed} & closed)),
        open_periods=tuple(
            period for period in periods(extract.financial_year) if period not in closed and period <= today()
        ),
        known=known,
        taken=frozenset(sorting.taken),
        numbered=ledger.numbered,
    )


@dataclass
class _Sorting:
    sums: dict[Cell, _Sum] = field(default_factory=dict)
    lines: dict[int, BudgetLine] = field(default_factory=dict)
    unmapped: dict[tuple[str, str], CodeGroup] = field(default_factory=dict)
    left_out: dict[tuple[str, str], CodeGroup] = field(default_factory=dict)
    taken: list[int] = field(default_factory=list)


def _sorted(rows: Iterable[LedgerRow], places: Destinations, through: date | None) -> _Sorting:
    """The rows by where they go. One that cannot be read goes nowhere: it keeps the whole file out."""
    sorting = _Sorting()
    known: dict[tuple[str, str], Destination] = {}
    for row in rows:
        if row.number in places.moves:
            place = places.of_row(row)
        else:
            place = known.get(row.key) or known.setdefault(row.key, places.of_codes(row.key))
        month = through or row.month
        if place.line is None:
            groups = sorting.left_out if place.left_out else sorting.unmapped
            group = _group(groups, row, place)
            group.rows += 1
            group.amount += row.amount
        elif month is not None:
            sorting.lines[place.line.pk] = place.line
            got = sorting.sums.setdefault((place.line.pk, month), _Sum())
            sorting.taken.append(row.number)
            got.take(row, is_moved=bool(place.moved_from))
    return sorting


def _group(groups: dict[tuple[str, str], CodeGroup], row: LedgerRow, place: Destination) -> CodeGroup:
    if place.moved_from and place.retired:
        moved = CodeGroup("", "", place.why, place.retired)
        return groups.setdefault(("", f"moved to {place.retired.pk}"), moved)
    named = CodeGroup(row.cost_centre, row.subjective_code, place.why, place.retired)
    return groups.setdefault(row.key, named)


@dataclass(frozen=True)
class _Stood:
    """What stands in the year: by cell as the grid shows it; waiting reversals by cell; by line through the month
    of a cumulative file."""

    by_cell: Mapping[Cell, Decimal]
    waiting: Mapping[Cell, Decimal]
    to_date: Mapping[int, Decimal]


def _stood(extract: LedgerExtract, closed: frozenset[date]) -> _Stood:
    entries = SpendEntry.objects.of(extract.council).in_year(extract.financial_year).standing()
    by_cell = entries.by_cell()
    waiting: dict[Cell, Decimal] = {}
    backs = entries.exclude(reverses=None).values_list("line_id", "month", "amount")
    for line_id, month, amount in backs:
        if (line_id, month) not in by_cell:
            waiting[line_id, month] = waiting.get((line_id, month), NIL) + amount
    to_date: dict[int, Decimal] = {}
    for (line_id, month), amount in by_cell.items():
        if extract.through and month <= extract.through:
            to_date[line_id] = to_date.get(line_id, NIL) + amount
    return _Stood(by_cell, waiting, to_date)


def _cell(line: BudgetLine, month: date, got: _Sum, stood: _Stood, *, is_cumulative: bool) -> PostedCell:
    old = stood.by_cell.get((line.pk, month))
    note = ""
    if is_cumulative:
        new = (old or NIL) + got.amount - stood.to_date.get(line.pk, NIL)
    else:
        # Beside a reversal that waits, the rows are added to what it takes back.
        new = (stood.waiting.get((line.pk, month), NIL) if old is None else old) + got.amount
        if old:
            note = f"{pounds(old)} stands already: these rows are added to it"
    problem = f"{period_name(month)} has not begun" if month > today() else ""
    return PostedCell(line, month, old, new, got.rows, tuple(got.moved), problem=problem, note=note)


def _in_open_month(cell: PostedCell, into: date | None, closed: frozenset[date]) -> PostedCell:
    """A cell of a closed month as the adjustment it becomes, or with why it cannot be posted."""
    if into is None or into in closed or into <= cell.month:
        return replace(cell, problem=closed_sentence(cell.month), note="")
    return replace(cell, into=into, note="")


def _absent(
    extract: LedgerExtract, in_file: AbstractSet[int], shown: Mapping[Cell, Decimal]
) -> tuple[BudgetLine, ...]:
    """Lines that have spend in the year to the file's month, and no row in it."""
    missing = {
        pk for (pk, month), spent in shown.items() if spent and extract.through and month <= extract.through
    }
    return tuple(BudgetLine.objects.of(extract.council).filter(pk__in=missing - in_file))


def _order(cell: PostedCell) -> tuple[int, str, date]:
    return cell.line.order, cell.line.code, cell.month


def rows_shown(
    ledger: LedgerFile,
    places: Destinations,
    state: str = "",
    codes: str = "",
) -> Sequence[tuple[LedgerRow, Destination]]:
    """The rows with where each goes, narrowed to a state (line, moved, left-out, unmapped) and to codes."""
    pairs = [(row, places.of_row(row)) for row in ledger.rows]
    wanted = codes.strip().upper()
    return [
        (row, place)
        for row, place in pairs
        if (not state or state_of(place) == state)
        and (not wanted or wanted in f"{row.cost_centre} {row.subjective_code} {row.words}".upper())
    ]


def state_of(place: Destination) -> str:
    if place.line:
        return "moved" if place.moved_from else "line"
    return "left-out" if place.left_out else "unmapped"
