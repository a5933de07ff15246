"""What the papers ask of somebody at Home: those to come, the sections and the clearances that wait, and what was
published last. Each block in a fixed number of queries."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from django.urls import reverse

from accounts.models import Council, User
from core.dates import full_date, publication_deadline, today
from core.words import listed
from reports.deadlines import Dated, timetables
from reports.home_tasks import A_FEW, A_WEEK, Block, Task, address
from reports.models import Clearance, Paper, PaperSection
from reports.papers.collect_style import restyled_for
from reports.papers.kinds import kind_of
from reports.papers.layout import places
from reports.papers.timetable import LATE, NEXT, PUBLICATION
from reports.reviews_waiting import Waiting, waiting_for


def published_papers(council: Council) -> tuple[Task, ...]:
    papers = Paper.objects.of(council).published().order_by("-meeting__held_on", "-pk")[:A_FEW]
    return tuple(
        Task(paper.title, address("reports:paper-detail", council, paper.pk), _meeting(paper))
        for paper in papers
    )


def _meeting(paper: Paper) -> str:
    return f"{paper.meeting.group}, {full_date(paper.meeting.held_on)}"


def _named(paper: Paper) -> str:
    """`Corporate parenting (scorecard briefing), Corporate Parenting Committee, 18 June 2024`, the kind where the title
    does not say it: two drafts often have one title."""
    kind = kind_of(paper.kind).label
    said = "" if kind.lower() in paper.title.lower() else f" ({kind.lower()})"
    return f"{paper.title}{said}, {_meeting(paper)}"


def next_papers(user: User, council: Council) -> Block:
    drafts = Paper.objects.of(council).for_meetings_to_come(today())
    nearest = list(drafts.select_related("decision")[:A_FEW])
    returned = list(Clearance.objects.returned(nearest, today()))
    tasks = [_paper_task(dated, council, returned) for dated in timetables(council, nearest)]
    return Block(
        heading="The next paper",
        tasks=tuple(tasks),
        rest="No paper is being written for a meeting to come.",
        more=Task("Committee papers", address("reports:paper-list", council)),
    )


def given_sections(user: User, council: Council) -> Block | None:
    """Sections of papers that were given to this person and are not ready; no block where there are none."""
    waiting = PaperSection.objects.waiting_for(user, council)
    tasks = [
        task
        for paper, rows in groupby(waiting, key=lambda section: section.paper)
        for task in _sections_of(paper, list(rows), council)
    ]
    if not tasks:
        return None
    return Block(heading=f"Sections waiting for you ({len(tasks)})", tasks=tuple(tasks), rest="")


def _sections_of(paper: Paper, rows: list[PaperSection], council: Council) -> Iterator[Task]:
    """Those of one paper, in its order; one that is switched off waits for nobody."""
    mine = {row.key for row in rows}
    near = _nearness(publication_deadline(paper.meeting.held_on), today())
    for place in places(restyled_for(council, paper.kind), rows):
        section = place.section
        if place.is_shown and section.key in mine:
            where = reverse("reports:paper-section-comments", args=[council.slug, paper.pk, section.key])
            yield Task(f"{section.heading}: {_named(paper)}", where, warning=near)


def _paper_task(dated: Dated[Paper], council: Council, returned: Iterable[Clearance]) -> Task:
    paper = dated.subject
    by = listed([entry.role.name for entry in returned if entry.paper_id == paper.pk])
    said = f". Returned by {by}" if by else ""
    deadline = publication_deadline(paper.meeting.held_on)
    return Task(
        _named(paper),
        address("reports:paper-detail", council, paper.pk),
        f"To be published by {full_date(deadline)}{said}{_next_steps(dated)}",
        _nearness(deadline, today()),
    )


def _next_steps(dated: Dated[Paper]) -> str:
    """`. Late: Corporate team. Next: Chair’s briefing by 30 December 2024`; nothing where only publication is left."""
    late = [stage.name for stage in dated.open if stage.state == LATE and stage.key != PUBLICATION]
    ahead = [s for s in dated.open if s.state == NEXT and s.key != PUBLICATION]
    said = [f"Late: {listed(late)}"] if late else []
    said += [f"Next: {stage.name} by {full_date(stage.day)}" for stage in ahead]
    return "".join(f". {each}" for each in said)


def _nearness(deadline: date, day: date) -> str:
    """A word of warning from a week before."""
    left = (deadline - day).days
    match left:
        case 0:
            return "Due today"
        case 1:
            return "Due tomorrow"
    if left < 0:
        return "The deadline has passed"
    return f"Due in {left} days" if left <= A_WEEK else ""


def waiting_reviews(user: User, council: Council) -> Block | None:
    """Papers that wait for this person's clearance; no block where none does."""
    waiting = waiting_for(user, council)
    if not waiting:
        return None
    return Block(
        heading=f"Papers waiting for you ({len(waiting)})",
        tasks=tuple(_review_task(each, council) for each in waiting[:A_FEW]),
        rest="",
        more=Task("Committee papers", address("reports:paper-list", council)),
    )


def _review_task(waiting: Waiting, council: Council) -> Task:
    paper, role = waiting.paper, waiting.standing.role
    asked = f"Asked to be cleared by {full_date(waiting.by_when)}" if waiting.by_when else ""
    return Task(
        f"Clear as {role.name}: {_named(paper)}",
        reverse("reports:paper-review", args=[council.slug, paper.pk, role.key]),
        asked,
        _nearness(waiting.by_when, today()) if waiting.by_when else "",
    )
