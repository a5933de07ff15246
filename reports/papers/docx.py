"""Stage 6, for Word: sheets to .docx, in the same limited processes that print PDFs."""

from collections.abc import Mapping

from core.dates import full_date
from core.palette import INK, WHITE, contrast
from reports.papers import dressing
from reports.papers.data import PaperData
from reports.papers.documents import is_open, mark_of
from reports.papers.faces import USUAL, face_of
from reports.papers.kinds import DocumentKind
from reports.papers.parts import Sheet
from reports.papers.pdf import carry_out, fonts_folder
from reports.papers.press import Limits, Printed
from reports.papers.schedule import NOT_FOR_PUBLICATION
from reports.papers.word import Manuscript

# WCAG 2.2, 1.4.3: the contrast of text.
READABLE = 4.5


def write_pack(manuscripts: Mapping[str, Manuscript], *, limits: Limits | None = None) -> dict[str, Printed]:
    """Every document of a pack as Word at once, by title. Raises CannotPrint."""
    return carry_out(manuscripts, limits)


def manuscript(
    data: PaperData, document: DocumentKind, sheet: Sheet, title: str, *, draft: bool = False
) -> Manuscript:
    """A composed sheet with what stands around it on paper."""
    paper = data.identity
    is_report = document.stem == "report"
    style, logo = data.style, dressing.logo_of(data.style)
    belongs = f"{sheet.label} to {paper.title}" + (f", {paper.reference}" if paper.reference else "")
    return Manuscript(
        sheet=sheet,
        title=title,
        council=paper.council,
        classification=mark_of(data, document.stem),
        occasion=f"{paper.committee}, {full_date(paper.meeting_date)}",
        belongs_to="" if is_report else belongs,
        footer=" · ".join(filter(None, [paper.reference, paper.title, document.label])),
        colour=paper.colour if contrast(paper.colour, WHITE) >= READABLE else INK,
        dated=paper.meeting_date,
        fonts=str(fonts_folder()),
        draft=draft,
        warning="" if is_open(data, document.stem) else NOT_FOR_PUBLICATION,
        second_colour=style.second_colour if style else "",
        face=face_of(style.face) if style else USUAL,
        logo=logo.content if logo else b"",
        logo_media=logo.media if logo else "",
        logo_alternative=logo.alternative if logo else "",
        template=dressing.word_template_of(style),
        values=placeholder_values(data) if style and style.word_template else (),
    )


def placeholder_values(data: PaperData) -> tuple[tuple[str, str], ...]:
    """What a template's placeholders stand for on every document of the pack."""
    paper = data.identity
    return (
        ("committee", paper.committee),
        ("date", full_date(paper.meeting_date)),
        ("reference", paper.reference),
        ("report_of", paper.report_of),
        ("paper", paper.title),
    )
