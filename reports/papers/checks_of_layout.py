"""The documents as they are composed: keys beside ratings, headings in order, charts in words, tables that add up."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from reports.papers.compose import compose
from reports.papers.data import KeyRating, PaperData
from reports.papers.documents import documents_of, is_open
from reports.papers.figures import UnknownFigure
from reports.papers.finding import Finding
from reports.papers.kinds import kind_of
from reports.papers.parts import Chart, Group, Key, Part, Row, Section, Sheet, Standing, Subheading, Table
from reports.papers.places import in_document
from reports.papers.text import TextTooLong
from reports.papers.titles_of_checks import title_of

_NUMBER = re.compile(r"(?P<minus>[−-]?)£?(?P<digits>\d[\d,]*(?:\.\d+)?)")
_TITLE = re.compile(r"<title[^>]*>\s*\S")
_SAYS_ROUNDED = re.compile(r"\bround", re.IGNORECASE)


def layout(data: PaperData) -> Iterator[Finding]:
    """Nothing where the words cannot be composed yet: that is found by itself."""
    for document in documents_of(data):
        try:
            sheet = compose(data, document)
        except (UnknownFigure, TextTooLong):
            continue
        for code, message in _of_sheet(data, sheet):
            # No finding repeats a word of what is not for publication.
            told = message if is_open(data, document.stem) else f"{title_of(code)}: look at the document."
            yield in_document(data, code, document.label, document.stem, told)


def _of_sheet(data: PaperData, sheet: Sheet) -> Iterator[tuple[str, str]]:
    for message in _keys(data, sheet):
        yield "key-missing", message
    for heading in skipped(sheet.sections):
        yield "heading-order", f"“{heading}” skips a level of headings: a screen reader loses its place."
    for part in parts_of(sheet):
        if isinstance(part, Chart) and not (_TITLE.search(part.svg) and part.caption.strip()):
            yield "image-without-alternative", f"The chart “{part.caption}” has no words in its place."
        if isinstance(part, Table) and not _SAYS_ROUNDED.search(part.note):
            for message in unequal_totals(part):
                yield "parts-do-not-sum", message


def parts_of(sheet: Sheet) -> Iterator[Part]:
    yield from sheet.opening
    for section in sheet.sections:
        yield from section.parts


# Keys


def _keys(data: PaperData, sheet: Sheet) -> Iterator[str]:
    """Councillors put on record that one council's paper confused the two keys: each stands beside its ratings."""
    shown = list(_ratings(sheet))
    for name, key in (("progress", data.plan.progress_key), ("impact", data.plan.impact_key)):
        used = [rating for rating in shown if rating in key]
        if used and not _has_key(sheet, key):
            yield f"It shows {name} ratings, such as “{used[0].label}”, without the key to them."
    if shown and kind_of(data.kind).has("ratings"):
        for name, key in (("progress", data.plan.progress_key), ("impact", data.plan.impact_key)):
            if not key:
                yield f"The key to {name} ratings is empty, so that nobody can read them."


def _ratings(sheet: Sheet) -> Iterator[KeyRating]:
    for part in parts_of(sheet):
        if isinstance(part, Standing):
            yield part.tag
        if isinstance(part, Table):
            yield from (group.tag for group in part.groups if group.tag)
            cells = (cell for group in part.groups for row in group.rows for cell in row.cells)
            yield from (cell.tag for cell in cells if cell.tag)


def _has_key(sheet: Sheet, key: tuple[KeyRating, ...]) -> bool:
    """As a key of its own, or as a table whose rows are the steps of it."""
    return any(set(key) <= set(_steps(part)) for part in parts_of(sheet))


def _steps(part: Part) -> Iterator[KeyRating | None]:
    if isinstance(part, Key):
        yield from part.ratings
    if isinstance(part, Table):
        yield from (row.cells[0].tag for row in _rows(part.groups))


# Headings


def skipped(sections: Iterable[Section]) -> Iterator[str]:
    """Headings more than one level beneath the heading before them."""
    level = 1
    for section in sections:
        if section.level > level + 1:
            yield section.full_heading
        level = section.level
        for part in section.parts:
            if isinstance(part, Subheading):
                if part.level > level + 1:
                    yield part.text
                level = part.level


# Totals


def unequal_totals(table: Table) -> Iterator[str]:
    """Columns of numbers whose rows, as shown, do not come to the total as shown."""
    rows = list(_rows(table.groups))
    totals = [row for row in rows if row.is_total]
    if len(totals) != 1:
        return
    parts = [row for row in rows if not row.is_total]
    for at, column in enumerate(table.columns):
        whole = _number(totals[0], at) if totals[0].cells[at].text else None
        shown = [_number(row, at) for row in parts]
        if not column.is_number or whole is None or None in shown:
            continue
        come_to = sum((number for number in shown if number is not None), Decimal(0))
        if come_to != whole:
            yield (
                f"{table.caption}: under “{column.heading}” the rows as shown come to {come_to:,}, the total to "
                f"{whole:,}, and nothing says why."
            )


def _rows(groups: Iterable[Group]) -> Iterator[Row]:
    return (row for group in groups for row in group.rows)


def _number(row: Row, at: int) -> Decimal | None:
    """A cell's number; a dash or nothing at all is nil in a sum, and words are None."""
    text = row.cells[at].text.strip() if at < len(row.cells) else ""
    if text in ("", "–", "-", "Nothing entered"):
        return Decimal(0)
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    number = Decimal(found["digits"].replace(",", ""))
    return -number if found["minus"] else number
