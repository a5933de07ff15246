from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from time import sleep
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from core.spreadsheets import WHOLE_POUNDS, Column, Formula, Sheet, write

Line = dict[str, Any]
COLUMNS: list[Column[Line]] = [
    Column("Line", lambda line: line["name"], width=40),
    Column("Spent to date (£)", lambda line: line["spent"]),
    Column("Posted on", lambda line: line["on"]),
]
LINES: list[Line] = [
    {"name": "Social workers", "spent": Decimal("45681.05"), "on": date(2024, 10, 31)},
    {"name": '=HYPERLINK("http://evil.example")', "spent": None, "on": None},
]


def sheet(records: list[Any], columns: list[Column[Any]] = COLUMNS) -> Any:
    return load_workbook(BytesIO(write(Sheet("Spend", columns, records))))["Spend"]


def test_values_are_real_dates_and_sums() -> None:
    written = sheet(LINES)
    assert [cell.value for cell in written[1]] == ["Line", "Spent to date (£)", "Posted on"]
    spent, posted = written["B2"], written["C2"]
    assert (Decimal(str(spent.value)), spent.number_format) == (Decimal("45681.05"), "#,##0.00;-#,##0.00")
    assert (posted.value, posted.number_format) == (datetime(2024, 10, 31), "dd/mm/yyyy")  # noqa: DTZ001
    assert written["B3"].value is None


def test_heads_are_frozen_bold_and_filterable() -> None:
    written = sheet(LINES)
    assert written.freeze_panes == "A2"
    assert written["A1"].font.bold
    assert written.auto_filter.ref == "A1:C3"
    assert written.column_dimensions["A"].width == 40


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "#N/A", "\t=1", "{=1}", "2024-01-01", "007"]
)
def test_text_is_never_a_formula(text: str) -> None:
    columns = [Column[str]("Text", lambda text: text)]
    cell = sheet([text], columns)["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


@given(st.lists(st.text(), max_size=4))
def test_any_text_comes_back_as_text(texts: list[str]) -> None:
    columns = [Column[str]("Text", lambda text: text)]
    for row in list(sheet(texts, columns).iter_rows(min_row=2)):
        assert row[0].data_type in ("s", "n", "inlineStr")
        assert row[0].value is None or isinstance(row[0].value, str)


def test_a_moment_is_in_london_time() -> None:
    columns = [Column[datetime]("At", lambda moment: moment)]
    cell = sheet([datetime(2024, 7, 16, 8, 30, tzinfo=UTC)], columns)["A2"]
    assert cell.value == datetime(2024, 7, 16, 9, 30)  # noqa: DTZ001


def test_a_column_may_choose_its_format_and_another_reader_agrees() -> None:
    columns = [Column[Decimal]("Budget", lambda amount: amount, number_format=WHOLE_POUNDS)]
    workbook = write(Sheet("Budget", columns, [Decimal("1986599.00")]), Sheet("Empty", columns, []))
    assert load_workbook(BytesIO(workbook))["Budget"]["A2"].number_format == "#,##0;-#,##0"
    read = CalamineWorkbook.from_filelike(BytesIO(workbook))
    assert read.sheet_names == ["Budget", "Empty"]
    assert read.get_sheet_by_name("Budget").to_python() == [["Budget"], [1986599]]


def test_the_same_records_give_the_same_bytes() -> None:
    first = write(Sheet("Spend", COLUMNS, LINES))
    sleep(1.1)  # openpyxl would write the second
    assert write(Sheet("Spend", COLUMNS, iter(LINES))) == first


def test_what_no_cell_can_hold_is_refused() -> None:
    columns = [Column[object]("Thing", lambda thing: thing)]
    with pytest.raises(TypeError, match="“Thing” gave a list"):
        write(Sheet("Things", columns, [["x"]]))


def test_a_formula_shows_what_it_comes_to_where_nothing_calculates() -> None:
    columns = [
        Column[Decimal]("Pounds", lambda pounds: pounds),
        Column[Decimal]("Twice", lambda pounds: Formula("=A{row}*2", pounds * 2)),
        Column[Decimal]("Words", lambda pounds: Formula('=IF(A{row}<0,"<","")', "<" if pounds < 0 else "")),
        Column[Decimal]("Unknown", lambda pounds: Formula("=A{row}")),
    ]
    book = write(Sheet("First", COLUMNS, LINES), Sheet("Sums", columns, [Decimal("1.50"), Decimal(-3)]))
    shown = load_workbook(BytesIO(book), data_only=True)["Sums"]
    assert [row[1:] for row in shown.iter_rows(min_row=2, values_only=True)] == [
        (3, None, None),
        (-6, "<", None),
    ]
    live = load_workbook(BytesIO(book))["Sums"]
    assert [cell.value for cell in live[3]] == [-3, "=A3*2", '=IF(A3<0,"<","")', "=A3"]
    assert live["C3"].data_type == "f"


def test_it_prints_across_a_page_with_heads_that_are_read_whole() -> None:
    columns = [Column[int]("Variance (overspend positive)", lambda number: number, width=14)]
    written = load_workbook(BytesIO(write(Sheet("Spend", columns, [1]))))["Spend"]
    assert (written.page_setup.orientation, written.page_setup.fitToHeight) == ("landscape", 0)
    assert written.sheet_properties.pageSetUpPr is not None
    assert written.sheet_properties.pageSetUpPr.fitToPage
    assert written.print_title_rows == "$1:$1"
    assert written.row_dimensions[1].height == 45
