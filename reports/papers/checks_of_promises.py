"""What earlier papers promised to bring back and has not been brought: members remember."""

from collections.abc import Iterator

from core.dates import full_date
from reports.papers.data import PaperData
from reports.papers.finding import WARNING, Finding
from reports.papers.known import Known


def promises(data: PaperData, known: Known) -> Iterator[Finding]:
    """Undertakings given before this paper's meeting, due by it or without a date, and still open."""
    meeting = data.identity.meeting_date
    for one in known.promises:
        if one.given_on < meeting and (one.due is None or one.due <= meeting):
            due = f"due by {full_date(one.due)}" if one.due else "without a date"
            message = (
                f"On {full_date(one.given_on)} “{one.paper}” promised: “{one.text}”, {due}. It is still open: bring it "
                "back, or record what became of it."
            )
            view = "improvement:undertaking-detail"
            yield Finding(WARNING, "undertaking-unanswered", "Undertakings", message, view, (one.pk,))
