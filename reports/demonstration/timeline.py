"""What happened, in the order in which it happened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum

from core.dates import LONDON, clock

_A_SECOND = timedelta(seconds=1)


class Hour(Enum):
    """When in the day each sort of thing is recorded, so that what rests on another comes after it."""

    REMINDERS = time(7, 0)
    COUNCIL = time(8, 0)
    PLAN = time(8, 15)
    MONEY = time(8, 30)
    POSTS = time(8, 45)
    ACTIONS = time(9, 0)
    INSPECTIONS = time(9, 30)
    UPDATES = time(10, 0)
    READINGS = time(10, 30)
    AUDITS = time(10, 45)
    EVIDENCE = time(11, 0)
    REQUESTS = time(12, 0)
    DECISIONS = time(14, 0)
    IMPACT = time(15, 0)
    HIGHLIGHTS = time(15, 30)
    RISKS = time(16, 0)
    PAPERS = time(16, 30)
    CLEARANCE = time(16, 45)
    PUBLICATION = time(17, 0)


@dataclass
class Timeline:
    """Collects pairs of a moment and what to call, and calls them under the clock of their moment."""

    _events: list[tuple[datetime, Callable[[], object]]] = field(default_factory=list)

    def on(self, day: date, hour: Hour, call: Callable[[], object]) -> None:
        """`call` will run on `day` in London; of the same hour, the first given runs first."""
        self._events.append((datetime.combine(day, hour.value, LONDON), call))

    def run(self) -> None:
        """Call everything, the earliest first, each a second after another of the same hour."""
        previous: datetime | None = None
        for moment, call in sorted(self._events, key=lambda event: event[0]):
            previous = max(moment, previous + _A_SECOND) if previous else moment
            with clock(previous):
                call()
