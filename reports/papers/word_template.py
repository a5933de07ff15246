"""A council's own Word template filled with a paper's words: named placeholders in a sandbox, and nothing else.

It runs where papers are made, in a process with limits, and has no Django.
"""

import difflib
import io
import re
from collections.abc import Mapping
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.parts.numbering import NumberingPart
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.papers.press import Refused
from reports.papers.word_package import check_package

# What a template may name, and what is put there.
PLACEHOLDERS: dict[str, str] = {
    "title": "the title of the document; give its line the style Heading 1",
    "body": "the whole text with its tables, alone in a paragraph of its own",
    "classification": "“Open”, or why it is not for publication",
    "council": "the name of the council",
    "committee": "the committee or cabinet it goes to",
    "date": "the day of the meeting, as 13 January 2025",
    "meeting": "committee and day together",
    "reference": "the report reference number",
    "report_of": "whose report it is",
    "paper": "the title of the paper, on its appendices too",
    "belongs_to": "on an appendix, which paper it belongs to",
    "footer": "reference, paper and document, for the foot of pages",
    "draft": "“Draft, not yet published”, or nothing",
    "logo": "the logo of the house style",
}
NEEDED = ("title", "classification", "body")
LOGO_HEIGHT = Mm(16)
# What no text holds: it stands where the body goes until the body is there.
_BODY = "\ue000body\ue000"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ALLOWED = (nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.Not)
NOT_WRITTEN_SO = (
    "A placeholder of the template is not written as {{ title }}, or “if” has no “endif”: look for braces."
)


class NamesOnly(ImmutableSandboxedEnvironment):
    """Fills in names, and asks whether there is something to a name. No attribute, call, filter or loop."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()
        self.named: set[str] = set()

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return False

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Whatever is compiled comes through here. Raises Refused."""
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            if isinstance(node, nodes.Name) and node.ctx == "load":
                self._check_name(node.name)
            if not isinstance(node, _ALLOWED):
                raise Refused(
                    "The template holds a command: only placeholders such as {{ title }} and {% if draft %} … "
                    "{% endif %} are allowed."
                )
        return tree

    def _check_name(self, name: str) -> None:
        self.named.add(name)
        if name not in PLACEHOLDERS:
            near = difflib.get_close_matches(name, PLACEHOLDERS, n=1)
            meant = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(PLACEHOLDERS)}."
            raise Refused(f"The template names “{name[:60]}”, which is no placeholder.{meant}")


class Drawing:
    """The logo, put wherever a template names it: in the text, in headers and footers."""

    def __init__(self, template: DocxTemplate, picture: bytes, alternative: str) -> None:
        self.template, self.picture, self.alternative = template, picture, alternative

    def __html__(self) -> str:
        part = self.template.current_rendering_part
        inline = part.new_pic_inline(io.BytesIO(self.picture), None, LOGO_HEIGHT)
        inline.docPr.set("descr", self.alternative)
        return f'</w:t></w:r><w:r><w:drawing>{inline.xml}</w:drawing></w:r><w:r><w:t xml:space="preserve">'


def filled(content: bytes, values: Mapping[str, str], picture: bytes, alternative: str) -> Document:
    """The template with everything but its body, for which `place_of_body` finds the place. Raises Refused."""
    check_package(content)
    environment = NamesOnly()
    template = DocxTemplate(io.BytesIO(content))
    given: dict[str, Any] = {name: clean(values.get(name, "")) for name in PLACEHOLDERS}
    given |= {"body": _BODY, "logo": Drawing(template, picture, alternative) if picture else ""}
    made = io.BytesIO()
    try:
        template.render(given, jinja_env=environment, autoescape=True)
        template.save(made)
    except TemplateError:
        raise Refused(NOT_WRITTEN_SO) from None
    if missing := [name for name in NEEDED if name not in environment.named]:
        wanted = ", ".join(f"{{{{ {name} }}}}" for name in missing)
        raise Refused(f"The template does not say where these go: {wanted}.")
    document = docx.Document(made)
    _give_numbering(document)
    place_of_body(document)
    return document


def clean(text: str) -> str:
    """Text that a Word file can hold."""
    return _NOT_XML.sub("", text.replace("\f", " ").replace("\a", " "))


def place_of_body(document: Document) -> Paragraph:
    """The paragraph in whose place the body goes. Raises Refused."""
    found = [paragraph for paragraph in document.paragraphs if paragraph.text.strip() == _BODY]
    if len(found) != 1 or str(document.element.xml).count(_BODY) != 1:
        raise Refused(
            "The template has to have {{ body }} once, alone in a paragraph of its own, outside tables and boxes."
        )
    return found[0]


def _give_numbering(document: Document) -> None:
    """A template without lists has no part for them."""
    if any(relation.reltype == RELATIONSHIP_TYPE.NUMBERING for relation in document.part.rels.values()):
        return
    root = parse_xml(f"<w:numbering {nsdecls('w')}/>")
    package = document.part.package
    assert package is not None, "A document that was read has a package"
    part = NumberingPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, root, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
