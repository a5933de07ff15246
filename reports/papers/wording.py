"""A composed document in the council's own words: its captions, heads and labels. Cells and paragraphs of authors are
left as they are; our own sentences are put in these words where they are composed."""

from dataclasses import replace

from reports.papers.parts import Chart, Details, Key, Part, Section, Sheet, Standing, Table
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


def _part(part: Part, terms: dict[str, str]) -> Part:
    match part:
        case Table():
            columns = tuple(
                replace(each, heading=in_terms(each.heading, terms)) if not each.tag else each
                for each in part.columns
            )
            return replace(
                part,
                caption=in_terms(part.caption, terms),
                columns=columns,
                note=in_terms(part.note, terms),
            )
        case Details():
            rows = tuple((in_terms(name, terms), values) for name, values in part.rows)
            return replace(part, caption=in_terms(part.caption, terms), rows=rows)
        case Key():
            return replace(part, heading=in_terms(part.heading, terms))
        case Chart():
            return replace(part, caption=in_terms(part.caption, terms))
        case Standing():
            return replace(part, name=in_terms(part.name, terms))
    return part
