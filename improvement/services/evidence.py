"""Evidence, and its review by someone other than the action's lead."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from core.dates import now, today
from improvement.access import may_add_evidence, may_review_evidence
from improvement.models import Action, Evidence, EvidenceReview, ProgressUpdate, Rating
from improvement.models.ratings import ProgressMeaning
from improvement.services.rules import Refusals, add, allow, append, take_version


@transaction.atomic
def add_evidence(
    *, action: Action, by: User, title: str, evidence_of: date, link: str = "", where_held: str = ""
) -> Evidence:
    """Evidence for an action: a link, or where it is held; and the day it is evidence of.

    Raises PermissionDenied, or ValidationError naming `title`, `link` or `evidence_of`.
    """
    allow(may_add_evidence(by, action), "Only those who may update this action may add evidence to it.")
    refused = Refusals()
    refused.when(not title.strip(), "title", "Say what this is evidence of.")
    refused.when(
        not link and not where_held.strip(), "link", "Give a link, or say where the evidence is held."
    )
    refused.when(evidence_of > today(), "evidence_of", "The date must be today or earlier.")
    refused.raise_any()
    evidence = Evidence(
        council=action.council,
        action=action,
        title=title.strip(),
        link=link,
        where_held=where_held.strip(),
        evidence_of=evidence_of,
        added_on=today(),
        added_at=now(),
        added_by=by,
    )
    add(evidence)
    after = {"evidence": evidence.title, "evidence_of": evidence_of}
    record("added evidence to", action, council=action.council, by=by, after=after)
    return evidence


@transaction.atomic
def review_evidence(*, evidence: Evidence, by: User, verdict: str, note: str = "") -> EvidenceReview:
    """Say, as at today, whether evidence is sufficient; insufficient needs a note.

    Accepting it for an action that is done and awaiting evidence also appends the plan's “done” rating,
    signed by the reviewer. Raises PermissionDenied, or ValidationError (`verdict`, `note` or no field).
    """
    action = evidence.action
    allow(may_review_evidence(by, evidence), "Evidence is reviewed by someone other than the action's lead.")
    Action.objects.select_for_update().get(pk=action.pk)
    if EvidenceReview.objects.filter(evidence=evidence).standing().exists():
        raise ValidationError("This evidence has already been reviewed.")
    refused = Refusals()
    refused.when(
        verdict not in EvidenceReview.Verdict.values, "verdict", "Choose sufficient or insufficient."
    )
    insufficient = verdict == EvidenceReview.Verdict.INSUFFICIENT
    refused.when(insufficient and not note.strip(), "note", "Say what is missing.")
    refused.raise_any()
    review = EvidenceReview(
        council=action.council,
        evidence=evidence,
        recorded_by=by,
        as_at=today(),
        verdict=verdict,
        note=note.strip(),
    )
    append(review)
    done = None if insufficient else _complete(action, by, evidence)
    record(
        "found evidence insufficient for" if insufficient else "accepted evidence for",
        action,
        council=action.council,
        by=by,
        after={"evidence": evidence.title, "note": review.note, "rating": done.rating.code if done else None},
        entries=[entry for entry in (review, done) if entry is not None],
    )
    return review


def _complete(action: Action, by: User, evidence: Evidence) -> ProgressUpdate | None:
    """The done rating that acceptance brings, if the action waited for it and the key has one."""
    held = ProgressUpdate.objects.select_related("rating").latest_for(action, today())
    if held is None or held.rating.meaning != ProgressMeaning.DONE_AWAITING_EVIDENCE:
        return None
    done = Rating.objects.filter(scale=action.plan.progress_scale_id, meaning=ProgressMeaning.DONE).first()
    if done is None:
        return None
    take_version(action, None)
    update = ProgressUpdate(
        council=action.council,
        action=action,
        recorded_by=by,
        rating=done,
        as_at=today(),
        narrative=held.narrative,
    )
    append(update)
    return update
