"""Whether a Word file that somebody brings may be a template: its parts, what they refer to, and how large they are.

It runs where papers are made, in a process with limits, and has no Django. Whatever is not known to be harmless is
refused with a sentence for whoever brought it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from reports.papers.press import Refused

LARGEST_TEMPLATE = 3_000_000
LARGEST_PART = 6_000_000
LARGEST_UNPACKED = 20_000_000
MOST_PARTS = 300

DAMAGED = "The file is damaged, has a password or is no Word document: save it again as .docx."
NO_WORD = "This is no plain Word document: save it as “Word document (.docx)”, without macros."
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What parts of a document may be to each other, by the last word of the relationship's type.
_KINDS = frozenset(
    (
        "officeDocument",
        "core-properties",
        "extended-properties",
        "custom-properties",
        "styles",
        "stylesWithEffects",
        "settings",
        "webSettings",
        "fontTable",
        "theme",
        "numbering",
        "header",
        "footer",
        "image",
        "hyperlink",
        "footnotes",
        "endnotes",
        "customXml",
        "customXmlProps",
        "thumbnail",
    )
)
_PICTURES = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff", "jpg": b"\xff\xd8\xff", "gif": b"GIF8"}
# Fields of Word that count pages or repeat headings; the others fetch, ask or run.
_FIELDS = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES", "STYLEREF", "TITLE", "TOC", "PAGEREF"))
_PROGRAMS = frozenset(("altChunk", "object", "control", "subDoc", "attachedTemplate", "mailMerge"))
_WORDS = re.compile(r"[A-Za-z]+")


def check_package(content: bytes) -> None:
    """Raises Refused for what cannot be a template."""
    if len(content) > LARGEST_TEMPLATE:
        raise Refused(
            f"The template is larger than {LARGEST_TEMPLATE // 1_000_000} MB: make its pictures smaller."
        )
    parts = dict(_unpacked(content))
    kinds = parts.get("[Content_Types].xml", b"").decode("utf-8", errors="replace")
    if "word/document.xml" not in parts or _MAIN not in kinds or "macroEnabled" in kinds:
        raise Refused(NO_WORD)
    for name, part in parts.items():
        _check_part(name, part)


def _unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Every part, read no further than a part may be long, whatever the archive says of itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_PARTS or len({each.filename for each in members}) != len(members):
                raise Refused("The template holds far too many parts: begin it as a new document.")
            total = 0
            for member in members:
                with archive.open(member) as stream:
                    part = stream.read(LARGEST_PART + 1)
                total += len(part)
                if len(part) > LARGEST_PART or total > LARGEST_UNPACKED:
                    raise Refused("The template unpacks to far too much: begin it as a new document.")
                yield member.filename, part
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        raise Refused(DAMAGED) from None


def _check_part(name: str, part: bytes) -> None:
    ending = name.rpartition(".")[2].lower()
    if name.endswith("/"):
        return
    if ending in ("xml", "rels"):
        _check_markup(name, part, is_relations=ending == "rels")
    elif not part.startswith(_PICTURES.get(ending, b"\x00never")):
        raise Refused(
            f"The template holds something that is neither text nor a PNG, JPEG or GIF picture ({_shown(name)}): take "
            "out embedded files, macros, typefaces and drawings."
        )


def _check_markup(name: str, part: bytes, *, is_relations: bool) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        raise Refused(DAMAGED) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(
            f"The template declares entities of its own ({_shown(name)}): begin it as a new document."
        )
    if is_relations:
        for relation in root.iter(_RELATIONS):
            _check_relation(relation)
    else:
        _check_elements(root)


def _check_relation(relation: "etree._Element") -> None:
    kind, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "")
    if kind not in _KINDS:
        raise Refused(
            f"The template is tied to another file or holds a program ({_shown(kind)}): take it out, and save it as a "
            "new document."
        )
    is_outside = relation.get("TargetMode", "").lower() == "external"
    if is_outside and not (kind == "hyperlink" and re.match(r"(https?://|mailto:)", target, re.IGNORECASE)):
        raise Refused(
            f"The template fetches something from elsewhere ({_shown(target)}): put the picture itself into it, or "
            "take it out."
        )
    if not is_outside and (":" in target or ".." in target.split("/")[1:]):
        raise Refused(f"The template leads out of itself ({_shown(target)}): begin it as a new document.")


def _check_elements(root: "etree._Element") -> None:
    told: list[str] = []
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if name in _PROGRAMS:
            raise Refused(f"The template holds another file or a program ({name}): take it out.")
        if name == "instrText":
            told.append(element.text or "")
        elif name == "fldSimple":
            _check_field(element.get(f"{_W}instr", ""))
        elif name == "fldChar" and told:
            # Word may write an instruction letter by letter; it ends at the next mark of its field.
            _check_field("".join(told))
            told = []
    if told:
        _check_field("".join(told))


def _check_field(instruction: str) -> None:
    found = _WORDS.match(instruction.strip())
    if found is None or found[0].upper() not in _FIELDS:
        raise Refused(
            f"The template has a field of Word that is not a page number or a heading ({_shown(instruction)}): take it "
            "out."
        )


def _shown(text: str) -> str:
    return " ".join(text.split())[:80] or "nothing"
