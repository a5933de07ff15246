"""Stage 5: data and template version to standalone HTML, one document at a time. No model may enter.

The HTML carries one `<style>`; a page that serves it allows that style by its hash and nothing else.
"""

import base64
import hashlib
import re
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from core.file_store import FileDamaged
from core.palette import INK, TONES, WHITE, contrast
from reports.papers import dressing
from reports.papers.compose import compose
from reports.papers.data import PaperData
from reports.papers.documents import documents_of, is_open, mark_of, open_documents_of, strictest
from reports.papers.faces import face_of
from reports.papers.figures import UnknownFigure
from reports.papers.kinds import DocumentKind
from reports.papers.parts import Sheet
from reports.papers.schedule import NOT_FOR_PUBLICATION
from reports.papers.text import TextTooLong

# WCAG 2.2, 1.4.3: the contrast of text.
READABLE = 4.5

# Pages and parts that the first version of every kind shares. A kind with a house style of its own has a folder
# with its masthead (sheet.html) or its style, which then stand in the place of these.
PRESS = "papers/press_v1"

# The stems of the pack in one file: what is open, and where anything is not, everything, for the members.
TOGETHER = "pack"
MEMBERS = "members-pack"
PACKS = (TOGETHER, MEMBERS)

# What lies under each page of a draft. The PDF takes it for decoration; the masthead says it in words.
_WATERMARK = (
    "data:image/svg+xml;base64,"
    + base64.b64encode(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="150mm" height="150mm" viewBox="0 0 500 500">'
        b'<text x="250" y="290" font-family="Arimo" font-size="130" font-weight="700" fill="#eeeeee" '
        b'text-anchor="middle" transform="rotate(-45 250 250)">DRAFT</text></svg>'
    ).decode()
)

# Inside a tag only: in words, angle brackets are written otherwise.
_ANCHOR = re.compile(r'(<[a-z][a-z0-9]*[^<>]*?) id="')
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


class CannotRender(Exception):
    """A paper's text cannot be rendered, in words for its author."""


@dataclass(frozen=True)
class Rendered:
    """One document as HTML, and the sheet it was made from; its style also says how a page of it is printed."""

    stem: str
    title: str
    html: str
    sheet: Sheet | None = field(default=None, compare=False, repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the HTML, which alone decides the document: the same digest, the same document."""
        return hashlib.sha256(self.html.encode()).hexdigest()


def render_pack(data: PaperData, *, draft: bool = False) -> tuple[Rendered, ...]:
    """Every document of the pack, the report first; a draft says on each page that it is one.
    Raises CannotRender."""
    return tuple(render(data, document, draft=draft) for document in documents_of(data))


def render(data: PaperData, document: DocumentKind, *, draft: bool = False) -> Rendered:
    """One document. Raises CannotRender for an unknown figure or a text too long to print."""
    sheet = _composed(data, document)
    title = title_of(data, document)
    context = {
        "paper": data.identity,
        "logo": _logo(data),
        "sheet": sheet,
        "title": title,
        "masthead": _either(data, "sheet.html"),
        "draft": draft,
        "mark": mark_of(data, document.stem),
        "style": _style(
            data,
            footer=_footer(data, document),
            sheet=sheet,
            draft=draft,
            closed=not is_open(data, document.stem),
        ),
    }
    html = render_to_string(f"{PRESS}/document.html", context)
    return Rendered(document.stem, title, html, sheet)


def packs_of(data: PaperData) -> tuple[str, ...]:
    """The files that hold several documents: all that are open, and where some are not, one more with everything."""
    whole = (MEMBERS,) if strictest(data) != "open" else ()
    return ((TOGETHER,) if open_documents_of(data) else ()) + whole


def render_together(data: PaperData, stem: str = TOGETHER, *, draft: bool = False) -> Rendered:
    """The pack as one document with one list of contents, for printing: what is open, or for the members
    everything. Raises CannotRender."""
    paper, is_members = data.identity, stem == MEMBERS
    what = (
        "members’ pack"
        if is_members
        else "all open documents"
        if MEMBERS in packs_of(data)
        else "all documents"
    )
    title = f"{f'{paper.reference} {paper.title}'.strip()}: {what} – {paper.council}"
    documents = documents_of(data) if is_members else open_documents_of(data)
    sheets = [_composed(data, document) for document in documents]
    bound = [
        _bound(data, document, sheet, draft=draft) for document, sheet in zip(documents, sheets, strict=True)
    ]
    footer = _with_mark(_furniture(data, "Contents"), closed=is_members)
    context = {
        "paper": paper,
        "logo": _logo(data),
        "title": title,
        "contents": [_entry(sheet) for sheet in sheets],
        "documents": bound,
        "draft": draft,
        "members": is_members,
        "mark": f"{NOT_FOR_PUBLICATION} in part: for members" if is_members else "Open",
        "style": _style(data, footer=footer, draft=draft, closed=is_members),
    }
    return Rendered(stem, title, render_to_string(f"{PRESS}/together.html", context))


@dataclass(frozen=True)
class Bound:
    """A document among the others of its pack: its HTML with anchors of its own."""

    stem: str
    landscape: bool
    footer: str
    html: SafeString
    # What stands at the head of its pages where it is not for publication.
    warning: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of the list of contents, with the lines within it."""

    words: str
    anchor: str
    within: tuple["Entry", ...] = ()


def _bound(data: PaperData, document: DocumentKind, sheet: Sheet, *, draft: bool) -> Bound:
    mark = mark_of(data, document.stem)
    context = {"paper": data.identity, "logo": _logo(data), "sheet": sheet, "draft": draft, "mark": mark}
    html = render_to_string(_either(data, "sheet.html"), context)
    # Each document numbers its paragraphs from 1.
    own = _ANCHOR.sub(rf'\g<1> id="{sheet.stem}-', html)
    warning = "" if is_open(data, document.stem) else NOT_FOR_PUBLICATION
    return Bound(sheet.stem, sheet.landscape, _footer(data, document), mark_safe(own), warning)


def _entry(sheet: Sheet) -> Entry:
    within = (
        Entry(section.full_heading, f"{sheet.stem}-{section.anchor}")
        for section in sheet.sections
        if section.level == 2
    )
    return Entry(sheet.heading, sheet.stem, tuple(within))


def _composed(data: PaperData, document: DocumentKind) -> Sheet:
    try:
        return compose(data, document)
    except (UnknownFigure, TextTooLong) as refused:
        if is_open(data, document.stem):
            raise CannotRender(str(refused)) from refused
        # More people read why a job failed than read this document.
        raise CannotRender(
            f"{document.label} cannot be printed as it stands. Its own page says why."
        ) from refused


def _footer(data: PaperData, document: DocumentKind) -> str:
    return _with_mark(_furniture(data, document.label), closed=not is_open(data, document.stem))


def _furniture(data: PaperData, label: str) -> str:
    return " · ".join(filter(None, [data.identity.reference, data.identity.title, label]))


def _with_mark(footer: str, *, closed: bool) -> str:
    """The foot of each page; what is not for publication says so there too."""
    return f"{NOT_FOR_PUBLICATION.upper()} · {footer}" if closed else footer


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


def _style(
    data: PaperData, *, footer: str, sheet: Sheet | None = None, draft: bool = False, closed: bool = False
) -> str:
    """The style of one sheet, or without one of the whole pack together."""
    paper = data.identity
    values = {
        "colour": paper.colour,
        # A council's colour may be too pale for words; its rules and bars keep it.
        "words": paper.colour if contrast(paper.colour, WHITE) >= READABLE else INK,
        "tones": TONES,
        "together": sheet is None,
        "landscape": sheet is not None and sheet.landscape,
        "draft": draft,
        "warning": NOT_FOR_PUBLICATION if closed else "",
        "watermark": _WATERMARK,
        "footer": _css_text(footer),
    }
    # Nothing in it is an author's but the footer, which cannot leave its string.
    return mark_safe(render_to_string(_either(data, "style.css"), values) + _house_style(data))


def _logo(data: PaperData) -> dressing.Picture | None:
    try:
        return dressing.logo_of(data.style)
    except FileDamaged as damaged:
        raise CannotRender(f"The council’s logo cannot be read. {damaged}") from damaged


def _house_style(data: PaperData) -> str:
    """What the council adds to the style; nothing where it chose nothing."""
    if data.style is None:
        return ""
    return render_to_string(
        f"{PRESS}/house.css", {"style": data.style, "face": face_of(data.style.face)}
    ).strip()


def _either(data: PaperData, name: str) -> list[str]:
    """The kind's own template of that name, or the one that all kinds share."""
    return [f"papers/{data.template}/{name}", f"{PRESS}/{name}"]


def _css_text(text: str) -> str:
    """Text as a string of the style: whatever it holds, it stays a string."""
    return mark_safe(
        "".join(char if char.isalnum() or char in " .,-–·/" else f"\\{ord(char):x} " for char in text)
    )
