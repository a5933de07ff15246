"""Keeping what a funding decision said: a version of its terms with every change, in place of the one before."""

from dataclasses import asdict
from datetime import date

from accounts.models import User
from core.dates import today
from finance.models import DecisionTerms, FundingDecision
from finance.terms import Terms, terms_now


def append_terms(decision: FundingDecision, by: User) -> list[DecisionTerms]:
    """The terms as the decision's rows now say them; nothing where they say what stands already.

    For the services that wrote those rows, in the same transaction, before they `record()`.
    """
    written = FundingDecision.objects.with_authority().get(pk=decision.pk)
    now = terms_now(written)
    standing = DecisionTerms.objects.filter(decision=decision).standing().order_by("-as_at", "-pk").first()
    if standing and Terms.told(standing.terms) == now:
        return []
    days = [approval.approved_on for approval in now.approvals if approval.approved_on]
    as_at: date = min([*days, standing.as_at if standing else today()])
    return [
        DecisionTerms.objects.create(
            council_id=decision.council_id,
            decision=decision,
            terms=asdict(now),
            as_at=as_at,
            recorded_by=by,
            corrects=standing,
        )
    ]
