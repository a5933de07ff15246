"""The review of evidence by someone other than the action's lead, and the correction of a review."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from core.dates import today
from improvement.access import may_review_evidence
from improvement.models import Action, Evidence, EvidenceReview, Group, Meeting, ProgressUpdate, Rating
from improvement.models.ratings import ProgressMeaning
from improvement.services.endorsements import check_kept
from improvement.services.rules import Refusals, allow, append, check_begun, take_turn

_NOT_ALLOWED = "Evidence is reviewed by someone other than the action's lead."
# Beside the two verdicts, what a correction may say: nobody has reviewed it after all.
VOID = "void"


@transaction.atomic
def review_evidence(
    *, evidence: Evidence, by: User, verdict: str, note: str = "", meeting: Meeting | None = None
) -> EvidenceReview:
    """Say, as at the day of the meeting, or today, whether evidence is sufficient; insufficient needs a note.

    Accepting it for an action that is done and awaiting evidence also appends the plan's “done” rating,
    signed by the reviewer. Raises PermissionDenied, or ValidationError (`verdict`, `note`, `meeting` or no field).
    """
    action = evidence.action
    allow(may_review_evidence(by, evidence), _NOT_ALLOWED)
    take_turn(action)
    check_awaits_review(evidence)
    _check(verdict, note)
    _check_meeting(evidence, meeting)
    review = _new(evidence, by, verdict, note, meeting)
    append(review)
    done = (
        _complete(action, by, evidence, review.as_at)
        if review.verdict == EvidenceReview.Verdict.SUFFICIENT
        else None
    )
    _record(_VERBS[verdict], review, by, done)
    return review


@transaction.atomic
def correct_review(
    *, review: EvidenceReview, by: User, because: str, verdict: str, note: str = ""
) -> EvidenceReview:
    """Append an entry that takes the place of a mistaken review, or with `VOID` takes it out; both stay visible.

    What acceptance did to the action's rating follows: it is taken back by a correction unless there has been an
    update since or other evidence was accepted; a review now sufficient completes the action. Raises as
    `review_evidence` does; its ValidationError may also name `because`.
    """
    evidence = review.evidence
    allow(may_review_evidence(by, evidence), _NOT_ALLOWED)
    take_turn(evidence.action)
    check_review_stands(review)
    _check(verdict, note, because=because)
    corrected = _new(evidence, by, review.verdict if verdict == VOID else verdict, note)
    corrected.as_at, corrected.corrects, corrected.is_void = review.as_at, review, verdict == VOID
    corrected.corrected_because, corrected.meeting = because.strip(), review.meeting
    append(corrected)
    accepted = verdict == EvidenceReview.Verdict.SUFFICIENT
    rated = _complete(evidence.action, by, evidence, today()) if accepted else _take_back(review, by, because)
    _record("corrected the review of evidence for", corrected, by, rated)
    return corrected


def check_awaits_review(evidence: Evidence) -> None:
    """Raises ValidationError where the action was retired, or the evidence stands no more or has been reviewed."""
    check_kept(evidence.action)
    if not Evidence.objects.filter(pk=evidence.pk).as_at(today()).exists():
        raise ValidationError("This evidence has been replaced or taken out. Review the newer version.")
    if EvidenceReview.objects.filter(evidence=evidence).standing().exists():
        raise ValidationError("This evidence has already been reviewed.")


def check_review_stands(review: EvidenceReview) -> None:
    """Raises ValidationError where the review has been corrected, or took another one out."""
    if EvidenceReview.objects.filter(corrects=review).exists():
        raise ValidationError("This review has already been corrected. Correct the newer one.")
    if review.is_void:
        raise ValidationError("Nothing is left to correct: review the evidence again.")


_VERBS: dict[str, str] = {
    EvidenceReview.Verdict.SUFFICIENT: "accepted evidence for",
    EvidenceReview.Verdict.INSUFFICIENT: "found evidence insufficient for",
}


def _check(verdict: str, note: str, because: str | None = None) -> None:
    offered = {*EvidenceReview.Verdict.values, *([VOID] if because is not None else [])}
    refused = Refusals()
    refused.when(verdict not in offered, "verdict", "Choose sufficient or insufficient.")
    silent = verdict == EvidenceReview.Verdict.INSUFFICIENT and not note.strip()
    refused.when(silent, "note", "Say what is missing.")
    unexplained = because is not None and not because.strip()
    refused.when(unexplained, "because", "Say what was wrong with the review.")
    refused.raise_any()


def _check_meeting(evidence: Evidence, meeting: Meeting | None) -> None:
    if meeting is None:
        return
    refused = Refusals()
    group = reviewing_group(evidence.action, meeting.group)
    stray = meeting.council_id != evidence.council_id or group.pk != meeting.group_id
    refused.when(stray, "meeting", f"This evidence is reviewed by the {group}.")
    check_begun(refused, meeting, evidence.added_on)
    refused.raise_any()


def reviewing_group(action: Action, asked: Group) -> Group:
    """The group that reviews an action's evidence: the one the plan names, else its workstream; a group above the
    workstreams, if it is the one `asked`, may do it for them."""
    if action.plan.evidence_reviewed_by is not None:
        return action.plan.evidence_reviewed_by
    if asked.kind != Group.Kind.WORKSTREAM or action.workstream is None:
        return asked
    return action.workstream


def _new(
    evidence: Evidence, by: User, verdict: str, note: str, meeting: Meeting | None = None
) -> EvidenceReview:
    return EvidenceReview(
        council=evidence.council,
        evidence=evidence,
        recorded_by=by,
        as_at=meeting.held_on if meeting else today(),
        verdict=verdict,
        note=note.strip(),
        meeting=meeting,
    )


def _record(verb: str, review: EvidenceReview, by: User, rated: ProgressUpdate | None) -> None:
    after = {
        "evidence": review.evidence.title,
        "verdict": VOID if review.is_void else review.verdict,
        "note": review.note,
        "because": review.corrected_because,
        "rating": rated.rating.code if rated else None,
    }
    action = review.evidence.action
    entries = [entry for entry in (review, rated) if entry is not None]
    record(verb, action, council=action.council, by=by, after=after, entries=entries)


def _complete(action: Action, by: User, evidence: Evidence, day: date) -> ProgressUpdate | None:
    """The done rating that acceptance brings, if the action waited for it and the key has one: of the day of the
    review, or of the update that says it is done where that is later."""
    held = ProgressUpdate.objects.select_related("rating").latest_for(action, today())
    if held is None or held.rating.meaning != ProgressMeaning.DONE_AWAITING_EVIDENCE:
        return None
    done = Rating.objects.filter(scale=action.plan.progress_scale_id, meaning=ProgressMeaning.DONE).first()
    if done is None:
        return None
    update = ProgressUpdate(
        council=action.council,
        action=action,
        recorded_by=by,
        rating=done,
        as_at=max(day, held.as_at),
        narrative=held.narrative,
    )
    append(update)
    return update


def _take_back(review: EvidenceReview, by: User, because: str) -> ProgressUpdate | None:
    """A correction of the done rating that this review brought, while that is still the last word."""
    action = review.evidence.action
    done = ProgressUpdate.objects.standing().filter(action=action, change=review.change_id).first()
    if done is None or review.change_id is None:
        return None
    if Evidence.objects.filter(action=action).as_at(today()).accepted().exists():
        return None
    others = ProgressUpdate.objects.select_related("rating").filter(action=action).exclude(pk=done.pk)
    if others.filter(pk__gt=done.pk).standing().exists():
        return None
    before = others.standing(done.as_at).order_by("-as_at", "-pk").first()
    if before is None:
        return None
    update = ProgressUpdate(
        council=action.council,
        action=action,
        recorded_by=by,
        rating=before.rating,
        as_at=done.as_at,
        narrative=done.narrative,
        corrects=done,
        corrected_because=f"The review of the evidence was corrected: {because.strip()}"[:250],
    )
    append(update)
    return update
