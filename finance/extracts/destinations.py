"""Where the rows of a ledger go: by the council's mapping, or by the codes of a line that alone has them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.models import Council
from core.dates import today
from finance.extracts.rows import LedgerRow
from finance.models import BudgetLine, LedgerExtract, LedgerMapping, RowMove

Key = tuple[str, str]


@dataclass(frozen=True)
class Destination:
    """A line; or none, because the rows are `left_out`, or because nothing says where they go: `why`."""

    line: BudgetLine | None
    left_out: bool = False
    why: str = ""
    moved_from: str = ""


@dataclass(frozen=True)
class Destinations:
    """What decides where rows go: mappings by codes, lines by their own codes, and rows moved one by one."""

    mappings: Mapping[Key, LedgerMapping]
    own: Mapping[Key, list[BudgetLine]]
    moves: Mapping[int, RowMove]

    def of_row(self, row: LedgerRow) -> Destination:
        move = self.moves.get(row.number)
        if move is None:
            return self.of_codes(row.key)
        coded = self.of_codes(row.key)
        return Destination(move.line, moved_from=str(coded.line or "no line"))

    def of_codes(self, key: Key) -> Destination:
        if exact := self.mappings.get(key):
            return Destination(exact.line, left_out=exact.line is None)
        lines = self.own.get(key, [])
        if len(lines) == 1:
            return Destination(lines[0])
        if any_code := self.mappings.get((key[0], "")):
            return Destination(any_code.line, left_out=any_code.line is None)
        if lines:
            return Destination(None, why=f"{len(lines)} lines have these codes")
        return Destination(None, why="" if key[0] else "No cost centre")


def destinations_of(council: Council, extract: LedgerExtract | None = None) -> Destinations:
    """What the council's mappings, its lines and the moves of an extract say. Three queries."""
    mappings = LedgerMapping.objects.of(council).by_codes()
    moves = RowMove.objects.by_row(extract) if extract else {}
    return Destinations(mappings, _by_own_codes(BudgetLine.objects.of(council)), moves)


def _by_own_codes(lines: Iterable[BudgetLine]) -> dict[Key, list[BudgetLine]]:
    found: dict[Key, list[BudgetLine]] = {}
    for line in lines:
        if line.cost_centre and not (line.retired_on and line.retired_on <= today()):
            found.setdefault((line.cost_centre.upper(), line.subjective_code.upper()), []).append(line)
    return found
