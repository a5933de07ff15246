"""The words of a PDF, read through each font's own map from glyphs to letters."""

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf

_CHARACTER = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


def words_of_pdf(path: Path) -> list[str]:
    """Every word on every page in the order it was drawn, footers and repeated heads too."""
    with pikepdf.open(path) as file:
        return " ".join(line for page in file.pages for line in lines_of_page(page)).split()


def fonts_of_pdf(path: Path) -> dict[str, bool]:
    """Every font that a page names, and whether it is embedded."""
    fonts = {}
    with pikepdf.open(path) as file:
        for page in file.pages:
            for font in page.Resources.Font.values():
                (inner,) = font.DescendantFonts
                fonts[str(font.BaseFont).split("+")[-1]] = "/FontFile2" in inner.FontDescriptor
    return fonts


def lines_of_page(page: pikepdf.Page) -> Iterator[str]:
    """The lines of one page in the order they were drawn."""
    letters = {str(name): _letters(font) for name, font in page.Resources.Font.items()}
    font, line = "", ""
    for drawn in pikepdf.parse_content_stream(page):
        match str(drawn.operator):
            case "Tf":
                font = str(drawn.operands[0])
            case "Tj" | "TJ" as shown:
                pieces = drawn.operands[0] if shown == "TJ" else drawn.operands
                line += "".join(_text(piece, letters[font]) for piece in pieces)
            case "ET":
                yield line
                line = ""


def _text(piece: object, letters: dict[int, str]) -> str:
    if not isinstance(piece, pikepdf.String):
        return ""
    glyphs = bytes(piece)
    return "".join(letters.get(int.from_bytes(glyphs[at : at + 2]), "") for at in range(0, len(glyphs), 2))


def _letters(font: pikepdf.Object) -> dict[int, str]:
    source = font.ToUnicode.read_bytes()
    letters: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        letters |= {int(glyph, 16): _decoded(text) for glyph, text in _CHARACTER.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", source, re.DOTALL):
        for first, last, text in _RANGE.findall(block):
            letters |= {
                int(first, 16) + at: chr(int(text, 16) + at)
                for at in range(int(last, 16) - int(first, 16) + 1)
            }
    return letters


def _decoded(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be")
