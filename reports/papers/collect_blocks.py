"""The further blocks of a paper, read for `collect`: only those that the paper shows, each as at its own date."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from core.dates import full_date
from finance.authority import authorities
from finance.models import FundingDecision
from finance.uses import sources_and_uses
from improvement.models import CommitteeRequest, Group, Inspection, Intervention, Meeting, Undertaking
from improvement.models.requests import RequestStep, UndertakingStep
from reports.models import Paper
from reports.papers import collect_capacity, collect_funding, collect_printed, collect_scorecard
from reports.papers.blocks import (
    REQUEST,
    UNDERTAKING,
    External,
    GroupRow,
    InspectionRow,
    InterventionRow,
    OwedRow,
    Source,
    SourcesAgainstUses,
    Use,
)
from reports.papers.collect_scope import PlanScope
from reports.papers.data import Previous


class Asked(NamedTuple):
    """The paper, the date of each block, the paper before it, the plan among the council's others, and by when what is
    read had to be recorded."""

    paper: Paper
    dates: Mapping[str, date]
    previous: Previous | None
    scope: PlanScope
    known_at: datetime | None = None


def blocks(asked: Asked, elements: set[str]) -> dict[str, Any]:
    """The fields of the paper's data for the blocks whose elements it shows."""
    wanted = (_READ[element] for element in _READ if element in elements and element in asked.dates)
    return {name: read(asked) for name, read in wanted}


# What is owed to members


def _owed(asked: Asked) -> tuple[OwedRow, ...]:
    """What was open on the day, the first due first; then what was settled since the last paper's day for it. Requests
    are those of the paper's own committee."""
    day, since = asked.dates["owed"], asked.previous.since_of("owed") if asked.previous else None
    council = asked.paper.council
    requests = CommitteeRequest.objects.of(council).filter(meeting__group=asked.paper.meeting.group_id)
    rows = [_request(one) for one in requests.as_at(day, asked.known_at).order_by("due", "pk")]
    rows += [
        _undertaking(one)
        for one in Undertaking.objects.of(council).as_at(day, asked.known_at).order_by("due", "pk")
    ]
    shown = [row for row in rows if not row.settled or (since and row.settled_on and row.settled_on > since)]
    return tuple(sorted(shown, key=lambda row: (bool(row.settled), row.sort, row.due or date.max)))


def _request(one: CommitteeRequest) -> OwedRow:
    minute = f", minute {one.minute}" if one.minute else ""
    source = f"{one.asked_by}, {full_date(one.meeting.held_on)}{minute}"
    return _row(one, REQUEST, source, dict(RequestStep.Step.choices))


def _undertaking(one: Undertaking) -> OwedRow:
    where = f", paragraph {one.paragraph}" if one.paragraph else ""
    source = f"{one.paper}, {full_date(one.given_on)}{where}"
    return _row(one, UNDERTAKING, source, dict(UndertakingStep.Step.choices))


def _row(one: CommitteeRequest | Undertaking, sort: str, source: str, steps: Mapping[str, str]) -> OwedRow:
    settled = "" if one.is_open else steps[one.step or ""]
    told = {"settled_on": one.step_on, "words": (one.words or "").strip()} if settled else {}
    return OwedRow(one.pk, sort, one.text, source, one.owner_name, one.due, settled, **told)  # type: ignore[arg-type]


# Inspections, and what followed


def _external(asked: Asked) -> External:
    day, council = asked.dates["inspections"], asked.paper.council
    return External(
        inspections=tuple(
            InspectionRow(
                one.pk,
                one.title,
                one.body,
                one.published_on if one.published_on and one.published_on <= day else None,
                tuple((j.get_area_display(), j.get_grade_display()) for j in one.judgements_in_order),
            )
            for one in Inspection.objects.of(council).as_at(day, asked.known_at)
        ),
        interventions=tuple(
            InterventionRow(
                one.pk,
                one.get_kind_display(),
                one.title,
                one.body,
                one.stands,
                (one.step_note or "").strip(),
                one.is_over,
            )
            for one in Intervention.objects.of(council).as_at(day, asked.known_at).order_by("step_day", "pk")
        ),
    )


# The groups


def _governance(asked: Asked) -> tuple[GroupRow, ...]:
    """The groups from the paper's committee down, each beneath the one it reports to; groups apart from it are left
    out, as is a group that has nothing beneath or above it."""
    paper, day = asked.paper, asked.dates["governance_structure"]
    groups = list(Group.objects.of(paper.council).existing_on(day).select_related("chair"))
    coming: dict[int, date] = {}
    for meeting in Meeting.objects.of(paper.council).from_day(day):
        coming.setdefault(meeting.group_id, meeting.held_on)
    by_parent: dict[int | None, list[Group]] = {}
    for group in groups:
        by_parent.setdefault(group.parent_id, []).append(group)
    tops = [group for group in by_parent.get(None, []) if group.pk in by_parent]
    decides = _decisions_of(paper)
    return tuple(row for top in tops for row in _beneath(top, None, 0, by_parent, coming, decides))


def _beneath(
    group: Group,
    above: Group | None,
    depth: int,
    by_parent: Mapping[int | None, list[Group]],
    coming: Mapping[int, date],
    decides: Mapping[int, str],
) -> Iterator[GroupRow]:
    yield GroupRow(
        pk=group.pk,
        name=group.name,
        kind=group.get_kind_display(),
        depth=depth,
        reports_to=above.name if above else "",
        chair=group.chair.name if group.chair else "",
        decides=decides.get(group.pk, ""),
        next_meeting=coming.get(group.pk),
    )
    for child in by_parent.get(group.pk, []):
        yield from _beneath(child, group, depth + 1, by_parent, coming, decides)


def _decisions_of(paper: Paper) -> dict[int, str]:
    """By group, which decisions about the plan are its own."""
    found: dict[int, list[str]] = {}
    for field, words in (("dates_decided_by", "new dates"), ("actions_endorsed_by", "new actions")):
        if group := getattr(paper.plan, f"{field}_id", None):
            found.setdefault(group, []).append(words)
    return {group: " and ".join(words) for group, words in found.items()}


# Money


def _sources(asked: Asked) -> SourcesAgainstUses:
    decisions = list(FundingDecision.objects.of(asked.paper.council).with_authority())
    both = sources_and_uses(authorities(decisions, asked.dates["sources"], asked.known_at))
    uses = [row for row in both.uses if asked.scope.has_line(row.line_id)]
    return SourcesAgainstUses(
        sources=tuple(Source(row.words, row.decision, row.is_recurring, row.amount) for row in both.sources),
        uses=tuple(Use(row.code, row.name, row.budget, row.spent) for row in uses),
        returned=both.returned,
    )


# By element, which is also the block's key: the field of the paper's data, and how it is read.
_READ: dict[str, tuple[str, Callable[[Asked], Any]]] = {
    "owed": ("owed", _owed),
    "inspections": ("external", _external),
    "governance_structure": ("governance", _governance),
    "sources": ("money_sources", _sources),
    "costings": (
        "costings",
        lambda asked: collect_funding.costings_of_plan(
            asked.paper, asked.dates["costings"], asked.scope, asked.known_at
        ),
    ),
    "capacity": (
        "capacity",
        lambda asked: collect_capacity.capacity(
            asked.paper, asked.dates["capacity"], asked.known_at, asked.scope
        ),
    ),
    "printed": (
        "printed_tables",
        lambda asked: collect_printed.printed_tables(
            asked.paper, asked.dates["printed"], asked.scope, asked.known_at
        ),
    ),
    "scorecard": (
        "scorecard",
        lambda asked: collect_scorecard.scorecard(asked.paper, asked.dates["scorecard"], asked.known_at),
    ),
    "audits": (
        "audits",
        lambda asked: collect_scorecard.audits(
            asked.paper.council, asked.dates["audits"], asked.previous, asked.known_at
        ),
    ),
}
# By element, the field of the paper's data that holds its block.
FIELDS = {element: name for element, (name, _) in _READ.items()}
