"""What a paper says of its own dates, read for `collect`: the reason for urgency, and the notice of a key decision."""

from datetime import date

from accounts.models import Council
from core.dates import key_decision_notice, local_day, publication_deadline, today
from reports.models import KeyNotice, LateReason, Paper
from reports.papers.timing import Lateness, Notified


def is_key_decision(paper: Paper) -> bool:
    """Only an executive makes key decisions; the clerk decides of the funding decision whether it is one."""
    if paper.council.system != Council.System.EXECUTIVE or paper.decision is None:
        return False
    return bool(paper.decision.is_key)


def published_or_today(paper: Paper) -> date:
    """The day the paper was first published; of a draft, today."""
    first = paper.publications.order_by("number").values_list("published_at", flat=True).first()
    return local_day(first) if first else today()


def is_late(paper: Paper, day: date) -> bool:
    """Whether a paper published on `day` needs its chair's reason: after its last day, and for a meeting yet to be
    held. What is kept after its meeting is a record of it, and no chair can take it as urgent any more."""
    return publication_deadline(paper.meeting.held_on) < day <= paper.meeting.held_on


def lateness(paper: Paper) -> Lateness | None:
    """Why a late paper is urgent; None for one in time, or while no reason is on record."""
    reason = LateReason.objects.latest_for(paper, today())
    if reason is None or not is_late(paper, published_or_today(paper)):
        return None
    deadline = publication_deadline(paper.meeting.held_on)
    return Lateness(deadline, reason.reason, reason.accepted_by, reason.as_at)


def notified(paper: Paper) -> Notified | None:
    """How a key decision was notified; None for a paper that asks for none."""
    if not is_key_decision(paper):
        return None
    by, notice = key_decision_notice(paper.meeting.held_on), KeyNotice.objects.latest_for(paper, today())
    return Notified(by, notice.as_at, notice.route, notice.words) if notice else Notified(by)
