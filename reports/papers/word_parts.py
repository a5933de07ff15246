"""The parts of a sheet as Word knows them: one method a part, as the HTML has one template a part."""

import io
import re
from dataclasses import dataclass, replace
from pathlib import Path

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_TblPr
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.table import _Row as WordRow
from docx.text.paragraph import Paragraph as WordParagraph

from reports.papers.parts import (
    Cell,
    Chart,
    Column,
    Details,
    Group,
    Item,
    Key,
    Paragraph,
    Part,
    Points,
    Quote,
    Standing,
    Subheading,
    Table,
    Unnumbered,
)
from reports.papers.word_numbers import BULLET, HANGING, Numbers
from reports.papers.word_runs import QUIET, plain, write_cell, write_html, write_symbol, write_tag

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
# Hundredths of the text's width, as the papers' style sheet has them; a column not named shares what is left.
WIDTHS = {
    "count": 10.0,
    "chapter": 12.0,
    "score": 11.0,
    "money": 16.5,
    "reference": 19.0,
    "role": 27.0,
    "state": 25.0,
    "due": 25.0,
    "keyed": 36.0,
    "named": 33.0,
    "third": 33.3,
}
WIDE = WIDTHS | {"lead": 12.0, "due": 13.0, "state": 14.0, "update": 33.0, "keyed": 24.0}
# A date is not broken, however narrow the pages of a council's own template are.
_LEAST = {"due": Mm(32), "state": Mm(32)}
# Twips from the margin to the text of a numbered paragraph, of a point in it, and of a point in that.
_NUMBERED, _POINT, _INNER = 567, 1134, 1701
# The same where numbers run to 12.10 and headings have theirs.
_BY_HEADING = 851
_AFTER_TABLE = Pt(10)


@dataclass(frozen=True)
class Letters:
    """What the letters of a chart are drawn with: the folder of our fonts, and the family."""

    folder: Path
    family: str


class Writer:
    """Writes parts into a Word document, one after the other."""

    def __init__(
        self, document: Document, *, width: int, wide: bool, letters: Letters, keeps: bool = False
    ) -> None:
        self.document, self.width, self.letters = document, width, letters
        self.widths = WIDE if wide else WIDTHS
        self.numbers = Numbers(document, keeps)
        self.follows_table = False

    def part(self, part: Part, *, level: int) -> None:
        """Write one part that stands under a heading of `level`."""
        self._write(part, level)
        self.follows_table = isinstance(part, Table | Key | Details)

    def end(self) -> None:
        """Word wants a paragraph after the last table."""
        if self.follows_table:
            self.document.add_paragraph(style="Table note")

    def _write(self, part: Part, level: int) -> None:
        match part:
            case Paragraph():
                self._paragraph(part)
            case Points():
                self._points(part)
            case Quote() | Unnumbered():
                self._without_number(part)
            case Subheading():
                self.document.add_heading(part.text, 4 if level == 3 else 3)
            case Table():
                self._table(part)
            case Key():
                self._key(part)
            case Details():
                self._details(part)
            case Chart():
                self._chart(part)
            case Standing():
                self._standing(part)
            case _:
                raise TypeError(f"Word does not know the part {type(part).__name__}")

    # Words

    def _paragraph(self, part: Paragraph) -> None:
        paragraph = self.document.add_paragraph(style="Numbered paragraph")
        if self.follows_table:
            paragraph.paragraph_format.space_before = _AFTER_TABLE
        room = _BY_HEADING if "." in part.number else _NUMBERED
        self._numbered(paragraph, part.number, name="paragraphs", indent=room, hanging=room)
        write_html(paragraph, part.html)

    def _points(self, part: Points) -> None:
        self.numbers.begin("points")
        for item in part.items:
            self._item(item, name="points", indent=_POINT)
            self.numbers.begin("inner")
            for inner in item.items:
                self._item(inner, name="inner", indent=_INNER)

    def _item(self, item: Item, *, name: str, indent: int) -> None:
        paragraph = self.document.add_paragraph(style="Point")
        self._numbered(paragraph, item.letter or BULLET, name=name, indent=indent)
        write_html(paragraph, item.html)

    def heading(self, words: str, level: int, number: str) -> None:
        """A heading, which Word numbers where the sheet does."""
        heading = self.document.add_heading(words, level)
        if self.numbers.keeps:
            # A template whose headings count by themselves would print numbers that the paper has not.
            heading._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0
        if number:
            self._numbered(heading, number, name="headings", indent=_BY_HEADING, hanging=_BY_HEADING)

    def _numbered(
        self, paragraph: WordParagraph, label: str, *, name: str, indent: int, hanging: int = HANGING
    ) -> None:
        if not self.numbers.give(paragraph, label, name=name, indent=indent, hanging=hanging):
            paragraph.paragraph_format.left_indent = Emu(indent * 635)
            paragraph.paragraph_format.first_line_indent = Emu(-hanging * 635)
            paragraph.add_run(f"{label}\t")

    def _without_number(self, part: Quote | Unnumbered) -> None:
        if isinstance(part, Unnumbered):
            self._indented(part.html, "Normal", _NUMBERED)
            return
        for words in part.paragraphs:
            self._indented(words, "Quote")
        if part.source:
            self._indented(part.source, "Source")

    def _indented(self, html: str, style: str, indent: int = _POINT) -> None:
        paragraph = self.document.add_paragraph(style=style)
        paragraph.paragraph_format.left_indent = Emu(indent * 635)
        write_html(paragraph, html)

    def _standing(self, part: Standing) -> None:
        if part.about:
            self.document.add_paragraph(part.about).paragraph_format.keep_with_next = True
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(f"{part.name}: ").bold = True
        write_tag(paragraph, part.tag)
        paragraph.add_run(f" {part.held}").font.color.rgb = QUIET

    def _chart(self, part: Chart) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(io.BytesIO(self._png(part.svg)), width=Emu(self.width))
        found = _TITLE.search(part.svg)
        about = picture._inline.docPr
        about.set("descr", plain(found[1]) if found else part.caption)
        about.set("name", part.caption)
        self.document.add_paragraph(part.caption, style="Table note")

    def _png(self, svg: str) -> bytes:
        import resvg_py

        # Word gets a picture; the letters in it are those of the PDF.
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                width=1600,
                background="#ffffff",
                skip_system_fonts=True,
                font_files=[str(face) for face in sorted(self.letters.folder.glob("*.ttf"))],
                font_family=self.letters.family,
                sans_serif_family=self.letters.family,
            )
        )

    # Tables

    def _table(self, part: Table) -> None:
        shares = self._shares([column.width for column in part.columns])
        table = self._begin(part.caption, shares, heads=part.columns)
        for group in part.groups:
            self._group(table, part, group)
        if part.note:
            self.document.add_paragraph(part.note, style="Table note")

    def _group(self, table: WordTable, part: Table, group: Group) -> None:
        if group.heading:
            cells = _row(table).cells
            whole = cells[0].merge(cells[-1])
            _shade(whole, "F3F5F7")
            _say(whole).add_run(group.heading).bold = True
            _keep(whole)
        for at, row in enumerate(group.rows, 1):
            made = _row(table)
            if not row.is_long:
                _whole(made)
            begins = group is part.groups[0] and at == 1 and not row.is_long
            held = at < len(group.rows) and (begins or group.rows[at].is_total)
            for column, cell, target in zip(part.columns, row.cells, made.cells, strict=True):
                paragraph = _say(target)
                paragraph.paragraph_format.keep_with_next = held or None
                if column.is_number:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                write_cell(paragraph, self._fitting(cell), bold=row.is_total)

    def _fitting(self, cell: Cell) -> Cell:
        """In a template, whose face may be wide, a date may go on in the next line: else Word parts it in a word."""
        return replace(cell, text=cell.text.replace("\u00a0", " ")) if self.numbers.keeps else cell

    def _key(self, part: Key) -> None:
        heads = (Column("Rating", "keyed"), Column("What it means", "words"))
        table = self._begin(part.heading, self._shares(["keyed", "words"]), heads=heads)
        for at, rating in enumerate(part.ratings, 1):
            name, meaning = _row(table).cells
            write_tag(_say(name), rating)
            _say(meaning).add_run(rating.description)
            if at < len(part.ratings):
                _keep(name)
                _keep(meaning)

    def _details(self, part: Details) -> None:
        table = self._begin(part.caption, self._shares(["named", "words"]))
        for name, values in part.rows:
            head, told = _row(table).cells
            _say(head).add_run(name).bold = True
            paragraph = _say(told)
            for at, cell in enumerate(values):
                if at:
                    paragraph.add_run().add_break()
                write_cell(paragraph, cell)

    def _shares(self, names: list[str]) -> list[float]:
        least = {name: 100 * int(room) / self.width for name, room in _LEAST.items()}
        wanted = ((self.widths.get(name), least.get(name, 0.0)) for name in names)
        fixed = [None if width is None else max(width, room) for width, room in wanted]
        rest = max(100 - sum(width or 0 for width in fixed), 5.0 * fixed.count(None))
        each = rest / max(1, fixed.count(None))
        shares = [width if width is not None else each for width in fixed]
        return [share * 100 / sum(shares) for share in shares]

    def _begin(self, caption: str, shares: list[float], heads: tuple[Column, ...] = ()) -> WordTable:
        self.document.add_paragraph(caption, style="Caption").paragraph_format.keep_with_next = True
        table: WordTable = self.document.add_table(rows=0, cols=len(shares))
        table.autofit = False
        properties = table._tbl.tblPr
        _describe(properties, caption, has_heads=bool(heads))
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Emu(int(self.width * share / 100))
        if heads:
            row = _row(table)
            _whole(row, is_head=True)
            for column, cell in zip(heads, row.cells, strict=True):
                paragraph = _say(cell)
                paragraph.paragraph_format.keep_with_next = True
                if column.is_number:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                if column.tag:
                    write_symbol(paragraph, column.tag.symbol)
                    paragraph.add_run(" ")
                paragraph.add_run(column.heading).bold = True
        return table


def _row(table: WordTable) -> WordRow:
    made: WordRow = table.add_row()  # type: ignore[no-untyped-call]
    return made


def _say(cell: WordCell) -> WordParagraph:
    paragraph: WordParagraph = cell.paragraphs[0]
    paragraph.style = "Table text"
    return paragraph


def _shade(cell: WordCell, fill: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), fill)
    cell._tc.get_or_add_tcPr().append(shade)


def _keep(cell: WordCell) -> None:
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def _whole(row: WordRow, *, is_head: bool = False) -> None:
    """A row is never broken over two pages; a head stands on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _describe(properties: CT_TblPr, caption: str, *, has_heads: bool) -> None:
    """Name the table for those who do not see it, rule its rows, and say what its heads are."""
    look = {"firstRow": has_heads, "firstColumn": True, "noHBand": True, "noVBand": True}
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    layout = properties.find(qn("w:tblLayout"))
    assert layout is not None, "A table that is not fitted automatically has a layout"
    layout.addprevious(OxmlElement("w:tblInd", {qn("w:w"): "108", qn("w:type"): "dxa"}))
    layout.addprevious(_rules())
    for tag, attributes in (
        ("w:tblLook", {f"w:{name}": str(int(on)) for name, on in look.items()}),
        ("w:tblCaption", {"w:val": caption}),
        ("w:tblDescription", {"w:val": caption}),
    ):
        properties.append(OxmlElement(tag, {qn(name): value for name, value in attributes.items()}))


def _rules() -> BaseOxmlElement:
    borders = OxmlElement("w:tblBorders")
    line = {qn("w:val"): "single", qn("w:sz"): "4", qn("w:space"): "0", qn("w:color"): "B1B4B6"}
    for edge in ("top", "bottom", "insideH"):
        borders.append(OxmlElement(f"w:{edge}", line))
    return borders
