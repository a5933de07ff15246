"""Clearing a paper, role by role: given in the browser, or by mail and recorded by the clerk; and corrections."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import Membership, User
from core.dates import full_date, full_moment, local_day, now, today
from core.ledger import LedgerEntry
from reports.access import may_clear, may_lock_paper
from reports.authors import is_author
from reports.last_edits import edited_after
from reports.messages import Message, keep
from reports.models import Clearance, ClearanceRole, DataLock, Paper
from reports.papers.clearing import Standing, State, lock_of, standings_of
from reports.section_mail import tell_returned


class ContentChanged(Exception):
    """What the role answers for, or what it said of it, has changed since it was shown."""

    def __init__(self) -> None:
        super().__init__(
            "The paper, or what was said of it, has changed since this page was shown. Look at it again."
        )


class NotOfThatDay(ValueError):
    """No message of that day can be about the paper as it is cleared; the sentence says why."""


@dataclass(frozen=True)
class Said:
    """What somebody says of a paper: cleared or returned, why, and of which content, as it was shown to them."""

    verdict: str
    comment: str
    shown_digest: str


@transaction.atomic
def say(*, paper: Paper, role: ClearanceRole, by: User, said: Said) -> Clearance:
    """Clear a paper for a role or return it; the same said twice of the same content is one entry.

    Raises PermissionDenied, ContentChanged, and ValueError for a return without comment, figures that are not
    locked, or who clears last coming too early.
    """
    standing = _standing_for(paper, role)
    if not may_clear(by, paper, role, list(ClearanceRole.objects.of(paper.council))):
        raise PermissionDenied
    return _say(paper, standing, by, said, given_by=by.name, on=today())


@transaction.atomic
def record_by_mail(
    *, paper: Paper, role: ClearanceRole, by: User, said: Said, given_by: str, on: date, message: Message
) -> Clearance:
    """Record what somebody said by mail of the paper as it now stands, with their message; marked so for good.

    Raises PermissionDenied, ContentChanged, ValueError as `say`, for a nameless one or an author of the paper, and
    NotOfThatDay for a day yet to come, before the figures were first locked, or before the role's sections read so.
    """
    if not may_lock_paper(by, paper):
        raise PermissionDenied
    standing = _standing_for(paper, role)
    _check_mail(paper, role, given_by, on)
    _check_day(paper, role, on, now())
    return _say(paper, standing, by, said, given_by=" ".join(given_by.split()), on=on, message=message)


@transaction.atomic
def correct_mail(
    *, clearance: Clearance, by: User, given_by: str, on: date, is_void: bool = False
) -> Clearance:
    """Put right whose message it was or of which day, or take the entry out; both entries are kept.

    Raises PermissionDenied, and ValueError for an entry not given by mail, one corrected already, or as
    `record_by_mail`.
    """
    paper, role = clearance.paper, clearance.role
    if not may_lock_paper(by, paper):
        raise PermissionDenied
    Paper.objects.select_for_update().get(pk=paper.pk)
    if not clearance.is_by_mail:
        raise ValueError("Who cleared it here returns it here: only what came by mail is corrected")
    if clearance.is_void or clearance.corrections.exists():
        raise ValueError("This entry has been corrected already: look at the paper again")
    if not is_void:
        _check_mail(paper, role, given_by, on)
        _check_day(paper, role, on, _recorded_at(clearance))
    names = ("council", "paper", "role", "lock", "verdict", "comment", "digest", "seen")
    facts = {name: getattr(clearance, name) for name in (*names, "file_digest", "file_name", "file_kind")}
    whose = clearance.given_by if is_void else " ".join(given_by.split())
    day = clearance.as_at if is_void else on
    entry = Clearance(**facts, given_by=whose, as_at=day, recorded_by=by, corrects=clearance, is_void=is_void)
    entry.save()
    verb = "took out a clearance of" if is_void else "corrected a clearance of"
    record(
        verb,
        paper,
        council=paper.council,
        by=by,
        before=clearance.told(),
        after=entry.told(),
        entries=[entry],
    )
    return entry


def _standing_for(paper: Paper, role: ClearanceRole) -> Standing:
    """How the role stands, with the paper held against others who write of it."""
    Paper.objects.select_for_update().get(pk=paper.pk)
    found = next((each for each in standings_of(paper) if each.role.pk == role.pk), None)
    if found is None:
        raise ValueError(f"{role.name} does not clear this paper")
    return found


def _check_mail(paper: Paper, role: ClearanceRole, given_by: str, on: date) -> None:
    if not given_by.strip():
        raise ValueError("Enter whose message it is")
    if on > today():
        raise NotOfThatDay("The day of the message must not be in the future")
    first = DataLock.objects.without_data().filter(paper=paper).order_by("number").first()
    if first and on < (locked_on := local_day(first.known_at)):
        raise NotOfThatDay(f"The figures were first locked on {full_date(locked_on)}: not before that day")
    name = " ".join(given_by.split()).casefold()
    members = Membership.objects.current().filter(council=paper.council).select_related("user")
    named = {one.user for one in members if one.user.name.casefold() == name}
    listed = list(ClearanceRole.objects.of(paper.council))
    allowed = role.is_last and role.author_may_clear
    if not allowed and any(is_author(user, paper, listed) for user in named):
        raise ValueError("They wrote part of this paper, and an author does not clear it")


def _check_day(paper: Paper, role: ClearanceRole, on: date, said_at: datetime) -> None:
    """A message clears what its writer could read: the role's sections as they stood when it was recorded."""
    if edit := edited_after(paper, role, on, said_at):
        raise NotOfThatDay(
            f"“{edit.heading}” has changed since: it was last changed on {full_moment(edit.at)}. "
            "Ask for a message about the paper as it now stands"
        )


def _recorded_at(clearance: Clearance) -> datetime:
    """When what it is about was read: a correction is about the content of the entry that it corrects."""
    first: LedgerEntry = clearance
    while first.corrects:
        first = first.corrects
    return first.recorded_at


def _say(
    paper: Paper,
    standing: Standing,
    by: User,
    said: Said,
    *,
    given_by: str,
    on: date,
    message: Message | None = None,
) -> Clearance:
    already = standing.entry
    if already and _is_same(already, standing, said, given_by):
        return already
    if said.shown_digest != token_of(standing):
        raise ContentChanged
    lock = _check(paper, standing, said)
    entry = Clearance(
        council=paper.council,
        paper=paper,
        role=standing.role,
        lock=lock,
        verdict=said.verdict,
        comment=said.comment.strip(),
        digest=standing.digest,
        seen={key: seen.as_json() for key, seen in standing.sections.items()},
        given_by=given_by,
        as_at=on,
        recorded_by=by,
        **(keep(message) if message else {}),
    )
    entry.save()
    verb = "cleared" if entry.is_cleared else "returned"
    record(verb, paper, council=paper.council, by=by, after=entry.told(), entries=[entry])
    if not entry.is_cleared:
        tell_returned(entry)
    return entry


def _is_same(already: Clearance, standing: Standing, said: Said, given_by: str) -> bool:
    facts = (already.verdict, already.comment, already.digest, already.given_by)
    wanted = (said.verdict, said.comment.strip(), standing.digest, given_by)
    return standing.state != State.REOPENED and facts == wanted


def _check(paper: Paper, standing: Standing, said: Said) -> DataLock:
    lock = lock_of(paper)
    if lock is None:
        raise ValueError("The figures are not locked: nothing can be cleared that may still change")
    if said.verdict not in Clearance.Verdict.values:
        raise ValueError("Choose whether it is cleared or returned")
    if said.verdict == Clearance.Verdict.RETURNED and not said.comment.strip():
        raise ValueError("Say what has to change before it can be cleared")
    if standing.role.is_last and said.verdict == Clearance.Verdict.CLEARED:
        missing = [
            each.role.name for each in standings_of(paper) if each.is_missing and not each.role.is_last
        ]
        if missing:
            raise ValueError(f"{standing.role.name} comes last. Not cleared yet: {', '.join(missing)}")
    return lock


def token_of(standing: Standing) -> str:
    """What a page shows of a role, so that its answer can say what it was shown."""
    return f"{standing.digest[:32]}-{standing.entry.pk if standing.entry else 0}"
