"""What happened to an action, in plain sentences, newest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import TypeVar

from django.db.models import Q

from core.dates import end_of_day, full_date, local_day
from core.ledger import AsAt, LedgerEntry
from improvement.models import (
    Action,
    Challenge,
    DateRevision,
    Endorsement,
    Evidence,
    EvidenceReview,
    Group,
    Interdependency,
    Lead,
    Meeting,
    ProgressUpdate,
    Retirement,
)

Row = TypeVar("Row", bound=LedgerEntry)


@dataclass(frozen=True)
class TimelineEntry:
    """One sentence of the timeline, with who recorded it and the words they gave."""

    as_at: date
    recorded_at: datetime
    heading: str
    by: str
    text: str = ""
    is_corrected: bool = False

    @property
    def when(self) -> str:
        """The day it holds from, and the day it was recorded where that is another."""
        recorded_on = local_day(self.recorded_at)
        if recorded_on == self.as_at:
            return full_date(self.as_at)
        return f"As at {full_date(self.as_at)}, recorded on {full_date(recorded_on)}"


def timeline(action: Action, asked: AsAt) -> list[TimelineEntry]:
    """Every entry about the action that holds on the day asked for, as known then; corrected ones say so.

    Ten queries, whatever the number of entries.
    """
    updates = known_of(ProgressUpdate.objects.filter(action=action).for_timeline(), asked)
    waits = Interdependency.objects.filter(Q(action=action) | Q(waits_for=action)).for_timeline()
    entries = [
        *_steps(action, known_of(Endorsement.objects.filter(action=action).for_timeline(), asked)),
        *_challenges(known_of(Challenge.objects.filter(update__action=action).for_timeline(), asked)),
        *_waits(action, known_of(waits, asked)),
        *_hand_overs(known_of(Lead.objects.filter(action=action).for_timeline(), asked)),
        *_left_and_back(known_of(Retirement.objects.filter(action=action).for_timeline(), asked)),
        *_updates(updates),
        *_at_committees(action, updates, asked),
        *_revisions(known_of(DateRevision.objects.filter(action=action).for_timeline(), asked)),
        *_evidence(action, asked),
    ]
    # Turned round after sorting, so that of two of the same moment the later one stands above.
    oldest_first = sorted(entries, key=lambda entry: (entry.as_at, entry.recorded_at))
    return oldest_first[::-1]


def _steps(action: Action, steps: list[Endorsement]) -> Iterator[TimelineEntry]:
    corrected = corrected_in(steps)
    before: Endorsement | None = None
    for step in steps:
        yield TimelineEntry(
            step.as_at,
            step.recorded_at,
            _step_heading(action, step, before),
            by=str(step.recorded_by) if before or step.step == Endorsement.Step.PROPOSED else "",
            text=step.note,
            is_corrected=step.pk in corrected,
        )
        before = step


def _step_heading(action: Action, step: Endorsement, before: Endorsement | None) -> str:
    due = f"due by {full_date(action.original_due)}"
    at_meeting = f" by the {step.meeting.group}" if step.meeting else ""
    if step.is_void:
        return f"Decision taken back: it was not {step.get_step_display().lower()}"
    match step.step:
        case Endorsement.Step.PROPOSED:
            return f"Proposed again, {due}" if before else f"Proposed for the plan, {due}"
        case Endorsement.Step.DECLINED:
            return f"Declined{at_meeting}; it is not part of the plan"
    return f"Endorsed{at_meeting}, and part of the plan from then on" if before else f"Joined the plan, {due}"


def _challenges(challenges: list[Challenge]) -> Iterator[TimelineEntry]:
    for challenge in challenges:
        yield TimelineEntry(
            challenge.as_at,
            challenge.recorded_at,
            f"Update of {full_date(challenge.update.as_at)} returned with a question",
            by=str(challenge.recorded_by),
            text=challenge.question,
        )


def _waits(action: Action, waits: list[Interdependency]) -> Iterator[TimelineEntry]:
    for wait in waits:
        added = wait.step == Interdependency.Step.ADDED
        if wait.action_id == action.pk:
            heading = f"{'Waits' if added else 'No longer waits'} for {wait.waits_for}"
        else:
            heading = f"{'Waited for' if added else 'No longer waited for'} by {wait.action}"
        yield TimelineEntry(
            wait.as_at, wait.recorded_at, heading, by=str(wait.recorded_by), text=wait.because
        )


def _hand_overs(entries: list[Lead]) -> Iterator[TimelineEntry]:
    """Each change of lead; who led it first, the line of its joining goes without."""
    for before, entry in pairwise(entries):
        heading = f"Lead moved from {before.who or 'nobody'} to {entry.who or 'nobody'}"
        yield TimelineEntry(entry.as_at, entry.recorded_at, heading, by=str(entry.recorded_by))


def _left_and_back(steps: list[Retirement]) -> Iterator[TimelineEntry]:
    for step in steps:
        left = step.step == Retirement.Step.RETIRED
        heading = "Retired: it left the plan" if left else "Brought back into the plan"
        yield TimelineEntry(
            step.as_at, step.recorded_at, heading, by=str(step.recorded_by), text=step.because
        )


def known_of(entries: Iterable[Row], asked: AsAt) -> list[Row]:
    """The entries of the day and the moment asked for, oldest first."""
    known = [
        entry
        for entry in entries
        if entry.as_at <= asked.day and (asked.known_at is None or entry.recorded_at <= asked.known_at)
    ]
    return sorted(known, key=lambda entry: (entry.as_at, entry.pk))


def corrected_in(entries: Iterable[LedgerEntry]) -> set[int | None]:
    """The ids of the entries that another of these corrects."""
    return {entry.corrects_id for entry in entries}  # type: ignore[attr-defined]


def _updates(updates: list[ProgressUpdate]) -> Iterator[TimelineEntry]:
    corrected = corrected_in(updates)
    told = {update.pk: update for update in updates}
    before: ProgressUpdate | None = None
    for update in updates:
        is_corrected = update.pk in corrected
        yield TimelineEntry(
            update.as_at,
            update.recorded_at,
            _update_heading(update, told.get(update.moderates_id or 0, before)),
            by=str(update.recorded_by),
            text=_update_text(update),
            is_corrected=is_corrected,
        )
        if not is_corrected and not update.is_void:
            before = update


def _update_heading(update: ProgressUpdate, before: ProgressUpdate | None) -> str:
    if update.is_void and update.moderates_id is not None:
        return f"Moderated rating “{update.rating}” taken back, because the update it was of was corrected"
    if update.moderates_id is not None:
        lead = f"; the lead rated it “{before.rating}”" if before else ""
        return f"Progress moderated to “{update.rating}”{lead}"
    if update.is_void:
        return f"Taken back: progress rated “{update.rating}”"
    if update.corrects_id is not None:
        return f"Correction: progress rated “{update.rating}”"
    if before is None:
        return f"Progress first rated “{update.rating}”"
    if before.rating_id == update.rating_id:
        return f"Progress stays “{update.rating}”"
    return f"Progress moved from “{before.rating}” to “{update.rating}”"


def _update_text(update: ProgressUpdate) -> str:
    if update.moderates_id is not None:
        return update.moderated_because
    blocked = f"In the way: {update.blockers}" if update.blockers else ""
    because = f"Corrected because: {update.corrected_because}" if update.corrected_because else ""
    return "\n".join(filter(None, [because, update.narrative, blocked]))


def _at_committees(action: Action, updates: list[ProgressUpdate], asked: AsAt) -> Iterator[TimelineEntry]:
    """The rating each committee met with: that of the meeting's cut-off, else of its day, as known on its day."""
    kinds = (Group.Kind.COMMITTEE, Group.Kind.CABINET)
    held = Meeting.objects.filter(group__council=action.council_id, group__kind__in=kinds).by_day(asked.day)
    for meeting in held.select_related("group"):
        moment = end_of_day(meeting.held_on)
        if asked.known_at is not None and local_day(asked.known_at) < meeting.held_on:
            continue
        day = min(meeting.update_cutoff or meeting.held_on, meeting.held_on)
        known = [one for one in updates if one.as_at <= day and one.recorded_at <= moment]
        gone = corrected_in(known)
        standing = [one for one in known if one.pk not in gone and not one.is_void]
        if standing:
            heading = f"{meeting.group} met: progress was “{standing[-1].rating}” as at {full_date(day)}"
            yield TimelineEntry(meeting.held_on, moment, heading, by="")


def _revisions(revisions: list[DateRevision]) -> Iterator[TimelineEntry]:
    corrected = corrected_in(revisions)
    decided = {revision.request_id for revision in revisions}
    for revision in revisions:
        yield TimelineEntry(
            revision.as_at,
            revision.recorded_at,
            _revision_heading(revision, is_open=revision.pk not in decided),
            by=str(revision.recorded_by),
            text=revision.reason,
            is_corrected=revision.pk in corrected,
        )


def _revision_heading(revision: DateRevision, *, is_open: bool) -> str:
    new_due = full_date(revision.new_due)
    if revision.is_void:
        return f"Taken back: the request for {new_due}"
    at_meeting = f" by the {revision.meeting.group}" if revision.meeting else ""
    match revision.step:
        case DateRevision.Step.AGREED:
            return f"New date of {new_due} agreed{at_meeting}"
        case DateRevision.Step.DECLINED:
            return f"New date of {new_due} declined{at_meeting}; the date stays as it was"
    return f"New date of {new_due} asked for" + (", under review" if is_open else "")


def _evidence(action: Action, asked: AsAt) -> Iterator[TimelineEntry]:
    for evidence in Evidence.objects.filter(action=action).select_related("added_by", "taken_out_by"):
        if evidence.added_on <= asked.day and (asked.known_at is None or evidence.added_at <= asked.known_at):
            yield TimelineEntry(
                evidence.added_on,
                evidence.added_at,
                f"{'New version of evidence' if evidence.replaces_id else 'Evidence added'}: {evidence.title}",
                by=str(evidence.added_by),
                text=_evidence_text(evidence),
            )
        if evidence.taken_out_on and evidence.taken_out_at and _is_known(evidence, asked):
            yield TimelineEntry(
                evidence.taken_out_on,
                evidence.taken_out_at,
                f"Evidence taken out: {evidence.title}",
                by=str(evidence.taken_out_by),
                text=evidence.taken_out_because,
            )
    reviews = EvidenceReview.objects.filter(evidence__action=action).select_related("evidence", "recorded_by")
    known = known_of(reviews, asked)
    corrected = corrected_in(known)
    for review in known:
        yield TimelineEntry(
            review.as_at,
            review.recorded_at,
            f"{review_words(review)}: {review.evidence.title}",
            by=str(review.recorded_by),
            text=_review_text(review),
            is_corrected=review.pk in corrected,
        )


def _is_known(evidence: Evidence, asked: AsAt) -> bool:
    """Whether its being taken out was a fact of the day, known at the moment asked for."""
    on, at = evidence.taken_out_on, evidence.taken_out_at
    if on is None or at is None or on > asked.day:
        return False
    return asked.known_at is None or at <= asked.known_at


def _evidence_text(evidence: Evidence) -> str:
    because = f"Replaced because: {evidence.replaced_because}" if evidence.replaced_because else ""
    return "\n".join(filter(None, [because, f"Evidence of {full_date(evidence.evidence_of)}"]))


def review_words(review: EvidenceReview) -> str:
    """What a review of evidence says, in one line."""
    if review.is_void:
        return "Review of evidence taken out"
    accepted = review.verdict == EvidenceReview.Verdict.SUFFICIENT
    corrects = "Correction: evidence" if review.corrects_id else "Evidence"
    return f"{corrects} {'accepted' if accepted else 'found insufficient'}"


def _review_text(review: EvidenceReview) -> str:
    because = f"Corrected because: {review.corrected_because}" if review.corrected_because else ""
    return "\n".join(filter(None, [because, review.note]))
