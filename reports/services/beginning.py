"""A new paper from the last: the same headings, words and people; the figures are those of its own dates."""

from datetime import date
from itertools import chain, count

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import Council, User
from core.dates import add_months, full_date, last_of_month, today
from finance.models import FundingDecision, Tranche
from finance.reads import spend_to_date
from improvement.models import Meeting, Plan
from reports.access import may_be_given_sections, may_write_papers
from reports.models import HouseStyle, Paper, PaperSection
from reports.models.papers import PaperQuerySet
from reports.papers.collect_drawdown import next_to_draw
from reports.papers.kinds import kind_of
from reports.services import drafting
from reports.services.classifying import Classing, classify_document

# A block that reports whole months holds to the end of the last one that has figures.
MONTHLY = "spend"
# Blocks that hold for the day updates were to be in.
AT_CUTOFF = ("ratings", "impact")


@transaction.atomic
def begin_from_last(
    *,
    council: Council,
    by: User,
    plan: Plan,
    meeting: Meeting,
    kind: str = "progress",
    decision: FundingDecision | None = None,
) -> Paper:
    """Begin the paper of a meeting with the sections, words, authors, recommendations, options and background
    papers of the last one of its kind for the plan, each document classified as it was there; without one, with empty
    headings.

    Raises PermissionDenied, and ValidationError when the meeting has such a paper already.
    """
    if not may_write_papers(by, council):
        raise PermissionDenied
    # One after the other: of two who begin the same paper at once the second is told that it is there.
    Council.objects.select_for_update().get(pk=council.pk)
    if Paper.objects.filter(council=council, kind=kind, meeting=meeting, decision=decision).exists():
        raise ValidationError(f"There is a paper for {full_date(meeting.held_on)} already.")
    last, went = last_paper(plan, kind, meeting), last_that_went(plan, kind, meeting)
    paper = drafting.create_paper(
        council=council,
        by=by,
        slug=_free_slug(council, f"{kind}-{meeting.held_on:%Y-%m}"),
        plan=plan,
        meeting=meeting,
        kind=kind,
        previous=went,
        decision=decision,
        tranche=_next_tranche(kind, decision),
        title=last.title if last else f"{plan.title}: {kind_of(kind).label.lower()}",
        report_of=last.report_of if last else "",
        wards=last.wards if last else "All wards",
        contact=last.contact if last else "",
        contact_email=last.contact_email if last else "",
        plan_table=last.plan_table if last else Paper.PlanTable.ALL,
        printed_sums=last.printed_sums if last else Paper.PrintedSums.SHOWN,
        block_options=last.block_options if last else {},
    )
    drafting.save_details(
        paper=paper, by=by, shown_version=paper.version, details={}, block_dates=_days(kind, meeting)
    )
    if last:
        _classify_as(last, paper, by)
        _carry_over(last, paper, by)
    _list_behind(last, went, paper, by)
    _put_standard_texts(paper, by)
    return paper


def _free_slug(council: Council, slug: str) -> str:
    """The slug itself, or where another meeting or decision of the month has it, with a number behind."""
    taken = set(Paper.objects.filter(council=council, slug__startswith=slug).values_list("slug", flat=True))
    names = chain([slug], (f"{slug}-{at}" for at in count(2)))
    return next(name for name in names if name not in taken)


def last_paper(plan: Plan, kind: str, meeting: Meeting) -> Paper | None:
    """The paper whose words the next begins with. A paper about a decision begins empty: its words belong to the other
    decision."""
    return _earlier(plan, kind, meeting).first()


def last_that_went(plan: Plan, kind: str, meeting: Meeting) -> Paper | None:
    """The paper that changes are told since: a draft for a meeting that was cancelled nobody has read."""
    cancelled = Meeting.State.CANCELLED
    unread = {"is_published": False, "meeting__state": cancelled}
    return _earlier(plan, kind, meeting).with_state().exclude(**unread).first()


def _earlier(plan: Plan, kind: str, meeting: Meeting) -> PaperQuerySet:
    if kind_of(kind).needs_decision:
        return Paper.objects.none()
    earlier = Paper.objects.filter(plan=plan, kind=kind, meeting__held_on__lt=meeting.held_on)
    return earlier.select_related("meeting__group").order_by("-meeting__held_on", "-pk")


def _next_tranche(kind: str, decision: FundingDecision | None) -> Tranche | None:
    """What a drawdown asks for: the first tranche not drawn down yet."""
    if decision is None or not kind_of(kind).has("drawdown"):
        return None
    return next_to_draw(list(decision.tranches.all()), today())


def _days(kind: str, meeting: Meeting) -> dict[str, date]:
    """The date each block holds for unless its author says otherwise; none lies in the future."""
    now = today()
    cutoff = min(meeting.update_cutoff or now, now)
    days = {block.key: now for block in kind_of(kind).every_block}
    days |= dict.fromkeys((key for key in AT_CUTOFF if key in days), cutoff)
    return days | ({MONTHLY: _last_month_of_spend(meeting.council)} if MONTHLY in days else {})


def _last_month_of_spend(council: Council) -> date:
    """The end of the last whole month that has any spend, so that no paper says “spent to the end of December” of
    October's sum; of the last whole month where none has."""
    whole = last_of_month(add_months(today(), -1))
    entered = spend_to_date(council, whole).last_month
    return last_of_month(entered) if entered else whole


def _classify_as(last: Paper, paper: Paper, by: User) -> None:
    """What was not for publication is not opened by beginning again with its words: before they are there, so that the
    change log keeps them back too."""
    for row in last.document_classes.all():
        same = Classing(row.classification, row.paragraph, row.interest, row.reason)
        classify_document(paper=paper, by=by, shown_version=paper.version, stem=row.stem, classing=same)


def _place_as(last: PaperSection, begun: PaperSection) -> None:
    """The place it had in the last paper, and its author, if they may still be given one."""
    author = last.author if last.author and may_be_given_sections(last.author, last.council) else None
    begun.order, begun.is_shown, begun.within, begun.author = last.order, last.is_shown, last.within, author
    begun.save(update_fields=["order", "is_shown", "within", "author"])


def _put_standard_texts(paper: Paper, by: User) -> None:
    """The council's standard text under each heading that has no words from a last paper."""
    texts = HouseStyle.objects.of(paper.council).texts
    written = set(paper.sections.exclude(body="").values_list("key", flat=True))
    for section in kind_of(paper.kind).sections:
        if section.key in texts and section.key not in written:
            begun = drafting.section_of(paper, section.key)
            drafting.save_section(section=begun, by=by, shown_version=begun.version, body=texts[section.key])


def _carry_over(last: Paper, paper: Paper, by: User) -> None:
    for section in last.sections.standing().select_related("author"):
        begun = drafting.section_of(paper, section.key)
        _place_as(section, begun)
        drafting.save_section(
            section=begun, by=by, shown_version=1, body=section.body, heading=section.heading
        )
    drafting.save_recommendations(
        paper=paper,
        by=by,
        shown_version=paper.version,
        texts=list(last.recommendations.values_list("text", flat=True)),
    )
    rows = [drafting.OptionRow(row.option, row.impact, row.risk) for row in last.options.all()]
    drafting.save_options(paper=paper, by=by, shown_version=paper.version, rows=rows)


def _list_behind(last: Paper | None, went: Paper | None, paper: Paper, by: User) -> None:
    """The background papers of the last one, and before them the paper that the committee has read."""
    rows = (
        [drafting.BackgroundRow(row.title, row.link) for row in last.background_papers.all()] if last else []
    )
    if went:
        told = f"{went.title}, {went.meeting.group}, {full_date(went.meeting.held_on)}"
        rows = [drafting.BackgroundRow(told), *(row for row in rows if row.title != told)]
    if rows:
        drafting.save_background_papers(paper=paper, by=by, shown_version=paper.version, rows=rows)
