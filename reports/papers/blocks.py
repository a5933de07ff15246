"""What the further blocks of a paper know: what is owed to members, inspections and visits, the groups that govern the
plan, and sources against uses. Frozen dataclasses; money is Decimal pounds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

REQUEST, UNDERTAKING = "request", "undertaking"


@dataclass(frozen=True)
class OwedRow:
    """A request of members or an undertaking of an earlier paper. `settled` is empty while it is open, else what
    became of it on `settled_on`, in `words`."""

    pk: int
    sort: str
    text: str
    source: str
    owner: str
    due: date | None
    settled: str = ""
    settled_on: date | None = None
    words: str = ""


@dataclass(frozen=True)
class InspectionRow:
    """An inspection with its judgements, as (area, grade)."""

    pk: int
    title: str
    body: str
    published_on: date | None
    judgements: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class InterventionRow:
    """A notice, direction, visit, adviser or commissioner, and the last thing that happened to it."""

    pk: int
    kind: str
    title: str
    body: str
    stands: str
    note: str
    is_over: bool


@dataclass(frozen=True)
class External:
    """What came from outside: inspections, the latest first, and what followed."""

    inspections: tuple[InspectionRow, ...]
    interventions: tuple[InterventionRow, ...]


@dataclass(frozen=True)
class GroupRow:
    """A group that governs the plan, at its depth beneath the one it reports to; `decides` is what it decides."""

    pk: int
    name: str
    kind: str
    depth: int
    reports_to: str
    chair: str
    decides: str = ""
    next_meeting: date | None = None


@dataclass(frozen=True)
class Source:
    words: str
    decision: str
    is_recurring: bool
    amount: Decimal


@dataclass(frozen=True)
class Use:
    """A budget line: what it takes of the money in all its years, and what it has spent."""

    code: str
    name: str
    budget: Decimal
    spent: Decimal


@dataclass(frozen=True)
class SourcesAgainstUses:
    """Both sides; `returned` was given back."""

    sources: tuple[Source, ...]
    uses: tuple[Use, ...]
    returned: Decimal

    @property
    def brought(self) -> Decimal:
        return sum((row.amount for row in self.sources), Decimal(0))

    @property
    def used(self) -> Decimal:
        return sum((row.budget for row in self.uses), Decimal(0))

    @property
    def left(self) -> Decimal:
        return self.brought - self.used - self.returned
