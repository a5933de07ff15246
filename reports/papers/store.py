"""The bytes of papers' documents."""

from core.file_store import FileStore

_STORE = FileStore("papers", "document")
put, get, has, remove = _STORE.put, _STORE.get, _STORE.has, _STORE.remove
