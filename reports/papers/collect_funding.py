"""What a decision is asked to pay for, read for `collect`: its rows with their cost by year, as printed and as
computed, and where the money comes from (document 000, paragraphs 9 to 16)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from core.financial_year import year_of
from finance.authority import authorities
from finance.models import BudgetLine, BudgetMovement, FundingDecision, StatedTable
from finance.reads import reconciliation_of
from finance.reconciliation import ReconciledRow, Reconciliation
from improvement.models import Section
from reports.models import Paper
from reports.papers.collect_scope import PlanScope
from reports.papers.costings import Cause, CostingRow, Costings, SourceRow
from workforce.figures import CostTable, NoGradeCost, cost_by_year, full_year_cost_after, rows_to_the_penny
from workforce.models import FundedPost
from workforce.post_costs import cost_table

NIL = Decimal(0)
ByYear = dict[int, Decimal]


def costings(paper: Paper, day: date) -> Costings:
    """The rows of the paper's decision on `day`; without a decision, those of the plan's proposed posts."""
    return _costings(paper, paper.decision, day, None)


def costings_of_plan(paper: Paper, day: date, scope: PlanScope, known_at: datetime | None = None) -> Costings:
    """What every decision that holds and pays for the plan was made for, together; printed tables stand elsewhere."""
    decisions = list(FundingDecision.objects.of(paper.council).with_authority().order_by("pk"))
    held = [
        one for one in authorities(decisions, day, known_at) if one.effective_on and one.effective_on <= day
    ]
    each = [_costings(paper, one.decision, day, known_at) for one in held]
    return together([replace(one, rows=_of_plan(one, scope)) for one in each])


def _of_plan(one: Costings, scope: PlanScope) -> tuple[CostingRow, ...]:
    return tuple(row for row in one.rows if scope.has_row(row.post_pk, row.line_pk))


def together(found: Sequence[Costings]) -> Costings:
    """The rows of several decisions over the years of all of them, without what was printed of each."""
    years = tuple(sorted({year for one in found if one.rows for year in one.years}))
    return Costings(
        years=years,
        rows=tuple(
            replace(row, computed=_over(years, one.years, row), printed=())
            for one in found
            for row in one.rows
        ),
        funded_until=max((one.funded_until for one in found if one.rows and one.funded_until), default=None),
    )


def _over(years: Sequence[int], own: Sequence[int], row: CostingRow) -> tuple[Decimal, ...]:
    by_year = dict(zip(own, row.computed, strict=True))
    return tuple(by_year.get(year, NIL) for year in years)


def _costings(
    paper: Paper, decision: FundingDecision | None, day: date, known_at: datetime | None
) -> Costings:
    posts = _posts(paper, decision, day, known_at)
    lines = list(_lines(decision)) if decision else []
    table = cost_table(paper.council)
    budgets = _original_budgets(lines, day, known_at)
    stated = _stated_table(decision)
    alone = Counter(post.line_id for post in posts)
    rows = [
        *(
            _post_row(post, table, budgets.get(post.line_id or 0))
            if alone[post.line_id] == 1 or post.line is None
            else _row_within(post, post.line, table)
            for post in posts
        ),
        *(_line_row(line, budgets.get(line.pk, {})) for line in lines if alone[line.pk] != 1),
    ]
    years = tuple(sorted({year for _, by_year in rows for year in by_year}))
    ends = [post.funded_until for post in posts if post.funded_until]
    return Costings(
        years=years,
        rows=tuple(_with_years(row, by_year, years, stated) for row, by_year in rows),
        sources=tuple(_sources(decision)) if decision else (),
        already_in_budget=decision.already_in_budget if decision else NIL,
        funded_until=max(ends, default=None),
        goes_on_from=year_of(max(ends)) + 1 if ends else None,
        stated=_stated(stated, years),
        stated_source=stated.source if stated else "",
        causes=tuple(_causes(stated)),
    )


@dataclass(frozen=True)
class _Stated:
    """A table as a paper printed it, with its rows by the budget line they speak of."""

    source: str
    found: Reconciliation
    rows: dict[int, ReconciledRow]


def _stated_table(decision: FundingDecision | None) -> _Stated | None:
    if decision is None:
        return None
    table = StatedTable.objects.of(decision.council).with_rows().filter(decision=decision).first()
    if table is None:
        return None
    found = reconciliation_of(table)
    by_line = {
        given.line_id: row
        for given, row in zip(table.rows.all(), found.rows, strict=True)
        if given.line_id is not None
    }
    return _Stated(table.source, found, by_line)


def _posts(
    paper: Paper, decision: FundingDecision | None, day: date, known_at: datetime | None
) -> list[FundedPost]:
    shown = FundedPost.objects.of(paper.council).as_at(day, known_at).shown().with_references()
    of_these = (
        shown.filter(line__decision=decision)
        if decision
        else shown.proposed().filter(sections__chapter__plan=paper.plan).distinct()
    )
    return list(of_these.select_related("line").order_by("order", "pk"))


def _lines(decision: FundingDecision) -> QuerySet[BudgetLine]:
    sections = Prefetch("sections", Section.objects.select_related("chapter__plan"))
    lines = BudgetLine.objects.filter(decision=decision).prefetch_related(sections)
    return lines.order_by("order", "code")


def _original_budgets(lines: list[BudgetLine], day: date, known_at: datetime | None) -> dict[int, ByYear]:
    """The first budgets of the lines: later virements change what is spent, not what was asked for."""
    original = BudgetMovement.objects.filter(line__in=lines, kind=BudgetMovement.Kind.ORIGINAL)
    return original.by_line_and_year(day, known_at)


def _post_row(post: FundedPost, table: CostTable, budget: ByYear | None) -> tuple[CostingRow, ByYear]:
    row = CostingRow(
        post_pk=post.pk,
        line_pk=post.line_id,
        label=str(post),
        grade=post.grade,
        contract=post.get_contract_display(),
        rationale=post.rationale.strip(),
        plan_reference=post.plan_reference,
        starts=post.planned_start,
        computed=(),
        goes_on=_goes_on(post, table),
    )
    return row, budget if budget is not None else _estimated(post, table)


def _row_within(post: FundedPost, line: BudgetLine, table: CostTable) -> tuple[CostingRow, ByYear]:
    """A post whose line pays for others too: the line's budget is told once, in the row of the line."""
    row, _ = _post_row(post, table, {})
    return replace(row, paid_in=line.name), {}


def _goes_on(post: FundedPost, table: CostTable) -> Decimal | None:
    if post.contract != FundedPost.Contract.PERMANENT or not (post.grade and post.funded_until):
        return None
    try:
        _, cost = full_year_cost_after(
            table, grade=post.grade, number=post.number, fte=post.fte_each, until=post.funded_until
        )
    except NoGradeCost:
        return None
    return cost


def _estimated(post: FundedPost, table: CostTable) -> ByYear:
    if not (post.grade and post.planned_start and post.funded_until):
        return {}
    try:
        costs = cost_by_year(
            table,
            grade=post.grade,
            number=post.number,
            fte=post.fte_each,
            start=post.planned_start,
            until=post.funded_until,
        )
    except (NoGradeCost, ValueError):
        return {}
    return dict(zip(costs, rows_to_the_penny(list(costs.values())), strict=True))


def _line_row(line: BudgetLine, budget: ByYear) -> tuple[CostingRow, ByYear]:
    row = CostingRow(
        post_pk=None,
        line_pk=line.pk,
        label=line.name,
        grade="",
        contract="",
        rationale=line.spend_covers.strip(),
        plan_reference="; ".join(section.reference for section in line.sections.all()),
        starts=None,
        computed=(),
    )
    return row, budget


def _with_years(
    row: CostingRow, by_year: ByYear, years: tuple[int, ...], stated: _Stated | None
) -> CostingRow:
    computed = tuple(by_year.get(year, NIL) for year in years)
    return replace(row, computed=computed, printed=_printed(row, years, stated))


def _printed(row: CostingRow, years: tuple[int, ...], stated: _Stated | None) -> tuple[Decimal | None, ...]:
    """What the printed table has for the row, found by its line."""
    if stated is None:
        return ()
    if row.paid_in:
        return (None,) * len(years)
    same = stated.rows.get(row.line_pk or 0)
    cells = dict(zip(stated.found.years, same.cells, strict=True)) if same else {}
    return tuple(cells[year].printed if year in cells else None for year in years)


def _sources(decision: FundingDecision) -> list[SourceRow]:
    return [
        SourceRow(str(source), source.amount, source.is_recurring, source.balance, source.balance_on)
        for source in decision.sources.all()
    ]


def _stated(stated: _Stated | None, years: tuple[int, ...]) -> tuple[Decimal, ...]:
    """The totals as printed: by year, then of all years; nothing unless every year was printed."""
    if stated is None:
        return ()
    totals = {column.year: column.stated for column in stated.found.all_columns}
    if not {*years, None} <= set(totals):
        return ()
    return (*(totals[year] for year in years), totals[None])


def _causes(stated: _Stated | None) -> Iterator[Cause]:
    for row in stated.found.rows if stated else ():
        for cell in row.cells:
            for cause in cell.causes:
                if not cause.is_rounding:
                    yield Cause(row.label, cause.year, cause.amount, cause.explanation)
