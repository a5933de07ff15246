"""What an author sees of one heading before saving it: composed with the rest of the paper, so that the
paragraphs carry the numbers they will be printed with."""

from dataclasses import replace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from reports.papers.compose import compose
from reports.papers.data import LaidOut, Narrative, PaperData
from reports.papers.documents import documents_of
from reports.papers.kinds import SectionKind
from reports.papers.layout import sections_of
from reports.papers.render import PRESS


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


def _laid_out(section: SectionKind) -> LaidOut:
    return LaidOut(section.key, section.heading, section.within)
