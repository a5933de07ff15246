"""What a file brought as evidence is, told by its content and never by its name; a hostile one ends in a sentence."""

import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from core.upload_limits import LARGEST_UPLOAD
from improvement.compound_files import stream_names
from improvement.models import Evidence

LARGEST_FILE = LARGEST_UPLOAD
# A report of a hundred pages with pictures unpacks to a fraction of this.
LARGEST_UNPACKED = 200_000_000
MOST_MEMBERS = 5_000
_PIECE = 1 << 20
KINDS = (
    "a PDF, Word, Excel or PowerPoint document, a PNG or JPEG picture, a text or CSV file, or a mail message"
)
LIMITS = f"{KINDS[0].upper()}{KINDS[1:]}, of up to {LARGEST_FILE // 1_000_000} MB."

Kind = Evidence.FileKind
# What the browser is told; nothing here can be run by it, and it is always saved, never shown.
TYPES: dict[str, str] = {
    Kind.PDF: "application/pdf",
    Kind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.POWERPOINT: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.TEXT: "text/plain; charset=utf-8",
    Kind.MAIL: "message/rfc822",
    Kind.OUTLOOK: "application/vnd.ms-outlook",
}
# The endings a file of a kind may be saved under; the first where its name says something else.
_ENDINGS = {Kind.JPEG: ("jpg", "jpeg"), Kind.TEXT: ("txt", "csv")}
# What the list of parts calls the main one of a document.
_DOCUMENTS = {
    b"wordprocessingml.document.main+xml": Kind.WORD,
    b"spreadsheetml.sheet.main+xml": Kind.EXCEL,
    b"presentationml.presentation.main+xml": Kind.POWERPOINT,
}
_ACTIVE = re.compile(r"(^|/)(vbaproject|vbadata|activex|macrosheets|embeddings/oleobject)", re.IGNORECASE)
_MARKUP = re.compile(rb"\s*(<!doctype|<html|<svg|<script|<\?xml|<\?php|\{\\rtf|%!ps|#!)", re.IGNORECASE)
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:[ \t]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f]")


class Unacceptable(ValueError):
    """The file cannot be taken as evidence; the sentence says why and what to do."""


@dataclass(frozen=True)
class EvidenceFile:
    """A file that may be kept: its bytes, what they are, and a name that is safe to save it under."""

    content: bytes
    kind: str
    name: str


def inspect(content: bytes, name: str) -> EvidenceFile:
    """What a file is, and under what name it may be offered. Raises Unacceptable."""
    if not content:
        raise Unacceptable("The file is empty")
    if len(content) > LARGEST_FILE:
        limit = LARGEST_FILE // 1_000_000
        raise Unacceptable(
            f"The file is larger than {limit} MB: make it smaller, or give a link to it instead"
        )
    kind = _kind_of(content)
    return EvidenceFile(content, kind, safe_name(name, kind))


def safe_name(name: str, kind: str) -> str:
    """The last part of a name, in plain letters, with an ending that fits what the file is."""
    last = re.split(r"[\\/]", name)[-1]
    stem, _, ending = last.rpartition(".") if "." in last else (last, "", "")
    stem = re.sub(r"[^\w \-()]+", "-", stem).strip(" -_.")[:100] or "evidence"
    endings = _ENDINGS.get(Kind(kind), (kind,))
    return f"{stem}.{ending.lower() if ending.lower() in endings else endings[0]}"


def _kind_of(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return _whole(Kind.PDF, b"%%EOF" in content[-2048:])
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _whole(Kind.PNG, b"IEND" in content[-16:])
    if content.startswith(b"\xff\xd8\xff"):
        return _whole(Kind.JPEG, b"\xff\xd9" in content[-2048:])
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _kind_of_compound(content)
    return _kind_of_text(content)


def _whole(kind: str, is_whole: bool) -> str:
    if not is_whole:
        raise Unacceptable(
            "The file is damaged or has been cut short: open it, save it again, and bring that"
        )
    return kind


def _kind_of_archive(content: bytes) -> str:
    """A Word, Excel or PowerPoint document, unpacked once piece by piece so that no bomb is kept for others."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = [member.filename for member in archive.infolist()]
            if len(names) > MOST_MEMBERS:
                raise Unacceptable("The document holds far too many parts: bring it as a PDF")
            _unpack(archive)
            types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        raise Unacceptable("The document is damaged or has a password: save it again without one") from None
    if b"macroenabled" in types.lower() or any(_ACTIVE.search(name) for name in names):
        raise Unacceptable(
            "The document holds macros or embedded programs: save it without them, or as a PDF"
        )
    kind = next((kind for main, kind in _DOCUMENTS.items() if main in types), None)
    if kind is None:
        raise Unacceptable(f"An archive is not taken as evidence. Bring {KINDS}")
    return kind


def _unpack(archive: ZipFile) -> None:
    unpacked = 0
    for member in archive.infolist():
        with archive.open(member) as stream:
            while piece := stream.read(_PIECE):
                unpacked += len(piece)
                if unpacked > LARGEST_UNPACKED:
                    raise Unacceptable("The document unpacks to far too much: bring it as a PDF")


def _kind_of_compound(content: bytes) -> str:
    """An Outlook message; the same container holds the old Office kinds, where macros hide, and locked documents."""
    names = stream_names(content)
    if "__properties_version1.0" in names:
        return Kind.OUTLOOK
    if "EncryptedPackage" in names:
        raise Unacceptable("The document has a password: save it without one")
    raise Unacceptable("This is an old kind of Office document: save it as .docx, .xlsx, .pptx or PDF")


def _kind_of_text(content: bytes) -> str:
    text = _decoded(content)
    if text is None or _UNPRINTABLE.search(text):
        raise Unacceptable(f"This kind of file is not taken as evidence. Bring {KINDS}")
    if _is_mail(content):
        return Kind.MAIL
    if _MARKUP.match(text.lstrip("\ufeff")[:64].encode()):
        raise Unacceptable("Web pages, drawings and scripts are not taken as evidence: print it to a PDF")
    return Kind.TEXT


def _decoded(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        # What a spreadsheet writes for plain CSV, if it is not UTF-8.
        encodings = ("utf-8", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_mail(content: bytes) -> bool:
    """Begins with header lines, of which one says from whom and another when or about what."""
    head = re.split(rb"\r?\n\r?\n", content[:65_536], maxsplit=1)[0]
    lines = head.splitlines()
    if not lines or not all(_HEADER.match(line) or line[:1] in {b" ", b"\t"} for line in lines):
        return False
    names = {line.partition(b":")[0].lower() for line in lines}
    return b"from" in names and bool({b"date", b"subject"} & names)
