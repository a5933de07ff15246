"""Which published document somebody holds: told by the SHA-256 digest of its bytes."""

import hashlib
import re
from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Exists, OuterRef, QuerySet

from core.upload_limits import LARGEST_UPLOAD
from reports.disclosure import open_documents
from reports.models import Document, Publication

_DIGEST = re.compile(r"[0-9a-f]{64}")


class TooLarge(ValueError):
    """The file is larger than any document of ours."""


def digest_of_file(file: UploadedFile) -> str:
    """The digest of a file, read piece by piece and kept nowhere. Raises `TooLarge`."""
    if file.size is None or file.size > LARGEST_UPLOAD:
        raise TooLarge(f"The file is larger than {LARGEST_UPLOAD // 1_000_000} MB: enter its SHA-256 instead")
    digest = hashlib.sha256()
    pieces: Iterable[bytes] = file.chunks()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def digest_typed(text: str) -> str:
    """A digest as somebody copied it, with capitals or spaces. Raises `ValueError` with a sentence."""
    digest = "".join(text.split()).lower()
    if not _DIGEST.fullmatch(digest):
        raise ValueError("A SHA-256 digest has 64 characters, each 0 to 9 or a to f")
    return digest


def published_as(digest: str, among: "QuerySet[Publication]", *, sees_exempt: bool) -> list[Document]:
    """The documents of these publications that have this digest, the latest first, each with `is_superseded` and
    `is_withdrawn` of its version; none is not an answer about any other paper. What is not for publication is
    recognised only for those who may see it."""
    found = Document.objects.filter(digest=digest, publication__in=among)
    version = {"pk": OuterRef("publication")}
    found = found.annotate(
        is_superseded=Exists(Publication.objects.superseded().filter(**version)),
        is_withdrawn=Exists(Publication.objects.withdrawn().filter(**version)),
    )
    rows = found.select_related("publication__paper__meeting__group").order_by("-publication", "order")
    return [row for row in rows if sees_exempt or row in open_documents(row.publication)]
