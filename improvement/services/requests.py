"""What is owed to members: committee requests, undertakings of papers, and what became of them."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import full_date, today
from improvement.access import may_manage_requests, may_settle
from improvement.models import CommitteeRequest, Meeting, RequestStep, Undertaking, UndertakingStep
from improvement.models.requests import OPEN
from improvement.services.rules import (
    Refusals,
    add,
    allow,
    append,
    check_version,
    edit,
    same_council,
    take_version,
)

Thing = CommitteeRequest | Undertaking
Step = RequestStep | UndertakingStep

_NOT_ALLOWED = "Only the clerk and the programme office keep requests and undertakings."


@transaction.atomic
def add_request(
    *,
    council: Council,
    by: User,
    meeting: Meeting,
    text: str,
    asked_by: str,
    owner: User | None = None,
    owner_role: str = "",
    due: date | None = None,
    minute: str = "",
) -> CommitteeRequest:
    """What members asked for at a meeting that has been held; open from that day, due by `due`.

    What is open already, word for word, is returned, and nothing is added. Raises PermissionDenied, or
    ValidationError naming `meeting`, `owner` or `due`.
    """
    allow(may_manage_requests(by, council), _NOT_ALLOWED)
    same_council(council, meeting=meeting)
    refused = Refusals()
    refused.when(not meeting.has_begun(today()), "meeting", "This meeting has not been held.")
    _check_owed(refused, owner, owner_role, due, meeting.held_on)
    refused.raise_any()
    facts: dict[str, Any] = {
        "meeting": meeting,
        "text": text.strip(),
        "asked_by": asked_by.strip(),
        "owner": owner,
        "owner_role": owner_role.strip(),
        "minute": minute.strip(),
    }
    # A form sent twice must not ask the same thing twice.
    Council.objects.select_for_update().get(pk=council.pk)
    if same := CommitteeRequest.objects.of(council).open(today()).filter(**facts).first():
        return same
    request = CommitteeRequest(council=council, **facts)
    add(request)
    _begin(request, by, meeting.held_on, due, "recorded the request")
    return request


@transaction.atomic
def add_undertaking(
    *,
    council: Council,
    by: User,
    text: str,
    paper: str,
    given_on: date,
    paragraph: str = "",
    owner: User | None = None,
    owner_role: str = "",
    due: date | None = None,
) -> Undertaking:
    """What a paper promised, from `given_on` (the day of its meeting), due by `due`.

    What is open already, word for word, is returned, and nothing is added. Raises PermissionDenied, or
    ValidationError naming `given_on`, `owner` or `due`.
    """
    allow(may_manage_requests(by, council), _NOT_ALLOWED)
    refused = Refusals()
    refused.when(given_on > today(), "given_on", "The date must be today or earlier.")
    _check_owed(refused, owner, owner_role, due, given_on)
    refused.raise_any()
    facts: dict[str, Any] = {
        "text": text.strip(),
        "paper": paper.strip(),
        "paragraph": paragraph.strip(),
        "given_on": given_on,
        "owner": owner,
        "owner_role": owner_role.strip(),
    }
    # A form sent twice must not promise the same thing twice.
    Council.objects.select_for_update().get(pk=council.pk)
    if same := Undertaking.objects.of(council).open(today()).filter(**facts).first():
        return same
    undertaking = Undertaking(council=council, **facts)
    add(undertaking)
    _begin(undertaking, by, given_on, due, "recorded the undertaking")
    return undertaking


@transaction.atomic
def edit_owed(*, thing: Thing, by: User, shown_version: int | None, **facts: Any) -> None:
    """Reword what is owed, or say who owes it. What became of it, and by when it is due, are steps.

    Raises PermissionDenied, StaleVersion, or ValidationError naming the field.
    """
    allow(may_manage_requests(by, thing.council), _NOT_ALLOWED)
    check_version(thing, shown_version)
    refused = Refusals()
    _check_owner(refused, facts.get("owner"), facts.get("owner_role", ""))
    refused.raise_any()
    before, after = edit(thing, shown_version, **facts)
    if after:
        noun = thing._meta.verbose_name
        record(f"reworded the {noun}", thing, council=thing.council, by=by, before=before, after=after)


@transaction.atomic
def record_step(
    *,
    thing: Thing,
    by: User,
    step: str,
    as_at: date,
    words: str = "",
    due: date | None = None,
    because: str = "",
    shown_version: int | None = None,
) -> Step:
    """Append what became of it: still open (perhaps with another date), answered or kept, closed, withdrawn;
    with `because`, in place of the last step, which was wrong.

    Raises PermissionDenied; StaleVersion; ValidationError naming `step`, `as_at`, `words`, `due` or `because`.
    """
    allow(may_settle(by, thing), "Only whoever owes it, the clerk and the programme office may say so.")
    take_version(thing, shown_version)
    ledger = _ledger(thing)
    standing = list(ledger.objects.filter(**_named(thing)).standing().order_by("as_at", "pk"))
    wrong = standing.pop() if because.strip() else None
    began = thing.meeting.held_on if isinstance(thing, CommitteeRequest) else thing.given_on
    _check_step(ledger, standing[-1] if standing else None, step, as_at, words, due, began)
    _check_date_used(step, due, {one.due for one in (*standing[-1:], wrong) if one})
    entry: Step = ledger(
        council=thing.council,
        recorded_by=by,
        step=step,
        as_at=as_at,
        due=due if step == OPEN else (standing[-1].due if standing else None),
        words=words.strip(),
        corrects=wrong,
        corrected_because=because.strip() if wrong else "",
        **_named(thing),
    )
    append(entry)
    record(
        "recorded what became of",
        thing,
        council=thing.council,
        by=by,
        before=_plain(wrong or (standing[-1] if standing else None)),
        after=_plain(entry),
        entries=[entry],
    )
    return entry


def _begin(thing: Thing, by: User, day: date, due: date | None, verb: str) -> None:
    entry: Step = _ledger(thing)(
        council=thing.council, recorded_by=by, step=OPEN, as_at=day, due=due, **_named(thing)
    )
    append(entry)
    after = {"text": thing.text, "owner": thing.owner_name} | _plain(entry)
    record(verb, thing, council=thing.council, by=by, after=after, entries=[entry])


def _ledger(thing: Thing) -> Any:
    return RequestStep if isinstance(thing, CommitteeRequest) else UndertakingStep


def _named(thing: Thing) -> dict[str, Thing]:
    return {"request" if isinstance(thing, CommitteeRequest) else "undertaking": thing}


def _plain(entry: Step | None) -> dict[str, Any]:
    if entry is None:
        return {}
    return {"step": entry.step, "as_at": entry.as_at, "due": entry.due, "words": entry.words}


def _check_owed(refused: Refusals, owner: User | None, role: str, due: date | None, since: date) -> None:
    _check_owner(refused, owner, role)
    early = due is not None and due < since
    refused.when(early, "due", f"The date must be on or after {full_date(since)}, when it began.")


def _check_owner(refused: Refusals, owner: User | None, role: str) -> None:
    named = (owner is not None) + bool(role.strip())
    refused.when(named != 1, "owner", "Choose who owes it, or name a role: one of the two.")


def _check_step(
    ledger: Any, last: Step | None, step: str, as_at: date, words: str, due: date | None, began: date
) -> None:
    refused = Refusals()
    refused.when(step not in ledger.Step.values, "step", "Choose what became of it.")
    refused.when(as_at > today(), "as_at", "The date must be today or earlier.")
    if last is None:
        early = as_at < began
        refused.when(early, "as_at", f"The date must be on or after {full_date(began)}, when it began.")
    else:
        early = as_at < last.as_at
        refused.when(early, "as_at", f"The date must be on or after {full_date(last.as_at)}, the last step.")
        same = step == last.step and (step != OPEN or due == last.due)
        refused.when(same, "step", "This is how it stands already.")
        refused.when(not words.strip(), "words", "Say how it was answered or kept, or why it changes.")
    refused.when(last is None and step != OPEN, "step", "It begins open.")
    past = step == OPEN and due is not None and due < as_at
    refused.when(past, "due", "The date must not lie before the day it is as at.")
    refused.raise_any()


def _check_date_used(step: str, due: date | None, stood: set[date | None]) -> None:
    """A new date beside anything but “still open” would be dropped unsaid."""
    if due is not None and step != OPEN and due not in stood:
        words = "A new date is for what stays open. Put the date back, or choose that it is still open."
        raise ValidationError({"due": words})
