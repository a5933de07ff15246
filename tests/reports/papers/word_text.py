"""Reading a Word document as a person does: its words in order, with the numbers Word itself gives."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph


def open_word(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def words_of_word(document: Document) -> list[str]:
    """Every word of the text, numbers of paragraphs and letters of points among them."""
    counting = _Counting(document)
    return [word for line in _lines(document, counting) for word in line.split()]


def headings_of_word(document: Document) -> list[tuple[int, str]]:
    return [
        (int(paragraph.style.name.removeprefix("Heading ")), paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style is not None and (paragraph.style.name or "").startswith("Heading ")
    ]


def _lines(document: Document, counting: "_Counting") -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                # A heading over a group of rows is one cell as wide as the table.
                cells = [
                    row.cells[0],
                    *(after for before, after in pairwise(row.cells) if after is not before),
                ]
                yield from (_text(paragraph) for cell in cells for paragraph in cell.paragraphs)
        else:
            yield f"{counting.label(block)} {_text(block)}"


def _text(paragraph: Paragraph) -> str:
    return "".join(
        {"t": node.text or "", "br": " ", "tab": " "}[str(node.tag).rsplit("}", 1)[1]]
        for node in paragraph._p.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
        if node.getparent() is not None and node.getparent().tag != qn("w:tabs")
    )


@dataclass
class _Counting:
    """Counts as Word does: a list's number goes up by one at each paragraph of it."""

    document: Document
    _next: dict[int, int] = field(default_factory=dict)

    def label(self, paragraph: Paragraph) -> str:
        given = paragraph._p.xpath("w:pPr/w:numPr/w:numId/@w:val")
        # 0 takes a paragraph out of the list that its style begins.
        if not given or given[0] == "0":
            return ""
        number = int(given[0])
        root = self.document.part.numbering_part.element
        (listed,) = root.xpath(f"w:num[@w:numId='{number}']")
        (level,) = root.xpath(
            f"w:abstractNum[@w:abstractNumId='{listed.find(qn('w:abstractNumId')).get(qn('w:val'))}']/w:lvl"
        )
        (start,) = listed.xpath("w:lvlOverride/w:startOverride/@w:val")
        value = self._next.get(number, int(start))
        self._next[number] = value + 1
        digits = level.find(qn("w:numFmt")).get(qn("w:val"))
        return str(level.find(qn("w:lvlText")).get(qn("w:val"))).replace("%1", _digits(digits, value))


def _digits(kind: str, value: int) -> str:
    match kind:
        case "lowerLetter":
            return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        case "lowerRoman":
            return ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")[value - 1]
        case _:
            return str(value)
