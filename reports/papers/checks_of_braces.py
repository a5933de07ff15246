"""Braces that would be printed as they are typed: a live figure half written, or one where none is filled in."""

import re
from collections.abc import Iterator

from reports.papers.checks_of_exempt import UNKNOWN_IN_CLOSED
from reports.papers.data import PaperData
from reports.papers.documents import is_open
from reports.papers.figures import without_references
from reports.papers.finding import BLOCKER, Finding
from reports.papers.layout import sections_of

# `{{ spend.to_date }`, `spend.to_date }}`, and `{spend.to_date}` with a single pair.
_BRACES = re.compile(
    r"\{\{[^{}\n]{0,60}\}{0,2}|\{?[ \t]*[\w.]{0,60}[ \t]*\}\}|\{[ \t]*[a-z_]+(?:\.[a-z_]+)+[ \t]*\}"
)
# `{{{ spend.to_date }}}`: filled in, with braces left over.
_TOO_MANY = re.compile(r"\{{3,}[^{}\n]{0,60}\}*|\{\{[^{}\n]{0,60}\}{3,}")
WRONGLY_WRITTEN = (
    "is not a live figure, and would be printed as it is typed. One has two braces on each side of its name, as in "
    "{{ spend.to_date }}."
)
NOT_FILLED_IN = "would be printed as it is typed: no live figure is filled in here. Write the number."

# A text, the heading or thing it belongs to, and the page where it is changed.
Place = tuple[str, str, str, tuple[str | int, ...]]


def half_written(text: str) -> str:
    """The first braces of a text that make no live figure, as they are typed; nothing where there are none."""
    found = _TOO_MANY.search(text) or _BRACES.search(without_references(text))
    return " ".join(found[0].split()) if found else ""


def braces(data: PaperData) -> Iterator[Finding]:
    """Nobody means a reader to see braces. Of an appendix that is not for publication nothing is quoted."""
    for place, text, view, arguments in _filled_in(data):
        if typed := half_written(text):
            yield Finding(BLOCKER, "unknown-figure", place, f"“{typed}” {WRONGLY_WRITTEN}", view, arguments)
    for place, text, view, arguments in _printed_as_typed(data):
        if found := _BRACES.search(text):
            message = f"“{' '.join(found[0].split())}” {NOT_FILLED_IN}"
            yield Finding(BLOCKER, "unknown-figure", place, message, view, arguments)
    for row in data.appendices:
        if not is_open(data, row.stem) and (half_written(row.body) or _BRACES.search(row.title)):
            place = row.stem.replace("-", " ").capitalize()
            yield Finding(
                BLOCKER, "unknown-figure", place, UNKNOWN_IN_CLOSED, "reports:appendix-edit", (row.pk,)
            )


def _filled_in(data: PaperData) -> Iterator[Place]:
    """Where live figures are looked up."""
    pk = data.identity.pk
    for words in data.narratives:
        yield words.heading, words.body, "reports:paper-section", (pk, words.key)
    for text in data.recommendations:
        yield "Recommendations", text, "reports:paper-recommendations", (pk,)
    for row in data.appendices:
        if is_open(data, row.stem):
            yield row.title, row.body, "reports:appendix-edit", (row.pk,)


def _printed_as_typed(data: PaperData) -> Iterator[Place]:
    """Titles, headings and lists."""
    identity = data.identity
    pk = identity.pk
    title = "\n".join((identity.title, identity.report_of, identity.reference, identity.wards))
    yield "Title", title, "reports:paper-details", (pk,)
    for section in sections_of(data):
        yield section.heading, section.heading, "reports:paper-section", (pk, section.key)
    for option in data.options:
        text = "\n".join((option.option, option.impact, option.risk))
        yield "Other options considered", text, "reports:paper-options", (pk,)
    for one in data.consultees:
        yield "Consultees", f"{one.name}\n{one.view}", "reports:paper-consultees", (pk,)
    for background in data.background:
        yield "Background papers", background.title, "reports:paper-background", (pk,)
    for row in data.appendices:
        if is_open(data, row.stem):
            yield row.title, row.title, "reports:appendix-edit", (row.pk,)
