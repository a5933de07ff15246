"""Stage 1 with a lock: the figures as they were locked, with today's words. Pages, checks, exports and publishing
read a paper here."""

from dataclasses import fields, replace

from django.db import transaction

from core.dates import today
from reports.models import Clearance, ClearanceRole, DataLock, Paper
from reports.papers import codec
from reports.papers.clearing import lock_of, rows_of, standings
from reports.papers.collect import collect, read_one_moment
from reports.papers.collect_blocks import FIELDS
from reports.papers.data import Collected, PaperData
from reports.papers.kinds import kind_of
from reports.papers.layout import sections_of

# What authors write; everything else of a paper is its figures, which a lock holds.
WORDS = frozenset(
    {
        "template",
        "identity",
        "narratives",
        "recommendations",
        "options",
        "background",
        "consultees",
        "layout",
        "lateness",
        "notified",
        "classed",
        "appendices",
        "correction",
        "has_source_list",
        "plan_table",
        "style",
        "printed_sums",
        "chosen",
    }
)


def collect_for_paper(paper: Paper) -> Collected:
    """Everything the paper says: where a lock stands the locked figures, known when they were locked, with today's
    words; else all of it as we now know it. With how far it is cleared."""
    with transaction.atomic():
        read_one_moment()
        collected = collect(paper)
        lock = lock_of(paper)
        roles = ClearanceRole.objects.of(paper.council)
        said = Clearance.objects.of(paper).current(today())
        rows = rows_of(standings(collected.data, lock, roles, said))
        data = _locked(lock, collected.data, paper) if lock else collected.data
        return Collected(
            data=replace(data, clearances=rows, lock=lock.number if lock else 0),
            known_at=lock.known_at if lock else collected.known_at,
            versions=collected.versions,
        )


def _locked(lock: DataLock, words: PaperData, paper: Paper) -> PaperData:
    data = shown_alone(with_words_of(data_of(lock), words))
    if newer := _newer_than(data):
        # The kind has since been given a block that is shown: the ledgers still say what was known at the lock.
        then = collect(paper, lock.known_at).data
        read = {FIELDS[block]: getattr(then, FIELDS[block]) for block in newer}
        data = replace(data, dates=data.dates | {block: then.dates[block] for block in newer}, **read)
    return replace(data, known_at=lock.known_at if data.has_source_list else None)


def _newer_than(data: PaperData) -> list[str]:
    """The further blocks shown of which a lock knows nothing, not even their date: it is older than they are."""
    shown = {section.element for section in sections_of(data)}
    further = (block.key for block in kind_of(data.kind).further)
    return [block for block in further if block in shown and block not in data.dates]


def figures_digest(data: PaperData) -> str:
    """Of everything that a lock holds and refreshing may change: the data without its words."""
    beside = WORDS | {"clearances", "lock", "known_at"}
    names = [field.name for field in fields(PaperData) if field.name not in beside]
    return codec.digest({name: getattr(data, name) for name in names})


def data_of(lock: DataLock) -> PaperData:
    """What was locked. Raises `ValueError` or `KeyError` as `codec.from_json`."""
    return codec.from_json(PaperData, lock.data)


def shown_alone(data: PaperData) -> PaperData:
    """Without the further blocks that the paper does not show: a lock holds them for when one is switched on."""
    shown = {section.element for section in sections_of(data)}
    hidden = [FIELDS[block.key] for block in kind_of(data.kind).further if block.key not in shown]
    empty = {field.name: field.default for field in fields(PaperData) if field.name in hidden}
    return replace(data, **empty)  # type: ignore[arg-type]


def with_words_of(figures: PaperData, words: PaperData) -> PaperData:
    """The figures of one, the words of the other."""
    written = [field.name for field in fields(PaperData) if field.name in WORDS]
    return replace(figures, **{name: getattr(words, name) for name in written})
