"""Which published document somebody holds: told by the SHA-256 digest of its bytes."""

import hashlib
import re
from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from core.upload_limits import LARGEST_UPLOAD
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


def published_as(digest: str, among: "QuerySet[Publication]") -> list[Document]:
    """The documents of these publications that have this digest, the latest first; none is not an answer about
    any other paper."""
    found = Document.objects.filter(digest=digest, publication__in=among)
    return list(found.select_related("publication__paper__meeting__group").order_by("-publication", "order"))
