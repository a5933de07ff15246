"""A paper's pack in every format: rendered, printed, stored under its digest, and used again while unchanged."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version

from reports.models import Paper, Rendering
from reports.models.publications import Format
from reports.papers import pdf, press, store
from reports.papers.data import PaperData
from reports.papers.kinds import kind_of
from reports.papers.render import Rendered, render_pack

Progress = Callable[[int, str], None]
HTML, PDF = Format.HTML, Format.PDF


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

    @property
    def filename(self) -> str:
        return f"{self.stem}.{self.format}"


def _silent(_percent: int, _step: str) -> None:
    pass


def make_pack(paper: Paper, data: PaperData, *, say: Progress = _silent) -> tuple[Made, ...]:
    """Every document of the pack as HTML and PDF. Raises CannotRender or CannotPrint.

    Call it outside any transaction: printing takes seconds. `say` is told per cent and the step in words.
    """
    say(5, "Writing the paper")
    pack = render_pack(data)
    ready = _made_before(paper, pack)
    missing = [rendered for rendered in pack if rendered.stem not in ready]
    say(20, f"Printing {len(missing)} of {len(pack)} documents")
    printed = pdf.print_pack({rendered.title: rendered.html for rendered in missing})
    for rendered in missing:
        made = printed[rendered.title]
        ready[rendered.stem] = _remember(paper, rendered, made.content, made.renderer)
    say(90, "Storing the documents")
    return tuple(_both_formats(pack, ready, kind_titles(data)))


def kind_titles(data: PaperData) -> dict[str, str]:
    """`Appendix 1: Rating overview` by stem."""
    return {
        document.stem: document.label
        if document.label == document.title
        else f"{document.label}: {document.title}"
        for document in kind_of(data.kind).documents
    }


def content_digest(rendered: Rendered) -> str:
    """What decides a PDF: its HTML, and the versions of what prints it."""
    printers = "".join(f"{name} {version(name)}\0" for name in ("weasyprint", "pydyf")) + press.PROFILE
    return hashlib.sha256(f"{printers}{rendered.digest}".encode()).hexdigest()


def _made_before(paper: Paper, pack: Iterable[Rendered]) -> dict[str, Rendering]:
    wanted = {content_digest(rendered): rendered.stem for rendered in pack}
    found = Rendering.objects.filter(paper=paper, format=PDF, content_digest__in=list(wanted))
    return {row.stem: row for row in found if wanted[row.content_digest] == row.stem and _is_sound(row)}


def _is_sound(row: Rendering) -> bool:
    try:
        store.get(row.digest)
    except store.DocumentDamaged:
        return False
    return True


def _remember(paper: Paper, rendered: Rendered, content: bytes, renderer: dict[str, str]) -> Rendering:
    row, _ = Rendering.objects.update_or_create(
        paper=paper,
        stem=rendered.stem,
        format=PDF,
        content_digest=content_digest(rendered),
        defaults={
            "council": paper.council,
            "digest": store.put(content),
            "size": len(content),
            "renderer": renderer,
        },
    )
    return row


def _both_formats(
    pack: Iterable[Rendered], printed: dict[str, Rendering], titles: dict[str, str]
) -> Iterable[Made]:
    for order, rendered in enumerate(pack):
        row, html = printed[rendered.stem], rendered.html.encode()
        title = titles[rendered.stem]
        yield Made(rendered.stem, title, HTML, store.put(html), len(html), order, row.renderer)
        yield Made(rendered.stem, title, PDF, row.digest, row.size, order, row.renderer)
