"""The words of a paper wherever they stand, each with the page where it is put right, and their sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.papers.data import PaperData
from reports.papers.documents import is_open
from reports.papers.finding import WARNING, Finding

# A sentence ends with its stop before a capital, a bracket or a quotation; an abbreviation seldom stands so.
_END = re.compile(r"(?<=[.!?])[”\"’)*]*\s+(?=[A-Z“\"(\[*{£])|\n+\s*(?:[-*>]\s+|\([a-z]+\)\s+)?")


@dataclass(frozen=True)
class Written:
    """A text that the paper prints, the heading or thing it belongs to, and the page where it is changed."""

    place: str
    text: str
    view: str
    arguments: tuple[str | int, ...] = ()

    def finding(self, code: str, message: str, about: str = "") -> Finding:
        """A warning about this text; `about` is the sentence, and with it what was found in it."""
        told = f"{about} – {message}" if about else ""
        return Finding(WARNING, code, self.place, message, self.view, self.arguments, told)


def authors_words(data: PaperData) -> Iterator[Written]:
    """What the paper's authors wrote, in order: under headings, and in its lists."""
    pk = data.identity.pk
    for words in data.narratives:
        yield Written(words.heading, words.body, "reports:paper-section", (pk, words.key))
    yield from recommendations(data)
    for row in data.options:
        text = "\n\n".join((row.option, row.impact, row.risk))
        yield Written("Other options considered", text, "reports:paper-options", (pk,))
    for one in data.consultees:
        yield Written("Consultees", one.view, "reports:paper-consultees", (pk,))
    for own in data.appendices:
        # A finding quotes; what is not for publication is not quoted to whoever may read the checks.
        if is_open(data, own.stem):
            yield Written(own.title, own.body, "reports:appendix-edit", (own.pk,))


def recommendations(data: PaperData) -> Iterator[Written]:
    for text in data.recommendations:
        yield Written("Recommendations", text, "reports:paper-recommendations", (data.identity.pk,))


def printed_words(data: PaperData) -> Iterator[Written]:
    """What its authors wrote, then the words of the record that it prints."""
    yield from authors_words(data)
    for told in data.highlights:
        if told.kind != "feedback" or told.consent_given:
            text = "\n\n".join((told.text, told.gathered_how, told.what_changed))
            yield Written("Highlights", text, "improvement:highlight-list")
    for section in data.plan.sections:
        yield Written(section.reference, section.impact_narrative, "reports:section-detail", (section.pk,))
        for action in section.actions:
            text = "\n\n".join((action.title, action.narrative, action.blockers))
            yield Written(action.reference, text, "improvement:action-detail", (action.pk,))
    for risk in data.risks:
        text = "\n\n".join((risk.title, risk.cause, risk.effect, risk.mitigation))
        yield Written(risk.title, text, "improvement:risk-detail", (risk.pk,))


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text; a paragraph, a bullet and a lettered line end one too."""
    return (sentence for piece in _END.split(text) if (sentence := piece.strip()))


def sentence_with(text: str, start: int) -> str:
    """The sentence in which the character at `start` stands."""
    before = [found.end() for found in _END.finditer(text) if found.end() <= start]
    after = next((found.start() for found in _END.finditer(text) if found.start() >= start), len(text))
    return " ".join(text[max(before, default=0) : after].split())
