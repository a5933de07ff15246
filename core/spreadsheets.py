"""Workbooks written safely: columns as data, real dates and sums, and nothing typed that becomes a formula."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from textwrap import wrap
from typing import Any, Generic, TypeVar
from xml.sax.saxutils import escape
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
# Points of a line of the heads, and how much of a column's width bold letters leave.
_LINE_HEIGHT, _BOLD = 15, 0.9
_A4 = 9
# The formulas as openpyxl writes them: each cell of one, and the place of its value.
_FORMULA = re.compile(rb"<c ([^>]*)>(<f>[^<]*</f>)<v ?/?>(?:</v>)?</c>")
# The same rows give the same bytes: neither the zip nor the properties carry the time of writing.
_WRITTEN = rb"\g<1>2000-01-01T00:00:00Z<"
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*<")
_ZIPPED = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Formula:
    """A live formula of ours, never of anything typed; `{row}` stands for the row it is written in.

    `shown` is what it comes to as we know it (pounds, a share, or "" for nothing): a program that does not
    calculate, such as a preview or a view that is protected until editing is enabled, has nothing else to show.
    """

    text: str
    shown: Decimal | str | None = None


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
    shown = [_write_sheet(workbook.create_sheet(sheet.title), sheet) for sheet in sheets]
    written = BytesIO()
    workbook.save(written)
    return _finished(written.getvalue(), shown)


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


def _write_sheet(worksheet: Any, sheet: Sheet[Any]) -> list[Decimal | str | None]:
    """Gives what its formulas come to, in the order in which they are written."""
    _lay_out(worksheet, sheet)
    shown: list[Decimal | str | None] = []
    for number, column in enumerate(sheet.columns, start=1):
        worksheet.column_dimensions[get_column_letter(number)].width = column.width
    worksheet.append([_head(worksheet, column.head) for column in sheet.columns])
    rows = 1
    try:
        for record in sheet.records:
            rows += 1
            values = [_in_row(column.value(record), rows) for column in sheet.columns]
            shown += [value.shown for value in values if isinstance(value, Formula)]
            cells = zip(values, sheet.columns, strict=True)
            worksheet.append([_cell(worksheet, value, column) for value, column in cells])
    except BaseException:
        # Else openpyxl complains of a sheet left half written when it is thrown away.
        worksheet.close()
        raise
    worksheet.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{rows}"
    return shown


def _lay_out(worksheet: Any, sheet: Sheet[Any]) -> None:
    """Heads that stay in sight and are read whole, also on paper: A4 across, as wide as the page."""
    worksheet.freeze_panes = "A2"
    worksheet.print_title_rows = "1:1"
    worksheet.page_setup.orientation, worksheet.page_setup.paperSize = "landscape", _A4
    worksheet.sheet_properties.pageSetUpPr.fitToPage, worksheet.page_setup.fitToHeight = True, 0
    lines = max(len(wrap(column.head, max(3, int(column.width * _BOLD)))) for column in sheet.columns)
    worksheet.row_dimensions[1].height = _LINE_HEIGHT * lines


def _head(worksheet: Any, words: str) -> Cell:
    cell = _text(worksheet, words)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _in_row(value: Any, row: int) -> Any:
    return replace(value, text=value.text.replace("{row}", str(row))) if isinstance(value, Formula) else value


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


def _finished(workbook: bytes, shown: Sequence[Sequence[Decimal | str | None]]) -> bytes:
    """The workbook without the time of writing, and with what the formulas of each sheet come to."""
    finished = BytesIO()
    values = {f"xl/worksheets/sheet{number}.xml": each for number, each in enumerate(shown, start=1) if each}
    with ZipFile(BytesIO(workbook)) as source, ZipFile(finished, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                # openpyxl writes the present moment into the properties, whatever they were set to.
                part = _MODIFIED.sub(_WRITTEN, part)
            elif name in values:
                part = _with_values(part, values[name])
            target.writestr(ZipInfo(name, _ZIPPED), part, ZIP_DEFLATED)
    return finished.getvalue()


def _with_values(part: bytes, shown: Sequence[Decimal | str | None]) -> bytes:
    """openpyxl leaves the value of a formula blank; a formula's value of text says of what kind it is."""
    left = iter(shown)

    def valued(found: re.Match[bytes]) -> bytes:
        value = next(left)
        if value is None:
            return found[0]
        kind = b' t="str"' if isinstance(value, str) else b""
        return b"<c %b%b>%b<v>%b</v></c>" % (found[1], kind, found[2], escape(str(value)).encode())

    return _FORMULA.sub(valued, part)
