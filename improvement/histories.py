"""What was recorded of evidence, an inspection, a finding, a measure and the like, newest first."""

from collections.abc import Callable
from typing import TypeVar

from core.ledger import AsAt
from improvement.audit_figures import share
from improvement.models import (
    Audit,
    AuditFigures,
    Evidence,
    EvidenceReview,
    Finding,
    FindingLink,
    Inspection,
    Intervention,
    InterventionEvent,
    Judgement,
    Measure,
    Reading,
)
from improvement.models.audits import GRADES
from improvement.scorecard import parts_words, shown
from improvement.timeline import TimelineEntry, corrected_in, known_of, review_words

Told = TypeVar("Told", EvidenceReview, Judgement, InterventionEvent, FindingLink, Reading, AuditFigures)


def review_history(evidence: Evidence) -> list[TimelineEntry]:
    """Every review of a piece of evidence, corrected ones too, newest first."""
    found = EvidenceReview.objects.filter(evidence=evidence).select_related("recorded_by")
    return _told(known_of(found, AsAt.present()), lambda review: (review_words(review), review.note))


def judgement_history(inspection: Inspection, asked: AsAt) -> list[TimelineEntry]:
    """Every judgement of an inspection known on the day asked for, corrected ones too, newest first."""
    found = Judgement.objects.filter(inspection=inspection).select_related("recorded_by")
    return _told(known_of(found, asked), _judgement_words)


def intervention_history(intervention: Intervention, asked: AsAt) -> list[TimelineEntry]:
    """Everything that happened to a notice, visit or adviser, corrected entries too, newest first."""
    found = InterventionEvent.objects.filter(intervention=intervention).for_history()
    return _told(known_of(found, asked), lambda entry: (str(entry), entry.note))


def link_history(finding: Finding, asked: AsAt) -> list[TimelineEntry]:
    """What a finding was linked to and when; a link taken out again says so, newest first."""
    related = (
        "recorded_by",
        "action__section__chapter__plan",
        "action__priority",
        "section__chapter__plan",
    )
    found = FindingLink.objects.filter(finding=finding).select_related(*related)
    return _told(known_of(found, asked), lambda entry: (_link_words(entry), ""))


def reading_history(measure: Measure, asked: AsAt) -> list[TimelineEntry]:
    """Every reading of a measure known on the day asked for, corrected ones too, newest first."""
    found = Reading.objects.filter(measure=measure).select_related("recorded_by")
    return _told(known_of(found, asked), lambda entry: _reading_words(entry, measure))


def audit_history(audit: Audit, asked: AsAt) -> list[TimelineEntry]:
    """The figures of a round of audits known on the day asked for, corrected ones too, newest first."""
    found = AuditFigures.objects.filter(audit=audit).select_related("recorded_by")
    return _told(known_of(found, asked), _figures_words)


def _told(entries: list[Told], words: Callable[[Told], tuple[str, str]]) -> list[TimelineEntry]:
    corrected = corrected_in(entries)
    told = []
    for entry in entries:
        heading, text = words(entry)
        because = getattr(entry, "corrected_because", "")
        reason = f"Corrected because: {because}" if because else ""
        told.append(
            TimelineEntry(
                entry.as_at,
                entry.recorded_at,
                heading,
                by=str(entry.recorded_by),
                text="\n".join(filter(None, [reason, text])),
                is_corrected=entry.pk in corrected,
            )
        )
    return told[::-1]


def _judgement_words(judgement: Judgement) -> tuple[str, str]:
    return f"{judgement.get_area_display()} judged “{judgement.get_grade_display()}”", judgement.words


def _link_words(link: FindingLink) -> str:
    if link.action is not None:
        verb = "No longer answered by" if link.is_void else "Answered by"
        return f"{verb} {link.action}"
    return f"{'No longer about' if link.is_void else 'About'} {link.section}"


def _reading_words(reading: Reading, measure: Measure) -> tuple[str, str]:
    of = ""
    if reading.numerator is not None and reading.denominator is not None:
        of = f" ({reading.numerator.normalize():f} of {reading.denominator.normalize():f})"
    text = "\n".join(filter(None, [parts_words(reading), reading.commentary]))
    return f"{shown(reading.value, measure.unit)}{of}", text


def _figures_words(figures: AuditFigures) -> tuple[str, str]:
    graded = ", ".join(f"{getattr(figures, grade)} {grade.replace('_', ' ')}" for grade in GRADES)
    heading = f"{figures.cases} cases: {graded}"
    moderated = f"Moderated {share(figures.moderated, figures.cases)}"
    return heading, "\n".join(filter(None, [moderated, figures.note]))
