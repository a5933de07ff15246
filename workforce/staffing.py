"""The people behind the plan on a day: how full its posts are, what agency costs, how long hiring takes, and what
the posts will cost by line and month. Read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median

from accounts.models import Council
from core.dates import add_months, end_of_day, local_day
from core.ledger import AsAt
from core.money import adds_up
from finance.models import BudgetLine
from workforce.agency import AgencyCost, agency_costs, in_place
from workforce.figures import CostTable, NoGradeCost
from workforce.forecast import (
    CAUSES,
    NIL,
    CoverFacts,
    PositionFacts,
    PostFacts,
    PostForecast,
    forecast_post,
    not_yet_due,
)
from workforce.models import Cover, FundedPost, PostStatus
from workforce.post_costs import cost_table
from workforce.sentences import RecruitmentHistory, budgets_of_lines
from workforce.states import State
from workforce.time_in_post import FOR_EVER, Stretch, Use, history_of, stretches

YEAR = 12
PERMILLE = Decimal("0.1")
HALF_A_POUND = Decimal("0.5")
OTHER_BUDGET = "Budget other than planned"


@dataclass(frozen=True)
class PostStaffing:
    """A post with its forecast (None where its grade or dates are missing: `missing` says so)."""

    post: FundedPost
    counts: dict[State, int]
    positions: tuple[PositionFacts, ...]
    cover: tuple[Cover, ...]
    forecast: PostForecast | None
    missing: str = ""

    @property
    def causes(self) -> list[tuple[str, Decimal]]:
        found = self.forecast.causes if self.forecast else {}
        return [(cause, found[cause]) for cause in CAUSES if found.get(cause)]

    @property
    def planned(self) -> Decimal:
        return sum(self.forecast.planned.values(), NIL) if self.forecast else NIL

    @property
    def total(self) -> Decimal:
        return sum(self.forecast.forecast.values(), NIL) if self.forecast else NIL


@dataclass(frozen=True)
class LineForecast:
    """What the posts of a line will cost by month, in whole pounds and pence as posts make it, beside the line's budget
    of all years (None where it has none)."""

    line: BudgetLine
    by_month: dict[date, Decimal]
    words: str
    rows: tuple[PostStaffing, ...]
    budget: Decimal | None

    @property
    def total(self) -> Decimal:
        return sum(self.by_month.values(), NIL)

    @property
    def variance(self) -> Decimal | None:
        """Forecast less budget; an overspend is positive."""
        return None if self.budget is None else self.total - self.budget

    @property
    def causes(self) -> list[tuple[str, Decimal]]:
        """What the variance is made of: those of its posts, and what the budget differs from what was planned."""
        found = _summed(self.rows)
        if self.variance is not None:
            other = self.variance - sum((amount for _, amount in found), NIL)
            found += [(OTHER_BUDGET, other)] if abs(other) >= HALF_A_POUND else []
        return found


@dataclass(frozen=True)
class Staffing:
    """The figures of a day over some posts. Shares are per cent to one decimal, None where nothing is counted."""

    day: date
    rows: tuple[PostStaffing, ...]
    agency: tuple[AgencyCost, ...]
    counts: dict[State, int]
    agency_fte: Decimal
    own_fte: Decimal
    vacancy: Decimal | None
    uncovered: Decimal | None
    turnover: Decimal | None
    leavers: int
    days_to_hire: int | None
    hired: int
    budgets: Mapping[int, Mapping[int, Decimal]]

    @property
    def agency_share(self) -> Decimal | None:
        """Of the full-time equivalents at work."""
        return _share(self.agency_fte, self.agency_fte + self.own_fte)

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
        return _summed(self.rows)

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

    @property
    def lines(self) -> list[LineForecast]:
        """The forecast of each line that pays for posts, rounded to the penny by month."""
        rows: dict[int, list[PostStaffing]] = defaultdict(list)
        for row in self.rows:
            if row.post.line_id and row.forecast:
                rows[row.post.line_id].append(row)
        return [_line_forecast(found, self.budgets.get(pk)) for pk, found in rows.items()]


def staffing(council: Council, asked: AsAt) -> Staffing:
    """Over every post approved and not ended on the day."""
    posts = list(FundedPost.objects.of(council).as_at(asked.day, asked.known_at).open().with_references())
    history = RecruitmentHistory(posts, asked.day, asked.known_at)
    cover = _cover(posts, asked)
    tables = _Tables(council, posts, asked)
    rows = tuple(_row(post, history, cover[post.pk], tables, asked.day) for post in posts)
    own, agency = _at_work(rows, asked.day)
    vacancy, uncovered, turnover, leavers = _rolling(rows, asked.day)
    days = [one.history.days_to_hire for row in rows for one in row.positions]
    hired = [each for each in days if each is not None]
    return Staffing(
        day=asked.day,
        rows=rows,
        agency=tuple(agency_costs([(row.post, row.cover) for row in rows], tables.now, asked.day)),
        counts={state: sum(row.counts.get(state, 0) for row in rows) for state in State},
        agency_fte=agency,
        own_fte=own,
        vacancy=vacancy,
        uncovered=uncovered,
        turnover=turnover,
        leavers=leavers,
        days_to_hire=round(median(hired)) if hired else None,
        hired=len(hired),
        budgets=budgets_of_lines(council, asked.day, asked.known_at),
    )


def _cover(posts: Sequence[FundedPost], asked: AsAt) -> dict[int, list[Cover]]:
    found: dict[int, list[Cover]] = defaultdict(list)
    known = Cover.objects.filter(post__in=[post.pk for post in posts], started_on__lte=asked.day)
    for cover in known.known_by(asked.known_at).with_ends_known_by(asked.known_at):
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
    records = history.records(post)
    positions = tuple(
        PositionFacts(record.position.pk, record.position.fte, history_of(history.events_of(record.position)))
        for record in records
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


def _rolling(
    rows: Iterable[PostStaffing], day: date
) -> tuple[Decimal | None, Decimal | None, Decimal | None, int]:
    """Over the twelve months to the day: the share of funded time with nobody in post, the share with nobody at
    all, leavers as a share of the average in post, and how many left."""
    first = add_months(day, -YEAR) + timedelta(days=1)
    time: dict[Use, Fraction] = defaultdict(Fraction)
    leavers = 0
    for row in rows:
        start = max(first, row.post.planned_start or first)
        last = min(day, row.post.funded_until or day)
        cover = [(one, {position.pk for position in one.positions.all()}) for one in row.cover]
        for position in row.positions:
            leavers += sum(1 for left in position.history.left_on if first <= left <= day)
            times = [
                Stretch(one.started_on, one.ended_on or FOR_EVER) for one, pks in cover if position.pk in pks
            ]
            if start > last:
                continue
            for stretch, use in stretches(start, last, position.history, times):
                days = (stretch.last - stretch.first).days + 1
                time[use] += days * Fraction(position.fte)
    funded = time[Use.FILLED] + time[Use.COVERED] + time[Use.IDLE]
    in_post = time[Use.FILLED] / ((day - first).days + 1)
    return (
        _share(funded - time[Use.FILLED], funded),
        _share(time[Use.IDLE], funded),
        _share(Fraction(leavers), in_post),
        leavers,
    )


def _summed(rows: Iterable[PostStaffing]) -> list[tuple[str, Decimal]]:
    total: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        for cause, amount in row.causes:
            total[cause] += amount
    return [(cause, total[cause]) for cause in CAUSES if total[cause]]


def _line_forecast(rows: list[PostStaffing], budget: Mapping[int, Decimal] | None) -> LineForecast:
    months: dict[date, Decimal] = defaultdict(Decimal)
    for row in rows:
        for month in row.forecast.planned if row.forecast else ():
            months[month] += row.forecast.forecast[month] if row.forecast else NIL
    line = rows[0].post.line
    assert line is not None
    parts = [f"{row.post}: {_state_words(row.counts)}" for row in rows]
    rounded = {month: amount.quantize(Decimal("0.01")) for month, amount in sorted(months.items())}
    whole = sum(budget.values(), NIL) if budget else None
    return LineForecast(line, rounded, "; ".join(parts), tuple(rows), whole)


def _state_words(counts: dict[State, int]) -> str:
    return ", ".join(f"{count} {state.label.lower()}" for state, count in counts.items() if count)


def _share(part: Decimal | Fraction, whole: Decimal | Fraction) -> Decimal | None:
    if not whole:
        return None
    share = Fraction(part) * 100 / Fraction(whole)
    return (Decimal(share.numerator) / share.denominator).quantize(PERMILLE)
