"""What a published paper's page shows of what came after the meeting."""

from dataclasses import dataclass
from typing import Any

from accounts.access import may_see_exempt
from accounts.models import User
from core.dates import today
from finance.access import may_manage_budget
from reports.access import may_publish_paper
from reports.disclosure import is_withdrawn
from reports.models import Paper, Publication, Resolution
from reports.papers.kinds import TRANCHE
from reports.papers.tranche_v1 import letter
from reports.services.resolving import approval_to_record, recommendations_of, withdrawn_unread


@dataclass(frozen=True)
class Resolved:
    """What a meeting resolved, and the recommendation as the version said it that the meeting had before it."""

    entry: Resolution
    words_then: str
    # An earlier version that has been withdrawn, or was not open, is repeated nowhere.
    is_kept_back: bool = False


@dataclass(frozen=True)
class Recommended:
    """A recommendation as published, and what was resolved on it, the earliest meeting first."""

    number: int
    label: str
    text: str
    resolved: tuple[Resolved, ...]


def recommended(publication: Publication) -> list[Recommended]:
    """Every recommendation of a publication, resolved on or not."""
    texts = recommendations_of(publication)
    said = {publication.pk: texts}
    kept_back = {publication.pk: False}
    told: list[Resolved] = []
    for entry in Resolution.objects.told(publication.paper, today()):
        if entry.publication_id not in said:
            said[entry.publication_id] = recommendations_of(entry.publication)
            kept_back[entry.publication_id] = _is_kept_back(entry.publication)
        then = said[entry.publication_id]
        words = then[entry.number - 1] if entry.number <= len(then) else ""
        told.append(Resolved(entry, words, kept_back[entry.publication_id]))
    return [
        Recommended(
            number,
            _label(publication.paper, number),
            text,
            tuple(each for each in told if each.entry.number == number),
        )
        for number, text in enumerate(texts, start=1)
    ]


def _is_kept_back(publication: Publication) -> bool:
    was_open = publication.data["identity"]["classification"] == Paper.Classification.OPEN.label
    return not was_open or is_withdrawn(publication)


def _label(paper: Paper, number: int) -> str:
    """What the paper itself calls it: a tranche drawdown letters its recommendations."""
    return f"({letter(number - 1)})" if paper.kind == TRANCHE.key else str(number)


def resolutions_of(publication: Publication) -> list[Recommended]:
    """As `recommended`; empty while nothing has been resolved."""
    found = recommended(publication)
    return found if any(each.resolved for each in found) else []


def after_the_meeting(paper: Paper, user: User, publication: Publication | None) -> dict[str, Any]:
    """What was resolved, whether this person records it, and the approval that follows and is not on record."""
    if publication is None or not (paper.is_open or may_see_exempt(user, paper.council)):
        return {}
    found = approval_to_record(paper)
    return {
        "resolutions": resolutions_of(publication),
        "may_resolve": may_publish_paper(user, paper) and paper.meeting.held_on <= today(),
        "withdrawn_unread": withdrawn_unread(publication),
        "approval": found[0] if found else None,
        "approved_by": found[1] if found else None,
        "may_approve": may_manage_budget(user, paper.council),
    }
