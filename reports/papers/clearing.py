"""How far a paper is cleared: of each role what it answers for, what it last said of it, and whether that still
holds. Nothing is stored of it: a clearance holds while its sections say what they said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.dates import full_date, today
from reports.models import Clearance, ClearanceRole, DataLock, Paper
from reports.papers import codec
from reports.papers.collect import words_alone
from reports.papers.data import ClearanceRow, PaperData
from reports.papers.layout import sections_of
from reports.papers.sections_seen import TITLE, Seen, sections_seen


class State(StrEnum):
    UNLOCKED = "unlocked"
    WAITING = "waiting"
    CLEARED = "cleared"
    RETURNED = "returned"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Standing:
    """A role beside a paper: its sections as they are now with their digest, its last entry, and what that makes."""

    role: ClearanceRole
    sections: Mapping[str, Seen]
    digest: str
    entry: Clearance | None
    state: State

    @property
    def is_missing(self) -> bool:
        return self.role.is_required and self.state != State.CLEARED

    @property
    def why(self) -> str:
        """Why it is not cleared, in words; nothing where it is."""
        entry = self.entry
        match self.state:
            case State.CLEARED:
                return ""
            case State.UNLOCKED:
                return "the figures are not locked, so nobody can clear them"
            case State.RETURNED if entry:
                return f"{entry.given_by} returned it on {full_date(entry.as_at)}"
            case State.REOPENED if entry:
                verb = "cleared" if entry.is_cleared else "returned"
                return f"it has changed since {entry.given_by} {verb} it on {full_date(entry.as_at)}"
        return "nobody has cleared it yet"

    @property
    def changed(self) -> list[tuple[Seen | None, Seen | None]]:
        """The sections that differ from those of its last entry, as (then, now)."""
        then = seen_in(self.entry) if self.entry else {}
        pairs = ((then.get(key), self.sections.get(key)) for key in dict.fromkeys([*self.sections, *then]))
        return [(was, now) for was, now in pairs if (was and was.digest) != (now and now.digest)]


def seen_in(entry: Clearance) -> dict[str, Seen]:
    """The sections that an entry was about, as they were."""
    return {key: Seen(key, row["heading"], row["text"], row["digest"]) for key, row in entry.seen.items()}


def lock_of(paper: Paper) -> DataLock | None:
    """The lock that stands, without its data."""
    last = DataLock.objects.without_data().filter(paper=paper).order_by("-number").first()
    return None if last is None or last.is_release else last


def standings_of(paper: Paper) -> list[Standing]:
    """Every role that this paper needs or offers, in the council's order, who clears last at the end."""
    fresh = Paper.objects.for_collecting().get(pk=paper.pk)
    entries = Clearance.objects.of(paper).current(today())
    roles = ClearanceRole.objects.of(paper.council)
    return standings(words_alone(fresh), lock_of(paper), roles, entries)


def standings(
    words: PaperData, lock: DataLock | None, roles: Iterable[ClearanceRole], entries: Iterable[Clearance]
) -> list[Standing]:
    """As `standings_of`, from what has been read already. Without a lock nothing counts as cleared."""
    listed = list(roles)
    seen = sections_seen(words, lock.shown if lock else {}, lock.figures if lock else {})
    last_said = {entry.role_id: entry for entry in entries}
    newest = max(
        (_said_at(last_said[role.pk]) for role in listed if _counts_before(role, last_said)), default=0
    )
    found = []
    for role in listed:
        keys = keys_of(role, listed, words, seen)
        if keys:
            found.append(
                _standing(role, lock, {key: seen[key] for key in keys if key in seen}, last_said, newest)
            )
    return found


def _counts_before(role: ClearanceRole, last_said: Mapping[int, Clearance]) -> bool:
    """Whether who clears last has to come after it."""
    return role.is_required and not role.is_last and role.pk in last_said


def _said_at(entry: Clearance) -> int:
    """Its place among the entries; a correction stands in the place of what it corrects."""
    return entry.corrects_id or entry.pk


def keys_of(
    role: ClearanceRole, roles: Sequence[ClearanceRole], words: PaperData, seen: Mapping[str, Seen]
) -> list[str]:
    """The sections of this paper that a role answers for, written or not; none where it is not concerned."""
    every = list(dict.fromkeys([TITLE, *(each.key for each in sections_of(words)), *seen]))
    match role.answers_for:
        case ClearanceRole.AnswersFor.ALL:
            return every
        case ClearanceRole.AnswersFor.REST:
            taken = {
                key
                for other in roles
                if other.pk != role.pk and other.answers_for != ClearanceRole.AnswersFor.ALL
                for key in other.sections
            } - set(role.sections)
            return [key for key in every if key not in taken]
    return [key for key in every if key in role.sections]


def _standing(
    role: ClearanceRole,
    lock: DataLock | None,
    sections: Mapping[str, Seen],
    last_said: Mapping[int, Clearance],
    newest: int,
) -> Standing:
    digest = codec.digest({key: seen.digest for key, seen in sections.items()})
    entry = last_said.get(role.pk)
    return Standing(role, sections, digest, entry, _state(role, lock, digest, entry, newest))


def _state(
    role: ClearanceRole, lock: DataLock | None, digest: str, entry: Clearance | None, newest: int
) -> State:
    if lock is None:
        return State.UNLOCKED
    if entry is None:
        return State.WAITING
    if entry.digest != digest or (role.is_last and _said_at(entry) < newest):
        return State.REOPENED
    return State.CLEARED if entry.is_cleared else State.RETURNED


def rows_of(found: Iterable[Standing]) -> tuple[ClearanceRow, ...]:
    """The table of reviewers as the paper prints it: every role it needs, and others that have cleared it."""
    return tuple(
        ClearanceRow(
            role_key=each.role.key,
            role=each.role.name,
            name=each.entry.given_by if is_cleared and each.entry else "",
            cleared_on=each.entry.as_at if is_cleared and each.entry else None,
            is_required=each.role.is_required,
            why=each.why,
        )
        for each in found
        if (is_cleared := each.state == State.CLEARED) or each.role.is_required
    )
