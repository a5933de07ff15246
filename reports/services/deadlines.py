"""The council's own steps before publication, what a paper has passed of them, why a late one is urgent, and how a key
decision was notified."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.access import may_manage_settings
from accounts.changes import record
from accounts.models import Council, Entry, User
from accounts.versions import StaleVersion, raise_version
from core.dates import full_date, publication_deadline, today
from reports.access import may_publish_paper, may_write_papers
from reports.models import KeyNotice, LateReason, Paper, PaperSteps, StepTaken
from reports.papers.collect_timing import is_key_decision, is_late, lateness, published_or_today
from reports.papers.finding import BLOCKER, Finding
from reports.papers.timetable import MEETING, NOTICE, PUBLICATION, steps_from

OfPaper = TypeVar("OfPaper", StepTaken, LateReason, KeyNotice)
MOST_STEPS, MOST_DAYS = 12, 60
_FACTS: dict[type[Entry], tuple[str, ...]] = {
    StepTaken: ("step", "name", "note"),
    LateReason: ("reason", "accepted_by"),
    KeyNotice: ("route", "words"),
}
_RESERVED = (MEETING, NOTICE, PUBLICATION)
MEANWHILE = "Somebody else has recorded this meanwhile. Look at what stands now before you save yours"


@transaction.atomic
def set_paper_steps(
    *, council: Council, by: User, shown_version: int, steps: Sequence[Mapping[str, Any]]
) -> PaperSteps:
    """Replace the steps of every paper, each with `name`, `who` and `days`; one that keeps its `key` is the same step.

    Raises PermissionDenied, StaleVersion, and ValueError for a step without words or with days beyond reason.
    """
    if not may_manage_settings(by, council):
        raise PermissionDenied
    chosen = PaperSteps.objects.of(council)
    before = _listed(chosen.steps)
    kept = _with_keys(steps, {str(row["key"]) for row in chosen.steps})
    if chosen.pk:
        raise_version(chosen, shown=shown_version)
    elif shown_version != chosen.version:
        raise StaleVersion(chosen, shown_version)
    else:
        # Whoever else was shown the usual ones was shown version 1.
        chosen.version = shown_version + 1
    chosen.steps = kept
    chosen.save()
    record("set", chosen, council=council, by=by, before={"steps": before}, after={"steps": _listed(kept)})
    return chosen


def _with_keys(steps: Sequence[Mapping[str, Any]], known: set[str]) -> list[dict[str, Any]]:
    """The rows with a key each: their own where the council knows it, else the next that is free."""
    if len(steps) > MOST_STEPS:
        raise ValueError(f"A paper has at most {MOST_STEPS} steps")
    taken = {str(step.get("key")) for step in steps} | known | set(_RESERVED)
    rows: list[dict[str, Any]] = []
    number = 1
    for step in steps:
        key, name, who, days = str(step.get("key") or ""), *_words(step)
        if key not in known or key in {row["key"] for row in rows}:
            while f"step-{number}" in taken:
                number += 1
            key = f"step-{number}"
            taken.add(key)
        rows.append({"key": key, "name": name, "who": who, "days": days})
    return rows


def _words(step: Mapping[str, Any]) -> tuple[str, str, int]:
    name, who, days = str(step["name"]).strip(), str(step["who"]).strip(), int(step["days"])
    if not name:
        raise ValueError("Enter what the step is called")
    if not 0 <= days <= MOST_DAYS:
        raise ValueError(f"The working days must be between 0 and {MOST_DAYS}")
    return name, who, days


def _listed(steps: Sequence[Mapping[str, Any]]) -> list[str]:
    return [f"{row['name']} ({row['who']}), {row['days']} working days" for row in steps]


@transaction.atomic
def record_step(
    *, paper: Paper, by: User, step: str, on: date, note: str = "", is_void: bool = False
) -> StepTaken | None:
    """A paper passed a step on a day, or with `is_void` did not after all. What stands already is not appended again.

    Raises PermissionDenied, and ValueError for a step the council has not, or a day to come.
    """
    if not may_write_papers(by, paper.council) or paper.publications.exists():
        raise PermissionDenied
    steps = {each.key: each for each in steps_from(PaperSteps.objects.of(paper.council).steps)}
    if step not in steps:
        raise ValueError("Choose one of the council’s steps")
    stands = _standing(StepTaken, paper, step=step)
    if is_void:
        return _void(stands, by, shown=stands, verb=f"took back {steps[step].name} of")
    facts = {"step": step, "name": steps[step].name, "note": note.strip()}
    verb = f"recorded {steps[step].name} of"
    return _append(StepTaken, paper, by, on, facts, stands, shown=stands, verb=verb)


@transaction.atomic
def record_late_reason(
    *,
    paper: Paper,
    by: User,
    reason: str,
    accepted_by: str,
    on: date,
    shown: int | None = None,
) -> LateReason:
    """Why the paper is urgent although its last day has passed, and who accepted it on which day.

    Raises PermissionDenied, and ValueError without the words, for a day to come or one recorded meanwhile, or for a
    paper that has been published.
    """
    _may_say_why_late(by, paper)
    if not (reason.strip() and accepted_by.strip()):
        raise ValueError("Enter the reason, and who accepted it")
    facts = {"reason": reason.strip(), "accepted_by": accepted_by.strip()}
    stands, verb = _standing(LateReason, paper), "recorded the reason for urgency of"
    return _append(LateReason, paper, by, on, facts, stands, shown=shown, verb=verb)


@transaction.atomic
def take_out_late_reason(*, paper: Paper, by: User, shown: int | None) -> None:
    """Take out the reason that was `shown`. Raises PermissionDenied, and ValueError for a paper that has been
    published or where another was recorded meanwhile."""
    _may_say_why_late(by, paper)
    _void(_standing(LateReason, paper), by, shown=shown, verb="took out the reason for urgency of")


def _may_say_why_late(by: User, paper: Paper) -> None:
    if not may_publish_paper(by, paper):
        raise PermissionDenied
    if paper.publications.exists():
        raise ValueError("The paper has been published, and what it says of its lateness with it")


@transaction.atomic
def record_key_notice(
    *,
    paper: Paper,
    by: User,
    route: str,
    words: str,
    on: date,
    shown: int | None = None,
) -> KeyNotice:
    """How and when the public was told of the key decision the paper asks for.

    Raises PermissionDenied, and ValueError for a paper without key decision, an exception without words, or a day to
    come or after the meeting.
    """
    if not may_publish_paper(by, paper):
        raise PermissionDenied
    if not is_key_decision(paper):
        raise ValueError("The paper asks for no key decision")
    if route not in KeyNotice.Route.values:
        raise ValueError("Choose how notice was given")
    if route != KeyNotice.Route.NOTICE and not words.strip():
        raise ValueError("Enter why notice in time was impracticable, and who was told or agreed")
    if on > paper.meeting.held_on:
        raise ValueError(f"The meeting is on {full_date(paper.meeting.held_on)}: notice is given before it")
    stands, facts = _standing(KeyNotice, paper), {"route": route, "words": words.strip()}
    return _append(KeyNotice, paper, by, on, facts, stands, shown=shown, verb="recorded the notice of")


@transaction.atomic
def take_out_key_notice(*, paper: Paper, by: User, shown: int | None) -> None:
    """Take out the notice that was `shown`. Raises PermissionDenied, and ValueError where another was recorded
    meanwhile."""
    if not may_publish_paper(by, paper):
        raise PermissionDenied
    _void(_standing(KeyNotice, paper), by, shown=shown, verb="took out the notice of")


def what_stops(paper: Paper) -> tuple[Finding, ...]:
    """What keeps a paper from being published whatever it says: its meeting was cancelled, or it is late and its chair
    has not accepted it as urgent."""
    if words := cancelled_words(paper):
        view = "improvement:meeting-detail"
        return (Finding(BLOCKER, "meeting-cancelled", "Meeting", words, view, (paper.meeting_id,)),)
    return _without_reason(paper)


def cancelled_words(paper: Paper) -> str:
    """That the meeting of a paper nobody has read yet was cancelled, as a sentence; empty where it was not."""
    meeting = paper.meeting
    if not meeting.is_cancelled or paper.publications.exists():
        return ""
    because = meeting.cancelled_because.rstrip(".")
    return (
        f"The meeting of {full_date(meeting.held_on)} was cancelled ({because}), so no paper is published for it. "
        "The paper of the next meeting begins with these words. If it takes place after all, its own page says so."
    )


def _without_reason(paper: Paper) -> tuple[Finding, ...]:
    if not is_late(paper, published_or_today(paper)) or lateness(paper):
        return ()
    words, view = missing_reason(paper), "reports:paper-late"
    return (Finding(BLOCKER, "late-without-reason", "Late report", words, view, (paper.pk,)),)


def missing_reason(paper: Paper) -> str:
    """Why a late paper may not be published yet: the sentence to show."""
    last = full_date(publication_deadline(paper.meeting.held_on))
    return (
        f"The last day to publish was {last}. A late report is published only with its chair’s reason for urgency: "
        "record who accepted it, when and why."
    )


def _standing(fact: type[OfPaper], paper: Paper, **which: str) -> OfPaper | None:
    """What stands of the paper now, which is locked until the transaction ends: a second waits for the first."""
    Paper.objects.select_for_update().get(pk=paper.pk)
    return fact._default_manager.filter(paper=paper, **which).standing().order_by("-as_at", "-pk").first()


def _append(
    fact: type[OfPaper],
    paper: Paper,
    by: User,
    on: date,
    facts: Mapping[str, str],
    stands: OfPaper | None,
    *,
    shown: OfPaper | int | None,
    verb: str,
) -> OfPaper:
    """Append the fact in the place of the one that stands, if that is still the one that was shown."""
    if stands and stands.as_at == on and _told(stands) == dict(facts):
        return stands
    _check_shown(stands, shown)
    if on > today():
        raise ValueError("The day must not be in the future")
    entry = fact(council=paper.council, paper=paper, as_at=on, recorded_by=by, corrects=stands, **facts)
    _keep(entry, by, verb)
    return entry


def _void(stands: OfPaper | None, by: User, *, shown: OfPaper | int | None, verb: str) -> OfPaper | None:
    """Take out what stands, if that is still what was shown; where nothing stands nothing more happens."""
    if stands is None:
        return None
    _check_shown(stands, shown)
    kept = {"council": stands.council, "paper": stands.paper, "as_at": stands.as_at, "recorded_by": by}
    entry = type(stands)(**kept, corrects=stands, is_void=True, **_told(stands))
    _keep(entry, by, verb)
    return entry


def _check_shown(stands: OfPaper | None, shown: OfPaper | int | None) -> None:
    if (stands.pk if stands else None) != (shown.pk if isinstance(shown, Entry) else shown):
        raise ValueError(MEANWHILE)


def _keep(entry: OfPaper, by: User, verb: str) -> None:
    entry.save()
    corrected = cast(OfPaper | None, entry.corrects)
    before = {**_told(corrected), "as_at": corrected.as_at} if corrected else None
    after = {**_told(entry), "as_at": entry.as_at, "is_void": entry.is_void}
    record(verb, entry.paper, council=entry.council, by=by, before=before, after=after, entries=[entry])


def _told(entry: OfPaper) -> dict[str, str]:
    """What the entry itself says."""
    return {name: getattr(entry, name) for name in _FACTS[type(entry)]}
