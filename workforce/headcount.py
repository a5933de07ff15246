"""More people at work than were approved: on record only with a reason. Pure; no queries.

A position holds one person. Those who cover several positions are spread over them (four agency workers for six posts
are two thirds of one each), and whatever comes to more than one needs a note on somebody there; whoever records what
makes it more says why there and then, whatever was noted of the others before. Agency workers in post whom cover names
too are the same people.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from core.dates import full_date
from workforce.models import Cover
from workforce.states import Event
from workforce.time_in_post import FOR_EVER, PositionHistory, Stint, Stretch, history_of

# A position's standing events, oldest first, and its cover.
Record = tuple[Sequence[Event], Sequence["CoverTime"]]


@dataclass(frozen=True)
class CoverTime(Stretch):
    """The time of an arrangement and how much of a person it gives each of its positions; `note` is the reason where
    more people are there than were approved."""

    share: Fraction = Fraction(1)
    is_agency: bool = False
    note: str = ""


def cover_time(cover: Cover, positions: int) -> CoverTime:
    """Of an arrangement that serves so many positions."""
    return CoverTime(
        cover.started_on,
        cover.ended_on or FOR_EVER,
        Fraction(cover.headcount, max(positions, 1)),
        cover.kind == Cover.Kind.AGENCY,
        cover.note.strip(),
    )


def too_many_on(history: PositionHistory, cover: Sequence[CoverTime]) -> date | None:
    """The first day on which a position has more than one person and nobody said why; None without one."""
    return next((day for day, is_said in _days(history, cover) if not is_said), None)


def _days(history: PositionHistory, cover: Sequence[CoverTime]) -> Iterator[tuple[date, bool]]:
    """The days on which a position comes to more than one person, in order, with whether somebody said why."""
    stints = [stint for stint in history.stints if stint.is_confirmed]
    # People only become more on a day on which somebody begins.
    for day in sorted({one.first for one in (*stints, *cover)}):
        in_post, there = _there(day, stints, cover)
        if min(len(in_post), 1) + sum((one.share for one in there), Fraction(0)) > 1:
            yield day, any(one.note for one in in_post) or any(one.note for one in there)


def _there(
    day: date, stints: Iterable[Stint], cover: Iterable[CoverTime]
) -> tuple[list[Stint], list[CoverTime]]:
    in_post = [stint for stint in stints if stint.first <= day <= stint.last]
    agency = any(stint.is_agency for stint in in_post)
    return in_post, [one for one in cover if one.first <= day <= one.last and not (agency and one.is_agency)]


def why_too_many(events: Iterable[Event], cover: Sequence[CoverTime]) -> str:
    """The same for the person who typed it, from a position's standing events (oldest first) and its cover; empty
    where nothing is amiss."""
    history = history_of(events)
    return _words(history, too_many_on(history, cover))


def why_more_now(before: Record, after: Record) -> str:
    """The same for somebody who gave no reason: the first day that only what they record makes too many."""
    was = {day for day, _ in _days(history_of(before[0]), before[1])}
    history = history_of(after[0])
    return _words(history, next((day for day, _ in _days(history, after[1]) if day not in was), None))


def _words(history: PositionHistory, day: date | None) -> str:
    if day is None:
        return ""
    if any(stint.is_confirmed and stint.first <= day <= stint.last for stint in history.stints):
        return (
            f"On {full_date(day)} somebody is in post, and somebody covers too. End the one, or say why both."
        )
    return f"On {full_date(day)} more people cover than there are positions. Say why."
