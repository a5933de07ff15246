"""What a meeting decides from its page: one call for whichever of the three decisions it is."""

from typing import Any

from accounts.models import User
from improvement.models import Action, DateRevision, Endorsement, Evidence, EvidenceReview, Meeting
from improvement.services.due_dates import decide_date
from improvement.services.endorsements import decline_action, endorse_action
from improvement.services.reviews import review_evidence

Decision = DateRevision | EvidenceReview | Endorsement


def decide_at(*, meeting: Meeting, by: User, thing: Any, agree: bool, reason: str = "") -> Decision:
    """Agree to a `thing` – a date asked for, evidence, or a proposed action – or decline it with a reason, at a
    meeting and dated that meeting, through the service of that decision.

    Raises PermissionDenied; ValidationError naming `reason` or `note`, `meeting`, or no field where it is decided.
    """
    match thing:
        case DateRevision():
            return decide_date(request=thing, by=by, agree=agree, reason=reason, meeting=meeting)
        case Evidence():
            verdict = EvidenceReview.Verdict.SUFFICIENT if agree else EvidenceReview.Verdict.INSUFFICIENT
            return review_evidence(evidence=thing, by=by, verdict=verdict, note=reason, meeting=meeting)
        case Action() if agree:
            return endorse_action(action=thing, by=by, meeting=meeting, note=reason)
        case Action():
            return decline_action(action=thing, by=by, note=reason, meeting=meeting)
    raise TypeError(f"A meeting does not decide on {type(thing).__name__}.")
