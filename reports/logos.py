"""A council's logo as it may be printed: a PNG or SVG told by its content, with nothing in it but the picture."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

LARGEST_LOGO = 300_000
LONGEST_SIDE = 3000
MOST_SHAPES = 3000
WANTED = f"A PNG or SVG picture of up to {LARGEST_LOGO // 1000} kB"
PNG, SVG = "image/png", "image/svg+xml"

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What a picture needs; everything else of a PNG is words about it.
_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"}
_SVG = "http://www.w3.org/2000/svg"
_SHAPES = frozenset(
    (
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "title",
        "desc",
    )
)
_ATTRIBUTES = frozenset(
    (
        "id",
        "d",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "width",
        "height",
        "viewBox",
        "points",
        "transform",
        "fill",
        "fill-rule",
        "fill-opacity",
        "clip-path",
        "clip-rule",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-dasharray",
        "stroke-opacity",
        "opacity",
        "offset",
        "stop-color",
        "stop-opacity",
        "gradientUnits",
        "gradientTransform",
        "spreadMethod",
        "preserveAspectRatio",
        "version",
    )
)
_INNER = re.compile(r"url\(\s*#[A-Za-z_][\w.-]*\s*\)\s*")


class NotALogo(ValueError):
    """The file cannot be a logo; the sentence says why and what to do."""


@dataclass(frozen=True)
class LogoFile:
    """A picture that may be kept, and what it is."""

    content: bytes
    media: str


def read_logo(content: bytes) -> LogoFile:
    """The picture alone, cleared of everything else. Raises NotALogo."""
    if not content.strip():
        raise NotALogo("The file is empty")
    if len(content) > LARGEST_LOGO:
        raise NotALogo(f"The picture is larger than {LARGEST_LOGO // 1000} kB: save it smaller")
    if content.startswith(_SIGNATURE):
        return LogoFile(_png(content), PNG)
    if b"<svg" in content[:4000]:
        return LogoFile(_svg(content), SVG)
    raise NotALogo(f"This is neither a PNG nor an SVG. Bring {WANTED[0].lower()}{WANTED[1:]}")


# PNG


def _png(content: bytes) -> bytes:
    chunks = [chunk for chunk in _chunks(content) if chunk[0] in _KEPT]
    names = [name for name, _ in chunks]
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or b"IDAT" not in names:
        raise NotALogo("The picture is damaged: open it, save it again as PNG, and bring that")
    _check_pixels(chunks[0][1], b"".join(data for name, data in chunks if name == b"IDAT"))
    return _SIGNATURE + b"".join(_packed(name, data) for name, data in chunks)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4])
        name, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if content[at : at + 12 + length] != _packed(name, data):
            raise NotALogo("The picture is damaged: open it, save it again as PNG, and bring that")
        yield name, data
        if name == b"IEND":
            return
        at += 12 + length


def _packed(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)


def _check_pixels(head: bytes, data: bytes) -> None:
    """No more pixels than a logo has, and those that it says it has."""
    wide, high = int.from_bytes(head[:4]), int.from_bytes(head[4:8])
    if len(head) != 13 or not (0 < wide <= LONGEST_SIDE and 0 < high <= LONGEST_SIDE):
        raise NotALogo(f"The picture has to be at most {LONGEST_SIDE} pixels wide and high")
    most = high * (wide * 8 + 8) + 100_000
    try:
        unpacking = zlib.decompressobj()
        unpacking.decompress(data, most)
    except zlib.error:
        raise NotALogo("The picture is damaged: open it, save it again as PNG, and bring that") from None
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise NotALogo("The picture is damaged: open it, save it again as PNG, and bring that")


# SVG


def _svg(content: bytes) -> bytes:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise NotALogo("The SVG cannot be read: export it again as a plain SVG") from None
    declared = root.getroottree().docinfo
    if declared.internalDTD is not None and declared.internalDTD.entities():
        raise NotALogo("The SVG declares entities of its own: export it again as a plain SVG")
    if root.tag != f"{{{_SVG}}}svg":
        raise NotALogo("This is not an SVG picture: export it again as a plain SVG")
    if sum(1 for _ in root.iter()) > MOST_SHAPES:
        raise NotALogo(f"The SVG has more than {MOST_SHAPES} shapes: bring it as PNG")
    _refuse(root)
    if not root.get("viewBox") and not (root.get("width") and root.get("height")):
        raise NotALogo("The SVG does not say how large it is: export it with a width and a height")
    cleared: bytes = etree.tostring(_cleared(root))
    return cleared


def _refuse(root: "etree._Element") -> None:
    """What is no picture, or a picture from elsewhere, is refused rather than left out: the rest would be another
    logo."""
    names = {etree.QName(each).localname for each in root.iter(etree.Element)}
    if names & {"script", "foreignObject", "iframe", "handler"}:
        raise NotALogo("The SVG holds a script or a page: export it again as a plain SVG")
    if names & {"image", "use", "feImage"}:
        raise NotALogo("The SVG refers to another picture: export it with everything in it, or as PNG")
    if names & {"style", "text"}:
        raise NotALogo(
            "The SVG needs a style sheet or a typeface: export it with letters as outlines and colours as attributes"
        )


def _cleared(element: "etree._Element") -> "etree._Element":
    name = etree.QName(element).localname
    made = etree.Element(f"{{{_SVG}}}{name}", nsmap={None: _SVG})
    if name in {"title", "desc"}:
        made.text = (element.text or "")[:200]
        return made
    for key, value in _described(element):
        if key in _ATTRIBUTES and _is_inside(value):
            made.set(key, value)
    for child in element.iterchildren(etree.Element):
        if etree.QName(child).namespace == _SVG and etree.QName(child).localname in _SHAPES:
            made.append(_cleared(child))
    return made


def _described(element: "etree._Element") -> Iterator[tuple[str, str]]:
    """Its attributes, and those that stand as declarations in its style."""
    for key, value in element.attrib.items():
        if key == "style":
            yield from (
                (name.strip(), said.strip())
                for name, _, said in (each.partition(":") for each in str(value).split(";"))
            )
        else:
            yield str(key), str(value)


def _is_inside(value: str) -> bool:
    """Whether a value leads nowhere but into the picture itself."""
    left = _INNER.sub("", value)
    return not re.search(r"url|:|@|\\|expression|<", left, re.IGNORECASE)
