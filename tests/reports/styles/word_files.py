"""Word templates to try: a sound one, and the parts that make it hostile."""

import io
import zipfile
from collections.abc import Mapping
from functools import cache

import docx

LINES = (
    ("{{ logo }}", None),
    ("{{ council }}", None),
    ("{{ classification }}", None),
    ("{% if draft %}{{ draft }}{% endif %}", None),
    ("{{ meeting }}", None),
    ("{{ title }}", "Heading 1"),
    ("{% if belongs_to %}{{ belongs_to }}{% endif %}", None),
    ("{{ body }}", None),
)


@cache
def template(*more: str, lines: tuple[tuple[str, str | None], ...] = LINES) -> bytes:
    """A template of those lines, with `more` before them and a footer: the same bytes whenever it is asked for.

    Made anew it would hold the time of making, in steps of two seconds.
    """
    document = docx.Document()
    for text, style in (*((each, None) for each in more), *lines):
        document.add_paragraph(text, style=style)
    document.sections[0].footer.paragraphs[0].text = "{{ footer }}"
    document.sections[0].header.paragraphs[0].text = "House of {{ council }}"
    return saved(document)


def saved(document: "docx.document.Document") -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same archive with some parts changed or added."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            if name not in parts:
                after.writestr(name, before.read(name))
        for name, part in parts.items():
            after.writestr(name, part)
    return made.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    part = part_of(content, name)
    assert old in part
    return with_parts(content, {name: part.replace(old, new, 1)})


def related(content: bytes, kind: str, target: str, *, outside: bool = True) -> bytes:
    """The document with one more relationship."""
    mode = ' TargetMode="External"' if outside else ""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    more = (
        f'<Relationship Id="rId99" Type="{office}/{kind}" Target="{target}"{mode}/></Relationships>'.encode()
    )
    return changed(content, "word/_rels/document.xml.rels", b"</Relationships>", more)
