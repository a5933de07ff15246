"""What posts cost by financial year: computed from grade and dates, or entered in its place, beside what was
printed; and the table of all of them with the budget lines that are not posts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.models import Council
from core import financial_year
from core.dates import today
from core.ledger import AsAt
from finance.models import StatedRow
from workforce.figures import (
    CostStep,
    CostTable,
    GradeRate,
    NoGradeCost,
    cost_steps,
    full_year_cost_after,
    rows_to_the_penny,
)
from workforce.models import EnteredCost, FundedPost, GradeCost, PayAward
from workforce.sentences import budgets_of_lines, lines_without_posts

NIL = Decimal(0)


def cost_table(council: Council, known_at: datetime | None = None) -> CostTable:
    """The council's grade costs and pay awards as known by then, in two queries."""
    costs = GradeCost.objects.of(council).standing(None, known_at)
    awards = PayAward.objects.of(council).standing(None, known_at)
    return CostTable(
        rates=tuple(GradeRate(cost.grade, cost.as_at, cost.annual_cost) for cost in costs),
        awards={award.financial_year: award.percent for award in awards},
    )


@dataclass(frozen=True)
class Entered:
    """A cost somebody entered in place of the computed one, in pounds, with where it comes from."""

    amount: Decimal
    note: str
    by: str


@dataclass(frozen=True)
class CostYear:
    """A year of a post's cost: the steps it is computed by and their sum in whole pence (None where nothing can
    be computed), what was entered in its place, and what a paper printed."""

    year: int
    steps: tuple[CostStep, ...] = ()
    computed: Decimal | None = None
    entered: Entered | None = None
    printed: Decimal | None = None

    @property
    def label(self) -> str:
        return financial_year.label(self.year)

    @property
    def cost(self) -> Decimal:
        """The entered cost, else the computed one, else nil."""
        return self.entered.amount if self.entered else self.computed or NIL

    @property
    def difference(self) -> Decimal | None:
        """Printed less the cost that stands."""
        return None if self.printed is None else self.printed - self.cost


@dataclass(frozen=True)
class PostCost:
    """What a post costs by year, its total, and what it goes on costing after its money has ended; or why it
    cannot be computed."""

    years: tuple[CostYear, ...] = ()
    after: tuple[int, Decimal] | None = None
    missing: str = ""

    @property
    def total(self) -> Decimal:
        return sum((year.cost for year in self.years), NIL)

    def of_year(self, year: int) -> CostYear | None:
        return next((one for one in self.years if one.year == year), None)


@dataclass(frozen=True)
class CostFacts:
    """What the costs of some posts are worked out from, read once for all of them."""

    table: CostTable
    entered: Mapping[int, Mapping[int, Entered]]
    printed: Mapping[int, Mapping[int, Decimal]]


def cost_facts(council: Council, posts: Sequence[FundedPost], asked: AsAt) -> CostFacts:
    """In four queries however many posts."""
    entered: dict[int, dict[int, Entered]] = defaultdict(dict)
    found = EnteredCost.objects.filter(post__in=[post.pk for post in posts])
    for cost in found.current(asked.day, asked.known_at).select_related("recorded_by"):
        entered[cost.post_id][cost.financial_year] = Entered(cost.amount, cost.note, cost.recorded_by.name)
    return CostFacts(cost_table(council, asked.known_at), entered, _printed(posts))


def _printed(posts: Iterable[FundedPost]) -> dict[int, dict[int, Decimal]]:
    """By line what the first stated table that has it printed, by year."""
    lines = {post.line_id for post in posts if post.line_id}
    printed: dict[int, dict[int, Decimal]] = {}
    for row in StatedRow.objects.filter(line__in=lines).order_by("table", "order"):
        if row.line_id is not None and row.line_id not in printed:
            printed[row.line_id] = {int(year): Decimal(str(sum_)) for year, sum_ in row.printed.items()}
    return printed


def post_cost(post: FundedPost, facts: CostFacts) -> PostCost:
    """Computed from grade, number, FTE and dates, or entered; permanent posts show the full year after the
    money ends."""
    entered, printed = facts.entered.get(post.pk, {}), facts.printed.get(post.line_id or 0, {})
    missing, after, steps = "", None, list[CostStep]()
    if not (post.grade and post.planned_start and post.funded_until):
        missing = "Its grade, start and end of funding are needed to work out a cost."
    else:
        given = {"grade": post.grade, "number": post.number, "fte": post.fte_each}
        try:
            steps = cost_steps(facts.table, start=post.planned_start, until=post.funded_until, **given)  # type: ignore[arg-type]
            after = full_year_cost_after(facts.table, until=post.funded_until, **given)  # type: ignore[arg-type]
        except NoGradeCost as refused:
            missing = str(refused)
    if missing and not entered:
        return PostCost(missing=missing)
    computed = _by_year(steps)
    years = [
        CostYear(
            year,
            tuple(step for step in steps if step.year == year),
            computed.get(year),
            entered.get(year),
            printed.get(year),
        )
        for year in sorted({*computed, *entered})
    ]
    permanent = post.contract == FundedPost.Contract.PERMANENT
    return PostCost(tuple(years), after if permanent else None, missing)


def _by_year(steps: Sequence[CostStep]) -> dict[int, Decimal]:
    """In whole pence, so that the years add up to the rounded total."""
    exact: dict[int, Decimal] = defaultdict(Decimal)
    for step in steps:
        exact[step.year] += step.cost
    return dict(zip(exact, rows_to_the_penny(list(exact.values())), strict=True))


def years_and_computed(post: FundedPost) -> dict[int, Decimal | None]:
    """The years a cost may be entered for, with the computed one where there is one: those of the funding, or
    this year and the two after it."""
    facts = CostFacts(cost_table(post.council), {}, {})
    cost = post_cost(post, facts)
    this = financial_year.year_of(today())
    first = financial_year.year_of(post.planned_start) if post.planned_start else this
    last = financial_year.year_of(post.funded_until) if post.funded_until else first + 2
    computed = {year.year: year.computed for year in cost.years}
    return {year: computed.get(year) for year in range(first, last + 1)}


# The table of all rows


@dataclass(frozen=True)
class CostRow:
    """A row of the costings: a post, or a budget line that is not one, with its cost by year and whether each
    was computed, entered or is a budget."""

    name: str
    plan_reference: str
    by_year: Mapping[int, Decimal]
    how: str
    post: FundedPost | None = None
    line_id: int | None = None
    printed: Mapping[int, Decimal] | None = None
    after: tuple[int, Decimal] | None = None
    missing: str = ""

    @property
    def total(self) -> Decimal:
        return sum(self.by_year.values(), NIL)


@dataclass(frozen=True)
class Costings:
    """Every row with its cost, the years, and the totals, which are those of the unrounded costs."""

    years: tuple[int, ...]
    rows: tuple[CostRow, ...]

    @property
    def totals(self) -> dict[int, Decimal]:
        return {year: sum((row.by_year.get(year, NIL) for row in self.rows), NIL) for year in self.years}

    @property
    def total(self) -> Decimal:
        return sum(self.totals.values(), NIL)

    @property
    def after(self) -> dict[int, Decimal]:
        """By the first full year without the money: what permanent posts go on costing."""
        going_on: dict[int, Decimal] = defaultdict(Decimal)
        for row in self.rows:
            if row.after:
                going_on[row.after[0]] += row.after[1]
        return dict(sorted(going_on.items()))


def costings(council: Council, posts: Sequence[FundedPost], asked: AsAt) -> Costings:
    """The costs of these posts, and of the lines of their decisions that are not posts (document 000, paragraph
    13, whose stated totals it reproduces to the pound)."""
    facts = cost_facts(council, posts, asked)
    costs = [post_cost(post, facts) for post in posts]
    rows = [
        CostRow(
            name=str(post),
            plan_reference=post.plan_reference,
            by_year=sums,
            how=_how(cost),
            post=post,
            line_id=post.line_id,
            printed=facts.printed.get(post.line_id or 0),
            after=cost.after,
            missing=cost.missing,
        )
        for post, cost, sums in zip(posts, costs, _in_whole_pence(costs), strict=True)
    ]
    rows += _line_rows(council, posts, asked)
    return Costings(tuple(sorted({year for row in rows for year in row.by_year})), tuple(rows))


def _how(cost: PostCost) -> str:
    entered = [bool(year.entered) for year in cost.years]
    if not entered:
        return "Not known"
    return "Entered" if all(entered) else "Part entered" if any(entered) else "Computed"


def _in_whole_pence(costs: Sequence[PostCost]) -> list[dict[int, Decimal]]:
    """Each post's cost by year; of the computed ones the pennies are shared out so that a year adds up."""
    exact: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    sums: list[dict[int, Decimal]] = [{} for _ in costs]
    for at, cost in enumerate(costs):
        for year in cost.years:
            if year.entered:
                sums[at][year.year] = year.entered.amount
            else:
                exact[year.year].append((at, sum((step.cost for step in year.steps), NIL)))
    for one, found in exact.items():
        shared = rows_to_the_penny([amount for _, amount in found])
        for (at, _), amount in zip(found, shared, strict=True):
            sums[at][one] = amount
    return [dict(sorted(by_year.items())) for by_year in sums]


def _line_rows(council: Council, posts: Iterable[FundedPost], asked: AsAt) -> list[CostRow]:
    budgets = budgets_of_lines(council, asked.day, asked.known_at)
    return [
        CostRow(
            name=line.name,
            plan_reference="; ".join(section.reference for section in line.sections.all()),
            by_year=dict(sorted(budgets[line.pk].items())),
            how="Budget, not a post",
            line_id=line.pk,
        )
        for line in lines_without_posts(council, posts)
        if line.pk in budgets
    ]
