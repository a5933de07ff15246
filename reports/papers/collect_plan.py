"""The plan of a paper as at its dates: keys, chapters, sections, actions, each action beside the last paper's view."""

from datetime import date, datetime

from django.db.models import Max

from improvement.models import Action, Chapter, EvidenceReview, Rating, Section
from improvement.models.actions import ActionQuerySet
from reports.models import Paper
from reports.papers.data import ActionRow, Before, ChapterRow, KeyRating, PlanData, Previous, SectionRow
from reports.papers.kinds import Kind


def plan(
    paper: Paper,
    kind: Kind,
    dates: dict[str, date],
    previous: Previous | None,
    known_at: datetime | None,
) -> PlanData:
    """The plan with its keys; its chapters where the paper rates them."""
    of = paper.plan
    keys: dict[int, list[KeyRating]] = {of.progress_scale_id: [], of.impact_scale_id: []}
    for rating in Rating.objects.filter(scale__in=list(keys)).in_key_order():
        keys[rating.scale_id].append(_key_rating(rating))
    return PlanData(
        title=of.title,
        prefix=of.prefix,
        needs_evidence=of.needs_evidence,
        progress_name=of.progress_scale.name,
        progress_key=tuple(keys[of.progress_scale_id]),
        impact_name=of.impact_scale.name,
        impact_key=tuple(keys[of.impact_scale_id]),
        chapters=_chapters(paper, dates, previous, known_at) if kind.has("ratings") else (),
    )


def _key_rating(rating: Rating) -> KeyRating:
    return KeyRating(
        rating.code, rating.label, rating.description, rating.colour, rating.symbol, rating.meaning
    )


def _chapters(
    paper: Paper, dates: dict[str, date], previous: Previous | None, known_at: datetime | None
) -> tuple[ChapterRow, ...]:
    actions = _actions(paper, dates["ratings"], previous, known_at)
    sections: dict[int, list[SectionRow]] = {}
    rows = Section.objects.of(paper.council).filter(chapter__plan=paper.plan).as_at(dates["impact"], known_at)
    for section in rows.in_plan_order():
        row = _section_row(section, tuple(actions.get(section.pk, [])))
        sections.setdefault(section.chapter_id, []).append(row)
    return tuple(
        ChapterRow(chapter.number, chapter.title, tuple(sections[chapter.pk]))
        for chapter in Chapter.objects.filter(plan=paper.plan).order_by("number")
        if chapter.pk in sections
    )


def _section_row(section: Section, actions: tuple[ActionRow, ...]) -> SectionRow:
    return SectionRow(
        pk=section.pk,
        reference=section.reference,
        label=section.label,
        title=section.title,
        outcome=section.outcome,
        impact=section.impact_code or "",
        impact_on=section.impact_rated_on,
        impact_narrative=section.impact_narrative or "",
        actions=actions,
    )


def _actions(
    paper: Paper, day: date, previous: Previous | None, known_at: datetime | None
) -> dict[int, list[ActionRow]]:
    """The plan's actions on the ratings date by section, in plan order, each beside the last paper's view."""
    before, accepted = _before(paper, previous), _evidence_accepted(paper, day, known_at)
    rows: dict[int, list[ActionRow]] = {}
    for action in _plan_actions(paper).as_at(day, known_at).in_plan_order():
        row = _action_row(action, accepted.get(action.pk), before.get(action.pk))
        rows.setdefault(action.section_id, []).append(row)
    return rows


def _plan_actions(paper: Paper) -> ActionQuerySet:
    return Action.objects.of(paper.council).filter(section__chapter__plan=paper.plan)


def _before(paper: Paper, previous: Previous | None) -> dict[int, Before]:
    """Each action as the last paper showed it: on its own ratings date, as known when it was published."""
    if previous is None or paper.previous is None:
        return {}
    published = paper.previous.publications.all()
    known_at = published[0].known_at if published else None
    rows = _plan_actions(paper).as_at(previous.dates["ratings"], known_at)
    return {action.pk: Before(action.rating_code or "", action.current_due) for action in rows}


def _evidence_accepted(paper: Paper, day: date, known_at: datetime | None) -> dict[int, date]:
    """By action, when evidence of it was last accepted."""
    reviews = EvidenceReview.objects.filter(council=paper.council).standing(day, known_at)
    accepted = reviews.filter(verdict=EvidenceReview.Verdict.SUFFICIENT)
    last = accepted.order_by().values("evidence__action").annotate(last=Max("as_at"))
    return {row["evidence__action"]: row["last"] for row in last}


def _action_row(action: Action, accepted_on: date | None, before: Before | None) -> ActionRow:
    return ActionRow(
        pk=action.pk,
        reference=action.reference,
        number=action.number,
        title=action.title,
        success_measure=action.success_measure,
        lead=action.lead_name,
        added_on=action.added_on,
        original_due=action.original_due,
        due=action.current_due,
        proposed_due=action.proposed_due,
        times_moved=action.times_revised,
        rating=action.rating_code or "",
        rated_on=action.rated_on,
        narrative=(action.narrative or "").strip(),
        blockers=(action.blockers or "").strip(),
        evidence_accepted_on=accepted_on,
        before=before,
    )
