"""What the weekly digest tells those who write papers: which steps of which paper are late or come next."""

from datetime import timedelta

from accounts.models import Council, User
from accounts.reminders import absolute
from core.dates import full_date, today
from improvement.reminders import Line, Part
from reports.access import may_write_papers
from reports.deadlines import Dated, timetables
from reports.models import Paper
from reports.papers.timetable import LATE

# A step further ahead is told of in a later week.
_AHEAD = timedelta(days=14)


def dates_of_papers(user: User, council: Council) -> Part:
    """The late and the nearest dates of the papers being written, for whoever writes them; else nothing."""
    lines: list[Line] = []
    if may_write_papers(user, council):
        papers = Paper.objects.of(council).for_meetings_to_come(today()).select_related("decision")
        lines = [line for dated in timetables(council, papers) for line in _lines(dated, council)]
    words = f"{len(lines)} {'date of a paper' if len(lines) == 1 else 'dates of papers'}"
    return Part("The dates of papers", words, lines, absolute("reports:paper-list", council.slug))


def _lines(dated: Dated[Paper], council: Council) -> list[Line]:
    return [
        Line(
            f"{stage.name}: {dated.subject.title}",
            f"{'Late, was due' if stage.state == LATE else 'By'} {full_date(stage.day)}. {stage.who}",
            absolute("reports:paper-timetable", council.slug, dated.subject.pk),
        )
        for stage in dated.open
        if stage.day <= today() + _AHEAD
    ]
