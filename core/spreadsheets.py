"""Workbooks written safely: columns as data, real dates and sums, and nothing typed that becomes a formula."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any, Generic, TypeVar
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from core.dates import LONDON

Record = TypeVar("Record")

DATE = "dd/mm/yyyy"
MOMENT = "dd/mm/yyyy hh:mm"
MONTH = "mmm yyyy"
POUNDS = "#,##0.00;-#,##0.00"
WHOLE_POUNDS = "#,##0;-#,##0"
LONGEST_TEXT = 32_767
# The same rows give the same bytes: neither the zip nor the properties carry the time of writing.
_WRITTEN = rb"\g<1>2000-01-01T00:00:00Z<"
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*<")
_ZIPPED = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Formula:
    """A live formula of ours, never of anything typed; `{row}` stands for the row it is written in."""

    text: str


@dataclass(frozen=True)
class Column(Generic[Record]):
    """A column as data: its head, how to get its value from a record, how Excel shows it, its width in
    characters. A value is text, a number, a Decimal, a date, a datetime, a bool, a Formula or None (left
    blank)."""

    head: str
    value: Callable[[Record], Any]
    number_format: str | None = None
    width: float = 14


@dataclass(frozen=True)
class Sheet(Generic[Record]):
    """A sheet: a title (31 characters at most), its columns and its records, each read once."""

    title: str
    columns: Sequence[Column[Record]]
    records: Iterable[Record]


def write(*sheets: Sheet[Any]) -> bytes:
    """The workbook as bytes, heads frozen and filterable; the same records give the same bytes. Raises
    `TypeError` for a value that no cell can hold."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = ""
    for sheet in sheets:
        _write_sheet(workbook.create_sheet(sheet.title), sheet)
    written = BytesIO()
    workbook.save(written)
    return _without_times(written.getvalue())


def write_csv(sheet: Sheet[Any]) -> bytes:
    """One sheet as CSV in UTF-8 with a byte order mark, which Excel needs; dates as 2024-11-13. A text that a
    spreadsheet would run as a formula gets an apostrophe before it."""
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow([column.head for column in sheet.columns])
    for record in sheet.records:
        rows.writerow([_plain(column.value(record)) for column in sheet.columns])
    return written.getvalue().encode("utf-8-sig")


def write_as(kind: str, sheet: Sheet[Any]) -> bytes:
    """One sheet as a list to take away: "csv", or "xlsx" for a workbook."""
    return write_csv(sheet) if kind == "csv" else write(sheet)


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value


def _write_sheet(worksheet: Any, sheet: Sheet[Any]) -> None:
    worksheet.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, start=1):
        worksheet.column_dimensions[get_column_letter(number)].width = column.width
    worksheet.append([_head(worksheet, column.head) for column in sheet.columns])
    rows = 1
    try:
        for record in sheet.records:
            rows += 1
            values = [_in_row(column.value(record), rows) for column in sheet.columns]
            cells = zip(values, sheet.columns, strict=True)
            worksheet.append([_cell(worksheet, value, column) for value, column in cells])
    except BaseException:
        # Else openpyxl complains of a sheet left half written when it is thrown away.
        worksheet.close()
        raise
    worksheet.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{rows}"


def _head(worksheet: Any, words: str) -> Cell:
    cell = _text(worksheet, words)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _in_row(value: Any, row: int) -> Any:
    return Formula(value.text.replace("{row}", str(row))) if isinstance(value, Formula) else value


def _cell(worksheet: Any, value: Any, column: Column[Any]) -> Cell | None:
    if value is None:
        return None
    if isinstance(value, str):
        return _text(worksheet, value)
    if isinstance(value, Formula):
        cell = WriteOnlyCell(worksheet, value=value.text)
        cell.number_format = column.number_format or POUNDS
        return cell
    if not isinstance(value, bool | int | float | Decimal | date):
        raise TypeError(f"“{column.head}” gave a {type(value).__name__}, which no cell can hold")
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(LONDON).replace(tzinfo=None)
    cell = WriteOnlyCell(worksheet, value=value)
    cell.number_format = column.number_format or _usual_format(value)
    return cell


def _text(worksheet: Any, words: str) -> Cell:
    cell = WriteOnlyCell(worksheet, value=ILLEGAL_CHARACTERS_RE.sub("", words)[:LONGEST_TEXT])
    # openpyxl takes "=1+1" for a formula and "#N/A" for an error; text stays text.
    cell.data_type = "s"
    if words.startswith(("=", "+", "-", "@", "\t", "\r")):
        # Excel keeps it text even after somebody edits the cell.
        cell.quotePrefix = True
    return cell


def _usual_format(value: Any) -> str:
    match value:
        case datetime():
            return MOMENT
        case date():
            return DATE
        case Decimal():
            return POUNDS
    return "General"


def _without_times(workbook: bytes) -> bytes:
    timeless = BytesIO()
    with ZipFile(BytesIO(workbook)) as source, ZipFile(timeless, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            # openpyxl writes the present moment into the properties, whatever they were set to.
            part = (
                _MODIFIED.sub(_WRITTEN, source.read(name))
                if name == "docProps/core.xml"
                else source.read(name)
            )
            target.writestr(ZipInfo(name, _ZIPPED), part, ZIP_DEFLATED)
    return timeless.getvalue()
