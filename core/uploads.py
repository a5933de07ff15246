"""A spreadsheet that somebody brings, CSV or XLSX, read into rows of plain cells; a hostile one ends in a sentence."""

import csv
import hashlib
import re
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineWorkbook

Value = str | Decimal | date | None
Rows = list[list[Value]]

LARGEST_FILE = 20_000_000
# An archive may hold a thousand times its size; a workbook of 100,000 rows stays far below this.
LARGEST_UNPACKED = 250_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767
_PIECE = 1 << 20
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_PLACED = re.compile(rb'\br="([A-Z]{1,9})([0-9]{1,12})"')


class Unreadable(ValueError):
    """The file cannot be read; the sentence says why and what to do."""


def read_rows(content: bytes) -> Rows:
    """The rows of a CSV file or of the first filled sheet of a workbook, as text, Decimals and dates; what it is
    is told by its content, not by its name. Raises Unreadable."""
    if not content.strip():
        raise Unreadable("The file is empty")
    if len(content) > LARGEST_FILE:
        raise Unreadable(
            f"The file is larger than {LARGEST_FILE // 1_000_000} MB: extract fewer columns or months"
        )
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(
            "This is a workbook of an old kind, or one with a password: save it as .xlsx or .csv"
        )
    rows = _rows_of_workbook(content) if content.startswith(_ZIP) else _rows_of_csv(content)
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise Unreadable("There are no rows in the file")
    return rows


def digest_of_rows(rows: Rows) -> str:
    """One digest for the same cells, whenever and by whatever program the file was saved."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update("\x1f".join(text_of(cell) for cell in row).rstrip("\x1f").encode() + b"\x1e")
    return digest.hexdigest()


def text_of(cell: Value) -> str:
    """A cell as text: 42000 for a number that is whole, dates as 2024-11-13."""
    match cell:
        case None:
            return ""
        case Decimal():
            return (
                str(cell.quantize(Decimal(1))) if cell == cell.to_integral_value() else str(cell.normalize())
            )
        case date():
            return cell.isoformat()
    return cell


def _rows_of_csv(content: bytes) -> Rows:
    text = _decoded(content)
    if "\x00" in text:
        raise Unreadable("This is neither a CSV file nor an .xlsx workbook")
    first = text.partition("\n")[0]
    parted = max(",;\t", key=first.count)
    rows: Rows = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=parted):
            _check_size(len(rows) + 1, len(row))
            rows.append([cell.strip() or None for cell in row])
    except csv.Error:
        raise Unreadable("A cell of the file is too long, or its quotation marks do not close") from None
    return rows


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise Unreadable("The text of the file cannot be read: save it as CSV in UTF-8") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes for “CSV (Comma delimited)”.
        return content.decode("cp1252", errors="replace")


def _rows_of_workbook(content: bytes) -> Rows:
    _check_archive(content)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        for name in workbook.sheet_names:
            rows = _filled(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
            if rows:
                return rows
    except Unreadable:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:  # the reader's own panic is no Exception
        raise Unreadable("The workbook is damaged: open it, save it again as .xlsx, and try that") from fault
    return []


def _filled(sheet: Iterable[Sequence[Any]]) -> Rows:
    rows = [[_value(cell) for cell in row] for row in sheet]
    return rows if any(cell is not None for row in rows for cell in row) else []


def _value(cell: Any) -> Value:
    match cell:
        case bool():
            return str(cell)
        case int() | float():
            return Decimal(str(cell))
        case datetime():
            return cell.date()
        case date():
            return cell
        case str():
            return cell.strip()[:LONGEST_CELL] or None
    return None if cell is None else str(cell)


def _check_archive(content: bytes) -> None:
    """Unpacked once piece by piece, so that neither a bomb nor a cell at the far end of a sheet fills the memory."""
    unpacked = 0
    try:
        with ZipFile(BytesIO(content)) as archive:
            for member in archive.infolist():
                is_sheet = member.filename.startswith("xl/worksheets/")
                with archive.open(member) as stream:
                    tail = b""
                    while piece := stream.read(_PIECE):
                        unpacked += len(piece)
                        if unpacked > LARGEST_UNPACKED:
                            raise Unreadable("The workbook unpacks to far too much: bring a smaller extract")
                        if is_sheet:
                            _check_places(tail + piece)
                            tail = piece[-40:]
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        raise Unreadable("The workbook is damaged or has a password: save it again as .xlsx") from None


def _check_places(piece: bytes) -> None:
    places = _PLACED.findall(piece)
    if places:
        longest = max((len(column), column) for column, _ in places)[1]
        _check_size(max(int(row) for _, row in places), _number_of(longest))


def _number_of(column: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number


def _check_size(rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise Unreadable(f"The file has more than {MOST_ROWS:,} rows: extract fewer months")
    if columns > MOST_COLUMNS:
        raise Unreadable(f"The file has more than {MOST_COLUMNS} columns: extract fewer")
