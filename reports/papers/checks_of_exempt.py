"""What is not for publication and stands in an open document. No finding repeats a word of what is closed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.papers.data import AppendixRow, PaperData
from reports.papers.documents import REPORT, documents_of, is_open, open_documents_of
from reports.papers.figure import Figure
from reports.papers.figures import UnknownFigure, figures, look_up, named_in
from reports.papers.finding import BLOCKER, WARNING, Finding
from reports.papers.kinds import DocumentKind
from reports.papers.layout import sections_of
from reports.papers.schedule import OPEN

_MARKED = re.compile(
    r"(?im)^\s*(?:\*\*|#+\s*|>\s*|-\s*)?(not for publication|exempt information|exempt|confidential)\b\s*(?:[:–-]|\()"
)
_WORD = re.compile(r"[a-z0-9£%]+(?:[.,'’][a-z0-9]+)*")
_SUM = re.compile(r"£\s?\d[\d,]*(?:\.\d+)?")
# So many words in a row are not two authors' chance.
RUN = 8
NOTABLE = 1000
# By the first word of a figure's name: the part of the data it is of, and what prints it in the report. Names and dates
# of the paper itself are in no list: they are on every agenda.
_PRINTED_UNDER: dict[str, tuple[str, frozenset[str]]] = {
    **dict.fromkeys(
        ("actions", "changes", "sections", "impact"), ("plan", frozenset({"progress", "impact"}))
    ),
    "spend": ("spend", frozenset({"recruitment"})),
    "posts": ("posts", frozenset({"recruitment"})),
    "risks": ("risks", frozenset({"risks"})),
    "feedback": ("highlights", frozenset({"feedback"})),
    "costings": ("costings", frozenset({"costings", "afterwards"})),
    "drawdown": ("drawdown", frozenset({"resources"})),
    "capacity": ("capacity", frozenset({"services", "proposal", "costs", "capacity"})),
    **dict.fromkeys(("measure", "measures", "scorecard"), ("scorecard", frozenset({"scorecard"}))),
    "audits": ("audits", frozenset({"audits"})),
}
UNKNOWN_IN_CLOSED = "It names a figure that there is not. Its own page says which."


@dataclass(frozen=True)
class Text:
    """Words of an open document: where they stand, and where they are put right."""

    place: str
    words: str
    view: str
    arguments: tuple[str | int, ...]


def unclassified(data: PaperData) -> Iterator[Finding]:
    """A paper that says it is not open while its report is classified nowhere."""
    if data.identity.classification != "Open" and is_open(data, REPORT):
        message = (
            f"The paper is said to be {data.identity.classification.lower()}, and its report is not classified so. "
            "Classify the report."
        )
        arguments = (data.identity.pk, REPORT)
        yield Finding(BLOCKER, "not-open", "Classification", message, "reports:paper-classify", arguments)


def exempt_in_open(data: PaperData) -> Iterator[Finding]:
    """Text marked as exempt, and words of a closed appendix, in an open document."""
    closed = [row for row in data.appendices if not is_open(data, row.stem)]
    for text in _open_texts(data):
        if marked := _MARKED.search(text.words):
            message = (
                f"This text is marked “{marked[1]}”, and its document is open. Take it out, or classify it."
            )
            yield Finding(BLOCKER, "exempt-in-open", text.place, message, text.view, text.arguments)
        for row in closed:
            yield from _repeated(text, row)


def figures_of_closed(data: PaperData) -> Iterator[Finding]:
    """A live figure in an open document, of which no open document prints the record, and which stands in a closed
    one: as part of its record, by its name, or as a typed sum."""
    closed = [document for document in documents_of(data) if not is_open(data, document.stem)]
    if not closed or not is_open(data, REPORT):
        return
    known = figures(data)
    for text in _open_texts(data):
        for name in dict.fromkeys(named_in(text.words)):
            figure = known.get(name)
            if figure is None or not (where := _closed_alone(data, figure, closed)):
                continue
            message = (
                f"The live figure “{name}” stands in {where}, which is not for publication, and in nothing "
                "else that is open. Check that it may be told."
            )
            yield Finding(WARNING, "exempt-figure", text.place, message, text.view, text.arguments)


def _closed_alone(data: PaperData, figure: Figure, closed: Sequence[DocumentKind]) -> str:
    """The closed document that a figure stands in where none that is open prints it; nothing otherwise."""
    part, under = _PRINTED_UNDER.get(figure.name.partition(".")[0], ("", frozenset()))
    if not part or _is_printed_openly(data, part, under):
        return ""
    bodies = {row.stem: row.body for row in data.appendices}
    for document in closed:
        body = bodies.get(document.stem, "")
        if part in document.shows or figure.name in named_in(body) or _sums(figure.value) & _sums(body):
            return document.label
    return ""


def _is_printed_openly(data: PaperData, part: str, under: frozenset[str]) -> bool:
    shown = {section.element for section in sections_of(data)}
    return bool(under & shown) or any(
        part in document.shows for document in open_documents_of(data) if document.stem != REPORT
    )


def unknown_in_appendices(data: PaperData) -> Iterator[Finding]:
    known = figures(data)
    for row in data.appendices:
        for name in named_in(row.body):
            try:
                look_up(name, known)
            except UnknownFigure as unknown:
                told = str(unknown) if is_open(data, row.stem) else UNKNOWN_IN_CLOSED
                yield Finding(
                    BLOCKER, "unknown-figure", _label(row), told, "reports:appendix-edit", (row.pk,)
                )


def _repeated(text: Text, row: AppendixRow) -> Iterator[Finding]:
    if _runs(text.words) & _runs(row.body):
        message = (
            f"{RUN} words or more stand in {_label(row)} too, which is not for publication. Take them out."
        )
        yield Finding(BLOCKER, "exempt-in-open", text.place, message, text.view, text.arguments)
    elif _sums(text.words) & _sums(row.body):
        message = (
            f"A sum stands in {_label(row)} too, which is not for publication. Check that it may be told."
        )
        yield Finding(WARNING, "exempt-sum", text.place, message, text.view, text.arguments)


def _open_texts(data: PaperData) -> Iterator[Text]:
    """Whatever an author typed into an open document."""
    pk = data.identity.pk
    for row in data.appendices:
        if is_open(data, row.stem):
            yield Text(_label(row), f"{row.title}\n{row.body}", "reports:appendix-edit", (row.pk,))
    if not is_open(data, REPORT):
        return
    for words in data.narratives:
        yield Text(words.heading, words.body, "reports:paper-section", (pk, words.key))
    rows = (
        ("Recommendations", "recommendations", data.recommendations),
        (
            "Other options considered",
            "options",
            [f"{row.option}\n{row.impact}\n{row.risk}" for row in data.options],
        ),
        ("Background papers", "background", [row.title for row in data.background]),
        ("Consultees", "consultees", [f"{row.name}\n{row.view}" for row in data.consultees]),
    )
    for place, view, texts in rows:
        for text in texts:
            yield Text(place, text, f"reports:paper-{view}", (pk,))
    for closed in data.classed:
        if closed.classification != OPEN:
            told = f"{closed.interest}\n{closed.reason}"
            yield Text(
                f"Statement on {closed.stem.replace('-', ' ')}", told, "reports:paper-classification", (pk,)
            )


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return frozenset(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def _sums(text: str) -> frozenset[float]:
    amounts = (float(found.lstrip("£ ").replace(",", "")) for found in _SUM.findall(text))
    return frozenset(amount for amount in amounts if amount >= NOTABLE)


def _label(row: AppendixRow) -> str:
    return row.stem.replace("-", " ").capitalize()
