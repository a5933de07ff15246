"""The recruitment table: every approved row with its state in plain words, as at a day, known at a moment."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch, Sum

from accounts.models import Council
from core import financial_year
from core.money import pounds
from finance.models import BudgetLine, BudgetMovement
from improvement.models import Section
from workforce.models import Cover, FundedPost, Position, PostStatus, RecruitmentEvent
from workforce.own_words import OwnWords, own_words
from workforce.states import Standing, State, fold, state_of
from workforce.wording import (
    CoverInPlace,
    CoverOver,
    Ended,
    RowFacts,
    has_nobody_since,
    quiet_positions,
    row_sentence,
    unconfirmed_words,
)


@dataclass(frozen=True)
class RecruitmentRow:
    """A row of the table. A row that is not a post (specialist support) has a `line_id`, no number and no
    counts. `counts` has the positions by state and adds up to `number`; `news_on` is the day of the latest
    event told; `sentence` is that of `own_words` while they are not out of date."""

    role: str
    sentence: str
    plan_reference: str = ""
    post_id: int | None = None
    line_id: int | None = None
    number: int | None = None
    fte: Decimal | None = None
    grade: str = ""
    contract: str = ""
    planned_start: date | None = None
    funded_until: date | None = None
    news_on: date | None = None
    counts: Mapping[State, int] | None = None
    own_words: OwnWords | None = None

    @property
    def name(self) -> str:
        """`Social Worker x 6`, as the papers print it."""
        return f"{self.role} x {self.number}" if self.number and self.number > 1 else self.role

    @property
    def is_post(self) -> bool:
        return self.post_id is not None


@dataclass(frozen=True)
class PositionRecord:
    """A position with what its events and cover come to on the day."""

    position: Position
    standing: Standing
    covered: bool
    state: State
    unconfirmed: str = ""


def recruitment_rows(council: Council, day: date, known_at: datetime | None = None) -> list[RecruitmentRow]:
    """Every approved row of the council: its posts in order, then the budget lines of the same decisions that
    are not posts. Rows approved after `day` are left out."""
    given = FundedPost.objects.of(council).as_at(day, known_at).approved()
    posts = [post for post in given.with_references() if not _long_gone(post, day)]
    history = RecruitmentHistory(posts, day, known_at)
    rows = [_post_row(post, history) for post in posts]
    return rows + _line_rows(council, posts, day, known_at)


def _long_gone(post: FundedPost, day: date) -> bool:
    """Ended, and its money too: it stands in the record, no longer in the table of the day."""
    ended = post.status == FundedPost.Status.ENDED
    return ended and post.funded_until is not None and post.funded_until < day


def posts_by_state(rows: Iterable[RecruitmentRow]) -> dict[State, int]:
    """How many positions stand in each state over all rows, in the order of `State`, those with none too."""
    total: Counter[State] = Counter()
    for row in rows:
        total.update(row.counts or {})
    return {state: total[state] for state in State}


class RecruitmentHistory:
    """The events, cover and authors' sentences of some posts (with their `status`) as held on a day, read in five
    queries however many posts, one more where a post has ended, and more where an author has written."""

    def __init__(self, posts: Sequence[FundedPost], day: date, known_at: datetime | None = None) -> None:
        self.day = day
        self._read_positions(posts, known_at)
        self._read_events(known_at)
        self._read_cover(known_at)
        self._own_words = own_words(list(self._positions), day, known_at)
        self.ended = _ends([post for post in posts if post.status == FundedPost.Status.ENDED], day, known_at)

    def _read_positions(self, posts: Sequence[FundedPost], known_at: datetime | None) -> None:
        self._positions: dict[int, list[Position]] = {post.pk: [] for post in posts}
        there = Position.objects.filter(post__in=posts).there(self.day, known_at)
        for position in there.with_fte_known_by(known_at).order_by("post_id", "number"):
            self._positions[position.post_id].append(position)

    def _read_events(self, known_at: datetime | None) -> None:
        self._events: dict[int, list[RecruitmentEvent]] = defaultdict(list)
        ids = [position.pk for positions in self._positions.values() for position in positions]
        standing = RecruitmentEvent.objects.standing(self.day, known_at).filter(position__in=ids)
        for event in standing.order_by("as_at", "pk"):
            self._events[event.position_id].append(event)

    def _read_cover(self, known_at: datetime | None) -> None:
        self._cover: dict[int, list[Cover]] = defaultdict(list)
        self._cover_over: dict[int, list[Cover]] = defaultdict(list)
        self._covered: dict[int, set[int]] = {}
        begun = Cover.objects.known_by(known_at).filter(
            started_on__lte=self.day, post__in=list(self._positions)
        )
        for cover in begun.with_ends_known_by(known_at):
            is_over = cover.ended_on is not None and cover.ended_on < self.day
            (self._cover_over if is_over else self._cover)[cover.post_id].append(cover)
            self._covered[cover.pk] = {position.pk for position in cover.positions.all()}

    def sentence_of(self, post: FundedPost) -> str:
        """The author's, while nothing newer has been recorded; else that of the record."""
        own = self.own_words_of(post)
        return own.text if own and not own.is_stale else row_sentence(self.facts(post))

    def own_words_of(self, post: FundedPost) -> OwnWords | None:
        return self._own_words.get(post.pk)

    def cover_of(self, post: FundedPost) -> list[Cover]:
        return self._cover[post.pk]

    def cover_over_of(self, post: FundedPost) -> list[Cover]:
        """What has ended, the last first."""
        return sorted(self._cover_over[post.pk], key=lambda cover: (cover.ended_on, cover.pk), reverse=True)

    def events_of(self, position: Position) -> list[RecruitmentEvent]:
        """Oldest first."""
        return self._events[position.pk]

    def records(self, post: FundedPost) -> list[PositionRecord]:
        """Each position of the post with its standing and its state."""
        covered = {pk for cover in self.cover_of(post) for pk in self._covered[cover.pk]}
        return [
            self._record(post, position, covered=position.pk in covered)
            for position in self._positions[post.pk]
        ]

    def _record(self, post: FundedPost, position: Position, *, covered: bool) -> PositionRecord:
        standing = fold(self._events[position.pk])
        ended = post.pk in self.ended
        state = state_of(
            standing, covered=covered, planned_start=post.planned_start, day=self.day, ended=ended
        )
        waits = "" if ended else unconfirmed_words(standing, self.day)
        return PositionRecord(position, standing, covered, state, waits)

    def facts(self, post: FundedPost) -> RowFacts:
        """What the sentence of the post's row is made from."""
        records = self.records(post)
        filled = {record.position.pk for record in records if record.state == State.FILLED}
        return RowFacts(
            number=len(records) or post.number,
            noun=post.role_noun or "worker",
            planned_start=post.planned_start,
            day=self.day,
            standings=[record.standing for record in records],
            # Cover that is the very people in post would be told twice.
            cover=[
                self._in_place(cover)
                for cover in self.cover_of(post)
                if not self._covered[cover.pk] or self._covered[cover.pk] - filled
            ],
            cover_over=self._over(post, records),
            quiet=quiet_positions((record.standing, record.covered) for record in records),
            ended=self.ended.get(post.pk),
        )

    def _over(self, post: FundedPost, records: Iterable[PositionRecord]) -> list[CoverOver]:
        """The last cover of each position that has nobody since, alike ones together."""
        last: dict[int, tuple[str, date]] = {}
        for cover in self._cover_over[post.pk]:
            for position in self._covered[cover.pk]:
                if cover.ended_on and (position not in last or last[position][1] < cover.ended_on):
                    last[position] = (cover.kind, cover.ended_on)
        left = Counter(
            last[record.position.pk]
            for record in records
            if record.position.pk in last
            and not record.covered
            and has_nobody_since(record.standing, last[record.position.pk][1])
        )
        return [CoverOver(kind, count, ended_on) for (kind, ended_on), count in left.items()]

    def _in_place(self, cover: Cover) -> CoverInPlace:
        positions = len(self._covered[cover.pk]) or cover.headcount
        return CoverInPlace(cover.kind, cover.headcount, positions, cover.started_on, cover.note)

    def counts(self, post: FundedPost) -> dict[State, int]:
        """The positions by state; those nobody has set up yet count as vacant or not yet due. *Ended* is in it only
        where the post is."""
        states = Counter(record.state for record in self.records(post))
        missing = post.number - sum(states.values())
        if missing > 0:
            nobody = state_of(
                Standing(),
                covered=False,
                planned_start=post.planned_start,
                day=self.day,
                ended=post.pk in self.ended,
            )
            states[nobody] += missing
        return {state: states[state] for state in State if state != State.ENDED or states[state]}


def _ends(posts: Sequence[FundedPost], day: date, known_at: datetime | None) -> dict[int, Ended]:
    """By post when and why it ended."""
    if not posts:
        return {}
    last = PostStatus.objects.filter(post__in=posts).current(day, known_at)
    return {entry.post_id: Ended(entry.as_at, entry.note) for entry in last}


def _post_row(post: FundedPost, history: RecruitmentHistory) -> RecruitmentRow:
    facts = history.facts(post)
    return RecruitmentRow(
        role=post.role,
        sentence=history.sentence_of(post),
        plan_reference=post.plan_reference,
        post_id=post.pk,
        line_id=post.line_id,
        number=post.number,
        fte=post.fte,
        grade=post.grade,
        contract=post.get_contract_display(),
        planned_start=post.planned_start,
        funded_until=post.funded_until,
        news_on=facts.ended.on if facts.ended else _latest(facts),
        counts=history.counts(post),
        own_words=history.own_words_of(post),
    )


def _latest(facts: RowFacts) -> date | None:
    return max((one.on for one in facts.standings if one.on), default=None)


def _line_rows(
    council: Council, posts: list[FundedPost], day: date, known_at: datetime | None
) -> list[RecruitmentRow]:
    lines = lines_without_posts(council, posts)
    budgets = budgets_of_lines(council, day, known_at)
    return [
        RecruitmentRow(
            role=line.name,
            sentence=_line_sentence(budgets[line.pk]),
            plan_reference="; ".join(section.reference for section in line.sections.all()),
            line_id=line.pk,
        )
        for line in lines
        if line.pk in budgets
    ]


def lines_without_posts(council: Council, posts: Iterable[FundedPost]) -> list[BudgetLine]:
    """The lines of the same decisions that pay for no posts: expert support, a fund, legal costs."""
    decisions = {post.line.decision_id for post in posts if post.line}
    return list(
        BudgetLine.objects.of(council)
        .filter(decision__in=decisions, funded_posts=None)
        .exclude(kind=BudgetLine.Kind.POSTS)
        .prefetch_related(Prefetch("sections", Section.objects.select_related("chapter__plan")))
        .order_by("order", "code")
    )


def budgets_of_lines(council: Council, day: date, known_at: datetime | None) -> dict[int, dict[int, Decimal]]:
    budgets: dict[int, dict[int, Decimal]] = defaultdict(dict)
    moved = BudgetMovement.objects.filter(council=council).standing(day, known_at)
    sums = moved.order_by().values_list("line_id", "financial_year").annotate(Sum("amount"))
    for line_id, year, amount in sums:
        budgets[line_id][year] = amount
    return budgets


def _line_sentence(budget: Mapping[int, Decimal]) -> str:
    sums = [
        f"{pounds(amount)} in {financial_year.label(year)}"
        for year, amount in sorted(budget.items())
        if amount
    ]
    return f"Not a post: a budget of {' and '.join(sums)}." if sums else "Not a post: its budget is nil."
