"""The files of the ledger as they came."""

from core.file_store import FileStore

_STORE = FileStore("ledger", "ledger file")
put, get = _STORE.put, _STORE.get
