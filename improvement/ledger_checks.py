"""What the database cannot promise about the plan and its ledger. `problems` names whatever is amiss."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from accounts.models import Council, CouncilOwned, Entry
from core.dates import local_day
from core.file_store import FileDamaged
from improvement import evidence_store
from improvement.lead_checks import lead_problems
from improvement.models import (
    AuditFigures,
    DateRevision,
    Evidence,
    EvidenceReview,
    Highlight,
    ImpactRating,
    Measure,
    ProgressUpdate,
    Rating,
    Reading,
    RequestStep,
    RiskAssessment,
    RiskEscalation,
    UndertakingStep,
)
from improvement.models.audits import COUNTS
from improvement.retirement_checks import retirement_problems
from improvement.services.scorecard import ReadingGiven, value_of
from improvement.standing_checks import challenge_problems, endorsement_problems, wait_problems


def problems(council: Council) -> Iterator[str]:
    """A sentence for each thing of this council's plan that is not as the services leave it."""
    for model in apps.get_app_config("improvement").get_models():
        if issubclass(model, CouncilOwned):
            yield from _strays(model, council)
        if issubclass(model, Entry):
            yield from _bad_corrections(model, council)
            yield from _unsigned(model, council)
    yield from _bad_decisions(council)
    yield from endorsement_problems(council)
    yield from challenge_problems(council)
    yield from wait_problems(council)
    yield from _wrong_keys(council)
    yield from _tampered_updates(council)
    yield from _tampered_readings(council)
    yield from _lost_evidence(council)
    for model, names in _TOLD.items():
        yield from _tampered(model, names, council)
    yield from _tampered_audits(council)
    yield from retirement_problems(council)
    yield from lead_problems(council)


def _strays(model: type[CouncilOwned], council: Council) -> Iterator[str]:
    """Rows whose parent belongs to another council."""
    rows = _rows(model, council)
    for field in model._meta.fields:
        parent = field.related_model
        if not (isinstance(parent, type) and issubclass(parent, CouncilOwned)):
            continue
        strays = rows.exclude(**{field.name: None}).exclude(**{f"{field.name}__council": council})
        for pk in strays.values_list("pk", flat=True):
            yield f"{_name(model, pk)} has a {field.verbose_name} of another council."


def _bad_corrections(model: type[Entry], council: Council) -> Iterator[str]:
    """A correction is younger than what it corrects, so that no chain of them can close to a ring."""
    subjects = (model.SUBJECT,) if isinstance(model.SUBJECT, str) else model.SUBJECT
    corrections = _rows(model, council).exclude(corrects=None)
    for pk in corrections.filter(corrects__gte=F("pk")).values_list("pk", flat=True):
        yield f"{_name(model, pk)} corrects itself or a later entry."
    for subject in subjects:
        elsewhere = corrections.exclude(**{subject: F(f"corrects__{subject}")})
        for pk in elsewhere.values_list("pk", flat=True):
            yield f"{_name(model, pk)} corrects an entry of another {subject}."


def _unsigned(model: type[Entry], council: Council) -> Iterator[str]:
    """Entries that no service call accounts for, and entries dated after they were recorded."""
    entries = _rows(model, council)
    for pk in entries.filter(change=None).values_list("pk", flat=True):
        yield f"{_name(model, pk)} is in no change of the change log."
    for pk, as_at, recorded_at in entries.values_list("pk", "as_at", "recorded_at"):
        if as_at > local_day(recorded_at):
            yield f"{_name(model, pk)} is as at a day after it was recorded."


def _bad_decisions(council: Council) -> Iterator[str]:
    """A date is decided once, after it was asked for, by somebody else."""
    asked = DateRevision.Step.ASKED
    entries = DateRevision.objects.filter(council=council)
    decisions = entries.exclude(step=asked)
    sound = {
        "has no request": ~Q(request=None),
        "decides a request of another action": Q(request=None) | Q(request__action=F("action")),
        "decides what was not asked for": Q(request=None) | Q(request__step=asked),
        "comes before its request": Q(request=None) | Q(request__lt=F("pk")),
        "was made by whoever asked": Q(request=None) | ~Q(request__recorded_by=F("recorded_by")),
    }
    for wrong, condition in sound.items():
        for pk in decisions.exclude(condition).values_list("pk", flat=True):
            yield f"{_name(DateRevision, pk)} {wrong}."
    again = decisions.standing().order_by().values("request").annotate(how_many=models.Count("pk"))
    for request in again.filter(how_many__gt=1).values_list("request", flat=True):
        yield f"{_name(DateRevision, request)} has been decided more than once."


def _wrong_keys(council: Council) -> Iterator[str]:
    """A progress rating on a section, an impact rating on an action, or a rating of another plan's key."""
    plan = "section__chapter__plan"
    updates = ProgressUpdate.objects.filter(council=council)
    for pk in updates.exclude(rating__scale=F(f"action__{plan}__progress_scale")).values_list(
        "pk", flat=True
    ):
        yield f"{_name(ProgressUpdate, pk)} has a rating that is not of its plan's progress key."
    impact = ImpactRating.objects.filter(council=council)
    wrong = impact.exclude(rating__scale=F("section__chapter__plan__impact_scale"))
    for pk in wrong.values_list("pk", flat=True):
        yield f"{_name(ImpactRating, pk)} has a rating that is not of its plan's impact key."


def _tampered_updates(council: Council) -> Iterator[str]:
    """Updates that no longer say what the change log saw them say."""
    entries = ProgressUpdate.objects.filter(council=council).select_related("rating", "change")
    for entry in entries.exclude(change=None).exclude(is_void=True):
        now = {
            "rating": entry.rating.code,
            "as_at": entry.as_at.isoformat(),
            "narrative": entry.narrative,
            "blockers": entry.blockers,
        }
        then = entry.change.after if entry.change else {}
        for name, value in now.items():
            if name in then and then[name] != value:
                yield f"{_name(ProgressUpdate, entry.pk)} differs from the change log in its {name}."


def _tampered_readings(council: Council) -> Iterator[str]:
    """Readings that no longer say what the change log saw, whose parts do not add up, or whose share is not that
    of its numerator and denominator; and two standing readings of one period."""
    entries = Reading.objects.filter(council=council).select_related("measure", "change")
    for entry in entries.exclude(change=None):
        then = entry.change.after if entry.change else {}
        if "value" in then and Decimal(then["value"]) != entry.value:
            yield f"{_name(Reading, entry.pk)} differs from the change log in its value."
        if entry.parts and sum(number for _, number in entry.parts) != entry.value:
            yield f"{_name(Reading, entry.pk)} has parts that do not add up to it."
        if entry.numerator is not None and entry.denominator:
            given = ReadingGiven(entry.measure, numerator=entry.numerator, denominator=entry.denominator)
            if entry.measure.is_share and value_of(given) != entry.value:
                yield f"{_name(Reading, entry.pk)} is not the share of its numerator and denominator."
    twice = entries.standing().order_by().values("measure", "as_at").annotate(how_many=models.Count("pk"))
    for row in twice.filter(how_many__gt=1):
        yield f"{_name(Measure, row['measure'])} has more than one reading as at {row['as_at'].isoformat()}."


# What the change log says of an entry under the same name as its column.
_TOLD: dict[type[Entry], tuple[str, ...]] = {
    EvidenceReview: ("verdict", "note"),
    Highlight: ("kind", "as_at", "text"),
    ImpactRating: ("rating", "as_at", "narrative"),
    RiskAssessment: ("likelihood", "impact", "as_at", "mitigation"),
    RiskEscalation: ("step", "group_id", "as_at", "note"),
    RequestStep: ("step", "as_at", "due", "words"),
    UndertakingStep: ("step", "as_at", "due", "words"),
}


def _tampered(model: type[Entry], names: tuple[str, ...], council: Council) -> Iterator[str]:
    """Entries that no longer say what the change log saw them say; a void states nothing."""
    entries = _rows(model, council).exclude(change=None).exclude(is_void=True)
    related = [name for name in ("change", "rating") if name == "change" or name in names]
    entries = entries.select_related(*related)
    for entry in entries:
        then = entry.change.after
        for name in names:
            if name in then and then[name] != _logged(getattr(entry, name)):
                words = name.removesuffix("_id")
                yield f"{_name(model, entry.pk)} differs from the change log in its {words}."


def _logged(value: Any) -> Any:
    """A column's value as the change log keeps it: of a rating its code."""
    match value:
        case date():
            return value.isoformat()
        case Rating():
            return value.code
    return value


def _lost_evidence(council: Council) -> Iterator[str]:
    """Evidence whose file is missing or not what was stored."""
    for evidence in Evidence.objects.filter(council=council).exclude(file_digest=""):
        try:
            evidence_store.get(evidence.file_digest)
        except FileDamaged as damaged:
            yield f"{_name(Evidence, evidence.pk)}: {damaged}"


def _tampered_audits(council: Council) -> Iterator[str]:
    """Audit figures that no longer say what the change log saw them say."""
    for entry in AuditFigures.objects.filter(council=council).exclude(change=None).select_related("change"):
        then = entry.change.after if entry.change else {}
        for name in COUNTS:
            if name in then and then[name] != getattr(entry, name):
                yield f"{_name(AuditFigures, entry.pk)} differs from the change log in its {name}."


def _rows(model: type[CouncilOwned], council: Council) -> models.QuerySet[Any]:
    return model._default_manager.filter(council=council)


def _name(model: type[models.Model], pk: int | None) -> str:
    name = str(model._meta.verbose_name)
    return f"{name[:1].upper()}{name[1:]} {pk}"
