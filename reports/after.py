"""What a published paper's page shows of what came after the meeting."""

from dataclasses import dataclass
from typing import Any

from accounts.access import may_see_exempt
from accounts.models import User
from core.dates import today
from finance.access import may_manage_budget
from reports.access import may_publish_paper
from reports.models import Paper, Publication, Resolution
from reports.services.resolving import approval_to_record, recommendations_of


@dataclass(frozen=True)
class Recommended:
    """A recommendation as published, and what was resolved on it, the earliest meeting first."""

    number: int
    text: str
    resolved: tuple[Resolution, ...]


def recommended(publication: Publication) -> list[Recommended]:
    """Every recommendation of a publication, resolved on or not."""
    told = list(Resolution.objects.told(publication.paper, today()))
    return [
        Recommended(number, text, tuple(entry for entry in told if entry.number == number))
        for number, text in enumerate(recommendations_of(publication), start=1)
    ]


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
        "approval": found[0] if found else None,
        "may_approve": may_manage_budget(user, paper.council),
    }
