"""The people behind the plan on a day: how full its posts are, what agency costs, how long hiring takes, and what
the posts will cost by line and month. Read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from statistics import median

from accounts.models import Council
from core.dates import end_of_day, local_day
from core.ledger import AsAt
from core.money import adds_up
from workforce.agency import AgencyCost, agency_costs, in_place
from workforce.figures import CostTable, NoGradeCost
from workforce.forecast import (
    NIL,
    CoverFacts,
    PositionFacts,
    PostFacts,
    forecast_post,
    not_yet_due,
)
from workforce.models import Cover, FundedPost, Position, PostStatus
from workforce.outturns import LineSpend, spend_of_lines
from workforce.post_costs import cost_table
from workforce.rolling import PERMILLE, Rolling, rolling_figures, share_of
from workforce.sentences import RecruitmentHistory, budgets_of_lines
from workforce.staffing_rows import LineForecast, PostStaffing, causes_of, line_forecast
from workforce.states import State
from workforce.time_in_post import (
    DAY,
    FOR_EVER,
    PositionHistory,
    Stretch,
    cut_at,
    history_of,
)
from workforce.wording import Ended


@dataclass(frozen=True)
class Staffing:
    """The figures of a day over some posts. Shares are per cent to one decimal, None where nothing is counted."""

    day: date
    rows: tuple[PostStaffing, ...]
    agency: tuple[AgencyCost, ...]
    counts: dict[State, int]
    agency_fte: Decimal
    own_fte: Decimal
    rolling: Rolling
    days_to_hire: int | None
    hired: int
    budgets: Mapping[int, Mapping[int, Decimal]]
    spend: Mapping[int, LineSpend]

    @property
    def agency_share(self) -> Decimal | None:
        """Of the full-time equivalents at work."""
        return share_of(self.agency_fte, self.agency_fte + self.own_fte)

    @property
    def lost_months(self) -> Decimal:
        """Full-time months funded by now and with nobody, neither in post nor covering."""
        lost = sum((row.forecast.lost for row in self.rows if row.forecast), Fraction(0))
        return (Decimal(lost.numerator) / lost.denominator).quantize(PERMILLE)

    @property
    def planned(self) -> Decimal:
        return sum((row.planned for row in self.rows), NIL)

    @property
    def forecast(self) -> Decimal:
        return sum((row.total for row in self.rows), NIL)

    @property
    def causes(self) -> list[tuple[str, Decimal]]:
        """Why the forecast differs from what was planned; the parts add up to the difference."""
        return causes_of(self.rows)

    @property
    def is_rounded(self) -> bool:
        """Whether whole pounds as shown do not add up: of a row's causes, or of the rows to what is said of all."""
        rows = [(row.total, row.planned, row.causes) for row in self.rows if row.forecast]
        rows.append((self.forecast, self.planned, self.causes))
        across = all(adds_up(end - start, (amount for _, amount in why)) for end, start, why in rows)
        down = adds_up(self.planned, (row.planned for row in self.rows))
        return not (across and down and adds_up(self.forecast, (row.total for row in self.rows)))

    @property
    def by_month(self) -> list[tuple[date, Decimal, Decimal]]:
        """Every month with what was planned and what is forecast."""
        months: dict[date, list[Decimal]] = defaultdict(lambda: [NIL, NIL])
        for row in self.rows:
            if row.forecast:
                for month, amount in row.forecast.planned.items():
                    months[month][0] += amount
                for month, amount in row.forecast.forecast.items():
                    months[month][1] += amount
        return [(month, *amounts) for month, amounts in sorted(months.items())]  # type: ignore[misc]

    @property
    def by_role_type(self) -> list[tuple[str, Decimal, Decimal, Decimal]]:
        """Kind of role, FTE, planned and forecast pounds."""
        kinds: dict[str, list[Decimal]] = defaultdict(lambda: [NIL, NIL, NIL])
        for row in self.rows:
            kind = kinds[row.post.role_type or row.post.role]
            kind[0], kind[1], kind[2] = kind[0] + row.post.fte, kind[1] + row.planned, kind[2] + row.total
        return [(kind, *sums) for kind, sums in sorted(kinds.items())]  # type: ignore[misc]

    @cached_property
    def lines(self) -> list[LineForecast]:
        """The forecast of each line that pays for posts, rounded to the penny by month."""
        rows: dict[int, list[PostStaffing]] = defaultdict(list)
        for row in self.rows:
            if row.post.line_id and row.forecast:
                rows[row.post.line_id].append(row)
        return [line_forecast(found, self.budgets.get(pk), self.spend[pk]) for pk, found in rows.items()]

    @cached_property
    def spent_by_month(self) -> dict[date, Decimal]:
        """What was entered as spent on the lines that pay for posts, all of them together."""
        spent: dict[date, Decimal] = defaultdict(Decimal)
        for line in self.spend.values():
            for month, amount in line.entered.items():
                spent[month] += amount
        return dict(sorted(spent.items()))

    @property
    def through(self) -> date | None:
        """The last month (first day) with spend entered on these lines."""
        return max(self.spent_by_month, default=None)

    @property
    def spent(self) -> Decimal:
        return sum(self.spent_by_month.values(), NIL)

    @property
    def worked_out_through(self) -> Decimal:
        """What the posts of these lines are worked out to have cost in the months to the same one."""
        through = self.through
        months = ((month, amount) for line in self.lines for month, amount in line.by_month.items())
        return sum((amount for month, amount in months if through and month <= through), NIL)

    @property
    def starts_to_confirm(self) -> int:
        """People whose start has passed and whom nobody has confirmed: they count as in post from their day."""
        rows = [row for row in self.rows if row.post.status != FundedPost.Status.ENDED]
        stints = [stint for row in rows for one in row.positions for stint in one.history.stints]
        return sum(1 for stint in stints if not stint.is_confirmed and stint.first < self.day)


def staffing(council: Council, asked: AsAt) -> Staffing:
    """Over every post approved by the day; one that has ended counts until its end."""
    posts = list(FundedPost.objects.of(council).as_at(asked.day, asked.known_at).approved().with_references())
    history = RecruitmentHistory(posts, asked.day, asked.known_at)
    cover = _cover(posts, asked, history.ended)
    lines = {post.line_id: post.line for post in posts if post.line}
    tables = _Tables(council, posts, asked)
    rows = tuple(_row(post, history, cover[post.pk], tables, asked.day) for post in posts)
    own, agency = _at_work(rows, asked.day)
    days = [one.history.days_to_hire for row in rows for one in row.positions]
    hired = [each for each in days if each is not None]
    return Staffing(
        day=asked.day,
        rows=rows,
        agency=tuple(agency_costs([(row.post, row.cover) for row in rows], tables.now, asked.day)),
        counts={state: sum(row.counts.get(state, 0) for row in rows) for state in State},
        agency_fte=agency,
        own_fte=own,
        rolling=rolling_figures(rows, asked.day),
        days_to_hire=round(median(hired)) if hired else None,
        hired=len(hired),
        budgets=budgets_of_lines(council, asked.day, asked.known_at),
        spend=spend_of_lines(council, list(lines.values()), asked),
    )


def _cover(posts: Sequence[FundedPost], asked: AsAt, ended: Mapping[int, Ended]) -> dict[int, list[Cover]]:
    """By post; what nobody ended ends with its post."""
    found: dict[int, list[Cover]] = defaultdict(list)
    known = Cover.objects.filter(post__in=[post.pk for post in posts], started_on__lte=asked.day)
    for cover in known.known_by(asked.known_at).with_ends_known_by(asked.known_at):
        if end := ended.get(cover.post_id):
            cover.ended_on = min(cover.ended_on or FOR_EVER, end.on - DAY)
        if cover.ended_on is None or cover.started_on <= cover.ended_on:
            found[cover.post_id].append(cover)
    return found


class _Tables:
    """What grades cost as now known, and as known when each post was approved."""

    def __init__(self, council: Council, posts: Sequence[FundedPost], asked: AsAt) -> None:
        self.now = cost_table(council, asked.known_at)
        given = PostStatus.objects.filter(post__in=[post.pk for post in posts], status="approved")
        first: dict[int, datetime] = {}
        for entry in given.standing(asked.day, asked.known_at).order_by("as_at", "pk"):
            first.setdefault(entry.post_id, end_of_day(local_day(entry.recorded_at)))
        moments = set(first.values())
        tables = {moment: cost_table(council, moment) for moment in moments}
        self._approved = {pk: tables[moment] for pk, moment in first.items()}

    def approved(self, post: FundedPost) -> CostTable:
        """Where nothing was known of its grade then, what is known now."""
        table = self._approved.get(post.pk, self.now)
        known = any(rate.grade == post.grade for rate in table.rates)
        return table if known else self.now


def _row(
    post: FundedPost, history: RecruitmentHistory, cover: list[Cover], tables: _Tables, day: date
) -> PostStaffing:
    positions = tuple(
        PositionFacts(record.position.pk, record.position.fte, _history(history, post, record.position))
        for record in history.records(post)
    )
    counts = history.counts(post)
    if not (post.grade and post.planned_start and post.funded_until):
        missing = "Its grade, start and end of funding are needed to work out a cost."
        return PostStaffing(post, counts, positions, tuple(cover), None, missing)
    facts = PostFacts(
        grade=post.grade,
        start=post.planned_start,
        until=post.funded_until,
        positions=[
            PositionFacts(one.pk, one.fte, not_yet_due(post.planned_start, one.history, day))
            for one in positions
        ],
        cover=[_facts_of(one, day) for one in cover],
    )
    try:
        found = forecast_post(facts, tables.approved(post), tables.now, day)
    except NoGradeCost as refused:
        return PostStaffing(post, counts, positions, tuple(cover), None, str(refused))
    return PostStaffing(post, counts, positions, tuple(cover), found)


def _history(history: RecruitmentHistory, post: FundedPost, position: Position) -> PositionHistory:
    found, end = history_of(history.events_of(position)), history.ended.get(post.pk)
    return cut_at(found, end.on) if end else found


def _facts_of(cover: Cover, day: date) -> CoverFacts:
    """Cover whose end is not known goes on; the service pays first where it said until when."""
    paid_from: date | None = cover.started_on
    if cover.paid_by_service_until:
        paid_from = cover.paid_by_service_until + timedelta(days=1)
    elif cover.paid_by == Cover.PaidBy.SERVICE:
        paid_from = None
    return CoverFacts(
        time=Stretch(cover.started_on, cover.ended_on or FOR_EVER),
        weekly_cost=cover.cost_a_week,
        paid_from=paid_from,
        headcount=cover.headcount,
        positions=frozenset(position.pk for position in cover.positions.all()),
        is_agency=cover.kind == Cover.Kind.AGENCY,
    )


def _at_work(rows: Iterable[PostStaffing], day: date) -> tuple[Decimal, Decimal]:
    """Full-time equivalents in post of one's own, and from an agency: in post or as cover."""
    own = agency = NIL
    for row in rows:
        cover = [one for one in row.cover if in_place(one, day)]
        served = {position.pk for one in cover for position in one.positions.all()}
        agency += sum(one.headcount for one in cover if one.kind == Cover.Kind.AGENCY)
        for position in row.positions:
            for stint in position.history.stints:
                here = stint.is_confirmed and stint.first <= day <= stint.last
                if here and not (stint.is_agency and position.pk in served):
                    agency, own = (
                        (agency + position.fte, own) if stint.is_agency else (agency, own + position.fte)
                    )
    return own, agency
