"""Keeping what a funding decision said: a version of its words and of its sum with every change of them.

A change either puts right what was wrong from the start, in every version that says it, or it holds from a day of
its own, and the days before keep the version that held on them.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from accounts.models import User
from core.dates import full_date, today
from finance.figures import NIL
from finance.models import AuthorisedAmount, DecisionTerms, FundingDecision
from finance.services.corrected_sources import sources_put_right
from finance.terms import ApprovalTerms, SourceTerms, Terms, terms_now

Said = TypeVar("Said")


def check_holds_from(decision: FundingDecision, day: date) -> None:
    """Raises ValueError unless a change may hold from the day: not one to come, nor before the last change."""
    if day > today():
        raise ValueError(f"{full_date(day)} lies in the future: change the decision when the day has come")
    days = [entry.as_at for entry in (*_terms_standing(decision), *_sums_standing(decision))]
    if days and day < max(days):
        raise ValueError(
            f"What stands now holds from {full_date(max(days))}: choose that day or a later one, "
            "or say that it was wrong from the start"
        )


def append_terms(decision: FundingDecision, by: User, holds_from: date | None = None) -> list[DecisionTerms]:
    """The terms as the decision's rows now say them; nothing where they say what stands already.

    For the services that wrote those rows, in the same transaction, before they `record()`. `holds_from` is the
    day of a change on purpose; without it what is changed was wrong from the start.
    """
    now = terms_now(FundingDecision.objects.with_authority().get(pk=decision.pk))
    standing = _terms_standing(decision)
    if not standing:
        return [_told(decision, by, now, _first_day(now, today()))]
    last, former = standing[-1], Terms.told(standing[-1].terms)
    if former == now:
        return []
    if holds_from and holds_from > last.as_at:
        came_in = replace(former, approvals=_came_in(former.approvals, now.approvals))
        put_right = _put_right(decision, by, standing, former, came_in)
        return [*put_right, _told(decision, by, now, holds_from)]
    if holds_from:
        return [_told(decision, by, now, last.as_at, last)]
    return _put_right(decision, by, standing, former, now)


def append_amount(
    decision: FundingDecision, by: User, holds_from: date | None = None
) -> list[AuthorisedAmount]:
    """The sum from the day of the first approval, or from `holds_from`; nothing where that is what stands."""
    days = decision.approvals.exclude(approved_on=None).values_list("approved_on", flat=True)
    first_day = min((day for day in days if day), default=None)
    standing = _sums_standing(decision)
    if not standing:
        return [_sum(decision, by, decision.amount, first_day or today())]
    last = standing[-1]
    if holds_from:
        if last.amount == decision.amount:
            return []
        is_later = holds_from > last.as_at
        return [_sum(decision, by, decision.amount, holds_from, None if is_later else last)]
    latest_first = standing[1].as_at if len(standing) > 1 else date.max
    wanted = [(entry.as_at, _corrected(entry.amount, last.amount, decision.amount)) for entry in standing]
    wanted[0] = (min(first_day or standing[0].as_at, latest_first), wanted[0][1])
    return [
        _sum(decision, by, amount, as_at, entry)
        for entry, (as_at, amount) in zip(standing, wanted, strict=True)
        if (entry.as_at, entry.amount) != (as_at, amount)
    ]


def _terms_standing(decision: FundingDecision) -> list[DecisionTerms]:
    return list(DecisionTerms.objects.filter(decision=decision).standing().order_by("as_at", "pk"))


def _sums_standing(decision: FundingDecision) -> list[AuthorisedAmount]:
    return list(AuthorisedAmount.objects.filter(decision=decision).standing().order_by("as_at", "pk"))


def _put_right(
    decision: FundingDecision, by: User, standing: Sequence[DecisionTerms], former: Terms, now: Terms
) -> list[DecisionTerms]:
    """A correction of each version that says what was wrong; what a version said otherwise it goes on saying."""
    corrections = []
    for place, entry in enumerate(standing):
        said = Terms.told(entry.terms)
        right = corrected(said, former, now)
        if right != said:
            as_at = entry.as_at if place else _first_day(right, entry.as_at)
            corrections.append(_told(decision, by, right, as_at, entry))
    return corrections


def corrected(said: Terms, former: Terms, now: Terms) -> Terms:
    """What one version said, with the changes from the `former` words to those of `now` put into it."""
    names = [name for name in vars(now) if getattr(former, name) != getattr(now, name)]
    changed = {
        name: _corrected(getattr(said, name), getattr(former, name), getattr(now, name)) for name in names
    }
    if "approvals" in changed and len(former.approvals) == len(now.approvals):
        new = dict(zip(former.approvals, now.approvals, strict=True))
        changed["approvals"] = tuple(new.get(each, each) for each in said.approvals)
    if "sources" in changed and _total(former.sources) != _total(now.sources):
        # The sum itself was wrong, and sources always come to their sum.
        is_that_sum = _total(said.sources) == _total(former.sources)
        right = sources_put_right(said.sources, former.sources, now.sources)
        changed["sources"] = right if is_that_sum else said.sources
    if "tranches" in changed:
        # Tranches carry days of their own.
        changed["tranches"] = now.tranches
    return replace(said, **changed)


def _corrected(said: Said, former: Said, now: Said) -> Said:
    return now if said == former else said


def _total(sources: Sequence[SourceTerms]) -> Decimal:
    return sum((source.amount for source in sources), NIL)


def _came_in(former: tuple[ApprovalTerms, ...], now: tuple[ApprovalTerms, ...]) -> tuple[ApprovalTerms, ...]:
    """The former sequence with the approvals that were awaited and have come: they carry days of their own."""
    given = {each.body: each for each in now if each.approved_on}
    return tuple(each if each.approved_on else given.get(each.body, each) for each in former)


def _first_day(terms: Terms, otherwise: date) -> date:
    return min([*(each.approved_on for each in terms.approvals if each.approved_on), otherwise])


def _told(
    decision: FundingDecision, by: User, terms: Terms, as_at: date, corrects: DecisionTerms | None = None
) -> DecisionTerms:
    return DecisionTerms.objects.create(
        council_id=decision.council_id,
        decision=decision,
        terms=asdict(terms),
        as_at=as_at,
        recorded_by=by,
        corrects=corrects,
    )


def _sum(
    decision: FundingDecision,
    by: User,
    amount: Decimal,
    as_at: date,
    corrects: AuthorisedAmount | None = None,
) -> AuthorisedAmount:
    return AuthorisedAmount.objects.create(
        council_id=decision.council_id,
        decision=decision,
        amount=amount,
        as_at=as_at,
        recorded_by=by,
        corrects=corrects,
    )
