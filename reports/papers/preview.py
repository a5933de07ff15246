"""What an author sees of one heading before saving it: composed with the rest of the paper, so that the
paragraphs carry the numbers they will be printed with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import unescape

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from reports.papers import appendices
from reports.papers.checks_of_braces import WRONGLY_WRITTEN, half_written
from reports.papers.compose import compose
from reports.papers.data import LaidOut, Narrative, PaperData
from reports.papers.documents import documents_of
from reports.papers.figure import Figure
from reports.papers.figures import UnknownFigure, figures, look_up, named_in, without_unknown
from reports.papers.kinds import SectionKind
from reports.papers.layout import sections_of
from reports.papers.parts import Paragraph
from reports.papers.render import PRESS
from reports.papers.text import TextTooLong

READ_A_MINUTE = 220
# Of many unknown names the first say enough; each costs a search among all that there are.
MOST_NAMED = 10


@dataclass(frozen=True)
class Tried:
    """A section as it would be printed, and what keeps it from that; its words as an author counts them."""

    html: SafeString
    problems: tuple[str, ...]
    words: int

    @property
    def minutes(self) -> int:
        """How long members read it, at least one minute."""
        return max(1, round(self.words / READ_A_MINUTE))


def tried(data: PaperData, section: SectionKind, body: str) -> Tried:
    """The section with a text that may be wrong: every unknown figure is named with those it may mean, and stands
    unfilled where it was written."""
    known = figures(data)
    names = list(dict.fromkeys(name for name in named_in(body) if name not in known))
    problems = [_said(name, known) for name in names[:MOST_NAMED]]
    if len(names) > MOST_NAMED:
        problems.append(f"There are {len(names) - MOST_NAMED} more names of figures that do not exist.")
    if typed := half_written(body):
        problems.append(f"“{typed}” {WRONGLY_WRITTEN}")
    try:
        html = preview_section(data, section, without_unknown(body, known))
    except (UnknownFigure, TextTooLong) as refused:
        html, problems = SafeString(""), [*problems, str(refused)]
    return Tried(html, tuple(problems), len(body.split()))


def _said(name: str, known: Mapping[str, Figure]) -> str:
    try:
        look_up(name, known)
    except UnknownFigure as unknown:
        return str(unknown)
    return ""


def preview_section(data: PaperData, section: SectionKind, body: str) -> SafeString:
    """The section as HTML, tables and all, with `body` for its words; one that the paper does not show stands
    last. Raises UnknownFigure or TextTooLong."""
    sections = sections_of(data)
    if all(each.key != section.key for each in sections):
        data = replace(data, layout=tuple(_laid_out(each) for each in (*sections, section)))
    key = section.key
    written = next((narrative for narrative in data.narratives if narrative.key == key), None)
    narrative = Narrative(written.pk if written else 0, key, section.heading, body)
    others = [each for each in data.narratives if each.key != key]
    sheet = compose(replace(data, narratives=(*others, narrative)), documents_of(data)[0])
    anchor = f"section-{key.replace('_', '-')}"
    shown = next((each for each in sheet.sections if each.anchor == anchor), None)
    return SafeString(render_to_string(f"{PRESS}/section.html", {"section": shown}) if shown else "")


def opening_of(data: PaperData, key: str) -> str | None:
    """The first paragraph that stands under a heading as plain words, empty where the paper leaves the heading out;
    None where the words of the paper cannot be composed yet."""
    try:
        sheet = compose(data, documents_of(data)[0])
    except (UnknownFigure, TextTooLong):
        return None
    anchor = f"section-{key.replace('_', '-')}"
    parts = (part for section in sheet.sections if section.anchor == anchor for part in section.parts)
    first = next((part for part in parts if isinstance(part, Paragraph)), None)
    return unescape(strip_tags(first.html)) if first else ""


def _laid_out(section: SectionKind) -> LaidOut:
    return LaidOut(section.key, section.heading, section.within)


def preview_text(data: PaperData, text: str) -> SafeString:
    """The words of an appendix of the author's own as HTML. Raises UnknownFigure or TextTooLong."""
    parts = appendices.parts_in(data, text)
    shown = [render_to_string(f"{PRESS}/parts/{part.template}.html", {"part": part}) for part in parts]
    return SafeString("".join(shown))
