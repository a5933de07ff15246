"""What happened and what people said, as parts of a paper of any kind."""

from collections.abc import Iterable, Iterator

from core.dates import full_date
from reports.papers.composer import Composer, escaped
from reports.papers.data import HighlightRow
from reports.papers.parts import Item, Part, Points, Quote
from reports.papers.text import inline
from reports.papers.words import unbroken


def told(composer: Composer, rows: Iterable[HighlightRow], lead: str) -> Iterator[Part]:
    """The highlights as bullets with their dates, under a sentence that says since when; nothing for none."""
    items = tuple(Item(f"{inline(escaped(row.text))} ({unbroken(full_date(row.as_at))})") for row in rows)
    if items:
        yield composer.say(lead)
        yield Points(items)


def quoted(composer: Composer, lead: str) -> Iterator[Part]:
    """Feedback given with consent as quotations, each with how it was gathered and what changed."""
    rows = [row for row in composer.data.highlights if row.kind == "feedback" and row.consent_given]
    if rows:
        yield composer.say(lead)
    for row in rows:
        yield Quote((inline(escaped(row.text)),), inline(escaped(_source(row))))


def _source(row: HighlightRow) -> str:
    parts = [
        full_date(row.as_at),
        row.gathered_how.rstrip("."),
        f"taken to {row.taken_to.rstrip('.')}" if row.taken_to else "",
    ]
    changed = f" What changed: {row.what_changed}" if row.what_changed else ""
    return f"{'; '.join(filter(None, parts))}.{changed}"
