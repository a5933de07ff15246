"""The posts and the money of a paper, read for `collect`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from accounts.models import Council
from core.dates import first_of_month, last_of_month
from core.financial_year import label, months, year_of
from core.words import listed
from finance.figures import MONTHS_OF_YEAR, YearFigures, months_through, year_of_all
from finance.grid import Grid, read_grid
from finance.models import FundingDecision, MonthClose, Outturn, StatedTable
from finance.periods import period_13
from finance.reads import LineSpend, SpendToDate, reconciliation_of, spend_to_date
from finance.reconciliation import Column
from reports.papers.collect_scope import ALL_PLANS, PlanScope
from reports.papers.data import PostRow
from reports.papers.spend import OutturnTold, SpendData, SpendLine, SpendMonth, StatedTotal
from workforce.sentences import RecruitmentRow, recruitment_rows


def posts(council: Council, day: date, known_at: datetime | None = None) -> tuple[PostRow, ...]:
    """Every approved row on the day, posts first; those not yet due say when they start."""
    return tuple(_post_row(row) for row in recruitment_rows(council, day, known_at))


def _post_row(row: RecruitmentRow) -> PostRow:
    return PostRow(
        post_pk=row.post_id,
        line_pk=row.line_id,
        role=row.role,
        label=row.name,
        number=row.number or 0,
        grade=row.grade,
        plan_reference=row.plan_reference,
        planned_start=row.planned_start,
        sentence=row.sentence,
        states={state.value: number for state, number in (row.counts or {}).items()},
        contract=row.contract,
        funded_until=row.funded_until,
        stale_words=row.own_words.text if row.own_words and row.own_words.is_stale else "",
    )


def spend(
    council: Council, day: date, scope: PlanScope = ALL_PLANS, known_at: datetime | None = None
) -> SpendData:
    """Spend of the plan's lines to the end of the month of `day`, with the financial year it falls in."""
    year = year_of(day)
    grid = read_grid(council, year, last_of_month(day), known_at)
    spent = spend_to_date(council, day, known_at)
    decisions = _decided(council, last_of_month(day))
    if scope.others:
        grid, spent = _within(grid, scope), _spent_within(spent, scope)
        decisions = [decision for decision in decisions if _pays_for(decision, scope)]
    return SpendData(
        through=first_of_month(day),
        financial_year=year,
        authorised=sum((decision.amount for decision in decisions), Decimal(0)),
        decision=listed(decision.title for decision in decisions),
        lines=_lines(grid, spent, day),
        months=_months(grid, day),
        open_months=_open_months(council, grid, day, known_at),
        outturns=_outturns(council, day, scope, known_at),
    )


def _outturns(
    council: Council, day: date, scope: PlanScope, known_at: datetime | None
) -> tuple[OutturnTold, ...]:
    """The outturn that stands of each year which was over by the end of the paper's month."""
    standing = (
        Outturn.objects.filter(council=council)
        .standing(last_of_month(day), known_at)
        .order_by("financial_year")
    )
    return tuple(
        OutturnTold(each.financial_year, each.get_stage_display().lower(), _outturn_of(each, scope))
        for each in standing
    )


def _outturn_of(outturn: Outturn, scope: PlanScope) -> Decimal:
    """Its total, or the part of the plan's lines: what the months it rests on were closed at."""
    if not scope.others:
        return outturn.total
    year = outturn.financial_year
    closes = MonthClose.objects.of(outturn.council).in_year(year).standing()
    closes = closes if outturn.is_final else closes.exclude(month=period_13(year))
    totals = (each for close in closes for each in close.totals.items())
    return sum((Decimal(amount) for pk, amount in totals if scope.has_line(int(pk))), Decimal(0))


def _within(grid: Grid, scope: PlanScope) -> Grid:
    """The grid without the lines of other plans alone."""
    rows = tuple(row for row in grid.lines if scope.has_line(row.line.pk))
    return replace(grid, lines=rows, total=year_of_all([row.figures for row in rows], grid.total.elapsed))


def _spent_within(spent: SpendToDate, scope: PlanScope) -> SpendToDate:
    """The lines without those of other plans alone; its own total and words are not asked for here."""
    return replace(spent, lines=tuple(line for line in spent.lines if scope.has_line(line.line_id)))


def _pays_for(decision: FundingDecision, scope: PlanScope) -> bool:
    """Whether a line of the decision is the plan's; one without lines yet is every plan's."""
    lines = decision.lines.all()
    return not lines or any(scope.has_line(line.pk) for line in lines)


def no_spend(day: date) -> SpendData:
    """For a paper that does not report spend: nothing, in the financial year of `day`."""
    return SpendData(first_of_month(day), year_of(day), Decimal(0), "", (), ())


def _open_months(council: Council, grid: Grid, day: date, known_at: datetime | None) -> tuple[date, ...]:
    closed = MonthClose.objects.closed_months(council, known_at)
    return tuple(month for month in grid.months[: months_through(grid.year, day)] if month not in closed)


def _decided(council: Council, day: date) -> list[FundingDecision]:
    """The decisions that every body of their sequence had approved by the day."""
    decisions = FundingDecision.objects.of(council).prefetch_related("approvals", "lines")
    return [decision for decision in decisions if decision.effective_on and decision.effective_on <= day]


def _lines(grid: Grid, spent: SpendToDate, day: date) -> tuple[SpendLine, ...]:
    """Every line, also one without budget this year; what it has spent may lie in earlier years."""
    in_year = {row.line.pk: row.figures for row in grid.lines}
    elapsed = months_through(grid.year, day)
    rows = []
    for line in spent.lines:
        figures = in_year.get(line.line_id)
        budget = figures.budget if figures else Decimal(0)
        to_date = sum(figures.profile[:elapsed], Decimal(0)) if figures else Decimal(0)
        entered = figures.spend if figures else (None,) * MONTHS_OF_YEAR
        rows.append(
            SpendLine(
                pk=line.line_id,
                code=line.code,
                name=line.name,
                covers=line.covers,
                year_budget=budget,
                budget_to_date=to_date,
                year_to_date=_sum_entered((*entered[:elapsed], _period_13(figures, elapsed))),
                to_date=line.spent,
                blank_months=_blank_months(line, entered, grid, day),
            )
        )
    return tuple(rows)


def _period_13(figures: YearFigures | None, elapsed: int) -> Decimal | None:
    """What was put right after March, which counts once the year is through."""
    return figures.period_13 if figures and elapsed == MONTHS_OF_YEAR else None


def _sum_entered(amounts: Iterable[Decimal | None]) -> Decimal | None:
    entered = [amount for amount in amounts if amount is not None]
    return sum(entered, Decimal(0)) if entered else None


def _blank_months(
    line: LineSpend, entered: tuple[Decimal | None, ...], grid: Grid, day: date
) -> tuple[date, ...]:
    """The months from the line's first figure of the year up to `day` in which nothing was entered."""
    until = list(zip(grid.months, entered, strict=True))[: months_through(grid.year, day)]
    first = next((at for at, (_, amount) in enumerate(until) if amount is not None), None)
    if line.spent is None or first is None:
        return ()
    return tuple(month for month, amount in until[first:] if amount is None)


def _months(grid: Grid, day: date) -> tuple[SpendMonth, ...]:
    """All lines month by month; beyond the paper's own month nothing counts as entered. Period 13 is in March."""
    elapsed = months_through(grid.year, day)
    known = list(grid.total.spend[:elapsed])
    if known:
        known[-1] = _sum_entered((known[-1], _period_13(grid.total, elapsed)))
    actual = (*known, *((None,) * (MONTHS_OF_YEAR - len(known))))
    return tuple(
        SpendMonth(month, budget, amount)
        for month, budget, amount in zip(months(grid.year), grid.total.profile, actual, strict=True)
    )


def stated_totals(council: Council, scope: PlanScope = ALL_PLANS) -> tuple[StatedTotal, ...]:
    """Each total an earlier paper printed, with what its rows add up to and what we compute."""
    every = StatedTable.objects.of(council).with_rows().prefetch_related("decision__lines")
    tables = [table for table in every if not scope.others or _pays_for(table.decision, scope)]
    return tuple(
        _stated(table, column) for table in tables for column in reconciliation_of(table).all_columns
    )


def _stated(table: StatedTable, column: Column) -> StatedTotal:
    return StatedTotal(
        table_pk=table.pk,
        table=table.title,
        source=table.source,
        column=label(column.year) if column.year is not None else "all years",
        stated=column.stated,
        printed=column.printed,
        computed=column.computed,
    )
