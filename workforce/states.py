"""Where a position stands on a day: what its recruitment events, in order, come to. Pure; no queries."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from core.dates import full_date
from workforce.models import FundedPost, RecruitmentEvent

Kind = RecruitmentEvent.Kind
ADVERTS = frozenset({Kind.ADVERTISED, Kind.READVERTISED})
FINISHED = frozenset({Kind.NO_LONGER_ADDITIONAL, Kind.WITHDRAWN})


class State(StrEnum):
    """How the board and the papers count a position. Each is in exactly one of these."""

    FILLED = "filled"
    APPOINTED = "appointed"
    COVERED = "covered"
    VACANT = "vacant"
    NOT_YET_DUE = "not_yet_due"
    NO_LONGER_ADDITIONAL = "no_longer_additional"
    WITHDRAWN = "withdrawn"
    # Of a post that has ended, whatever its positions came to before.
    ENDED = "ended"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def tone(self) -> str:
        return STATE_TONES[self]


STATE_LABELS = {
    State.FILLED: "Filled",
    State.APPOINTED: "Appointed, yet to start",
    State.COVERED: "Covered",
    State.VACANT: "Vacant",
    State.NOT_YET_DUE: "Not yet due",
    State.NO_LONGER_ADDITIONAL: "No longer additional",
    State.WITHDRAWN: "Withdrawn",
    State.ENDED: "Ended",
}
STATE_TONES = {
    State.FILLED: "green",
    State.APPOINTED: "teal",
    State.COVERED: "blue",
    State.VACANT: "red",
    State.NOT_YET_DUE: "grey",
    State.NO_LONGER_ADDITIONAL: "amber",
    State.WITHDRAWN: "purple",
    State.ENDED: "grey",
}


class Event(Protocol):
    """What is read of an event, in the order (as at, id)."""

    @property
    def kind(self) -> str: ...
    @property
    def as_at(self) -> date: ...
    @property
    def start_date(self) -> date | None: ...
    @property
    def closing_date(self) -> date | None: ...
    @property
    def contract(self) -> str: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True)
class Standing:
    """A position's recruitment as its events leave it. `kind` is None before any event; `closes_on` is when
    the latest advert closed or closes, and `closing_is_earlier` says that it is that of the advert before, the latest
    having given none; `new_terms` and `terms_reason` are those of a change of terms, and `on_new_terms` says that the
    latest advert was run on them; all of them of the search since somebody was last in post. `contract` is that of
    whoever was last found. `had_started`: somebody has been in post."""

    kind: Kind | None = None
    on: date | None = None
    starts_on: date | None = None
    closes_on: date | None = None
    closing_is_earlier: bool = False
    note: str = ""
    readvertised: bool = False
    new_terms: str = ""
    terms_reason: str = ""
    contract: str = ""
    on_new_terms: bool = False
    had_started: bool = False

    @property
    def words(self) -> str:
        """What happened last: `Appointed on 15 October 2024, starting 3 December 2024`."""
        if self.kind is None or self.on is None:
            return "Nothing recorded"
        words = f"{Kind(self.kind).label} on {full_date(self.on)}"
        return f"{words}, starting {full_date(self.starts_on)}" if self.starts_on else words

    def start_unconfirmed(self, day: date) -> bool:
        """Appointed to a day that has passed, recorded before or after it, and nobody has said that they came."""
        return self.kind == Kind.APPOINTED and self.starts_on is not None and self.starts_on < day


@dataclass
class Contracts:
    """Whose contract a position's events speak of, read oldest first: what is said of somebody holds for them, and
    whoever is sought after them begins from the terms in force. Empty is that of the post."""

    latest: str = ""
    _terms: str = ""
    _sought_anew: bool = False

    def read(self, event: Event) -> str:
        """The contract of whoever `event` is about."""
        if event.kind == Kind.TERMS_CHANGED:
            self._terms = self.latest = event.contract
            return self.latest
        anew = self._sought_anew or event.kind in ADVERTS
        self.latest = event.contract or (self._terms if anew else self.latest)
        self._sought_anew = event.kind in _SOUGHT_ANEW
        return self.latest


# After these somebody else is looked for.
_SOUGHT_ANEW = frozenset({Kind.LEFT, Kind.CANDIDATE_WITHDREW, Kind.NO_LONGER_ADDITIONAL})


def fold(events: Iterable[Event]) -> Standing:
    """The standing that a position's events (standing ones, oldest first) come to."""
    standing, contracts = Standing(), Contracts()
    for event in events:
        standing = replace(_after(standing, event), contract=contracts.read(event))
    return standing


def _after(before: Standing, event: Event) -> Standing:
    if event.kind == Kind.TERMS_CHANGED:
        return replace(before, new_terms=event.contract, terms_reason=event.note, on_new_terms=False)
    after = replace(
        before, kind=Kind(event.kind), on=event.as_at, note=event.note, starts_on=event.start_date
    )
    if event.kind in ADVERTS:
        return _advertised(after, event)
    if event.kind in (Kind.IN_POST, Kind.LEFT):
        # What was advertised, and on which terms, was the search that found them.
        return replace(
            after, had_started=True, closes_on=None, new_terms="", terms_reason="", on_new_terms=False
        )
    return after


def _advertised(standing: Standing, event: Event) -> Standing:
    again = event.kind == Kind.READVERTISED
    return replace(
        standing,
        closes_on=event.closing_date or (standing.closes_on if again else None),
        closing_is_earlier=event.closing_date is None,
        readvertised=again,
        on_new_terms=bool(standing.new_terms),
    )


def state_of(
    standing: Standing, *, covered: bool, planned_start: date | None, day: date, ended: bool = False
) -> State:
    """How a position counts on `day`: what became of it first, then whether its post has ended, who does the work,
    what is due."""
    match standing.kind:
        case Kind.WITHDRAWN:
            return State.WITHDRAWN
        case Kind.NO_LONGER_ADDITIONAL:
            return State.NO_LONGER_ADDITIONAL
        case Kind.IN_POST if not ended:
            return State.FILLED
    if ended:
        return State.ENDED
    if covered:
        return State.COVERED
    if standing.kind == Kind.APPOINTED:
        return State.APPOINTED
    return State.NOT_YET_DUE if planned_start and planned_start > day else State.VACANT


def contract_name(contract: str) -> str:
    """`permanent`, `fixed term`, `agency`, as it stands inside a sentence."""
    return FundedPost.Contract(contract).label.lower() if contract else ""
