"""What the pages of the app read, each in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.models import Council
from core import financial_year
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
from workforce.models import Cover, FundedPost, GradeCost, PayAward
from workforce.own_words import OwnWords
from workforce.sentences import PositionRecord, RecruitmentHistory
from workforce.states import State
from workforce.wording import row_sentence


def cost_table(council: Council, known_at: datetime | None = None) -> CostTable:
    """The council's grade costs and pay awards as known by then, in two queries."""
    costs = GradeCost.objects.of(council).standing(None, known_at)
    awards = PayAward.objects.of(council).standing(None, known_at)
    return CostTable(
        rates=tuple(GradeRate(cost.grade, cost.as_at, cost.annual_cost) for cost in costs),
        awards={award.financial_year: award.percent for award in awards},
    )


@dataclass(frozen=True)
class CostYear:
    """A year of a post's cost: the step it was computed by, the sum in whole pence, and what a paper printed."""

    step: CostStep
    computed: Decimal
    printed: Decimal | None

    @property
    def label(self) -> str:
        return financial_year.label(self.step.year)

    @property
    def difference(self) -> Decimal | None:
        """Printed less computed."""
        return None if self.printed is None else self.printed - self.computed


@dataclass(frozen=True)
class PostCost:
    """What a post costs by year, its total, and what it goes on costing after its money has ended; or why it
    cannot be computed."""

    years: tuple[CostYear, ...] = ()
    after: tuple[int, Decimal] | None = None
    missing: str = ""

    @property
    def total(self) -> Decimal:
        return sum((year.computed for year in self.years), Decimal(0))


def post_cost(post: FundedPost, table: CostTable) -> PostCost:
    """Computed from grade, number, FTE and dates; permanent posts show the full year after the money ends."""
    if not (post.grade and post.planned_start and post.funded_until):
        return PostCost(missing="Its grade, start and end of funding are needed to work out a cost.")
    facts = {"grade": post.grade, "number": post.number, "fte": post.fte_each}
    try:
        steps = cost_steps(table, start=post.planned_start, until=post.funded_until, **facts)  # type: ignore[arg-type]
        after = full_year_cost_after(table, until=post.funded_until, **facts)  # type: ignore[arg-type]
    except NoGradeCost as missing:
        return PostCost(missing=str(missing))
    printed = _printed(post)
    sums = rows_to_the_penny([step.cost for step in steps])
    years = [CostYear(step, total, printed.get(step.year)) for step, total in zip(steps, sums, strict=True)]
    permanent = post.contract == FundedPost.Contract.PERMANENT
    return PostCost(tuple(years), after if permanent else None)


def _printed(post: FundedPost) -> dict[int, Decimal]:
    row = (
        StatedRow.objects.filter(line=post.line_id).order_by("table", "order").first()
        if post.line_id
        else None
    )
    return {int(year): Decimal(str(pounds)) for year, pounds in (row.printed if row else {}).items()}


@dataclass(frozen=True)
class PostInList:
    """A post with its state on the day, as the list shows it. `recorded` is the sentence its events make,
    whatever an author wrote."""

    post: FundedPost
    sentence: str
    counts: dict[State, int]
    own_words: OwnWords | None = None
    recorded: str = ""

    @property
    def states(self) -> list[tuple[State, int]]:
        """The states that have positions, with how many."""
        return [(state, count) for state, count in self.counts.items() if count]


def posts_in_list(posts: list[FundedPost], at: AsAt) -> list[PostInList]:
    """Each post with its sentence and its positions by state; a proposal has neither."""
    history = RecruitmentHistory(posts, at.day, at.known_at)
    return [_in_list(post, history) for post in posts]


def _in_list(post: FundedPost, history: RecruitmentHistory) -> PostInList:
    if post.status not in FundedPost.GIVEN:
        return PostInList(post, _NOT_GIVEN[FundedPost.Status(post.status)], {})
    return PostInList(
        post,
        history.sentence_of(post),
        history.counts(post),
        history.own_words_of(post),
        row_sentence(history.facts(post)),
    )


_NOT_GIVEN = {
    FundedPost.Status.PROPOSED: "Proposed; not yet approved.",
    FundedPost.Status.RETIRED: "Retired: it stands in the record, and no table lists it.",
}


@dataclass(frozen=True)
class PostPage:
    """A post as its page shows it on a day."""

    listed: PostInList
    positions: tuple[PositionRecord, ...]
    cover: tuple[Cover, ...]


def post_page(post: FundedPost, at: AsAt) -> PostPage:
    history = RecruitmentHistory([post], at.day, at.known_at)
    return PostPage(_in_list(post, history), tuple(history.records(post)), tuple(history.cover_of(post)))
