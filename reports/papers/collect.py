"""Stage 1: the record as at each block's date, as frozen dataclasses. Only here does the pipeline read the apps.

The number of queries does not grow with the plan.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from core.dates import end_of_day, full_date, now, today
from improvement.models import Highlight, Risk
from reports.models import BlockDate, Paper
from reports.papers import (
    collect_blocks,
    collect_capacity,
    collect_classes,
    collect_drawdown,
    collect_funding,
    collect_known,
    collect_money,
    collect_plan,
    collect_scope,
    collect_scorecard,
    collect_style,
    collect_timing,
)
from reports.papers.choices import rows_of
from reports.papers.collect_blocks import Asked
from reports.papers.collect_scope import PlanScope, of_plan
from reports.papers.data import (
    BackgroundRow,
    Collected,
    ConsulteeRow,
    HighlightRow,
    Identity,
    Narrative,
    OptionRow,
    PaperData,
    PlanData,
    Previous,
    RiskRow,
)
from reports.papers.kinds import Kind
from reports.papers.layout import laid_out, places
from reports.papers.quarters import quarter_before
from reports.papers.spend import SpendData

# Which block's dates bound each kind of highlight.
_WINDOW = {"activity": "highlights", "impact": "impact", "concern": "risks", "feedback": "feedback"}


def collect(paper: Paper, known_at: datetime | None = None, *, every_block: bool = False) -> Collected:
    """Everything the paper says, read in one short transaction as we now know it; with `known_at`, the ledgers as they
    were known then, with today's words, structure and terms of decisions. With `every_block` also those that
    its kind may show and it does not: a lock holds them too, of the same moment."""
    with transaction.atomic():
        read_one_moment()
        # Noted before the first row is read: what is recorded while we read is of a later moment.
        moment = known_at or now()
        # Read again: the figures, the words and the version must be of the same moment.
        fresh = Paper.objects.for_collecting().get(pk=paper.pk)
        sections = {section.key: section for section in fresh.sections.all()}
        versions = {"paper": fresh.version} | {key: row.version for key, row in sections.items()}
        return Collected(data=_data(fresh, known_at, every_block), known_at=moment, versions=versions)


def read_one_moment() -> None:
    """All that this transaction reads is of one moment. PostgreSQL would else let each query see later writes;
    SQLite's transaction already does not."""
    if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def words_alone(paper: Paper) -> PaperData:
    """A paper's words without a single figure: its record is not read. `paper` comes from `for_collecting`."""
    kind = collect_style.kind_for(paper)
    return PaperData(
        kind=kind.key,
        template=kind.template,
        identity=_identity(paper),
        previous=None,
        dates={},
        narratives=_narratives(paper, kind),
        recommendations=tuple(row.text for row in paper.recommendations.all()),
        options=tuple(OptionRow(row.option, row.impact, row.risk) for row in paper.options.all()),
        background=tuple(BackgroundRow(row.title, row.link) for row in paper.background_papers.all()),
        plan=PlanData("", "", True, "", (), "", (), ()),
        highlights=(),
        risks=(),
        posts=(),
        spend=collect_money.no_spend(paper.meeting.held_on),
        stated=(),
        consultees=tuple(
            ConsulteeRow(row.name, row.consulted_on, row.view) for row in paper.consultees.all()
        ),
        layout=laid_out(kind, paper.sections.all()),
        classed=collect_classes.classed(paper),
        appendices=collect_classes.appendices(paper),
        correction=collect_classes.correction(paper),
        style=collect_style.style_of(paper.council, paper.kind),
        plan_table=paper.plan_table,
        printed_sums=paper.printed_sums,
        chosen=rows_of(kind, paper.block_options),
    )


def _data(paper: Paper, known_at: datetime | None, every_block: bool) -> PaperData:
    kind = collect_style.kind_for(paper)
    dates = _block_dates(paper, kind)
    previous = _previous(paper, kind)
    scope = collect_scope.scope_of(paper.plan)
    highlights = _highlights(paper, kind, dates, previous, known_at) if kind.has("highlights") else ()
    risks = _risks(paper, dates["risks"], known_at) if kind.has("risks") else ()
    every = (
        collect_money.posts(paper.council, dates["recruitment"], known_at) if kind.has("recruitment") else ()
    )
    posts = tuple(row for row in every if scope.has_row(row.post_pk, row.line_pk))
    spend = _spend(paper, kind, dates, scope, known_at)
    lines = [line.pk for line in spend.lines]
    shown = {place.section.element for place in places(kind, paper.sections.all()) if place.is_shown}
    further = {block.key for block in kind.further if every_block or block.key in shown}
    data = replace(
        words_alone(paper),
        previous=previous,
        dates=dates,
        plan=collect_plan.plan(paper, kind, dates, previous, known_at),
        highlights=highlights,
        risks=risks,
        posts=posts,
        spend=spend,
        stated=collect_money.stated_totals(paper.council, scope) if kind.has("spend") else (),
        costings=collect_funding.costings(paper, dates["costings"]) if kind.has("costings") else None,
        drawdown=collect_drawdown.drawdown(paper, dates["drawdown"], known_at)
        if kind.has("drawdown")
        else None,
        capacity=collect_capacity.capacity(paper, dates["capacity"]) if kind.has("capacity") else None,
        scorecard=collect_scorecard.scorecard(paper, dates["scorecard"], known_at)
        if kind.has("scorecard")
        else None,
        audits=collect_scorecard.audits(paper.council, dates["audits"], previous, known_at)
        if kind.has("audits")
        else (),
        lateness=collect_timing.lateness(paper),
        notified=collect_timing.notified(paper),
        shared=scope.shared(risks=risks, highlights=highlights, posts=posts, lines=lines),
        has_source_list=paper.has_source_list,
        known_at=collect_known.last_recorded(paper.council) if paper.has_source_list else None,
    )
    return replace(data, **collect_blocks.blocks(Asked(paper, dates, previous, scope, known_at), further))


def _spend(
    paper: Paper, kind: Kind, dates: dict[str, date], scope: PlanScope, known_at: datetime | None
) -> SpendData:
    if kind.has("spend"):
        return collect_money.spend(paper.council, dates["spend"], scope, known_at)
    return collect_money.no_spend(paper.meeting.held_on)


def _identity(paper: Paper) -> Identity:
    council, meeting = paper.council, paper.meeting
    return Identity(
        pk=paper.pk,
        slug=paper.slug,
        title=paper.title,
        council=council.name,
        council_short=council.short_name,
        council_slug=council.slug,
        colour=council.colour,
        committee=meeting.group.name,
        meeting_date=meeting.held_on,
        report_of=paper.report_of,
        reference=paper.reference,
        wards=paper.wards,
        classification=paper.get_classification_display(),
        contact=paper.contact,
        contact_email=paper.contact_email,
    )


def _block_dates(paper: Paper, kind: Kind) -> dict[str, date]:
    """The date of every block: its own, else the leading block's, else the meeting's cut-off, else today."""
    return _dates_from(paper.block_dates.all(), kind, paper.meeting.update_cutoff or today())


def block_dates(paper: Paper) -> dict[str, date]:
    """The date that each block of a paper holds for today."""
    return _block_dates(paper, collect_style.kind_for(paper))


def _dates_from(rows: Iterable[BlockDate], kind: Kind, otherwise: date) -> dict[str, date]:
    own = {row.block: row.as_at for row in rows}
    return {block.key: own.get(block.key) or own.get(kind.leading) or otherwise for block in kind.every_block}


def _previous(paper: Paper, kind: Kind) -> Previous | None:
    before = paper.previous
    if before is None:
        return None
    otherwise = before.meeting.update_cutoff or before.meeting.held_on
    return Previous(
        title=before.title,
        slug=before.slug,
        committee=before.meeting.group.name,
        meeting_date=before.meeting.held_on,
        dates=_dates_from(before.block_dates.all(), kind, otherwise),
        since={block: date.fromisoformat(day) for block, day in paper.block_since.items()},
    )


def _narratives(paper: Paper, kind: Kind) -> tuple[Narrative, ...]:
    """The words under each heading that is shown; of a section switched off nothing is read."""
    written = {section.key: section for section in paper.sections.all()}
    return tuple(
        Narrative(row.pk, row.key, row.heading or place.section.heading, row.body.strip())
        for place in places(kind, written.values())
        if place.is_shown and (row := written.get(place.section.key))
    )


# Highlights and risks


def _highlights(
    paper: Paper,
    kind: Kind,
    dates: dict[str, date],
    previous: Previous | None,
    known_at: datetime | None,
) -> tuple[HighlightRow, ...]:
    """What is offered to this paper (`HighlightQuerySet.offered_to_next_paper`): dated after the last paper's date
    for the block, or recorded since then, up to this one's date, and told by no other paper; oldest first."""
    beginning = paper.plan.adopted_on - timedelta(days=1)
    if kind.has("scorecard"):
        beginning = quarter_before(dates["highlights"])
    windows = {told: block if kind.has(block) else "highlights" for told, block in _WINDOW.items()}
    until = max(dates[block] for block in windows.values())
    ours = Highlight.objects.of(paper.council).filter(of_plan(paper.plan))
    held = ours.standing(until, known_at).not_yet_used(known_at, told_as(paper))
    rows = held.order_by("as_at", "pk")
    return tuple(
        _highlight_row(row) for row in rows if _is_offered(row, windows[row.kind], dates, previous, beginning)
    )


def told_as(paper: Paper) -> str:
    """The name under which a highlight remembers the paper that told it."""
    return f"{paper.title[:200]}, {full_date(paper.meeting.held_on)}"


def _is_offered(
    row: Highlight, block: str, dates: dict[str, date], previous: Previous | None, beginning: date
) -> bool:
    since = _since(previous, block, beginning)
    recorded_since = previous is not None and row.recorded_at > end_of_day(since)
    return (row.as_at > since or recorded_since) and row.as_at <= dates[block]


def _since(previous: Previous | None, block: str, otherwise: date) -> date:
    return (previous.since_of(block) if previous else None) or otherwise


def _highlight_row(row: Highlight) -> HighlightRow:
    return HighlightRow(
        pk=row.pk,
        kind=row.kind,
        as_at=row.as_at,
        text=row.text,
        section=row.section.reference if row.section else "",
        gathered_how=row.gathered_how,
        taken_to=row.taken_to,
        consent_given=row.consent_given,
        what_changed=row.what_changed,
    )


def _risks(paper: Paper, day: date, known_at: datetime | None) -> tuple[RiskRow, ...]:
    """The plan's open risks, highest score first."""
    ours = Risk.objects.of(paper.council).filter(of_plan(paper.plan))
    rows = tuple(_risk_row(risk) for risk in ours.as_at(day, known_at).order_by("pk"))
    return tuple(sorted(rows, key=lambda row: -row.score))


def _risk_row(risk: Risk) -> RiskRow:
    return RiskRow(
        pk=risk.pk,
        title=risk.title,
        cause=risk.cause,
        effect=risk.effect,
        section=risk.section.reference if risk.section else "",
        owner=risk.owner.name if risk.owner else "",
        likelihood=getattr(risk, "likelihood", None) or 0,
        impact=getattr(risk, "impact", None) or 0,
        mitigation=getattr(risk, "mitigation", None) or "",
        assessed_on=getattr(risk, "assessed_on", None),
        on_corporate_register=risk.on_corporate_register,
    )
