"""What a file is, its content says; what may hide a program or fill a disk is refused with a sentence."""

from io import BytesIO
from struct import pack
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from improvement import evidence_files
from improvement.evidence_files import Unacceptable, inspect, safe_name

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"
MAIL = b"From: lead@eastshire.example\r\nDate: Wed, 2 Oct 2024 09:00:00 +0100\r\nSubject: Done\r\n\r\n<b>Done</b>"
_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"


def document(main: str = "wordprocessingml.document", **parts: bytes) -> bytes:
    """A Word, Excel or PowerPoint document of which only the list of parts is told; the same bytes each time.

    Each part has the same day: `ZipFile` alone writes the time of making, in steps of two seconds.
    """
    listed = f'<Types><Override ContentType="{_MAIN.format(main)}"/></Types>'.encode()
    held = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": listed, **held}.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return made.getvalue()


def compound(*names: str) -> bytes:
    """A compound file whose directory, its only sector, holds these names."""
    table = pack("<2I", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + pack("<H", 2 * len(name) + 2) + b"\0" * 62
        for name in names
    )
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + pack("<H", 9).ljust(18, b"\0") + pack("<I", 1)
    )
    header = head.ljust(76, b"\0") + pack("<I", 0)
    return header.ljust(512, b"\xff") + table + entries.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (PNG, "png"),
        (JPEG, "jpg"),
        (document(), "docx"),
        (document("spreadsheetml.sheet"), "xlsx"),
        (document("presentationml.presentation"), "pptx"),
        (b"Team,Cases\r\nNorth,12\r\n", "txt"),
        ("Straße – naïve".encode("cp1252"), "txt"),
        ("Wörter".encode("utf-16"), "txt"),
        (MAIL, "eml"),
        (compound("Root Entry", "__properties_version1.0"), "msg"),
    ],
)
def test_what_it_is_whatever_it_is_called(content: bytes, kind: str) -> None:
    found = inspect(content, "invoice.exe")
    assert found.kind == kind
    assert found.name == f"invoice.{kind}"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 cut short", "damaged or has been cut short"),
        (PNG[:20], "damaged or has been cut short"),
        (b"MZ\x90\x00\x03", "not taken as evidence"),
        (b"GIF89a\x01\x00\x01\x00", "not taken as evidence"),
        (b" <!DOCTYPE html><script>alert(1)</script>", "Web pages, drawings and scripts"),
        ("\ufeff<svg onload='x'/>".encode(), "Web pages, drawings and scripts"),
        (b"#!/bin/sh\nrm -rf /", "Web pages, drawings and scripts"),
        (b"{\\rtf1 x}", "Web pages, drawings and scripts"),
        (b"PK\x03\x04 not an archive", "damaged or has a password"),
        (document("something.else"), "An archive is not taken"),
        (document(word__vbaProject_dot_bin=b"x"), "macros or embedded programs"),
        (document("sheet.macroEnabled"), "macros or embedded programs"),
        (document(word__embeddings__oleObject1_dot_bin=b"x"), "macros or embedded programs"),
        (compound("Root Entry", "WordDocument", "Macros"), "an old kind of Office document"),
        (compound("Root Entry", "EncryptedPackage"), "has a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old kind of Office document"),
    ],
)
def test_what_is_refused_and_why(content: bytes, sentence: str) -> None:
    with pytest.raises(Unacceptable, match=sentence):
        inspect(content, "plan.docx")


def test_a_file_too_large_says_how_large_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_files, "LARGEST_FILE", 1_000_000)
    with pytest.raises(Unacceptable, match="larger than 1 MB"):
        inspect(b"x" * 1_000_001, "long.txt")


def test_a_bomb_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_files, "LARGEST_UNPACKED", 2_000_000)
    bomb = document(word__document_dot_xml=b"0" * 3_000_000)
    assert len(bomb) < 10_000
    with pytest.raises(Unacceptable, match="unpacks to far too much"):
        inspect(bomb, "bomb.docx")


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("C:\\fakepath\\Audit results.CSV", "txt", "Audit results.csv"),
        ('a"b\r\nX: y<script>.pdf', "pdf", "a-b-X- y-script.pdf"),
        ("", "pdf", "evidence.pdf"),
        (".htaccess", "txt", "evidence.txt"),
        ("photo.JPEG", "jpg", "photo.jpeg"),
        ("Bericht für März.docx", "docx", "Bericht für März.docx"),
    ],
)
def test_a_name_that_is_safe_to_save_under(name: str, kind: str, safe: str) -> None:
    assert safe_name(name, kind) == safe
