"""The rows of a ledger extract: codes, month and amount of each, or a sentence that says what is wrong with it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from core.dates import first_of_month, parse_day
from core.financial_year import label, year_of
from core.money import LIMIT, PENNY, TOO_BIG, TOO_PRECISE, parse_pounds
from core.uploads import Rows, Value, text_of
from finance.extracts.columns import Columns
from finance.paste import month_of
from finance.periods import period_name, periods

# Workbooks keep 30,519.50 as 30519.499999999996: so much is the program's, more is part of a penny.
_FLOAT_NOISE = Decimal("0.000001")
_CLOCK_TIME = re.compile(r"[T ][0-9]{1,2}:[0-9]{2}(:[0-9.]+)?$")
_TRAILING = re.compile(r"(.*[0-9])\s*(-|\u2212|CR|DR)", re.IGNORECASE)
_TOTAL = re.compile(r"\s*(grand |sub[- ]?)?total", re.IGNORECASE)
_TOTAL_CODE = re.compile(r"((grand |sub[- ]?)?totals?|\S.* totals?):?", re.IGNORECASE)
LONGEST_CODE, LONGEST_REFERENCE = 30, 80
# A month by its number alone, which some read as the calendar's: 10 is January here.
_BARE = re.compile(r"(?:month)?\s*[0-9]{1,2}", re.IGNORECASE)
_PERIOD = re.compile(r"(?:p|per|period|month)?\s*0?([0-9]{1,2})", re.IGNORECASE)


@dataclass(frozen=True)
class LedgerRow:
    """A row by its number in the file. `month` is None in a cumulative file, and where `problem` says so;
    `amount` in pounds. `reference` and `day` are what the ledger itself tells a transaction by."""

    number: int
    cost_centre: str
    subjective_code: str
    month: date | None
    amount: Decimal
    words: str = ""
    problem: str = ""
    reference: str = ""
    day: date | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.cost_centre.upper(), self.subjective_code.upper()

    @property
    def month_name(self) -> str:
        """`October 2024`, or the period 13 of its year; empty without a month."""
        return period_name(self.month) if self.month else ""


@dataclass(frozen=True)
class LedgerFile:
    """What was read: its rows, and the rows that were totals and not counted, as pairs (number, pounds). Whether any
    month was `numbered`, and so read as the period of a ledger."""

    rows: tuple[LedgerRow, ...]
    totals: tuple[tuple[int, Decimal], ...]
    numbered: bool = False

    @property
    def total(self) -> Decimal:
        return sum((row.amount for row in self.rows), Decimal(0))


def read_ledger(sheet: Rows, columns: Columns, year: int, *, has_months: bool) -> LedgerFile:
    """Every row with an amount. `has_months`: each row brings its own month (transactions)."""
    rows: list[LedgerRow] = []
    totals: list[tuple[int, Decimal]] = []
    numbered = False
    for number, cells in enumerate(sheet[columns.head_row + 1 :], start=columns.head_row + 2):
        taken = _Taken(cells, columns)
        amount, problem = _amount(taken.cell("amount"))
        if amount is None and not problem:
            continue
        if _is_total(taken, cells):
            totals.append((number, amount or Decimal(0)))
            continue
        month, wrong = _month(taken, year) if has_months else (None, "")
        numbered = numbered or (month is not None and bool(_BARE.fullmatch(text_of(taken.month).strip())))
        rows.append(
            LedgerRow(
                number,
                taken.text("cost_centre")[:LONGEST_CODE],
                taken.text("subjective_code")[:LONGEST_CODE],
                month,
                amount or Decimal(0),
                " ".join(filter(None, (taken.text("reference"), taken.text("description"))))[:120],
                problem or _too_long(taken) or wrong,
                taken.text("reference")[:LONGEST_REFERENCE],
                _day(taken.cell("date")),
            )
        )
    return LedgerFile(tuple(rows), tuple(totals), numbered)


@dataclass(frozen=True)
class _Taken:
    """The cells of a row by what their columns hold."""

    cells: Sequence[Value]
    columns: Columns

    def cell(self, name: str) -> Value:
        at = self.columns.at.get(name)
        return self.cells[at] if at is not None and at < len(self.cells) else None

    def text(self, name: str) -> str:
        return text_of(self.cell(name)).strip()

    @property
    def month(self) -> Value:
        """The period where the row has one, else its date."""
        period = self.cell("period")
        return self.cell("date") if period is None else period


def _amount(cell: Value) -> tuple[Decimal | None, str]:
    """Pounds, or why they cannot be read; neither for a blank."""
    try:
        if isinstance(cell, Decimal):
            return _whole_pence(cell), ""
        text = text_of(cell)
        return parse_pounds(_sign_first(text)), ""
    except ValueError as refused:
        return None, f"“{text_of(cell)[:30]}”: {refused}"


def _whole_pence(amount: Decimal) -> Decimal:
    if not amount.is_finite() or abs(amount) >= LIMIT:
        raise ValueError(TOO_BIG)
    rounded = amount.quantize(PENNY, ROUND_HALF_UP)
    if abs(rounded - amount) > _FLOAT_NOISE:
        raise ValueError(TOO_PRECISE)
    return rounded


def _sign_first(text: str) -> str:
    """`500.00-` and `500.00 CR`, as some ledgers print a credit, with the sign in front."""
    found = _TRAILING.fullmatch(text.strip())
    if not found:
        return text
    return found[1] if found[2].upper() == "DR" else f"-{found[1]}"


def _too_long(taken: _Taken) -> str:
    """Codes are never cut: two that begin alike would go to one line."""
    codes = (taken.text("cost_centre"), taken.text("subjective_code"))
    long = next((code for code in codes if len(code) > LONGEST_CODE), "")
    if not long:
        return ""
    return (
        f"“{long[:LONGEST_CODE]}…” has {len(long)} characters, and a code no more than {LONGEST_CODE}: "
        "choose the column that holds the code alone"
    )


def _month(taken: _Taken, year: int) -> tuple[date | None, str]:
    month = _month_of(taken.month, year)
    if month:
        return month, ""
    shown = text_of(taken.month)[:30]
    return None, f"“{shown}” is no month of {label(year)}" if shown else "It has no month"


def _month_of(cell: Value, year: int) -> date | None:
    if isinstance(cell, date):
        return first_of_month(cell) if year_of(cell) == year else None
    text = _CLOCK_TIME.sub("", text_of(cell).strip())
    if found := _PERIOD.fullmatch(text):
        # The number of a period: April is 1, and 13 is what was put right after March.
        return dict(enumerate(periods(year), start=1)).get(int(found[1]))
    return month_of(text, year)


def _day(cell: Value) -> date | None:
    """The day of a transaction, where the cell tells one and not only a month."""
    if isinstance(cell, date):
        return date(cell.year, cell.month, cell.day)
    try:
        return parse_day(_CLOCK_TIME.sub("", text_of(cell).strip()))
    except ValueError:
        return None


def _is_total(taken: _Taken, cells: Sequence[Value]) -> bool:
    """A row that adds others up: it says so where a code would stand (`Total`, or a workbook's own `CS4103
    Total`), or anywhere when it has no cost centre."""
    centre, code = taken.text("cost_centre"), taken.text("subjective_code")
    if centre:
        return bool(_TOTAL_CODE.fullmatch(centre) and (not code or _TOTAL_CODE.fullmatch(code)))
    return any(_TOTAL.match(text) for text in _texts(cells))


def _texts(cells: Sequence[Value]) -> Iterator[str]:
    return (cell for cell in cells if isinstance(cell, str))
