"""The bytes of papers' documents."""

from core.file_store import FileStore

_STORE = FileStore("papers", "document")
put, get = _STORE.put, _STORE.get
