"""The stored file of an extract, read again each time it is looked at: 20,000 rows are a matter of a second."""

from core.file_store import FileDamaged
from core.uploads import Rows, Unreadable, read_rows
from finance.extracts import store
from finance.extracts.columns import columns_from_json
from finance.extracts.rows import LedgerFile, read_ledger
from finance.models import LedgerExtract


def sheet_of(extract: LedgerExtract) -> Rows:
    """Its rows as cells. Raises Unreadable when the stored file is damaged."""
    try:
        return read_rows(store.get(extract.digest))
    except FileDamaged as damaged:
        raise Unreadable(str(damaged)) from None


def ledger_of(extract: LedgerExtract) -> LedgerFile:
    """Its rows with codes, months and amounts. Raises Unreadable when it is damaged or its columns are unclear."""
    columns = columns_from_json(extract.columns)
    if columns is None:
        raise Unreadable("Say first which column holds what")
    return read_ledger(
        sheet_of(extract), columns, extract.financial_year, has_months=not extract.is_cumulative
    )
