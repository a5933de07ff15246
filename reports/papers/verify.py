"""Whether what was published is still what it was: stored bytes, frozen data, and a fresh render of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

from accounts.models import Change
from core.file_store import FileDamaged, digest_of
from reports.models import Document, Publication, PublicationEvent
from reports.models.publications import Format
from reports.papers import codec, pdf, store
from reports.papers.data import PaperData
from reports.papers.pack import classification_of, pieces
from reports.papers.pdf import CannotPrint
from reports.papers.press import Printed
from reports.papers.render import CannotRender, render_pack

# A publication and its change are written in one transaction.
ONE_GO = timedelta(minutes=1)

_NOT_WORDS = re.compile(r"<style>.*?</style>|<[^>]+>", re.DOTALL)


@dataclass(frozen=True)
class Verdict:
    """What of a publication differs, in sentences, and whether its PDFs could be compared byte for byte."""

    publication: Publication
    problems: tuple[str, ...]
    compared_bytes: bool


def verify(publication: Publication) -> Verdict:
    """Check a publication against its digests and against a fresh render of its frozen data."""
    stored = {(row.stem, row.format): row for row in publication.documents.all()}
    problems = [*_damaged(stored), *_data(publication), *_log(publication), *_version(publication)]
    try:
        data = codec.from_json(PaperData, publication.data)
        pack = render_pack(data)
        again = {(piece.stem, piece.format): piece for piece in pieces(data, pack=pack)}
        made = pdf.carry_out({piece.name: piece.work for piece in again.values()})
    except (CannotRender, CannotPrint, KeyError, ValueError) as refused:
        return Verdict(publication, (*problems, f"its data cannot be rendered again: {refused}"), False)
    problems += _classes(stored, data)
    problems += _words(stored, {rendered.stem: rendered.html for rendered in pack})
    same = all(one.renderer.items() <= publication.renderer.items() for one in made.values())
    if same:
        problems += _bytes(stored, {key: made[piece.name] for key, piece in again.items()})
    return Verdict(publication, tuple(problems), same)


Stored = dict[tuple[str, str], Document]


def _damaged(stored: Stored) -> Iterator[str]:
    for row in stored.values():
        try:
            store.get(row.digest)
        except FileDamaged as damaged:
            yield f"{row.stem}.{row.format}: {damaged}"


def _data(publication: Publication) -> Iterator[str]:
    if codec.digest(publication.data) != publication.data_digest:
        yield "its frozen data are not those that were published"


def _log(publication: Publication) -> Iterator[str]:
    """What the change log saw published, and when: whoever changes data and digest together is found here."""
    changes = Change.objects.for_subject(publication.paper).filter(verb="published")
    seen = next((one for one in changes if one.after.get("data") == publication.data_digest), None)
    if seen is None:
        yield "the change log saw other data published"
        return
    known_at = seen.after.get("known_at", publication.known_at.isoformat())
    if abs(seen.at - publication.published_at) > ONE_GO or known_at != publication.known_at.isoformat():
        yield "its moments of publication are not those of the change log"


def _version(publication: Publication) -> Iterator[str]:
    """A later version corrects the one before it, which somebody has taken up for correction."""
    told = (publication.data.get("correction") or {"number": 1})["number"]
    if publication.number != told:
        yield f"its data say that it is version {told}"
    if publication.number == 1:
        return
    before = publication.paper.publications.filter(number=publication.number - 1).first()
    taken_up = before and before.events.filter(kind=PublicationEvent.Kind.CORRECTION).exists()
    if not taken_up:
        yield "nothing is on record of the correction it makes"


def _classes(stored: Stored, data: PaperData) -> Iterator[str]:
    for (stem, form), row in stored.items():
        if row.classification != classification_of(data, stem):
            yield f"{stem}.{form} is kept as {row.classification} and was published as another"


def _words(stored: Stored, fresh: dict[str, str]) -> Iterator[str]:
    """Text and figures, whatever became of the markup."""
    for stem, html in fresh.items():
        row = stored.get((stem, Format.HTML))
        if row is None:
            yield f"{stem}.html was never stored"
            continue
        try:
            before = words_of(store.get(row.digest).decode())
        except FileDamaged:
            continue
        if before != words_of(html):
            yield f"{stem}: a fresh render reads differently: {_first_difference(before, words_of(html))}"


def _bytes(stored: Stored, made: dict[tuple[str, str], Printed]) -> Iterator[str]:
    for (stem, form), fresh in made.items():
        row = stored.get((stem, form))
        if row is None:
            yield f"{stem}.{form} was never stored"
        elif digest_of(fresh.content) != row.digest:
            yield f"{stem}.{form}: a fresh print differs from the stored one"


def words_of(html: str) -> list[str]:
    """The words of a document, without its markup and style."""
    return unescape(_NOT_WORDS.sub(" ", html)).split()


def _first_difference(before: list[str], after: list[str]) -> str:
    at = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), None)
    at = min(len(before), len(after)) if at is None else at
    return f"“{' '.join(before[at : at + 6])}” is now “{' '.join(after[at : at + 6])}”"
