"""What a tranche is asked for, read for `collect`: the decision with its tranches, and the lines the tranche pays
for by year (document 003, paragraphs 32 to 34)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from accounts.models import Council
from core.dates import add_months, key_decision_notice, last_of_month
from core.financial_year import months, year_of
from core.words import listed
from finance.models import (
    AuthorisedAmount,
    BudgetLine,
    BudgetMovement,
    FundingDecision,
    MonthClose,
    Tranche,
)
from finance.reads import spend_to_date
from reports.models import Paper
from reports.papers.drawdown import AllocationRow, Drawdown, TrancheRow

NIL = Decimal(0)
# The table begins two years before the meeting's, as committees are used to (document 003).
_YEARS_BEFORE = 2


def drawdown(paper: Paper, day: date, known_at: datetime | None = None) -> Drawdown | None:
    """The paper's tranche on `day`, before its meeting has decided; None for a paper without a decision."""
    decision = paper.decision
    if decision is None:
        return None
    tranches = list(decision.tranches.all())
    asked = paper.tranche or next_to_draw(tranches, day)
    year = year_of(paper.meeting.held_on)
    years = tuple(range(year - _YEARS_BEFORE, year + 1))
    amounts = AuthorisedAmount.objects.by_decision([decision], day, known_at)
    through = last_of_month(add_months(day, -1))
    return Drawdown(
        decision=decision.title,
        authorised=amounts.get(decision.pk, decision.amount),
        approved_by=listed(approval.body for approval in decision.approvals.all()),
        effective_on=decision.effective_on,
        is_key=decision.is_key,
        key_reasons=decision.key_reasons.strip(),
        notice_by=_notice(paper, decision),
        years=years,
        tranches=tuple(_tranche(each, asked, day) for each in tranches),
        rows=tuple(_rows(decision, asked, day, years, through, known_at)),
        spent_through=through,
        conditions=decision.conditions.strip(),
        delegated_to=decision.delegated_to,
        open_months=_open_months(paper.council, through, known_at),
    )


def _open_months(council: Council, through: date, known_at: datetime | None) -> tuple[date, ...]:
    closed = MonthClose.objects.closed_months(council, known_at)
    of_year = months(year_of(through))
    return tuple(month for month in of_year if month <= through and month not in closed)


def next_to_draw(tranches: Sequence[Tranche], day: date) -> Tranche | None:
    """The first tranche not drawn down on the day, or the last of all; None where there is none."""
    waiting = (tranche for tranche in tranches if not tranche.is_drawn(day))
    return next(waiting, tranches[-1] if tranches else None)


def _notice(paper: Paper, decision: FundingDecision) -> date | None:
    """28 clear days before the meeting; councils under the committee system make no key decisions."""
    is_executive = paper.council.system == paper.council.System.EXECUTIVE
    return key_decision_notice(paper.meeting.held_on) if is_executive and decision.is_key else None


def _tranche(tranche: Tranche, asked: Tranche | None, day: date) -> TrancheRow:
    """The one asked for is not drawn yet, though the record may say since that the meeting agreed."""
    is_asked = asked is not None and tranche.pk == asked.pk
    forward_on = tranche.brought_forward_on
    forward = NIL if forward_on and forward_on > day else tranche.brought_forward
    return TrancheRow(
        number=tranche.number,
        amount=tranche.amount,
        drawn=forward if is_asked else tranche.drawn(day),
        brought_forward=forward,
        brought_forward_on=forward_on if forward else None,
        note=tranche.brought_forward_note if forward else "",
        is_asked=is_asked,
    )


def _rows(
    decision: FundingDecision,
    asked: Tranche | None,
    day: date,
    years: tuple[int, ...],
    through: date,
    known_at: datetime | None,
) -> list[AllocationRow]:
    lines = BudgetLine.objects.filter(decision=decision).order_by("order", "code")
    lines = lines.filter(tranche=asked) if asked else lines
    original = BudgetMovement.objects.filter(line__in=lines, kind=BudgetMovement.Kind.ORIGINAL)
    budgets = original.by_line_and_year(day, known_at)
    spent = {line.line_id: line.spent for line in spend_to_date(decision, through, known_at).lines}
    return [_row(line, budgets[line.pk], years, spent.get(line.pk)) for line in lines if line.pk in budgets]


def _row(
    line: BudgetLine, by_year: dict[int, Decimal], years: tuple[int, ...], spent: Decimal | None
) -> AllocationRow:
    first, *others = years
    # Earlier money stands in the first column and later money in the last, so that nothing is lost of the total.
    early = sum((amount for year, amount in by_year.items() if year <= first), NIL)
    later = sum((amount for year, amount in by_year.items() if year > years[-1]), NIL)
    return AllocationRow(
        line_pk=line.pk,
        code=line.code,
        name=line.name,
        stream=line.funding_stream,
        amounts=(early, *(by_year.get(year, NIL) for year in others), later),
        is_indicative=line.allocation == BudgetLine.Allocation.INDICATIVE,
        allocated_by=line.allocated_by,
        spent=spent,
    )
