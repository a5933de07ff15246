"""The bytes of evidence."""

from core.file_store import FileStore

_STORE = FileStore("evidence", "file")
put, get = _STORE.put, _STORE.get
