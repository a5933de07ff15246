"""The files of the ledger as they came, kept under the digest of their bytes: written once, never replaced."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import storages


class FileDamaged(Exception):
    """The stored file is missing, or is not what its digest says."""


def put(content: bytes) -> str:
    """Store the bytes and give their digest; the same bytes are stored once."""
    digest = hashlib.sha256(content).hexdigest()
    if not storages["ledger"].exists(_name(digest)):
        storages["ledger"].save(_name(digest), ContentFile(content))
    return digest


def get(digest: str) -> bytes:
    """The bytes of a digest. Raises FileDamaged."""
    try:
        with storages["ledger"].open(_name(digest)) as stored:
            content: bytes = stored.read()
    except FileNotFoundError:
        raise FileDamaged(f"The ledger file {digest[:12]} is missing from the store.") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise FileDamaged(f"The ledger file {digest[:12]} is not what was stored.")
    return content


def _name(digest: str) -> str:
    return f"{digest[:2]}/{digest}"
