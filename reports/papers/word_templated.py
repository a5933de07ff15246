"""A document in the council's own Word template: its placeholders filled, our text and tables in the place of its
body, its own styles kept."""

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.section import Section, _Header
from docx.shared import Mm

from reports.papers import word
from reports.papers.press import Refused
from reports.papers.word_parts import Writer
from reports.papers.word_template import clean, filled, place_of_body

CANNOT = "The council’s Word template could not be filled: begin it as a new document, or switch it off."
_NARROWEST = Mm(80)


def in_template(manuscript: word.Manuscript) -> Document:
    """The whole document. Raises Refused; the libraries' own faults are told as one too."""
    try:
        return _in_template(manuscript)
    except (Refused, MemoryError, RecursionError):
        raise
    except Exception as fault:
        raise Refused(CANNOT) from fault


def _in_template(manuscript: word.Manuscript) -> Document:
    picture = word.logo_of(manuscript) if manuscript.logo else b""
    document = filled(manuscript.template, _values(manuscript), picture, manuscript.logo_alternative)
    word.style(document, manuscript, keeps=True)
    word.properties(document, manuscript)
    width = _page(document, landscape=manuscript.sheet.landscape)
    _say_over(document, manuscript)
    _write_body(document, manuscript, width)
    return document


def _values(manuscript: word.Manuscript) -> dict[str, str]:
    own = {
        "title": manuscript.sheet.heading,
        "classification": manuscript.classification,
        "council": manuscript.council,
        "meeting": manuscript.occasion,
        "belongs_to": manuscript.belongs_to,
        "footer": manuscript.footer,
        "draft": word.DRAFT if manuscript.draft else "",
    }
    return dict(manuscript.values) | own


def _write_body(document: Document, manuscript: word.Manuscript, width: int) -> None:
    """Our paragraphs come at the end, as the library writes them, and are then moved to their place."""
    place, body = place_of_body(document), document.element.body
    there = set(body)
    writer = Writer(
        document,
        width=width,
        wide=manuscript.sheet.landscape,
        letters=word.letters_of(manuscript),
        keeps=True,
    )
    word.write_body(writer, manuscript.sheet)
    for made in [each for each in body if each not in there and each.tag != qn("w:sectPr")]:
        place._p.addprevious(made)
    body.remove(place._p)


def _page(document: Document, *, landscape: bool) -> int:
    """Turn the pages where the document is wide, and say how wide its text is, in EMU."""
    widths = []
    for section in document.sections:
        wide, high = section.page_width or Mm(210), section.page_height or Mm(297)
        if landscape != (wide > high):
            wide, high = high, wide
        section.page_width, section.page_height = wide, high
        section.orientation = WD_ORIENT.LANDSCAPE if wide > high else WD_ORIENT.PORTRAIT
        widths.append(int(wide) - int(section.left_margin or 0) - int(section.right_margin or 0))
    return max(min(widths), int(_NARROWEST))


def _say_over(document: Document, manuscript: word.Manuscript) -> None:
    """At the head of each page of a draft, and of what is not for publication, whatever the template has there."""
    over = [word.DRAFT] * manuscript.draft + [manuscript.warning] * bool(manuscript.warning)
    if not over:
        return
    for at, section in enumerate(document.sections):
        for header in _headers(section, even=bool(document.settings.odd_and_even_pages_header_footer)):
            if at == 0 or not header.is_linked_to_previous:
                header.paragraphs[0].insert_paragraph_before(clean(" · ".join(over)), "Classification")


def _headers(section: Section, *, even: bool) -> list[_Header]:
    found = [section.header]
    if section.different_first_page_header_footer:
        found.append(section.first_page_header)
    return [*found, section.even_page_header] if even else found
