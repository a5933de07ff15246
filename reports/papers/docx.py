"""Stage 6, for Word: sheets to .docx, in the same limited processes that print PDFs."""

from collections.abc import Mapping

from core.dates import full_date
from core.palette import INK, WHITE, contrast
from reports.papers.data import PaperData
from reports.papers.documents import is_open, mark_of
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
    )
