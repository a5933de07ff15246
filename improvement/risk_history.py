"""What happened to a risk, in plain sentences, newest first."""

from collections.abc import Iterable, Iterator

from core.ledger import AsAt
from improvement.models import Retirement, Risk, RiskAssessment, RiskEscalation
from improvement.timeline import TimelineEntry


def risk_history(risk: Risk, asked: AsAt) -> list[TimelineEntry]:
    """Every assessment, escalation and closing known on the day asked for, corrected ones too (three queries)."""
    assessments = RiskAssessment.objects.filter(risk=risk, as_at__lte=asked.day).known_at(asked.known_at)
    escalations = RiskEscalation.objects.filter(risk=risk, as_at__lte=asked.day).known_at(asked.known_at)
    closings = Retirement.objects.filter(risk=risk, as_at__lte=asked.day).known_at(asked.known_at)
    entries = [
        *_assessments(list(assessments.select_related("recorded_by"))),
        *_escalations(list(escalations.select_related("recorded_by", "group"))),
        *_closings(closings.select_related("recorded_by")),
    ]
    # Turned round after sorting, so that of two of the same moment the later one stands above.
    return sorted(entries, key=lambda entry: (entry.as_at, entry.recorded_at))[::-1]


def _assessments(rows: list[RiskAssessment]) -> Iterator[TimelineEntry]:
    corrected = {row.corrects_id for row in rows}
    for row in rows:
        because = f"Corrected because: {row.corrected_because}" if row.corrected_because else ""
        text = "\n".join(filter(None, [because, row.mitigation]))
        yield _entry(row, _judged(row), text, is_corrected=row.pk in corrected)


def _judged(row: RiskAssessment) -> str:
    score = f"likelihood {row.likelihood}, impact {row.impact} (score {row.likelihood * row.impact})"
    if row.is_void:
        return f"Assessment taken out: {score}"
    return f"{'Correction: assessed' if row.corrects_id else 'Assessed'} at {score}"


def _escalations(rows: list[RiskEscalation]) -> Iterator[TimelineEntry]:
    corrected = {row.corrects_id for row in rows}
    for row in rows:
        to = "Escalated to" if row.step == RiskEscalation.Step.ESCALATED else "Handed back by"
        heading = f"{to} the {row.group}"
        if row.corrects_id:
            heading = f"{'Taken out' if row.is_void else 'Correction'}: {heading[:1].lower()}{heading[1:]}"
        because = f"Corrected because: {row.corrected_because}" if row.corrected_because else ""
        text = "\n".join(filter(None, [because, row.note]))
        yield _entry(row, heading, text, is_corrected=row.pk in corrected)


def _closings(rows: Iterable[Retirement]) -> Iterator[TimelineEntry]:
    for row in rows:
        heading = "Closed" if row.step == Retirement.Step.RETIRED else "Opened again"
        yield _entry(row, heading, row.because)


def _entry(
    row: RiskAssessment | RiskEscalation | Retirement, heading: str, text: str, *, is_corrected: bool = False
) -> TimelineEntry:
    by = str(row.recorded_by)
    return TimelineEntry(row.as_at, row.recorded_at, heading, by=by, text=text, is_corrected=is_corrected)
