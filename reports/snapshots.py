"""The two sides of a comparison: from a paper's data, frozen or of the moment, or from the record on a day."""

from datetime import date, datetime

from django.urls import reverse

from accounts.models import Council
from core.dates import ONE_DAY, first_of_month, full_date, full_moment, last_of_month, month_name
from core.financial_year import year_of
from finance.figures import NIL
from finance.grid import read_grid
from finance.reads import spend_to_date
from improvement.models import Action, Measure, Plan, Rating
from improvement.scorecard import line_of, shown
from reports.comparison import ActionThen, LineThen, MeasureThen, MoneyThen, PostThen, RatedAs, Side
from reports.disclosure import closed_in
from reports.models import Paper
from reports.papers import codec
from reports.papers.data import PaperData, PostRow
from reports.papers.documents import closed_stems
from reports.papers.kinds import kind_of
from reports.papers.locking import collect_for_paper
from reports.papers.open_parts import hidden_parts, open_alone
from workforce.sentences import RecruitmentRow, recruitment_rows
from workforce.states import State

NOT_YET = RatedAs("", "Not yet rated", "grey", "–", "")


def side_of_paper(paper: Paper, *, sees_exempt: bool) -> Side:
    """A published paper as it was published last, whatever shape its data had then; a draft as it now stands. Whoever
    may not see what is not for publication is shown what its open documents show."""
    publication = paper.publications.first()
    data = codec.from_json(PaperData, publication.data) if publication else collect_for_paper(paper).data
    hidden: frozenset[str] = frozenset()
    if not sees_exempt and (closed := closed_in(publication) if publication else closed_stems(data)):
        hidden, data = hidden_parts(data, closed), open_alone(data, closed)
    state = f"published {full_date(publication.published_at)}" if publication else "draft as it now stands"
    kind = kind_of(data.kind)
    rated = {r.code: RatedAs(r.code, r.label, r.colour, r.symbol, r.meaning) for r in data.plan.progress_key}
    has_ratings = kind.has("ratings") and "plan" not in hidden
    actions = {
        row.pk: ActionThen(row.reference, row.title, rated.get(row.rating, NOT_YET), row.due)
        for row in data.plan.actions
    }
    posts = {_post_key(row.post_pk, row.line_pk): _post_then(row) for row in data.posts if row.is_post}
    return Side(
        title=f"{data.identity.title}, {full_date(data.identity.meeting_date)} ({state})",
        dates=tuple(
            (block.label, full_date(data.dates[block.key]))
            for block in kind.blocks
            if block.key in data.dates
        ),
        key=tuple(rated.values()) if has_ratings else (),
        actions=actions if has_ratings else None,
        posts=posts if kind.has("recruitment") and "posts" not in hidden else None,
        money=_money_of(data) if kind.has("spend") and "spend" not in hidden else None,
        measures=_measures_of(data),
        href=reverse("reports:paper-detail", args=[paper.council.slug, paper.pk]),
    )


def _money_of(data: PaperData) -> MoneyThen:
    lines = {line.code: LineThen(line.name, line.year_budget, line.to_date) for line in data.spend.lines}
    return MoneyThen(data.spend.through, lines)


def _measures_of(data: PaperData) -> dict[int, MeasureThen] | None:
    if data.scorecard is None:
        return None
    return {
        row.pk: MeasureThen(row.title, row.latest.shown if row.latest else "No reading", row.period)
        for row in data.scorecard.measures
    }


def _post_key(post: int | None, line: int | None) -> str:
    return f"post {post}" if post is not None else f"line {line}"


def _post_then(row: PostRow) -> PostThen:
    return PostThen(row.label, {_state(key): number for key, number in row.states.items() if number})


def _state(key: str) -> str:
    """What a state is called; the key itself where an older paper knew another state."""
    known = {state.value: state.label.lower() for state in State}
    return known.get(key, key.replace("_", " "))


# The record on a day


def side_of_day(council: Council, plan: Plan, day: date, known_at: datetime | None = None) -> Side:
    """The record as at a day, as it was known then (None: as we now know it); spend to the end of its last whole
    month. The number of queries does not grow with the plan."""
    through = last_of_month(day) if day == last_of_month(day) else _month_before(day)
    known = f", as known on {full_moment(known_at)}" if known_at else ", as now known"
    key = {r.pk: _rated(r) for r in Rating.objects.filter(scale=plan.progress_scale).in_key_order()}
    by_code = {rating.code: rating for rating in key.values()}
    return Side(
        title=f"{plan.title} as at {full_date(day)}{known}",
        dates=(("Everything but money", full_date(day)), ("Spend through", month_name(through))),
        key=tuple(by_code.values()),
        actions=_actions_on(council, plan, day, known_at, by_code),
        posts=_posts_on(council, day, known_at),
        money=_money_on(council, through, known_at),
        measures=_measures_on(council, day, known_at),
    )


def _month_before(day: date) -> date:
    return first_of_month(day) - ONE_DAY


def _rated(rating: Rating) -> RatedAs:
    return RatedAs(rating.code, rating.label, rating.colour, rating.symbol, rating.meaning)


def _actions_on(
    council: Council, plan: Plan, day: date, known_at: datetime | None, key: dict[str, RatedAs]
) -> dict[int, ActionThen]:
    rows = Action.objects.of(council).filter(section__chapter__plan=plan).as_at(day, known_at).in_plan_order()
    return {
        row.pk: ActionThen(row.reference, row.title, key.get(row.rating_code or "", NOT_YET), row.current_due)
        for row in rows
    }


def _posts_on(council: Council, day: date, known_at: datetime | None) -> dict[str, PostThen]:
    rows = recruitment_rows(council, day, known_at)
    return {_post_key(row.post_id, row.line_id): _row_then(row) for row in rows if row.is_post}


def _row_then(row: RecruitmentRow) -> PostThen:
    return PostThen(
        row.name, {state.label.lower(): number for state, number in (row.counts or {}).items() if number}
    )


def _money_on(council: Council, through: date, known_at: datetime | None) -> MoneyThen:
    grid = read_grid(council, year_of(through), through, known_at)
    in_year = {row.line.pk: row.figures for row in grid.lines}
    spent = spend_to_date(council, through, known_at)
    lines = {}
    for line in spent.lines:
        figures = in_year.get(line.line_id)
        budget, forecast = (figures.budget, figures.forecast_outturn) if figures else (NIL, None)
        lines[line.code] = LineThen(line.name, budget, line.spent, forecast)
    return MoneyThen(first_of_month(through), lines)


def _measures_on(council: Council, day: date, known_at: datetime | None) -> dict[int, MeasureThen]:
    found = {}
    for measure in Measure.objects.of(council).as_at(day, known_at):
        line = line_of(measure, day)
        value = shown(line.latest.value, measure.unit) if line.latest else "No reading"
        found[measure.pk] = MeasureThen(measure.title, value, line.covers)
    return found
