"""Where the rows of a ledger go: by the council's mapping, or by the codes of a line that alone has them.

To a retired line nothing goes, whatever says so: its rows wait until it is brought back or they go elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from accounts.models import Council
from core.dates import full_date
from finance.extracts.rows import LedgerRow
from finance.models import BudgetLine, LedgerExtract, LedgerMapping, RowMove, SpendBatch, SpendEntry

Key = tuple[str, str]


@dataclass(frozen=True)
class Destination:
    """A line; or none, because the rows are `left_out`, or because nothing says where they go: `why`, perhaps that
    the line is `retired`."""

    line: BudgetLine | None
    left_out: bool = False
    why: str = ""
    moved_from: str = ""
    retired: BudgetLine | None = None


@dataclass(frozen=True)
class Destinations:
    """What decides where rows go: mappings by codes, lines by their own codes, and rows moved one by one. `posted`
    are the lines to which a posting brought figures: of its rows these were in use."""

    mappings: Mapping[Key, LedgerMapping]
    own: Mapping[Key, list[BudgetLine]]
    moves: Mapping[int, RowMove]
    posted: frozenset[int] = frozenset()

    def of_row(self, row: LedgerRow) -> Destination:
        move = self.moves.get(row.number)
        if move is None:
            return self.of_codes(row.key)
        coded = self.of_codes(row.key)
        return replace(self._to(move.line), moved_from=str(coded.line or "no line"))

    def of_codes(self, key: Key) -> Destination:
        if exact := self.mappings.get(key):
            return self._to(exact.line)
        own = self.own.get(key, [])
        lines = [line for line in own if not self._is_gone(line)]
        if len(lines) == 1:
            return Destination(lines[0])
        if any_code := self.mappings.get((key[0], "")):
            return self._to(any_code.line)
        if lines:
            return Destination(None, why=f"{len(lines)} lines have these codes")
        if len(own) == 1:
            return self._to(own[0])
        return Destination(None, why="" if key[0] else "No cost centre")

    def _to(self, line: BudgetLine | None) -> Destination:
        """To the line (None: left out), unless it is retired."""
        if line is None or not self._is_gone(line):
            return Destination(line, left_out=line is None)
        assert line.retired_on is not None
        return Destination(None, why=f"{line} was retired on {full_date(line.retired_on)}", retired=line)

    def _is_gone(self, line: BudgetLine) -> bool:
        return line.is_retired and line.pk not in self.posted


def destinations_of(
    council: Council, extract: LedgerExtract | None = None, posting: SpendBatch | None = None
) -> Destinations:
    """What the council's mappings, its lines and the moves of an extract say; once it was posted, of lines that were
    retired since as well. Three queries, and one for the `posting`."""
    mappings = LedgerMapping.objects.of(council).by_codes()
    moves = RowMove.objects.by_row(extract) if extract else {}
    return Destinations(mappings, _by_own_codes(BudgetLine.objects.of(council)), moves, _posted(posting))


def _by_own_codes(lines: Iterable[BudgetLine]) -> dict[Key, list[BudgetLine]]:
    found: dict[Key, list[BudgetLine]] = {}
    for line in lines:
        if line.cost_centre:
            found.setdefault((line.cost_centre.upper(), line.subjective_code.upper()), []).append(line)
    return found


def _posted(posting: SpendBatch | None) -> frozenset[int]:
    if posting is None:
        return frozenset()
    return frozenset(SpendEntry.objects.in_batch(posting.batch).values_list("line_id", flat=True))
