"""What the database cannot promise about who led an action."""

from collections.abc import Iterator

from accounts.models import Council
from core.dates import today
from improvement.models import Action, Lead


def lead_problems(council: Council) -> Iterator[str]:
    """The last entry names whoever the action names, and each says what the change log saw it say."""
    actions = Action.objects.filter(council=council).values_list("pk", "lead", "partner_lead")
    held = {entry.action_id: entry for entry in Lead.objects.filter(council=council).current(today())}
    # Compared here: in the database nobody would be neither the same as somebody nor different.
    for pk, lead, partner in actions.order_by("pk"):
        entry = held.get(pk)
        if entry is None or (entry.lead_id, entry.partner_lead) != (lead, partner):
            yield f"Action {pk} is led by somebody else than its entries say."
    for entry in Lead.objects.filter(council=council).exclude(change=None).select_related("change", "lead"):
        then = entry.change.after if entry.change else {}
        told = then.get("lead") or then.get("partner_lead") or ""
        if told != entry.who:
            yield f"Lead {entry.pk} differs from the change log in who it names."
