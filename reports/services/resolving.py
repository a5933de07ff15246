"""After the meeting: what was resolved on each recommendation, and what follows for the money."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from accounts.versions import raise_version
from core.dates import full_date, today
from finance.models import Approval
from finance.services import edit_decision
from finance.services.decisions import ApprovalGiven, given_approvals, given_sources
from reports.access import may_publish_paper
from reports.models import Paper, Publication, PublicationEvent, Resolution
from reports.papers import codec
from reports.papers.data import PaperData
from reports.papers.figures import filled
from reports.papers.kinds import TRANCHE
from reports.papers.sections_seen import figure_values
from reports.papers.sums import sums

AGREED = (Resolution.Outcome.AGREED, Resolution.Outcome.AMENDED)


@dataclass(frozen=True)
class Resolved:
    """What a meeting resolved on the recommendation of this number; amended ones carry their new words."""

    number: int
    outcome: str
    minute: str
    words: str = ""


def recommendations_of(publication: Publication) -> list[str]:
    """The recommendations as they were published, their live figures filled in; the first is number 1."""
    data = codec.from_json(PaperData, publication.data)
    values = figure_values(data)
    return [filled(text, values) for text in data.recommendations]


@transaction.atomic
def record_resolutions(
    *, paper: Paper, by: User, shown_version: int, on: date, resolved: Sequence[Resolved]
) -> list[Resolution]:
    """Append what a meeting resolved on `on`; what is on record for that day already is not appended again.

    Raises PermissionDenied, StaleVersion, and ValueError for a day before the paper's meeting, after the paper was
    withdrawn or yet to come, a recommendation that was not published, or one amended without words.
    """
    if not may_publish_paper(by, paper):
        raise PermissionDenied
    publication = _published(paper)
    for one in resolved:
        _check(publication, on, one)
    new = [one for one in resolved if not _stands(paper, on, one)]
    if not new:
        return []
    raise_version(paper, shown=shown_version)
    return [_append(publication, by, on, one) for one in new]


@transaction.atomic
def correct_resolution(
    *, resolution: Resolution, by: User, on: date, resolved: Resolved, is_void: bool = False
) -> Resolution:
    """Put a resolution right by an entry that corrects it, or take it out; both entries are kept.

    Raises PermissionDenied, and ValueError as `record_resolutions` or when it has been corrected already.
    """
    if not may_publish_paper(by, resolution.paper):
        raise PermissionDenied
    Paper.objects.select_for_update().get(pk=resolution.paper_id)
    if resolution.is_void or resolution.corrections.exists():
        raise ValueError("This resolution has been corrected already: look at the paper again")
    one = replace(resolved, number=resolution.number)
    if not is_void:
        _check(resolution.publication, on, one)
    return _append(resolution.publication, by, on, one, corrects=resolution, is_void=is_void)


def withdrawn_unread(publication: Publication) -> PublicationEvent | None:
    """The withdrawal of a paper that its meeting never considered; nothing was resolved on it."""
    withdrawal = PublicationEvent.objects.withdrawal(publication)
    return withdrawal if withdrawal and withdrawal.as_at < publication.paper.meeting.held_on else None


def approval_to_record(paper: Paper) -> tuple[Approval, Resolution] | None:
    """The approval that the paper's committee has given by agreeing, and which is not on record yet; None for a
    paper that asks for no money, or where what asks for it was not agreed."""
    agreed = _agreed_to_the_money(paper)
    if agreed is None or paper.decision is None:
        return None
    listed, body = list(paper.decision.approvals.all()), str(paper.meeting.group)
    if not listed and paper.kind != TRANCHE.key:
        # Nobody said who would have to approve it: who did is the committee that agreed.
        return Approval(decision=paper.decision, body=body, meeting=paper.meeting), agreed
    waiting = (one for one in listed if one.approved_on is None)
    ours = (
        one for one in waiting if one.meeting_id == paper.meeting_id or one.body.casefold() == body.casefold()
    )
    given = next(ours, None)
    return (given, agreed) if given else None


def _agreed_to_the_money(paper: Paper) -> Resolution | None:
    """What was resolved on the first recommendation that names a sum, where that was agreed: to note a report is not
    to approve what it asks for. Where none names one, the first that was agreed."""
    if paper.decision is None:
        return None
    told = list(
        Resolution.objects.of(paper).current(today()).select_related("publication").order_by("number")
    )
    agreed = [one for one in told if one.outcome in AGREED]
    if not agreed:
        return None
    texts = recommendations_of(agreed[0].publication)
    asking = next((at for at, text in enumerate(texts, 1) if any(sums(text))), agreed[0].number)
    return next((one for one in agreed if one.number == asking), None)


@transaction.atomic
def record_approval(*, paper: Paper, by: User, shown_version: int) -> None:
    """Give the approval of the paper's decision its day and minute, as the committee resolved them; nothing happens
    where it has them. Finance's own service asks whether the person may.

    Raises PermissionDenied, StaleVersion, and ValueError where an earlier body has still to approve.
    """
    found = approval_to_record(paper)
    if found is None or paper.decision is None:
        return
    approval, agreed = found
    decision, listed = paper.decision, list(paper.decision.approvals.all())
    told = ApprovalGiven(approval.body, agreed.as_at, agreed.minute, paper.meeting)
    approvals = [
        told if one == approval else was for one, was in zip(listed, given_approvals(decision), strict=True)
    ]
    if approval not in listed:
        approvals.append(told)
    edit_decision(
        decision=decision,
        by=by,
        shown_version=shown_version,
        title=decision.title,
        amount=decision.amount,
        sources=given_sources(decision),
        approvals=approvals,
    )


def _published(paper: Paper) -> Publication:
    publication = paper.publications.first()
    if publication is None:
        raise ValueError("A paper is resolved on once it has been published")
    return publication


def _check(publication: Publication, on: date, one: Resolved) -> None:
    held_on = publication.paper.meeting.held_on
    if on < held_on:
        raise ValueError(f"The meeting is on {full_date(held_on)}: nothing is resolved before it")
    if on > today():
        raise ValueError("The day of the minute must not be in the future")
    if (withdrawal := PublicationEvent.objects.withdrawal(publication)) and on > withdrawal.as_at:
        raise ValueError(
            f"The paper was withdrawn on {full_date(withdrawal.as_at)}: no meeting resolved on it after that day"
        )
    if not 1 <= one.number <= len(recommendations_of(publication)):
        raise ValueError(f"There is no recommendation {one.number} in the paper as published")
    if one.outcome not in Resolution.Outcome.values:
        raise ValueError("Choose what was resolved")
    if not one.minute.strip():
        raise ValueError(f"Enter the number of the minute for recommendation {one.number}")
    if one.outcome == Resolution.Outcome.AMENDED and not one.words.strip():
        raise ValueError(f"Enter the words of recommendation {one.number} as amended")


def _stands(paper: Paper, on: date, one: Resolved) -> bool:
    facts = asdict(replace(one, minute=one.minute.strip(), words=one.words.strip()))
    return Resolution.objects.filter(paper=paper, as_at=on, **facts).standing().exists()


def _append(
    publication: Publication,
    by: User,
    on: date,
    one: Resolved,
    *,
    corrects: Resolution | None = None,
    is_void: bool = False,
) -> Resolution:
    entry = Resolution(
        council=publication.council,
        paper=publication.paper,
        publication=publication,
        number=one.number,
        outcome=one.outcome,
        words=one.words.strip(),
        minute=one.minute.strip(),
        as_at=on,
        recorded_by=by,
        corrects=corrects,
        is_void=is_void,
    )
    entry.save()
    verb = "took out what was resolved on" if is_void else "corrected what was resolved on"
    record(
        verb if corrects else "recorded what was resolved on",
        publication.paper,
        council=publication.council,
        by=by,
        before=_told(corrects) if corrects else None,
        after=_told(entry),
        entries=[entry],
    )
    return entry


def _told(entry: Resolution) -> dict[str, object]:
    names = ("number", "outcome", "words", "minute", "as_at", "is_void")
    return {name: getattr(entry, name) for name in names}
