from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.file_store import FileDamaged
from reports.models import Paper
from reports.papers import codec, pdf, store
from reports.papers.data import PaperData
from reports.papers.documents import closed_stems, document_of, documents_of
from reports.papers.locking import collect_for_paper
from reports.papers.pack import pieces
from reports.papers.pdf import CannotPrint
from reports.papers.render import TOGETHER, CannotRender, packs_of, render

ASK = "Ask for it with --not-for-publication."


class Command(BaseCommand):
    help = "Writes a paper's documents: those published, or else as the paper now stands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paper", metavar="COUNCIL/PAPER", help="eastshire/progress-2025-01")
        parser.add_argument("--format", required=True, choices=["html", "pdf", "docx"])
        parser.add_argument("--out", required=True, type=Path, metavar="FILE_OR_DIR")
        parser.add_argument(
            "--document",
            help="report, appendix-1, … or pack (of which a PDF file gets all in one)",
        )
        parser.add_argument(
            "--not-for-publication", action="store_true", help="also the documents that are not open"
        )
        parser.add_argument(
            "--fresh", action="store_true", help="render anew, a published paper from its frozen data"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        paper = _paper(options["paper"])
        out: Path = options["out"]
        is_folder = out.is_dir() or not out.suffix
        document = options["document"] or (TOGETHER if is_folder else "report")
        together = document == TOGETHER and options["format"] == "pdf" and not is_folder
        data = _data(paper)
        whole = options["not_for_publication"]
        stems = [_together(data, whole=whole)] if together else _stems(data, document, whole=whole)
        if len(stems) > 1 and not is_folder:
            raise CommandError(f"A pack has {len(stems)} documents: give --out a folder.")
        try:
            documents = _documents(paper, data, stems, options["format"], fresh=options["fresh"])
        except (CannotRender, CannotPrint, FileDamaged) as refused:
            raise CommandError(str(refused)) from refused
        for stem, content in documents.items():
            target = out / f"{stem}.{options['format']}" if is_folder else out
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            self.stdout.write(f"{target} ({len(content):,} bytes)")


def _paper(name: str) -> Paper:
    council, _, slug = name.partition("/")
    try:
        return Paper.objects.select_related("council").get(council__slug=council, slug=slug)
    except Paper.DoesNotExist:
        papers = Paper.objects.select_related("council").order_by("council__slug", "slug")
        there = ", ".join(f"{paper.council.slug}/{paper.slug}" for paper in papers) or "none yet"
        raise CommandError(f"There is no paper {name}. There are: {there}.") from None


def _together(data: PaperData, *, whole: bool) -> str:
    """The file with several documents: all that are open, or with the rest of them."""
    packs = packs_of(data)
    if not whole and TOGETHER not in packs:
        raise CommandError(f"No document of this paper is open. {ASK}")
    return packs[-1] if whole else TOGETHER


def _stems(data: PaperData, document: str, *, whole: bool) -> list[str]:
    stems = [each.stem for each in documents_of(data)]
    closed = frozenset() if whole else closed_stems(data)
    if document in closed:
        raise CommandError(f"{document} is not for publication. {ASK}")
    if document == TOGETHER:
        return [stem for stem in stems if stem not in closed]
    if document not in stems:
        raise CommandError(
            f"This paper has no document {document}. It has: {', '.join(stems)}, or pack for all."
        )
    return [document]


def _documents(
    paper: Paper, data: PaperData, stems: list[str], format_: str, *, fresh: bool
) -> dict[str, bytes]:
    """The bytes by stem. Raises CannotRender, CannotPrint or FileDamaged."""
    publication = paper.publications.first()
    if publication and not fresh:
        rows = publication.documents.filter(stem__in=stems, format=format_).order_by("order")
        return {row.stem: store.get(row.digest) for row in rows}
    draft = publication is None
    if format_ == "html":
        return {stem: render(data, document_of(data, stem), draft=draft).html.encode() for stem in stems}
    wanted = {piece.stem: piece for piece in pieces(data, draft=draft) if piece.format == format_}
    made = pdf.carry_out({wanted[stem].name: wanted[stem].work for stem in stems})
    return {stem: made[wanted[stem].name].content for stem in stems}


def _data(paper: Paper) -> PaperData:
    """What was published, or else the paper as it now stands."""
    publication = paper.publications.first()
    if publication is None:
        return collect_for_paper(paper).data
    return codec.from_json(PaperData, publication.data)
