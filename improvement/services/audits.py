"""Practice audits: their figures, and the actions that follow from them."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import today
from improvement.access import may_record_audit
from improvement.models import Audit, AuditAction, AuditActionDone, AuditFigures
from improvement.models.audits import COUNTS
from improvement.services.rules import Refusals, add, allow, append, take_version

# Document 001, paragraph 15.
TWO_WEEKS = timedelta(days=14)
_NOT_ALLOWED = "Only a chair or the programme office may record practice audits."


@transaction.atomic
def add_audit(
    *,
    council: Council,
    by: User,
    service: str,
    period_start: date,
    period_end: date,
    as_at: date,
    note: str = "",
    **counts: Any,
) -> Audit:
    """A round of audits with its first figures: cases by grade, `moderated` and `agreed`.

    Raises PermissionDenied, or ValidationError naming the field.
    """
    allow(may_record_audit(by, council), _NOT_ALLOWED)
    audit = Audit(council=council, service=service.strip(), period_start=period_start, period_end=period_end)
    refused = Refusals()
    refused.when(period_end < period_start, "period_end", "The period cannot end before it begins.")
    refused.when(period_start > today(), "period_start", "The period must have begun.")
    refused.raise_any()
    add(audit)
    after = {"service": audit.service, "from": period_start, "to": period_end}
    record("added the audit", audit, council=council, by=by, after=after)
    record_figures(audit=audit, by=by, as_at=as_at, note=note, **counts)
    return audit


@transaction.atomic
def record_figures(
    *,
    audit: Audit,
    by: User,
    as_at: date,
    note: str = "",
    because: str = "",
    shown_version: int | None = None,
    **counts: Any,
) -> AuditFigures:
    """Append the figures of a round; with `because`, in place of the last ones, which were wrong.

    Raises PermissionDenied; StaleVersion; ValidationError naming `as_at`, `inadequate`, `moderated` or `agreed`.
    """
    allow(may_record_audit(by, audit.council), _NOT_ALLOWED)
    take_version(audit, shown_version)
    last = AuditFigures.objects.filter(audit=audit).standing().order_by("-as_at", "-pk").first()
    figures = AuditFigures(
        council=audit.council,
        audit=audit,
        recorded_by=by,
        as_at=as_at,
        note=note.strip(),
        corrects=last if because.strip() else None,
        corrected_because=because.strip() if last else "",
        **counts,
    )
    _check(figures)
    append(figures)
    record(
        "recorded the figures of",
        audit,
        council=audit.council,
        by=by,
        before={name: getattr(last, name) for name in COUNTS} if last else {},
        after={name: getattr(figures, name) for name in COUNTS} | {"as_at": as_at, "note": figures.note},
        entries=[figures],
    )
    return figures


@transaction.atomic
def add_audit_action(*, audit: Audit, by: User, text: str, set_on: date) -> AuditAction:
    """An action from an audit, due two weeks after it was set. Raises as `add_audit` does."""
    allow(may_record_audit(by, audit.council), _NOT_ALLOWED)
    refused = Refusals()
    refused.when(not text.strip(), "text", "Say what is to be put right.")
    refused.when_not_between(set_on, "set_on", first=audit.period_start, thing="the audited period")
    refused.raise_any()
    action = AuditAction(
        council=audit.council, audit=audit, text=text.strip(), set_on=set_on, due_on=set_on + TWO_WEEKS
    )
    add(action)
    after = {"set_on": set_on, "due_on": action.due_on}
    record("set the audit action", action, council=audit.council, by=by, after=after)
    return action


@transaction.atomic
def finish_audit_action(*, action: AuditAction, by: User, as_at: date) -> AuditActionDone | None:
    """Append that the action was done on `as_at`; None, and nothing more, if that is recorded already.

    Raises PermissionDenied, or ValidationError naming `as_at`.
    """
    allow(may_record_audit(by, action.council), _NOT_ALLOWED)
    take_version(action, None)
    if AuditActionDone.objects.filter(action=action).standing().exists():
        return None
    refused = Refusals()
    refused.when_not_between(as_at, "as_at", first=action.set_on, thing="this action")
    refused.raise_any()
    entry = AuditActionDone(council=action.council, action=action, recorded_by=by, as_at=as_at)
    append(entry)
    record(
        "finished the audit action",
        action,
        council=action.council,
        by=by,
        after={"as_at": as_at},
        entries=[entry],
    )
    return entry


def _check(figures: AuditFigures) -> None:
    refused = Refusals()
    first = figures.audit.period_start
    refused.when_not_between(figures.as_at, "as_at", first=first, thing="the audited period")
    refused.when(not figures.cases, "inadequate", "Enter at least one case.")
    beyond = figures.moderated > figures.cases
    refused.when(beyond, "moderated", f"No more than the {figures.cases} cases can be moderated.")
    more = figures.agreed > figures.moderated
    refused.when(more, "agreed", f"No more than the {figures.moderated} moderated can be agreed with.")
    refused.raise_any()
