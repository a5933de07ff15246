"""The scorecard and the practice audits as a paper knows them: frozen dataclasses, in words where they are words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class ReadingRow:
    """A measure's value as at the end of a period, and as it is shown with its unit."""

    as_at: date
    value: Decimal
    shown: str


@dataclass(frozen=True)
class MeasureRow:
    """A measure on the scorecard's date, in words; empty where there is nothing to say. `standing` is met, tolerance,
    off, no_target or no_reading; `change` is since the reading before, `on_year` since the same period last year."""

    pk: int
    key: str
    title: str
    definition: str
    theme: str
    frequency: str
    latest: ReadingRow | None
    period: str
    parts: str
    target: str
    standing: str
    distance: str
    change: str
    last_year: str
    on_year: str
    national: str
    neighbours: str
    commentary: str
    missing: str
    readings: tuple[ReadingRow, ...]


@dataclass(frozen=True)
class Scorecard:
    """The measures in the plan's order. `completed` is the end of the last quarter that could be reported on."""

    measures: tuple[MeasureRow, ...]
    completed: date

    @property
    def through(self) -> date | None:
        """The end of the quarter it is the scorecard of: that of its newest quarterly reading, or of any where no
        measure is quarterly."""
        quarterly = [row for row in self.measures if row.frequency == "quarterly"]
        days = [row.latest.as_at for row in quarterly or self.measures if row.latest]
        return max(days, default=None)


@dataclass(frozen=True)
class AuditRow:
    """A round of practice audits: cases by grade, how many were moderated, with how many the moderator agreed."""

    pk: int
    service: str
    period: str
    outstanding: int
    good: int
    requires_improvement: int
    inadequate: int
    moderated: int
    agreed: int
    note: str

    @property
    def good_or_better(self) -> int:
        return self.outstanding + self.good

    @property
    def cases(self) -> int:
        return self.good_or_better + self.requires_improvement + self.inadequate
