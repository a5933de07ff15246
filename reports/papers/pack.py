"""A paper's pack in every format: rendered, printed, stored under its digest, and used again while unchanged."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version

from core.dates import now
from core.file_store import FileDamaged, digest_of
from reports.models import Paper, Rendering
from reports.models.publications import Format
from reports.papers import docx, pdf, press, store, word
from reports.papers.data import PaperData
from reports.papers.documents import class_of, document_of, documents_of, full_title, strictest
from reports.papers.press import Order, Work
from reports.papers.render import (
    MEMBERS,
    PACKS,
    TOGETHER,
    CannotRender,
    Rendered,
    packs_of,
    render_pack,
    render_together,
)

Progress = Callable[[int, str], None]
HTML, PDF, DOCX = Format.HTML, Format.PDF, Format.DOCX
ALL_TOGETHER = "All documents in one file"
OPEN_TOGETHER = "All open documents in one file"
FOR_MEMBERS = "Members’ pack: everything in one file, in part not for publication"


@dataclass(frozen=True)
class Made:
    """One document in one format, stored under its digest."""

    stem: str
    title: str
    format: str
    digest: str
    size: int
    order: int
    renderer: dict[str, str]
    classification: str = "open"

    @property
    def filename(self) -> str:
        return f"{self.stem}.{self.format}"


@dataclass(frozen=True)
class Piece:
    """One file to make: which document in which format, what makes it, and the digest of what goes in."""

    stem: str
    title: str
    format: str
    work: Work
    content_digest: str

    @property
    def name(self) -> str:
        return f"{self.title} ({Format(self.format).label})"


def _silent(_percent: int, _step: str) -> None:
    pass


def make_pack(
    paper: Paper, data: PaperData, *, draft: bool = False, say: Progress = _silent
) -> tuple[Made, ...]:
    """Every document of the pack as HTML, PDF and Word, and all together as one PDF; where some are not for
    publication, one PDF of what is open and one of everything. Raises CannotRender or CannotPrint.

    Call it outside any transaction: printing takes seconds. `say` is told per cent and the step in words.
    """
    say(5, "Writing the paper")
    pack = render_pack(data, draft=draft)
    wanted = pieces(data, draft=draft, pack=pack)
    ready = made_before(paper, wanted)
    # Each use keeps them from being swept away as old.
    Rendering.objects.filter(pk__in=[row.pk for row in ready.values()]).update(made_at=now())
    missing = [piece for piece in wanted if piece not in ready]
    say(20, f"Making {len(missing)} of {len(wanted)} files")
    # The whole pack comes last: it takes as long as all the others.
    for percent, some in ((60, _but_together(missing)), (90, _together_of(missing))):
        made = pdf.carry_out({piece.name: piece.work for piece in some})
        ready |= {
            piece: _remember(paper, piece, made[piece.name].content, made[piece.name].renderer)
            for piece in some
        }
        say(percent, "Putting the pack together")
    return tuple(_listed(data, pack, {piece: ready[piece] for piece in wanted}, draft=draft))


def pieces(
    data: PaperData, *, draft: bool = False, pack: Iterable[Rendered] | None = None
) -> tuple[Piece, ...]:
    """Every file of the pack that has to be made: PDF and Word of each document, and the whole as one PDF.
    Raises CannotRender."""
    rendered = render_pack(data, draft=draft) if pack is None else pack
    fonts = str(pdf.fonts_folder())
    packs = (render_together(data, stem, draft=draft) for stem in packs_of(data))
    return (
        *(piece for each in rendered for piece in _both(data, each, fonts, draft=draft)),
        *(Piece(one.stem, one.title, PDF, Order(one.html, fonts), content_digest(one)) for one in packs),
    )


def _both(data: PaperData, rendered: Rendered, fonts: str, *, draft: bool) -> Iterator[Piece]:
    stem, title = rendered.stem, rendered.title
    yield Piece(stem, title, PDF, Order(rendered.html, fonts), content_digest(rendered))
    assert rendered.sheet is not None, "A document of the pack is made from a sheet"
    document = document_of(data, stem)
    try:
        manuscript = docx.manuscript(data, document, rendered.sheet, title, draft=draft)
    except FileDamaged as damaged:
        raise CannotRender(f"A file of the council’s house style cannot be read. {damaged}") from damaged
    yield Piece(stem, title, DOCX, manuscript, content_digest(rendered, DOCX, _template(data)))


def _template(data: PaperData) -> str:
    return data.style.word_template if data.style else ""


def _but_together(found: Iterable[Piece]) -> list[Piece]:
    return [piece for piece in found if piece.stem not in PACKS]


def _together_of(found: Iterable[Piece]) -> list[Piece]:
    return [piece for piece in found if piece.stem in PACKS]


def renderer_of(made: Iterable[Made]) -> dict[str, str]:
    """What made a pack: the fingerprints of all its makers together."""
    return {name: value for one in made for name, value in one.renderer.items()}


def titles_of(data: PaperData) -> dict[str, str]:
    """`Appendix 1: Rating overview` by stem, and what the files with several documents are called."""
    named = {document.stem: full_title(document) for document in documents_of(data)}
    together = OPEN_TOGETHER if MEMBERS in packs_of(data) else ALL_TOGETHER
    return named | {TOGETHER: together, MEMBERS: FOR_MEMBERS}


def classification_of(data: PaperData, stem: str) -> str:
    """Of a document, or of a file with several: `open`, `exempt` or `confidential`."""
    if stem in PACKS:
        return strictest(data) if stem == MEMBERS else "open"
    return class_of(data, stem).classification


def content_digest(rendered: Rendered, form: str = PDF, template: str = "") -> str:
    """What decides a file: its HTML, the Word template it is put in, and the versions of what makes it from that."""
    makers: tuple[str, ...] = ("weasyprint", "pydyf") if form == PDF else ("python-docx", "resvg-py")
    makers += ("docxtpl", "jinja2") if template else ()
    profile = press.PROFILE if form == PDF else word.PROFILE
    printers = "".join(f"{name} {version(name)}\0" for name in makers) + profile
    return hashlib.sha256(f"{printers}{rendered.digest}{template}".encode()).hexdigest()


def made_before(paper: Paper, wanted: Iterable[Piece]) -> dict[Piece, Rendering]:
    """Those pieces that were made already from this very content, and are still sound."""
    by_digest = {(piece.content_digest, piece.format): piece for piece in wanted}
    found = Rendering.objects.filter(paper=paper, content_digest__in=[digest for digest, _ in by_digest])
    return {
        by_digest[row.content_digest, row.format]: row
        for row in found
        if (row.content_digest, row.format) in by_digest and _is_sound(row)
    }


def _is_sound(row: Rendering) -> bool:
    try:
        store.get(row.digest)
    except FileDamaged:
        return False
    return True


def _remember(paper: Paper, piece: Piece, content: bytes, renderer: dict[str, str]) -> Rendering:
    row, _ = Rendering.objects.update_or_create(
        paper=paper,
        stem=piece.stem,
        format=piece.format,
        content_digest=piece.content_digest,
        defaults={
            "council": paper.council,
            "made_at": now(),
            "digest": store.put(content),
            "size": len(content),
            "renderer": renderer,
        },
    )
    return row


def _listed(
    data: PaperData, pack: tuple[Rendered, ...], ready: dict[Piece, Rendering], *, draft: bool
) -> Iterator[Made]:
    """Every file, document by document: HTML, PDF, Word; the whole pack at the end. A draft's HTML is not stored:
    it is rendered for whoever looks."""
    stems = [*(rendered.stem for rendered in pack), *PACKS]
    order = {stem: at for at, stem in enumerate(stems)}
    titles, classes = titles_of(data), {stem: classification_of(data, stem) for stem in stems}
    rows = {(row.stem, row.format): row for row in ready.values()}
    for rendered in pack:
        html, row = rendered.html.encode(), rows[rendered.stem, PDF]
        at, title = order[rendered.stem], titles[rendered.stem]
        digest, its_class = digest_of(html) if draft else store.put(html), classes[rendered.stem]
        yield Made(rendered.stem, title, HTML, digest, len(html), at, row.renderer, its_class)
    for (stem, form), row in rows.items():
        yield Made(stem, titles[stem], form, row.digest, row.size, order[stem], row.renderer, classes[stem])
