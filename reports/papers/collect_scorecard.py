"""The scorecard and the practice audits, read for `collect` as at a day: measures in the plan's order with what
they are held against (document 004)."""

from collections.abc import Sequence
from datetime import date, datetime

from accounts.models import Council
from core.dates import add_months
from improvement.models import Audit, Measure, Reading, Section
from improvement.scorecard import ScorecardLine, a_year_before, due_by, line_of, moved, shown
from reports.models import Paper
from reports.papers.data import Previous
from reports.papers.scorecard import AuditRow, MeasureRow, ReadingRow, Scorecard

_STANDINGS = {
    "Target met": "met",
    "Within tolerance": "tolerance",
    "Off target": "off",
    "No target": "no_target",
    "No reading": "no_reading",
}
# A year of months, and the month a year before the last.
_SHOWN = 13


def scorecard(paper: Paper, day: date, known_at: datetime | None = None) -> Scorecard:
    """Every measure kept on `day`; and the last quarter whose figures could be had by the meeting."""
    measures = sorted(Measure.objects.of(paper.council).as_at(day, known_at), key=_plan_order)
    return Scorecard(
        measures=tuple(_measure(line_of(measure, day), day) for measure in measures),
        completed=due_by(paper.meeting.held_on, Measure.Frequency.QUARTERLY),
    )


def audits(
    council: Council, day: date, previous: Previous | None, known_at: datetime | None = None
) -> tuple[AuditRow, ...]:
    """Rounds whose figures came since the last paper's date for them; for a first paper, of the last year."""
    since = (previous.since_of("audits") if previous else None) or add_months(day, -12)
    rounds = Audit.objects.of(council).as_at(day, known_at)
    return tuple(
        AuditRow(
            pk=one.pk,
            service=one.service,
            period=one.period,
            outstanding=one.outstanding,
            good=one.good,
            requires_improvement=one.requires_improvement,
            inadequate=one.inadequate,
            moderated=one.moderated,
            agreed=one.agreed,
            note=one.note.strip(),
        )
        for one in rounds.order_by("period_end", "service", "pk")
        if one.figures_on > since
    )


def _measure(line: ScorecardLine, day: date) -> MeasureRow:
    measure, latest, unit = line.measure, line.latest, line.measure.unit
    year_ago = [one for one in measure.held if latest and one.as_at == a_year_before(latest.as_at)]
    return MeasureRow(
        pk=measure.pk,
        key=measure.paper_key,
        title=measure.title,
        definition=measure.definition,
        theme=_theme(measure, day),
        frequency=measure.frequency,
        latest=_reading(latest, unit) if latest else None,
        period=line.covers,
        parts=line.parts,
        target="" if measure.target is None else shown(measure.target, unit),
        standing=_STANDINGS[line.closeness.words],
        distance=line.closeness.distance,
        change=moved(measure.held[-2:-1], latest, measure, "since"),
        last_year=shown(year_ago[0].value, unit) if year_ago else "",
        on_year=line.since_last_year,
        national="" if measure.national is None else shown(measure.national, unit),
        neighbours="" if measure.neighbours is None else shown(measure.neighbours, unit),
        commentary=latest.commentary.strip() if latest else "",
        missing=line.missing,
        readings=tuple(_reading(one, unit) for one in measure.held[-_SHOWN:]),
    )


def _reading(reading: Reading, unit: str) -> ReadingRow:
    return ReadingRow(reading.as_at, reading.value, shown(reading.value, unit))


def _sections(measure: Measure) -> Sequence[Section]:
    return list(measure.sections.all())


def _plan_order(measure: Measure) -> tuple[int, int, int, int, str]:
    """By the first plan area the measure serves; those of none at the end."""
    for first in _sections(measure):
        return (0, first.chapter.number, first.order, first.pk, measure.title)
    return (1, 0, 0, 0, measure.title)


def _theme(measure: Measure, day: date) -> str:
    """The plan area, with its reference once the plan has it: a scorecard may be older than the plan."""
    for first in _sections(measure):
        return f"{first.reference} {first.title}" if first.added_on <= day else first.title
    return ""
