"""Who leads an action, from which day on: an entry when it is added, and one for each hand-over."""

from datetime import date

from accounts.models import User
from improvement.models import Action, Lead
from improvement.services.rules import append


def hand_over(action: Action, by: User, as_at: date) -> Lead:
    """Append that whoever the action now names leads it from `as_at` on; for services that have asked and checked."""
    entry = Lead(
        council_id=action.council_id,
        action=action,
        lead=action.lead,
        partner_lead=action.partner_lead,
        as_at=as_at,
        recorded_by=by,
    )
    append(entry)
    return entry
