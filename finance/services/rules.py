"""The sums a council's own rules name."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from accounts.versions import StaleVersion, raise_version
from finance.access import may_manage_budget
from finance.figures import NIL
from finance.models import MoneyRules


@transaction.atomic
def set_money_rules(
    *,
    council: Council,
    by: User,
    shown_version: int,
    key_decision_above: Decimal,
    virement_needs_decision_above: Decimal,
) -> MoneyRules:
    """Set from which sum (pounds) a decision may be key, and above which a virement names its decision.

    Raises StaleVersion, and ValueError for a sum below nil.
    """
    if not may_manage_budget(by, council):
        raise PermissionDenied
    if key_decision_above < NIL or virement_needs_decision_above < NIL:
        raise ValueError("A limit cannot be below nil")
    rules = MoneyRules.objects.of(council)
    before = _told(rules) if rules.pk else {}
    if rules.pk:
        raise_version(rules, shown=shown_version)
    elif shown_version != rules.version:
        raise StaleVersion(rules, shown_version)
    rules.key_decision_above = key_decision_above
    rules.virement_needs_decision_above = virement_needs_decision_above
    rules.save()
    record("set the limits of", rules, council=council, by=by, before=before, after=_told(rules))
    return rules


def _told(rules: MoneyRules) -> dict[str, object]:
    return {
        "key_decision_above": rules.key_decision_above,
        "virement_needs_decision_above": rules.virement_needs_decision_above,
    }
