"""What an author sees of one heading before saving it: composed with the rest of the paper, so that the
paragraphs carry the numbers they will be printed with."""

from dataclasses import replace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from reports.papers.compose import compose
from reports.papers.data import Narrative, PaperData
from reports.papers.documents import documents_of
from reports.papers.kinds import kind_of
from reports.papers.render import PRESS


def preview_section(data: PaperData, key: str, body: str) -> SafeString:
    """The section as HTML, tables and all, with `body` for its words. Raises UnknownFigure or TextTooLong."""
    written = next((narrative for narrative in data.narratives if narrative.key == key), None)
    heading = written.heading if written else kind_of(data.kind).section(key).heading
    narrative = Narrative(pk=written.pk if written else 0, key=key, heading=heading, body=body)
    others = [each for each in data.narratives if each.key != key]
    sheet = compose(replace(data, narratives=(*others, narrative)), documents_of(data)[0])
    anchor = f"section-{key.replace('_', '-')}"
    section = next((section for section in sheet.sections if section.anchor == anchor), None)
    return SafeString(render_to_string(f"{PRESS}/section.html", {"section": section}) if section else "")
