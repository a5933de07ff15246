"""What runs in the worker process that prints one document: no Django, no database, no network.

The forked parent has WeasyPrint loaded; nothing here is imported by the web process but names and numbers.
"""

import gc
import hashlib
import os
import resource
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

TOO_BIG = "It needed more memory than a paper may use. Shorten the longest text or table."
TOO_DEEP = "Its text is nested too deeply to be laid out. Take out lists within lists within lists."
FOREIGN = "Its text asks for something that is not part of the paper: {}"

# For keeping (PDF/A-3a) and for everyone (PDF/UA-1) at once. WeasyPrint writes the identifier of one standard
# only, so that of the other is added, with the schema that PDF/A asks for before a name it does not know.
ARCHIVED = "pdf/a-3a"
PROFILE = "PDF/A-3a, PDF/UA-1"
_ACCESSIBLE = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""

# Nothing of the machine's own fonts may come into a paper: it would differ from machine to machine.
_FONT_CONFIGURATION = "<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"


class Work(Protocol):
    """A document to make, with all that is needed to make it."""

    def carry_out(self) -> "Printed":
        """Raises Refused."""
        ...


@dataclass(frozen=True)
class Order:
    """One document to print: HTML with its own style, and where the fonts are."""

    html: str
    fonts: str

    def carry_out(self) -> "Printed":
        return print_order(self)


@dataclass(frozen=True)
class Limits:
    """Seconds of the clock, seconds of CPU and bytes of address space that one document may take."""

    clock: float = 90
    cpu: int = 75
    memory: int = 2 * 1024**3


@dataclass(frozen=True)
class Printed:
    """A document and what made it: versions of the renderer and its libraries, and the digest of its fonts."""

    content: bytes
    renderer: dict[str, str]


class Refused(Exception):
    """The document cannot be printed, in words for its author."""


def work(channel: Connection, order: Work, limits: Limits) -> None:
    """Carry the order out and send a Printed or a Refused back."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    try:
        answer: Printed | Refused = order.carry_out()
    except Refused as refused:
        answer = refused
    except MemoryError:
        answer = Refused(TOO_BIG)
    except RecursionError:
        answer = Refused(TOO_DEEP)
    channel.send(answer)
    channel.close()


def print_order(order: Order) -> Printed:
    """The tagged PDF (PDF/UA-1 and PDF/A-3a) of an order; the same bytes for the same order on the same renderer."""
    with tempfile.TemporaryDirectory(prefix="paper-fonts-") as cache:
        configuration = Path(cache, "fonts.conf")
        configuration.write_text(_FONT_CONFIGURATION.format(fonts=order.fonts, cache=cache))
        os.environ["FONTCONFIG_FILE"] = str(configuration)
        # The collector only costs time here: the process ends with the document.
        gc.freeze()
        gc.disable()
        return Printed(_lay_out(order), fingerprint(Path(order.fonts)))


def _lay_out(order: Order) -> bytes:
    from weasyprint import HTML, LOGGER
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class OwnAssetsOnly(URLFetcher):
        """Data in the document itself, and nothing else: no file of this machine and no address."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> object:
            if not url.startswith("data:"):
                raise FatalURLFetchingError(url[:120])
            return super().fetch(url, headers)

    # It warns of each rule that is meant for screens.
    LOGGER.setLevel("ERROR")
    try:
        html = HTML(string=order.html, base_url=None, url_fetcher=OwnAssetsOnly(allow_redirects=False))
        document = html.render(pdf_variant=ARCHIVED)
        document.metadata.generate_rdf_metadata = _for_everyone(document.metadata.generate_rdf_metadata)
        content = document.write_pdf(pdf_variant=ARCHIVED)
    except FatalURLFetchingError as foreign:
        raise Refused(FOREIGN.format(foreign)) from None
    assert isinstance(content, bytes)
    return content


def _for_everyone(archived: Callable[..., bytes]) -> Callable[..., bytes]:
    """The metadata of a PDF/A with the identifier of PDF/UA-1 in it."""

    def both(*args: object, **kwargs: object) -> bytes:
        return archived(*args, **kwargs).replace(b"</rdf:RDF>", _ACCESSIBLE)

    return both


def fingerprint(fonts: Path) -> dict[str, str]:
    """What decides the bytes of a PDF besides its content."""
    from weasyprint.text.ffi import pango

    pango_version = int(pango.pango_version())
    return {
        "profile": PROFILE,
        "weasyprint": version("weasyprint"),
        "pydyf": version("pydyf"),
        "fonttools": version("fonttools"),
        "pango": f"{pango_version // 10000}.{pango_version // 100 % 100}.{pango_version % 100}",
        "harfbuzz": _harfbuzz_version(),
        "fonts": _digest_of(fonts),
    }


def _harfbuzz_version() -> str:
    """The library says only whether it is at least a version, so the greatest one it admits to is its own."""
    from weasyprint.text.ffi import harfbuzz

    found: list[int] = []
    for _ in range(3):
        part = 0
        while harfbuzz.hb_version_atleast(*[*found, part + 1, 0, 0][:3]):
            part += 1
        found.append(part)
    return ".".join(map(str, found))


def _digest_of(fonts: Path) -> str:
    digest = hashlib.sha256()
    for face in sorted(fonts.glob("*.ttf")):
        digest.update(face.read_bytes())
    return digest.hexdigest()
