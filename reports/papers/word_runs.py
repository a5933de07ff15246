"""Runs of text in Word: a rating's tag, a cell's words, and the inline HTML of a sanitised text."""

from html.parser import HTMLParser

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from core.palette import TONES
from reports.papers.data import KeyRating
from reports.papers.parts import Cell

SYMBOLS = "Segoe UI Symbol"
QUIET = RGBColor(0x38, 0x3A, 0x3A)
_LINK = RGBColor(0x1D, 0x4F, 0x76)


def write_cell(paragraph: WordParagraph, cell: Cell, *, bold: bool = False) -> None:
    """A cell's rating, its words, and the lines below them."""
    if cell.tag:
        write_tag(paragraph, cell.tag)
    if cell.link:
        _link(paragraph, cell.link, [(cell.text, False, False)])
    else:
        for at, line in enumerate(cell.text.split("\n")):
            if at:
                paragraph.add_run().add_break()
            paragraph.add_run(line).bold = bold or None
    for line in cell.more:
        paragraph.add_run().add_break()
        paragraph.add_run(line).font.color.rgb = QUIET


def write_tag(paragraph: WordParagraph, rating: KeyRating) -> None:
    """A rating with its symbol on its ground: read by its words, never by its colour alone."""
    tone = TONES[rating.colour]
    for run in (write_symbol(paragraph, rating.symbol), paragraph.add_run(f" {rating.label}")):
        run.bold = True
        run.font.color.rgb = RGBColor.from_string(tone.text.lstrip("#").upper())
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), tone.ground.lstrip("#").upper())
        run._r.get_or_add_rPr().append(shade)


def write_symbol(paragraph: WordParagraph, symbol: str) -> Run:
    run = paragraph.add_run(symbol)
    run.font.name = SYMBOLS
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for script in ("hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), SYMBOLS)
    return run


# Inline HTML: em, strong, a and br, and nothing else

Piece = tuple[str, bool, bool]


class _Inline(HTMLParser):
    """Writes sanitised inline HTML as runs."""

    def __init__(self, paragraph: WordParagraph) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraph = paragraph
        self.bold = self.italic = 0
        self.href = ""
        self.linked: list[Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "strong":
                self.bold += 1
            case "em":
                self.italic += 1
            case "br":
                self.paragraph.add_run().add_break()
            case "a":
                self.href, self.linked = dict(attrs).get("href") or "", []

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "strong":
                self.bold -= 1
            case "em":
                self.italic -= 1
            case "a" if self.href:
                _link(self.paragraph, self.href, self.linked)
                self.href = ""

    def handle_data(self, data: str) -> None:
        if self.href:
            self.linked.append((data, self.bold > 0, self.italic > 0))
        else:
            _run(self.paragraph, data, bold=self.bold > 0, italic=self.italic > 0)


def write_html(paragraph: WordParagraph, html: str) -> None:
    """Sanitised inline HTML as runs of a paragraph."""
    parser = _Inline(paragraph)
    parser.feed(html)
    parser.close()


def _run(paragraph: WordParagraph, text: str, *, bold: bool, italic: bool) -> Run:
    run = paragraph.add_run(" ".join(text.split("\n")))
    run.bold, run.italic = bold or None, italic or None
    return run


def _link(paragraph: WordParagraph, address: str, pieces: list[Piece]) -> None:
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    for text, bold, italic in pieces:
        run = _run(paragraph, text, bold=bold, italic=italic)
        run.font.color.rgb, run.underline = _LINK, True
        link.append(run._r)
    paragraph._p.append(link)


class _Words(HTMLParser):
    """Keeps the words of escaped text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def plain(escaped: str) -> str:
    """Escaped text as the words it says."""
    parser = _Words()
    parser.feed(escaped)
    parser.close()
    return "".join(parser.words).strip()
