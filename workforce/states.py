"""Where a position stands on a day: what its recruitment events, in order, come to. Pure; no queries."""

from collections.abc import Iterable
from dataclasses import dataclass
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
    the latest advert closed or closes; `new_terms` and `terms_reason` are those of a change of terms, and
    `on_new_terms` says that the latest advert was run on them. `had_started`: somebody has been in post."""

    kind: Kind | None = None
    on: date | None = None
    starts_on: date | None = None
    closes_on: date | None = None
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
        """Appointed to a day that has passed, and nobody has said that they came."""
        if self.kind != Kind.APPOINTED or self.starts_on is None or self.on is None:
            return False
        return self.on < self.starts_on < day


def fold(events: Iterable[Event]) -> Standing:
    """The standing that a position's events (standing ones, oldest first) come to."""
    kind: Kind | None = None
    on = starts_on = closes_on = None
    note = new_terms = terms_reason = contract = ""
    readvertised = on_new_terms = had_started = False
    for event in events:
        if event.kind == Kind.TERMS_CHANGED:
            new_terms, terms_reason, on_new_terms = event.contract, event.note, False
            continue
        if event.kind in ADVERTS:
            closes_on = event.closing_date or closes_on
            readvertised = event.kind == Kind.READVERTISED
            on_new_terms = bool(new_terms)
        had_started = had_started or event.kind == Kind.IN_POST
        kind, on, note, starts_on = Kind(event.kind), event.as_at, event.note, event.start_date
        contract = event.contract or contract
    return Standing(
        kind=kind,
        on=on,
        starts_on=starts_on,
        closes_on=closes_on,
        note=note,
        readvertised=readvertised,
        new_terms=new_terms,
        terms_reason=terms_reason,
        contract=contract,
        on_new_terms=on_new_terms,
        had_started=had_started,
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
