"""What may be a logo: a picture told by its content, cleared of everything that is not the picture."""

import struct
import zlib

import pytest
import resvg_py

from reports.logos import LARGEST_LOGO, PNG, SVG, NotALogo, read_logo

CREST = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><title>Crest</title>'
    '<defs><linearGradient id="g"><stop offset="0" stop-color="#123456"/></linearGradient></defs>'
    '<rect width="40" height="20" style="fill:url(#g);stroke:#000" onclick="alert(1)"/></svg>'
)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(wide: int = 4, high: int = 2, pixels: bytes | None = None, more: bytes = b"") -> bytes:
    rows = (b"\x00" + b"\x10\x20\x30" * wide) * high if pixels is None else pixels
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + more + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def svg(inner: str, attributes: str = 'viewBox="0 0 1 1"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inner}</svg>'.encode()


def test_a_png_keeps_its_pixels_and_loses_words_about_it() -> None:
    made = read_logo(png(more=chunk(b"tEXt", b"Author\x00Somebody")))
    assert made.media == PNG
    assert made.content == png()


def test_an_svg_keeps_its_shapes_and_loses_what_acts() -> None:
    made = read_logo(CREST.encode())
    text = made.content.decode()
    assert made.media == SVG
    assert 'fill="url(#g)"' in text
    assert "<title>Crest</title>" in text
    assert "onclick" not in text
    assert resvg_py.svg_to_bytes(svg_string=text)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"GIF89a" + b"x" * 40, "neither a PNG nor an SVG"),
        (b"<html><body>svg</body></html>", "neither"),
        (b"x" * (LARGEST_LOGO + 1), "larger than"),
        (png()[:-6], "damaged"),
        (png().replace(b"IDAT", b"IDOT"), "damaged"),
        (png(wide=9000), "at most 3000"),
        (png(pixels=b"\x00" * 5_000_000), "damaged"),
        (svg("<script>alert(1)</script>"), "script"),
        (svg("<foreignObject/>"), "script or a page"),
        (svg('<image href="https://example.org/a.png"/>'), "another picture"),
        (svg('<use href="#a"/>'), "another picture"),
        (svg("<style>@import url(https://example.org)</style>"), "style sheet"),
        (svg("<text>A</text>"), "typeface"),
        (svg("<path/>", ""), "how large"),
        (svg("<path>"), "cannot be read"),
        (svg("<g/>" * 3001), "shapes"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"), "entities"),
        (b'<?xml version="1.0"?><page><svg/></page>', "not an SVG"),
    ],
)
def test_what_is_refused_and_why(content: bytes, why: str) -> None:
    with pytest.raises(NotALogo, match=why):
        read_logo(content)


@pytest.mark.parametrize(
    "fill", ["url(https://example.org/a.svg#g)", "url(file:///etc/passwd)", "url( 'https://example.org')"]
)
def test_a_value_that_leads_elsewhere_is_left_out(fill: str) -> None:
    assert b"example" not in read_logo(svg(f'<path d="M0 0" fill="{fill}"/>')).content
    assert b"passwd" not in read_logo(svg(f'<path d="M0 0" style="fill:{fill}"/>')).content
