"""The source list, version 1: where each live figure that the report names comes from. A document of its own, which
a paper has when its authors switch it on."""

from core.dates import full_date, full_moment
from reports.papers.data import PaperData
from reports.papers.kinds import DocumentKind
from reports.papers.origins import origin_of
from reports.papers.parts import Cell, Column, Group, Part, Row, Section, Sheet, Table
from reports.papers.text import Numbering
from reports.papers.uses import Use, uses
from reports.papers.words import counted

_NAMED = "figure", "figures"


def sheet(data: PaperData, document: DocumentKind, report: Sheet) -> Sheet:
    """Paragraph by paragraph: the figure's name, what it printed, as at when, the rule, and the rows behind it."""
    found = uses(data, report)
    numbering = Numbering()
    known = f" as known {full_moment(data.known_at)}" if data.known_at else ""
    words = (
        f"The words of the report and its appendices name {counted(len(found), *_NAMED)} of the record. "
        "Each holds as at its own date,"
        f"{known or ' as known when the report was published'}: nothing recorded later is in it."
    )
    parts: list[Part] = [numbering.paragraph(words)]
    if found:
        parts.append(_table(data, found))
    heading = f"{document.label}: {document.title}"
    section = Section("Figures in the words of the report", 2, tuple(parts), "figures")
    return Sheet(document.stem, document.label, heading, document.landscape, (section,))


def _table(data: PaperData, found: tuple[Use, ...]) -> Table:
    known = f", as known {full_moment(data.known_at)}" if data.known_at else ""
    return Table(
        f"Figures named in the report, in its order{known}",
        (
            Column("Where", "count"),
            Column("Figure", "state"),
            Column("Printed", "count"),
            Column("As at", "due"),
            Column("How it is worked out, and from which rows", "words"),
        ),
        (Group(tuple(_row(data, use) for use in found)),),
    )


def _row(data: PaperData, use: Use) -> Row:
    figure = use.figure
    return Row(
        (
            Cell(use.where[0].upper() + use.where[1:]),
            Cell(figure.description, more=(figure.name,)),
            Cell(figure.value or "Nothing"),
            Cell(full_date(figure.as_at) if figure.as_at else "–"),
            Cell(f"{origin_of(figure, data).rule}.", more=rows_of(use)),
        )
    )


def rows_of(use: Use) -> tuple[str, ...]:
    """`12 rows: IP Ch.1, S.1, action 1; …`; nothing for a figure without rows."""
    sources = use.figure.sources
    return (f"{counted(len(sources), 'row')}: {'; '.join(sources)}",) if sources else ()
