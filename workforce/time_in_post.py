"""When positions were filled, covered or neither, cut into stretches. Pure; no queries."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from workforce.models import FundedPost
from workforce.states import FINISHED, Contracts, Event, Kind

DAY = timedelta(days=1)
FOR_EVER = date.max


@dataclass(frozen=True)
class Stretch:
    """From a first to a last day, both counted."""

    first: date
    last: date

    def within(self, first: date, last: date) -> "Stretch | None":
        """The part of it between two days, if any."""
        start, end = max(self.first, first), min(self.last, last)
        return Stretch(start, end) if start <= end else None


@dataclass(frozen=True)
class Stint(Stretch):
    """Somebody's time in a position; `contract` is theirs where it was said, `note` what was said of their start. One
    not confirmed is a start that lies ahead, or that nobody has confirmed."""

    contract: str = ""
    is_confirmed: bool = True
    note: str = ""

    @property
    def is_agency(self) -> bool:
        return self.contract == FundedPost.Contract.AGENCY


class Use(StrEnum):
    """What becomes of a position's funded time."""

    FILLED = "filled"
    COVERED = "covered"
    IDLE = "idle"
    # No longer additional, withdrawn, or its post has ended: it is not being recruited to.
    GIVEN_UP = "given_up"


@dataclass(frozen=True)
class PositionHistory:
    """What the events of a position come to: who was in it when, when those of our own left, how long hiring took, and
    from which day it is given up, if it is. A start that is known but lies ahead, or waits to be confirmed, counts
    from its day."""

    stints: tuple[Stint, ...] = ()
    approved_on: date | None = None
    advertised_on: date | None = None
    first_in_post: date | None = None
    left_on: tuple[date, ...] = ()
    given_up_on: date | None = None

    @property
    def days_to_hire(self) -> int | None:
        """From the first advert (the approval, where there was none) to the first day in post of one's own."""
        begun = self.advertised_on or self.approved_on
        if begun is None or self.first_in_post is None or self.first_in_post < begun:
            return None
        return (self.first_in_post - begun).days


def history_of(events: Iterable[Event]) -> PositionHistory:
    """From a position's standing events, oldest first."""
    stints: list[Stint] = []
    left: list[date] = []
    approved = advertised = in_post = given_up = begun = None
    contracts, confirmed, note = Contracts(), False, ""
    for event in events:
        kind = Kind(event.kind)
        contract = contracts.read(event)
        if kind == Kind.TERMS_CHANGED:
            continue
        given_up = event.as_at if kind in FINISHED else None
        if kind == Kind.APPROVED:
            approved = approved or event.as_at
        elif kind == Kind.ADVERTISED:
            advertised = advertised or event.as_at
        if kind == Kind.APPOINTED:
            begun, confirmed, note = event.start_date, False, ""
        elif kind == Kind.IN_POST:
            begun, confirmed, note = event.start_date or event.as_at, True, event.note.strip()
            # Somebody sent by an agency has not been hired.
            in_post = in_post or (None if contract == FundedPost.Contract.AGENCY else begun)
        else:
            # The day somebody left was worked; from that on which a post is given up nobody is in it.
            last = event.as_at - DAY if kind in FINISHED else event.as_at
            if confirmed and begun and begun <= last:
                stints.append(Stint(begun, last, contract, note=note))
                is_own = contract != FundedPost.Contract.AGENCY
                left += [event.as_at] if kind == Kind.LEFT and is_own else []
            begun, confirmed, note = None, False, ""
    if begun:
        stints.append(Stint(begun, FOR_EVER, contracts.latest, confirmed, note))
    return PositionHistory(tuple(stints), approved, advertised, in_post, tuple(left), given_up)


def cut_at(history: PositionHistory, day: date) -> PositionHistory:
    """The same until the post ended: from that day on nobody is in it."""
    before = [stint.within(date.min, day - DAY) for stint in history.stints]
    stints = tuple(
        replace(stint, last=part.last)
        for stint, part in zip(history.stints, before, strict=True)
        if part is not None
    )
    given_up = min(history.given_up_on or day, day)
    return replace(history, stints=stints, given_up_on=given_up)


def stretches(
    first: date, last: date, history: PositionHistory, cover: Sequence[Stretch]
) -> Iterator[tuple[Stretch, Use]]:
    """The days from `first` to `last` in order, cut wherever what becomes of them changes."""
    cuts = {first}
    for one in [*history.stints, *cover]:
        cuts |= {one.first} | ({one.last + DAY} if one.last < FOR_EVER else set())
    if history.given_up_on:
        cuts.add(history.given_up_on)
    inside = sorted(cut for cut in cuts if first <= cut <= last)
    for start, following in zip(inside, [*inside[1:], last + DAY], strict=True):
        yield Stretch(start, following - DAY), _use(start, history, cover)


def _use(day: date, history: PositionHistory, cover: Sequence[Stretch]) -> Use:
    inside = [stint for stint in history.stints if stint.first <= day <= stint.last]
    covered = any(one.first <= day <= one.last for one in cover)
    # Agency workers in post whom cover names too are the same people: what they cost is the cover's.
    if inside and not (covered and inside[0].is_agency):
        return Use.FILLED
    if covered:
        return Use.COVERED
    return Use.GIVEN_UP if history.given_up_on and history.given_up_on <= day else Use.IDLE
