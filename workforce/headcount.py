"""More people at work than were approved: on record only with a reason. Pure; no queries.

A position holds one person. Those who cover several positions are spread over them (four agency workers for six posts
are two thirds of one each), and whatever comes to more than one needs a note on somebody there. Agency workers in post
whom cover names too are the same people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from core.dates import full_date
from workforce.models import Cover
from workforce.states import Event
from workforce.time_in_post import FOR_EVER, PositionHistory, Stint, Stretch, history_of


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
    stints = [stint for stint in history.stints if stint.is_confirmed]
    # People only become more on a day on which somebody begins.
    days = sorted({one.first for one in (*stints, *cover)})
    return next((day for day in days if _too_many(day, stints, cover)), None)


def _too_many(day: date, stints: Iterable[Stint], cover: Iterable[CoverTime]) -> bool:
    in_post = [stint for stint in stints if stint.first <= day <= stint.last]
    agency = any(stint.is_agency for stint in in_post)
    there = [one for one in cover if one.first <= day <= one.last and not (agency and one.is_agency)]
    if any(stint.note for stint in in_post) or any(one.note for one in there):
        return False
    return min(len(in_post), 1) + sum((one.share for one in there), Fraction(0)) > 1


def why_too_many(events: Iterable[Event], cover: Sequence[CoverTime]) -> str:
    """The same for the person who typed it, from a position's standing events (oldest first) and its cover; empty
    where nothing is amiss."""
    history = history_of(events)
    day = too_many_on(history, cover)
    if day is None:
        return ""
    if any(stint.is_confirmed and stint.first <= day <= stint.last for stint in history.stints):
        return (
            f"On {full_date(day)} somebody is in post, and somebody covers too. End the one, or say why both."
        )
    return f"On {full_date(day)} more people cover than there are positions. Say why."
