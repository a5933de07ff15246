"""Which recruitment event may follow which, and why another may not. Pure; no queries."""

from collections.abc import Iterable, Sequence
from datetime import date

from core.dates import full_date
from workforce.models import FundedPost, PostStatus, RecruitmentEvent
from workforce.states import ADVERTS, Event, Kind

_CANDIDATES = frozenset({Kind.SHORTLISTED, Kind.INTERVIEWED})
_ENDINGS = frozenset({Kind.NO_LONGER_ADDITIONAL, Kind.WITHDRAWN})
# Whatever happened since, these need an advert that once ran.
_AFTER_AN_ADVERT = _CANDIDATES | {Kind.READVERTISED}
# Someone may be found without an advert: a secondment, an agency worker, a candidate from another list.
_FOUND = frozenset({Kind.OFFERED, Kind.APPOINTED})

NEXT: dict[Kind | None, frozenset[Kind]] = {
    None: frozenset({Kind.APPROVED}),
    Kind.APPROVED: _FOUND | _ENDINGS | {Kind.ADVERTISED},
    Kind.ADVERTISED: _FOUND | _CANDIDATES | _ENDINGS | {Kind.READVERTISED},
    Kind.READVERTISED: _FOUND | _CANDIDATES | _ENDINGS | {Kind.READVERTISED},
    Kind.SHORTLISTED: _FOUND | _ENDINGS | {Kind.INTERVIEWED, Kind.READVERTISED},
    Kind.INTERVIEWED: _FOUND | _ENDINGS | {Kind.READVERTISED},
    Kind.OFFERED: _FOUND | _CANDIDATES | _ENDINGS | {Kind.READVERTISED, Kind.CANDIDATE_WITHDREW},
    Kind.APPOINTED: _FOUND | _ENDINGS | {Kind.IN_POST, Kind.READVERTISED, Kind.CANDIDATE_WITHDREW},
    # Another of those interviewed may come instead, or it is advertised, for the first time too.
    Kind.CANDIDATE_WITHDREW: _FOUND | _CANDIDATES | ADVERTS | _ENDINGS,
    Kind.IN_POST: _ENDINGS | {Kind.LEFT},
    Kind.LEFT: _FOUND | ADVERTS | _ENDINGS,
    Kind.NO_LONGER_ADDITIONAL: _FOUND | ADVERTS | {Kind.WITHDRAWN},
    Kind.WITHDRAWN: frozenset(),
}

_NEEDS = {
    Kind.READVERTISED: "it has not been advertised",
    Kind.SHORTLISTED: "it has not been advertised",
    Kind.INTERVIEWED: "it has not been advertised",
    Kind.CANDIDATE_WITHDREW: "nobody has been offered it or appointed to it",
    Kind.IN_POST: "nobody has been appointed to it",
    Kind.LEFT: "nobody is in post",
}
REASON_NEEDED = {
    Kind.TERMS_CHANGED: "Say why the terms changed",
    Kind.CANDIDATE_WITHDREW: "Say why they withdrew",
    Kind.LEFT: "Say why they left",
    Kind.NO_LONGER_ADDITIONAL: "Say why it is no longer additional",
    Kind.WITHDRAWN: "Say why it is withdrawn",
}
_FACTS: dict[str, frozenset[Kind]] = {
    "start_date": frozenset({Kind.OFFERED, Kind.APPOINTED, Kind.IN_POST}),
    "closing_date": ADVERTS,
    "channel": ADVERTS,
    "contract": ADVERTS | _FOUND | {Kind.IN_POST, Kind.TERMS_CHANGED},
}
_FACT_NAMES = {
    "start_date": "start date",
    "closing_date": "closing date",
    "channel": "channel",
    "contract": "contract",
}


def why_impossible(events: Iterable[Event]) -> str | None:
    """The reason the first event that cannot follow those before it is impossible (events oldest first), in
    words for the person who typed it; None when the order holds."""
    state: Kind | None = None
    since: Event | None = None
    advertised = False
    for event in events:
        kind = Kind(event.kind)
        if kind == Kind.TERMS_CHANGED and state not in (None, Kind.WITHDRAWN):
            continue
        if kind not in NEXT[state] or (kind in _AFTER_AN_ADVERT and not advertised):
            return _refusal(kind, state, since, event)
        state, since, advertised = kind, event, advertised or kind in ADVERTS
    return None


def wrong_starts(events: Iterable[Event]) -> list[str]:
    """What is wrong with the start dates of events that may follow one another (oldest first), in words: somebody in
    post has come, and nobody begins in a position while another still holds it."""
    sentences: list[str] = []
    holds, free_from = False, None
    for event in events:
        kind, start = Kind(event.kind), event.start_date
        if holds and kind in _ENDINGS | {Kind.LEFT}:
            free_from = event.as_at
        if kind != Kind.TERMS_CHANGED:
            holds = kind == Kind.IN_POST
        if start and holds and start > event.as_at:
            day = full_date(event.as_at)
            sentences.append(
                f"“In post” as at {day} says that they have come: they cannot start after that day."
            )
        elif start and free_from and start < free_from:
            words = f"Somebody was in post until {full_date(free_from)}, so nobody can start on {full_date(start)}."
            sentences.append(f"{words} Two people for a hand-over are two positions.")
    return sentences


def approved_from(approvals: Iterable[date], given_on: date | None) -> date:
    """The day from which somebody may start: once the positions were approved, and their post, `given_on`."""
    return max([*approvals, *([given_on] if given_on else [])], default=date.min)


def early_starts(events: Sequence[Event], given_on: date | None) -> dict[date, date]:
    """Days on which somebody starts before the position was approved (or its post was, `given_on`) and no note of a
    start on that day says why, each with the day of the approval. Events oldest first."""
    approvals = [event.as_at for event in events if event.kind == Kind.APPROVED][:1]
    approved_on = approved_from(approvals, given_on)
    starts: dict[date, bool] = {}
    for event in events:
        day = event.start_date or (event.as_at if event.kind == Kind.IN_POST else None)
        if day and day < approved_on:
            starts[day] = starts.get(day, False) or bool(event.note.strip())
    return {day: approved_on for day, is_said in starts.items() if not is_said}


def early_words(day: date, approved_on: date) -> str:
    """For whoever typed such a start."""
    early = f"A start on {full_date(day)} is before the approval of {full_date(approved_on)}."
    return f"{early} Correct the day, or say why in the note."


def _refusal(kind: Kind, state: Kind | None, since: Event | None, event: Event) -> str:
    called = f"“{kind.label}” as at {full_date(event.as_at)}"
    if state is None or since is None:
        return f"{called} cannot be recorded: the position was not approved by then."
    stood = f"as at {full_date(since.as_at)} it was “{state.label}”"
    if kind == Kind.APPROVED:
        return f"{called} cannot be recorded: it was approved already; {stood}."
    if kind == Kind.ADVERTISED and state in NEXT[Kind.ADVERTISED] | {Kind.ADVERTISED}:
        return f"{called} cannot be recorded: {stood}. Record another advert as readvertised."
    reason = _NEEDS.get(kind, "")
    unadvertised = kind in _AFTER_AN_ADVERT and kind in NEXT[state]
    if state == Kind.WITHDRAWN or not reason or (state in (Kind.IN_POST, Kind.LEFT) and not unadvertised):
        return f"{called} cannot be recorded: {stood}."
    return f"{called} cannot be recorded: {reason}; {stood}."


def misplaced_facts(event: RecruitmentEvent) -> dict[str, str]:
    """What is said of an event that its kind does not have, or missing that it needs: sentences by field."""
    kind = Kind(event.kind)
    wrong = {
        name: f"“{kind.label}” has no {_FACT_NAMES[name]}. Leave it empty."
        for name, kinds in _FACTS.items()
        if getattr(event, name) and kind not in kinds
    }
    if kind in REASON_NEEDED and not event.note.strip():
        wrong["note"] = REASON_NEEDED[kind]
    if kind == Kind.TERMS_CHANGED and not event.contract:
        wrong["contract"] = f"Choose the new contract: {_choices()}"
    return wrong


def _choices() -> str:
    return ", ".join(FundedPost.Contract(value).label.lower() for value in FundedPost.Contract.values)


Status = FundedPost.Status
NEXT_STATUS: dict[Status | None, frozenset[Status]] = {
    None: frozenset({Status.PROPOSED, Status.APPROVED}),
    Status.PROPOSED: frozenset({Status.APPROVED, Status.RETIRED}),
    Status.APPROVED: frozenset({Status.LIVE, Status.ENDED, Status.RETIRED}),
    Status.LIVE: frozenset({Status.ENDED}),
    # Money found again brings a post back.
    Status.ENDED: frozenset({Status.APPROVED}),
    Status.RETIRED: frozenset(),
}


def why_status_impossible(entries: Iterable[PostStatus]) -> str | None:
    """The reason the first status that cannot follow those before it is impossible (oldest first), or None."""
    state: Status | None = None
    for entry in entries:
        wanted = Status(entry.status)
        if wanted not in NEXT_STATUS[state]:
            return _status_refusal(wanted, state, full_date(entry.as_at))
        state = wanted
    return None


def _status_refusal(wanted: Status, state: Status | None, day: str) -> str:
    if state is None:
        return f"“{wanted.label}” as at {day} cannot be recorded: the post was not in the record by then."
    if wanted == Status.PROPOSED and state != Status.PROPOSED:
        return (
            f"It was proposed on {day}, so it cannot have been {state.label.lower()} before that day. "
            "Give a later day, or put the day of the proposal right first, at the foot of the post's page."
        )
    may = sorted((one.label.lower() for one in NEXT_STATUS[state]), reverse=True)
    after = f"After it comes {' or '.join(may)}." if may else "Nothing comes after it."
    return f"“{wanted.label}” as at {day} cannot be recorded: by then it was “{state.label}”. {after}"
