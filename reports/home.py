"""What is asked of somebody next, by what their roles let them do; each block in a fixed number of queries."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse

from accounts.models import Council, User
from accounts.roles import Capability, holds
from core.dates import add_months, first_of_month, full_date, month_name, today
from core.financial_year import months, year_of
from core.words import listed
from finance.grid import read_grid
from finance.models import ForecastOffer
from finance.variance_reads import month_to_report, read_variances
from improvement.desk import decisions_of, desk_of
from improvement.models import Action, CommitteeRequest, Plan, Undertaking
from improvement.next_meetings import next_meetings
from reports.home_papers import given_sections, next_papers, waiting_reviews
from reports.home_tasks import A_FEW, Block, Task, address
from workforce.models import Position


def home_blocks(user: User, council: Council) -> list[Block]:
    """The blocks of this person, what is most pressing first; readers have only the papers."""
    held = [build for capability, build in _BLOCKS if holds(user, council, capability)]
    return [block for build in held if (block := build(user, council))]


# The action lead


def _own_actions(user: User, council: Council) -> Block:
    desk = desk_of(user, council)
    due = desk.calls
    note = ""
    if desk.cutoff and desk.cutoff.update_cutoff:
        note = f"Updates for {_the(desk.cutoff.group.name)} of {full_date(desk.cutoff.held_on)} are due by "
        note += f"{full_date(desk.cutoff.update_cutoff)}."
    return Block(
        heading=f"Actions to update ({len(due)})",
        tasks=tuple(_action_task(action, council) for action in due[:A_FEW]),
        rest="No action of yours needs an update before the next cut-off.",
        more=Task("My actions", address("improvement:action-mine", council)),
        note=note,
    )


def _the(group: str) -> str:
    return group if group.startswith("The ") else f"the {group}"


def _action_task(action: Action, council: Council) -> Task:
    overdue = "Overdue" if action.is_overdue else ""
    return Task(
        f"{action.reference}: {action.title}",
        address("improvement:action-update", council, action.pk),
        f"Due {full_date(action.current_due)}",
        overdue,
    )


# The chair and the programme office


def _meetings(user: User, council: Council) -> Block | None:
    """The meetings this person runs next, each leading to the page it is run from; no block where none is planned."""
    ahead = next_meetings(user, council)
    if not ahead:
        return None
    tasks = [
        Task(
            str(one.meeting),
            address("improvement:meeting-decide", council, one.meeting.pk),
            f"{one.waiting} to decide" if one.waiting else "Nothing waits for its decision",
            "Today" if one.meeting.held_on == today() else "",
        )
        for one in ahead[:A_FEW]
    ]
    return Block(
        heading=f"Next meeting: {ahead[0].waiting} to decide",
        tasks=tuple(tasks),
        rest="",
        more=Task("Groups and meetings", address("improvement:meeting-list", council)),
    )


def _decisions(user: User, council: Council) -> Block:
    waiting = decisions_of(user, council)
    dates = [
        Task(
            f"New date of {full_date(asked.new_due)} for {asked.action.reference}",
            f"{address('improvement:action-detail', council, asked.action_id)}#decide",
            f"Asked for by {asked.recorded_by} on {full_date(asked.as_at)}",
        )
        for asked in waiting.dates
    ]
    evidence = [
        Task(
            f"Evidence for {piece.action.reference}: {piece.title}",
            address("improvement:evidence-review", council, piece.pk),
            f"Added by {piece.added_by} on {full_date(piece.added_on)}",
        )
        for piece in waiting.evidence
    ]
    # Both kinds are shown, however many there are of the other.
    shown = [*dates[:A_FEW], *evidence[:A_FEW]]
    return Block(
        heading=f"Waiting for your decision ({waiting.how_many})",
        tasks=tuple(shown),
        rest="No new date and no evidence waits for your decision.",
        more=Task("All that waits for your decision", address("improvement:action-mine", council)),
        note=f"New dates to agree or decline: {len(dates)}. Evidence to review: {len(evidence)}.",
    )


def _departed(user: User, council: Council) -> Block | None:
    """Actions that nobody leads any more; no block where there are none."""
    day = today()
    actions = list(Action.objects.of(council).endorsed(day).whose_lead_has_left(day).in_plan_order())
    if not actions:
        return None
    shape = address("improvement:plan-structure", council, actions[0].plan.pk)
    return Block(
        heading=f"Actions whose lead has left ({len(actions)})",
        tasks=tuple(
            Task(
                f"{action.reference}: {action.title}",
                address("improvement:action-edit", council, action.pk),
                f"Was led by {action.lead_name}",
            )
            for action in actions[:A_FEW]
        ),
        rest="",
        more=Task("Shape of the plan", shape),
    )


# Finance


def _spend(user: User, council: Council) -> Block:
    year = year_of(add_months(first_of_month(today()), -1))
    missing = months_not_entered(council, year, today())
    grid = Task("Spend by month", reverse("finance:spend-grid", args=[council.slug, year]))
    tasks: tuple[Task, ...] = ()
    if missing:
        words = listed([month_name(month) for month in missing])
        tasks = (Task(f"Enter the spend of {words}", grid.href, "No line has a figure yet"),)
    return Block(
        heading=f"Months not entered ({len(missing)})",
        tasks=tasks,
        rest="Every month that has ended has its spend.",
        more=grid,
    )


def _variances(user: User, council: Council) -> Block:
    year = year_of(add_months(first_of_month(today()), -1))
    tasks = (*_to_explain(council, year), *_offered(council))
    return Block(
        heading=f"Forecast and variance ({len(tasks)})",
        tasks=tasks,
        rest="Every variance above the council’s limit is explained, and no offer waits.",
        more=Task("Variance report", reverse("finance:variance-report", args=[council.slug, year])),
    )


def _to_explain(council: Council, year: int) -> tuple[Task, ...]:
    """The variances above the council's limit that nobody has explained."""
    month = month_to_report(council, year)
    missing = read_variances(council, year, month).missing
    if not missing:
        return ()
    address = reverse("finance:variance-report", args=[council.slug, year])
    words = f"Explain {missing} variance{'' if missing == 1 else 's'}"
    return (Task(words, f"{address}?only=missing", f"At the end of {month_name(month)}"),)


def _offered(council: Council) -> tuple[Task, ...]:
    """The forecasts from posts that wait for finance."""
    waiting = ForecastOffer.objects.of(council).undecided().count()
    if not waiting:
        return ()
    words = f"Decide {waiting} forecast{'' if waiting == 1 else 's'} offered from posts"
    return (Task(words, reverse("finance:offer-list", args=[council.slug]), "They change nothing before"),)


def months_not_entered(council: Council, year: int, day: date) -> list[date]:
    """The months of the year that had ended by `day`, have budget, and of which no line has a figure."""
    total = read_grid(council, year).total
    ended = [month for month in months(year) if add_months(month, 1) <= day]
    facts = zip(ended, total.profile, total.spend, strict=False)
    return [month for month, budget, spent in facts if budget and spent is None]


# HR


def _starts(user: User, council: Council) -> Block:
    positions = Position.objects.filter(council=council).as_at(today())
    tasks = [
        Task(
            f"{position.post}, position {position.number}",
            address("workforce:position-record", council, position.pk),
            f"Was due to start {full_date(position.state_start)}, not yet confirmed",
            "To confirm",
        )
        for position in positions.starts_to_confirm(today())
        if position.state_start
    ]
    return Block(
        heading=f"Starts to confirm ({len(tasks)})",
        tasks=tuple(tasks[:A_FEW]),
        rest="Everyone whose start date has passed is confirmed in post.",
        more=Task("Funded posts", address("workforce:post-list", council)),
    )


# What is owed to members


def _owed(user: User, council: Council) -> Block:
    """Open requests of members and undertakings of papers, what is due first of both kinds."""
    day = today()
    asked = list(CommitteeRequest.objects.of(council).open(day))
    promised = list(Undertaking.objects.of(council).open(day))
    shown = [
        *(_owed_task("improvement:request-detail", one, council, day) for one in asked[:A_FEW]),
        *(_owed_task("improvement:undertaking-detail", one, council, day) for one in promised[:A_FEW]),
    ]
    return Block(
        heading=f"Open requests and undertakings ({len(asked) + len(promised)})",
        tasks=tuple(shown),
        rest="Every request of members is answered, and every undertaking kept.",
        more=Task("Committee requests", address("improvement:request-list", council)),
        note=f"Requests of members: {len(asked)}. Undertakings of papers: {len(promised)}.",
    )


def _owed_task(name: str, owed: CommitteeRequest | Undertaking, council: Council, day: date) -> Task:
    due = f"Due by {full_date(owed.due)}" if owed.due else "No date has been set"
    late = "Overdue" if owed.is_overdue(day) else ""
    return Task(str(owed), address(name, council, owed.pk), f"{due}. {owed.owner_name}", late)


# The administrator


def _people(user: User, council: Council) -> Block:
    plan = Plan.objects.of(council).filter(retired_on=None).first()
    shape = Task("Begin a plan", address("improvement:plan-add", council), "There is none yet")
    if plan:
        shape = Task("Shape of the plan", address("improvement:plan-structure", council, plan.pk), plan.title)
    return Block(
        heading="Looking after the council",
        tasks=(
            Task("People and their roles", address("accounts:people", council)),
            Task("Reminders sent", address("accounts:reminder-list", council)),
            shape,
            Task("Who clears papers", address("reports:clearance-role-list", council)),
            Task("Rating scales", address("improvement:scale-list", council)),
            Task("Groups and meetings", address("improvement:meeting-list", council)),
            Task("Change log", address("accounts:change-list", council)),
        ),
        rest="",
    )


_BLOCKS: tuple[tuple[Capability, Callable[[User, Council], Block | None]], ...] = (
    (Capability.PUBLISH_PAPER, next_papers),
    (Capability.WRITE_PAPER, given_sections),
    (Capability.SEE_DRAFT_PAPERS, waiting_reviews),
    (Capability.MANAGE_REQUESTS, _owed),
    (Capability.DECIDE_DATE, _meetings),
    (Capability.DECIDE_DATE, _decisions),
    (Capability.ENTER_SPEND, _spend),
    (Capability.ENTER_SPEND, _variances),
    (Capability.RECORD_RECRUITMENT, _starts),
    (Capability.UPDATE_ACTION, _own_actions),
    (Capability.EDIT_PLAN, _departed),
    (Capability.MANAGE_PEOPLE, _people),
)
