"""What the database cannot promise about who led an action."""

from collections.abc import Iterator

from django.db.models import F, Q

from accounts.models import Council
from core.dates import today
from improvement.models import Action, Lead


def lead_problems(council: Council) -> Iterator[str]:
    """The last entry names whoever the action names, and each says what the change log saw it say."""
    actions = Action.objects.filter(council=council)
    latest = Lead.objects.latest_value_subquery
    held = actions.annotate(
        entry=latest("pk", day=today()),
        held=latest("lead", day=today()),
        partner=latest("partner_lead", day=today()),
    )
    same = Q(held=F("lead")) | Q(held=None, lead=None)
    for pk in held.exclude(same, partner=F("partner_lead"), entry__isnull=False).values_list("pk", flat=True):
        yield f"Action {pk} is led by somebody else than its entries say."
    for entry in Lead.objects.filter(council=council).exclude(change=None).select_related("change", "lead"):
        then = entry.change.after if entry.change else {}
        told = then.get("lead") or then.get("partner_lead") or ""
        if told != entry.who:
            yield f"Lead {entry.pk} differs from the change log in who it names."
