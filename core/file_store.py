"""Files kept under the digest of their bytes, in a storage outside the web root: written once, never replaced."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import storages


class FileDamaged(Exception):
    """The stored bytes are missing, or are not those that the digest names."""


class FileStore:
    """The files of one storage of the settings; `what` is what a message calls one of them."""

    def __init__(self, storage: str, what: str) -> None:
        self.storage, self.what = storage, what

    def put(self, content: bytes) -> str:
        """Store the bytes and give their SHA-256; the same bytes are stored once."""
        digest = digest_of(content)
        if not storages[self.storage].exists(_name(digest)):
            storages[self.storage].save(_name(digest), ContentFile(content))
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of a digest. Raises FileDamaged."""
        try:
            with storages[self.storage].open(_name(digest)) as stored:
                content: bytes = stored.read()
        except FileNotFoundError:
            raise FileDamaged(f"The {self.what} {digest[:12]} is missing from the store.") from None
        if digest_of(content) != digest:
            raise FileDamaged(f"The {self.what} {digest[:12]} is not what was stored.")
        return content

    def has(self, digest: str) -> bool:
        return storages[self.storage].exists(_name(digest))

    def remove(self, digest: str) -> None:
        """Take the bytes of a digest out, which the caller knows that nothing names any more."""
        storages[self.storage].delete(_name(digest))


def digest_of(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _name(digest: str) -> str:
    return f"{digest[:2]}/{digest}"
