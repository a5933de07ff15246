"""Which rows of the ledger were posted before, in whatever file they came: each is known by its own identity.

That is its reference or its day, with its codes, month, amount and words. A row with neither is known by nothing: the
preview then warns where figures stand already. The same row twice in one file is two rows, told apart by their order.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.money import plain
from finance.extracts.rows import LedgerRow
from finance.models import LedgerExtract, PostedRow


@dataclass(frozen=True)
class KnownRow:
    """A row that is left out, because the file `name` (extract `extract_id`) brought it before."""

    row: LedgerRow
    extract_id: int
    name: str


def identities(rows: Iterable[LedgerRow]) -> Iterator[tuple[LedgerRow, str]]:
    """Each row with its identity (64 characters), or "" where it has none."""
    seen: Counter[str] = Counter()
    for row in rows:
        if row.problem or row.month is None or not (row.reference or row.day):
            yield row, ""
            continue
        words = " ".join(f"{row.reference} {row.words}".casefold().split())
        said = "\n".join((*row.key, str(row.month), str(row.day), plain(row.amount), words))
        alike = hashlib.sha256(said.encode()).hexdigest()
        seen[alike] += 1
        again = f"{alike} {seen[alike]}".encode()
        yield row, alike if seen[alike] == 1 else hashlib.sha256(again).hexdigest()


def known_rows(extract: LedgerExtract, rows: Sequence[LedgerRow]) -> tuple[KnownRow, ...]:
    """The rows that a posting which stands has brought already. None of a cumulative file: it posts a difference.
    One query."""
    if extract.is_cumulative:
        return ()
    posted = PostedRow.objects.standing_in(extract.council, {row.month for row in rows if row.month})
    found = ((row, posted.get(identity)) for row, identity in identities(rows) if identity)
    return tuple(KnownRow(row, *brought) for row, brought in found if brought)
