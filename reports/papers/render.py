"""Stage 5: data and template version to standalone HTML, one document at a time. No model may enter.

The HTML carries one `<style>`; a page that serves it allows that style by its hash and nothing else.
"""

import base64
import hashlib
import re
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from core.palette import INK, TONES, WHITE, contrast
from reports.papers.compose import compose
from reports.papers.data import PaperData
from reports.papers.figures import UnknownFigure
from reports.papers.kinds import DocumentKind, kind_of
from reports.papers.text import TextTooLong

# WCAG 2.2, 1.4.3: the contrast of text.
READABLE = 4.5

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


class CannotRender(Exception):
    """A paper's text cannot be rendered, in words for its author."""


@dataclass(frozen=True)
class Rendered:
    """One document as HTML; its style also says how a page of it is printed."""

    stem: str
    title: str
    html: str

    @property
    def digest(self) -> str:
        """SHA-256 of the HTML, which alone decides the document: the same digest, the same document."""
        return hashlib.sha256(self.html.encode()).hexdigest()


def render_pack(data: PaperData) -> tuple[Rendered, ...]:
    """Every document of the pack, the report first. Raises CannotRender."""
    return tuple(render(data, document) for document in kind_of(data.kind).documents)


def render(data: PaperData, document: DocumentKind) -> Rendered:
    """One document. Raises CannotRender for an unknown figure or a text too long to print."""
    try:
        sheet = compose(data, document)
    except (UnknownFigure, TextTooLong) as refused:
        raise CannotRender(str(refused)) from refused
    folder = f"papers/{data.template}"
    title = title_of(data, document)
    context = {
        "paper": data.identity,
        "sheet": sheet,
        "title": title,
        "folder": folder,
        "style": _style(data, document, folder),
    }
    html = render_to_string(f"{folder}/document.html", context)
    return Rendered(document.stem, title, html)


def title_of(data: PaperData, document: DocumentKind) -> str:
    """`CFC/27/24-25 Improvement plan progress update: Report – Eastshire Council`."""
    paper = data.identity
    name = f"{paper.reference} {paper.title}".strip()
    what = document.label if document.label == document.title else f"{document.label}, {document.title}"
    return f"{name}: {what} – {paper.council}"


def style_hash(html: str) -> str:
    """What the Content-Security-Policy of a page with this document lists under style-src, in its quotes."""
    found = _STYLE.search(html)
    assert found is not None, "A paper's HTML has exactly one style"
    digest = hashlib.sha256(found[1].encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _style(data: PaperData, document: DocumentKind, folder: str) -> str:
    paper = data.identity
    footer = " · ".join(filter(None, [paper.reference, paper.title, document.label]))
    values = {
        "colour": paper.colour,
        # A council's colour may be too pale for words; its rules and bars keep it.
        "words": paper.colour if contrast(paper.colour, WHITE) >= READABLE else INK,
        "tones": TONES,
        "landscape": document.landscape,
        "footer": _css_text(footer),
    }
    # Nothing in it is an author's but the footer, which cannot leave its string.
    return mark_safe(render_to_string(f"{folder}/style.css", values))


def _css_text(text: str) -> str:
    """Text as a string of the style: whatever it holds, it stays a string."""
    return mark_safe(
        "".join(char if char.isalnum() or char in " .,-–·/" else f"\\{ord(char):x} " for char in text)
    )
