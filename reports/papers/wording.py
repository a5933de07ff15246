"""A composed document in the council's own words: its captions, heads, labels and rows of totals. Other cells, and
paragraphs of authors, are left as they are; our own sentences are put in these words where they are composed."""

from dataclasses import replace

from reports.papers.parts import Details, Key, Part, Row, Section, Sheet, Standing, Table
from reports.papers.style import HouseStyle, in_terms


def worded(sheet: Sheet, style: HouseStyle | None) -> Sheet:
    """The sheet in the council's vocabulary; the same one where it has none."""
    if style is None or not style.terms:
        return sheet
    terms = style.terms
    return replace(
        sheet,
        opening=tuple(_part(part, terms) for part in sheet.opening),
        sections=tuple(_section(section, terms) for section in sheet.sections),
    )


def _section(section: Section, terms: dict[str, str]) -> Section:
    return replace(section, parts=tuple(_part(part, terms) for part in section.parts))


def _row(row: Row, terms: dict[str, str]) -> Row:
    """A row of totals is called so by us; every other row by the record."""
    if not row.is_total:
        return row
    label, *sums = row.cells
    return replace(row, cells=(replace(label, text=in_terms(label.text, terms)), *sums))


def _part(part: Part, terms: dict[str, str]) -> Part:
    match part:
        case Table():
            groups = tuple(
                replace(each, rows=tuple(_row(row, terms) for row in each.rows)) for each in part.groups
            )
            columns = tuple(
                replace(each, heading=in_terms(each.heading, terms)) if not each.tag else each
                for each in part.columns
            )
            return replace(
                part,
                caption=in_terms(part.caption, terms),
                columns=columns,
                groups=groups,
                note=in_terms(part.note, terms),
            )
        case Details():
            rows = tuple((in_terms(name, terms), values) for name, values in part.rows)
            return replace(part, caption=in_terms(part.caption, terms), rows=rows)
        case Key():
            return replace(part, heading=in_terms(part.heading, terms))
        case Standing():
            return replace(part, name=in_terms(part.name, terms))
    return part
