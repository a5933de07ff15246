"""What runs in the worker process that writes one document for Word: a sheet in real headings, numbered
paragraphs and tables. No Django, no database, no network; the same sheet gives the same bytes."""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from reports.papers.faces import USUAL, Face
from reports.papers.parts import Sheet
from reports.papers.press import Printed
from reports.papers.word_parts import Letters, Writer

# Raised when what is written from the same sheet becomes another document.
PROFILE = "Word 2"
DRAFT = "Draft, not yet published"
# Zip knows no time before this; a date of its own would make every file another.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_TEXT = 11
_MARGIN, _SHORT, _LONG = Mm(18), Mm(210), Mm(297)


@dataclass(frozen=True)
class Manuscript:
    """One document to write: its sheet, its title block and furniture in words, and the council's colour."""

    sheet: Sheet
    title: str
    council: str
    classification: str
    occasion: str
    belongs_to: str
    footer: str
    colour: str
    dated: date
    fonts: str
    draft: bool = False
    # What stands at the head of each page of what is not for publication.
    warning: str = ""
    second_colour: str = ""
    face: Face = USUAL
    logo: bytes = b""
    logo_media: str = ""
    logo_alternative: str = ""
    # The council's own template, and what its placeholders stand for.
    template: bytes = b""
    values: tuple[tuple[str, str], ...] = ()

    def carry_out(self) -> Printed:
        return Printed(write(self), fingerprint() | (template_fingerprint() if self.template else {}))


def fingerprint() -> dict[str, str]:
    """What decides the bytes of a Word document besides its content."""
    return {"word": PROFILE} | {name: version(name) for name in ("python-docx", "lxml", "resvg-py")}


def template_fingerprint() -> dict[str, str]:
    """What decides the bytes besides, where a template is filled."""
    return {name: version(name) for name in ("docxtpl", "jinja2")}


def write(manuscript: Manuscript) -> bytes:
    """The document as the bytes of a .docx. Raises Refused for a template that cannot be used."""
    if manuscript.template:
        from reports.papers.word_templated import in_template

        return _packed(in_template(manuscript))
    document = docx.Document()
    _clear(document)
    style(document, manuscript)
    width = _page(document, landscape=manuscript.sheet.landscape)
    properties(document, manuscript)
    _footer(document, manuscript.footer, width)
    writer = Writer(document, width=width, wide=manuscript.sheet.landscape, letters=letters_of(manuscript))
    _opening(document, manuscript)
    write_body(writer, manuscript.sheet)
    return _packed(document)


def letters_of(manuscript: Manuscript) -> Letters:
    """Where the letters of charts come from."""
    return Letters(Path(manuscript.fonts), manuscript.face.name)


def write_body(writer: Writer, sheet: Sheet) -> None:
    """Everything below the heading of the document."""
    for part in sheet.opening:
        writer.part(part, level=2)
    for section in sheet.sections:
        writer.heading(section.heading, section.level, section.number)
        for part in section.parts:
            writer.part(part, level=section.level)
    writer.end()


def _opening(document: Document, manuscript: Manuscript) -> None:
    if manuscript.logo:
        picture = (
            document.add_paragraph().add_run().add_picture(io.BytesIO(logo_of(manuscript)), height=Mm(16))
        )
        picture._inline.docPr.set("descr", manuscript.logo_alternative)
    document.add_paragraph(manuscript.council, style="Masthead")
    document.add_paragraph(manuscript.classification, style="Classification")
    if manuscript.draft:
        document.add_paragraph(DRAFT, style="Classification")
    if over := [DRAFT] * manuscript.draft + [manuscript.warning] * bool(manuscript.warning):
        document.sections[0].header.paragraphs[0].text = " · ".join(over)
    document.add_paragraph(manuscript.occasion, style="Occasion")
    document.add_heading(manuscript.sheet.heading, 1)
    if manuscript.belongs_to:
        document.add_paragraph(manuscript.belongs_to, style="Occasion")


def logo_of(manuscript: Manuscript) -> bytes:
    """The logo as Word can show it: an SVG becomes a PNG."""
    if manuscript.logo_media != "image/svg+xml":
        return manuscript.logo
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(svg_string=manuscript.logo.decode(), height=400, skip_system_fonts=True)
    )


# The look


def _clear(document: Document) -> None:
    """The library's own blank page begins with nothing of ours in it."""
    for child in list(document.element.body):
        if child.tag != qn("w:sectPr"):
            document.element.body.remove(child)


def style(document: Document, manuscript: Manuscript, *, keeps: bool = False) -> None:
    """Our styles; those that a template has of its own it `keeps`."""
    colour = _rgb(manuscript.colour)
    second = _rgb(manuscript.second_colour) if manuscript.second_colour else None
    own = {each.name for each in document.styles} if keeps else set()
    _language(document)
    for name, size, bold, tint, before, after in (
        ("Normal", _TEXT, False, None, 0, 7),
        ("Heading 1", 20, True, None, 4, 12),
        ("Heading 2", 14, True, colour, 20, 6),
        ("Heading 3", 12, True, second, 14, 4),
        ("Heading 4", 11, True, None, 10, 4),
        ("Caption", 10, True, None, 8, 4),
        ("Quote", 11, False, None, 0, 4),
        ("Footer", 8, False, None, 0, 0),
        ("Masthead", 14, True, colour, 0, 0),
        ("Classification", 9, True, None, 0, 0),
        ("Occasion", 11, False, RGBColor(0x38, 0x3A, 0x3A), 8, 4),
        ("Numbered paragraph", 11, False, None, 0, 7),
        ("Point", 11, False, None, 0, 5),
        ("Source", 9.5, False, RGBColor(0x38, 0x3A, 0x3A), 0, 8),
        ("Table text", 9, False, None, 2, 2),
        ("Table note", 9, False, RGBColor(0x38, 0x3A, 0x3A), 3, 8),
    ):
        if name in own:
            continue
        made = _named(document, name)
        if keeps:
            _beside(made, size, bold=bold, tint=tint)
        else:
            _face(made, size * manuscript.face.scale, bold=bold, tint=tint, font=manuscript.face.word)
        made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(before), Pt(after)
    for name in {"Heading 1", "Heading 2", "Heading 3", "Heading 4", "Caption"} - own:
        _named(document, name).paragraph_format.keep_with_next = True


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())


def _named(document: Document, name: str) -> ParagraphStyle:
    styles = document.styles
    if name not in styles:
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    style = styles[name]
    assert isinstance(style, ParagraphStyle), "Every style we name is one of paragraphs"
    return style


def _face(style: ParagraphStyle, size: float, *, bold: bool, tint: RGBColor | None, font: str) -> None:
    # Word keeps sizes in half points.
    size = round(2 * size) / 2
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = tint or RGBColor(0x0B, 0x0C, 0x0C)
    style.font.name = font
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)


def _beside(style: ParagraphStyle, size: float, *, bold: bool, tint: RGBColor | None) -> None:
    """A style of ours in a template: the face is the template's, and so is the size of what its text is set in."""
    if size != _TEXT:
        style.font.size = Pt(size)
    style.font.bold = bold or None
    if tint:
        style.font.color.rgb = tint


def _language(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    if defaults is None:
        return
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _page(document: Document, *, landscape: bool) -> int:
    """Set the page, and say how wide the text is, in EMU."""
    section = document.sections[0]
    section.page_width, section.page_height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    return int(section.page_width) - 2 * int(_MARGIN)


def properties(document: Document, manuscript: Manuscript) -> None:
    """What the file says of itself: nothing of whoever made the template."""
    told = document.core_properties
    told.title, told.author = manuscript.title, manuscript.council
    told.language, told.comments = "en-GB", ""
    day = datetime.combine(manuscript.dated, time(), tzinfo=UTC)
    told.created = told.modified = day
    told.last_modified_by = manuscript.council
    told.revision = 1


def _footer(document: Document, text: str, width: int) -> None:
    """The reference on the left; which page of how many on the right, at a tab stop."""
    paragraph = document.sections[0].footer.paragraphs[0]
    _named(document, "Footer").paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Emu(width), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{text}\tPage ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, instruction: str) -> None:
    run = paragraph.add_run()
    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "begin":
            run._r.append(
                parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve">{instruction}</w:instrText>')
            )
        if kind == "separate":
            shown = OxmlElement("w:t")
            shown.text = "1"
            run._r.append(shown)


def _packed(document: Document) -> bytes:
    """The document zipped without any time of day."""
    loose, fixed = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as made, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, date_time=_NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, made.read(name))
    return fixed.getvalue()
