"""The bytes of evidence, kept outside the web root under the digest of what they are; written once."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import storages


class EvidenceDamaged(Exception):
    """The stored bytes are missing, or are not those that the digest names."""


def put(content: bytes) -> str:
    """Store the bytes and give their digest; the same bytes are stored once."""
    digest = digest_of(content)
    if not storages["evidence"].exists(_name(digest)):
        storages["evidence"].save(_name(digest), ContentFile(content))
    return digest


def get(digest: str) -> bytes:
    """The bytes of a digest. Raises EvidenceDamaged."""
    try:
        with storages["evidence"].open(_name(digest)) as stored:
            content: bytes = stored.read()
    except FileNotFoundError:
        raise EvidenceDamaged(f"The file {digest[:12]} is missing from the store.") from None
    if digest_of(content) != digest:
        raise EvidenceDamaged(f"The file {digest[:12]} is not what was stored.")
    return content


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _name(digest: str) -> str:
    return f"{digest[:2]}/{digest}"
