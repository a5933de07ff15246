"""Spreadsheets that people bring: their cells, and what is refused in a sentence."""

import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from time import thread_time
from typing import Any

import pytest
from openpyxl import Workbook

from core.uploads import Unreadable, digest_of_rows, read_rows, text_of


def workbook(*rows: list[Any], first: str = "Sheet") -> bytes:
    made, kept = Workbook(), BytesIO()
    assert made.active
    made.active.title = first
    for row in rows:
        made.active.append(row)
    made.save(kept)
    return kept.getvalue()


def test_a_workbook_gives_text_decimals_and_dates() -> None:
    noon = datetime.combine(date(2024, 10, 1), time(12))
    rows = read_rows(workbook([None, "Head "], [], [1, 0.1, noon, True, date(2024, 2, 29)]))
    assert rows == [
        [None, "Head", None, None, None],
        [None] * 5,
        [Decimal(1), Decimal("0.1"), date(2024, 10, 1), "True", date(2024, 2, 29)],
    ]


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n1,£2\n".encode(),
        "a;b\r\n1;£2\r\n".encode("utf-8-sig"),
        "a\tb\n1\t£2\n".encode("utf-16"),
        'a,b\n1,"£2"\n\n,\n'.encode("cp1252"),
    ],
)
def test_csv_of_any_program_gives_the_same_rows(content: bytes) -> None:
    assert read_rows(content) == [["a", "b"], ["1", "£2"]]
    assert digest_of_rows(read_rows(content)) == digest_of_rows(read_rows("a,b\n1,£2".encode()))


def test_cells_as_text() -> None:
    cells = [None, Decimal("11000.0"), Decimal("1.50"), date(2024, 11, 13), "x"]
    assert [text_of(cell) for cell in cells] == ["", "11000", "1.5", "2024-11-13", "x"]


def far_cell(reference: str) -> bytes:
    """A workbook of one cell, moved to the far end of the sheet behind the program's back."""
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook(["x"]))) as whole, zipfile.ZipFile(kept, "w") as changed:
        for name in whole.namelist():
            part = whole.read(name)
            if name.startswith("xl/worksheets/"):
                part = part.replace(b'r="A1"', f'r="{reference}"'.encode())
            changed.writestr(name, part)
    return kept.getvalue()


def bomb() -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b",,\n,,\n", "no rows"),
        (workbook([None]), "no rows"),
        (b"a,b\n\x00,1", "neither a CSV"),
        (b"PK\x03\x04" + b"x" * 200, "damaged"),
        (workbook(["a"])[:-200], "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old kind"),
        (b"a" * 20_000_001, "20 MB"),
        (b"a\n" * 100_001, "100,000 rows"),
        (b"a" + b"," * 200, "200 columns"),
        (b'"' + b"a" * 200_000, "too long"),
        (far_cell("XFD1048576"), "more than"),
        (far_cell("ZZZZZZZZ1"), "200 columns"),
        (far_cell("A999999999999"), "100,000 rows"),
        (bomb(), "far too much"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_what_cannot_be_read_ends_in_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_rows(content)


def test_twenty_thousand_rows_are_read_within_seconds() -> None:
    text = "\n".join(f"CS{at % 40},11000,{at % 12 + 1},Pay,{at}.25" for at in range(20_000)).encode()
    began = thread_time()  # of the processor: what else the machine does counts for nothing
    assert len(read_rows(text)) == 20_000
    assert thread_time() - began < 5
