"""What a funding decision allows and what has become of it: drawn, allocated to lines and spent, in pounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from accounts.models import Council
from core.dates import full_date
from core.money import pounds
from finance.figures import NIL, budget_by_year
from finance.models import (
    AuthorisedAmount,
    BudgetLine,
    BudgetMovement,
    FundingDecision,
    SpendEntry,
)
from finance.models.spend import SpendEntryQuerySet
from finance.run_out import cost_by_month, month_run_out
from finance.terms import SourceTerms, Terms, TrancheTerms, terms_of

# Ordered and not yet spent: counted apart from what was spent.
COMMITMENT = "commitment"


@dataclass(frozen=True)
class LineAuthority:
    """A line of a decision: its budget by year, what it has spent and ordered, and its cost month by month."""

    line: BudgetLine
    budgets: dict[int, Decimal]
    spent: Decimal
    committed: Decimal = NIL
    returned: Decimal = NIL
    by_month: Mapping[date, Decimal] | None = None

    @property
    def budget(self) -> Decimal:
        return sum(self.budgets.values(), NIL)

    @property
    def remaining(self) -> Decimal:
        return self.budget - self.spent - self.committed


@dataclass(frozen=True)
class TrancheState:
    """A tranche on the day asked for: what of it may be spent, and its lines' budget, spend and last month."""

    tranche: TrancheTerms
    allocated: Decimal
    spent: Decimal
    runs_out: date | None

    @property
    def is_drawn(self) -> bool:
        return self.tranche.is_drawn

    @property
    def drawn(self) -> Decimal:
        return self.tranche.drawn

    @property
    def waiting(self) -> Decimal:
        return self.tranche.amount - self.drawn

    @property
    def left(self) -> Decimal:
        return self.tranche.amount - self.spent


@dataclass(frozen=True)
class Authority:
    """A decision with its tranches and lines, on a day as known at a moment (None: now).

    `terms` and `gross`, the sum decided, are as they were known then; nil before they were written down.
    """

    decision: FundingDecision
    terms: Terms
    tranches: tuple[TrancheState, ...]
    lines: tuple[LineAuthority, ...]
    gross: Decimal = NIL

    @property
    def effective_on(self) -> date | None:
        """The day of the last approval, None while one is missing on the day asked for."""
        return self.terms.effective_on

    @property
    def authorised(self) -> Decimal:
        """The sum decided; nil until the last body has approved."""
        return self.gross if self.effective_on else NIL

    @property
    def net(self) -> Decimal:
        """What has to be found: gross less the growth already in the budget (document 002: £2.5m − £0.5m)."""
        return self.gross - self.terms.already_in_budget

    @property
    def drawn(self) -> Decimal:
        """Tranches drawn down, and what was brought forward of those that are not yet."""
        return sum((state.drawn for state in self.tranches), NIL)

    @property
    def to_draw(self) -> Decimal:
        """Authority to draw: authorised and not drawn yet."""
        return self.authorised - self.drawn

    @property
    def allocated(self) -> Decimal:
        return sum((line.budget for line in self.lines), NIL)

    @property
    def indicative(self) -> Decimal:
        """What of the allocation has not been agreed yet."""
        indicative = BudgetLine.Allocation.INDICATIVE
        return sum((line.budget for line in self.lines if line.line.allocation == indicative), NIL)

    @property
    def returned(self) -> Decimal:
        """Surplus given back (document 000, paragraph 16)."""
        return sum((line.returned for line in self.lines), NIL)

    @property
    def committed(self) -> Decimal:
        return sum((line.committed for line in self.lines), NIL)

    @property
    def spent(self) -> Decimal:
        return sum((line.spent for line in self.lines), NIL)

    @property
    def unallocated(self) -> Decimal:
        """Authorised, not given to a line and not returned; negative when the lines come to more."""
        return self.authorised - self.allocated - self.returned

    @property
    def remaining(self) -> Decimal:
        """Neither spent, ordered nor returned."""
        return self.authorised - self.spent - self.committed - self.returned

    @property
    def recurring_funding(self) -> Decimal:
        """What its recurring sources bring every year."""
        return sum((source.amount for source in self.sources if source.is_recurring), NIL)

    @property
    def one_off_funding(self) -> Decimal:
        return sum((source.amount for source in self.sources if not source.is_recurring), NIL)

    @property
    def recurring_cost(self) -> Decimal:
        """What its lines go on costing in a full year (document 000, paragraph 10)."""
        return sum((line.line.recurring_cost or NIL for line in self.lines), NIL)

    @property
    def unfunded_cost(self) -> Decimal:
        """The full-year effect of permanent cost on money for a time."""
        return max(self.recurring_cost - self.recurring_funding, NIL)

    @property
    def money_ends_on(self) -> date | None:
        """The last day of the money that is there for a time, where it was said."""
        ends = (source.ends_on for source in self.sources if source.ends_on and not source.is_recurring)
        return max(ends, default=None)

    @property
    def sources(self) -> tuple[SourceTerms, ...]:
        return self.terms.sources

    @property
    def budget_by_year(self) -> dict[int, Decimal]:
        return budget_by_year({line.line.pk: line.budgets for line in self.lines})

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(self.budget_by_year)

    @property
    def rows(self) -> tuple["YearsOfLine", ...]:
        """Each line with its budget in each of the decision's years; None where it has none."""
        years = self.years
        return tuple(
            YearsOfLine(line, tuple(line.budgets.get(year) for year in years)) for line in self.lines
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each sum that has gone below nil, or above what it rests on."""
        return tuple(_warnings(self))


@dataclass(frozen=True)
class YearsOfLine:
    """A line with one amount, or None, for each year of its decision."""

    line: LineAuthority
    amounts: tuple[Decimal | None, ...]


def _warnings(authority: Authority) -> list[str]:
    checks = [
        (authority.to_draw, "More has been drawn than is authorised, by"),
        (authority.unallocated, "The lines come to more than was decided, by"),
        (authority.drawn - authority.spent, "More has been spent than was drawn, by"),
        (authority.remaining, "More has been spent and ordered than was authorised, by"),
    ]
    found = [f"{words} {pounds(-amount)}" for amount, words in checks if amount < 0]
    for source in authority.sources:
        if source.balance is not None and source.balance < source.amount:
            short = pounds(source.amount - source.balance)
            found.append(f"{source} held {pounds(source.balance)}, {short} less than is taken from it")
    over = [line for line in authority.lines if line.remaining < 0]
    return found + [f"{each.line} is overspent by {pounds(-each.remaining)}" for each in over]


@dataclass(frozen=True)
class BarPart:
    """A stretch of the tranche bar, in per cent of the decision; `state` is drawn, forward, or waiting."""

    state: str
    start: Decimal
    width: Decimal


def bar_parts(authority: Authority) -> tuple[BarPart, ...]:
    """The tranches laid end to end over what was authorised."""
    parts: list[BarPart] = []
    start = NIL
    whole = max(authority.gross, sum((state.tranche.amount for state in authority.tranches), NIL))
    for state in authority.tranches:
        name = "drawn" if state.is_drawn else "forward"
        for kind, amount in ((name, state.drawn), ("waiting", state.waiting)):
            if amount:
                width = (100 * amount / whole).quantize(Decimal("0.01"))
                parts.append(BarPart(kind, start, width))
                start += width
    return tuple(parts)


def key_suggestion(authority: Authority, threshold: Decimal) -> tuple[str, ...]:
    """Why it may be a key decision: the council's threshold, or two or more wards (document 003); executive
    councils only. It decides nothing: the clerk does."""
    if authority.decision.council.system != Council.System.EXECUTIVE:
        return ()
    reasons = []
    if authority.gross >= threshold:
        reasons.append(f"It comes to {pounds(authority.gross)}; {pounds(threshold)} or more is significant")
    if (authority.terms.wards or 0) >= 2:
        reasons.append(f"It affects {authority.terms.wards} wards; two or more is significant")
    return tuple(reasons)


def authorities(
    decisions: Sequence[FundingDecision], day: date | None = None, known_at: datetime | None = None
) -> list[Authority]:
    """The authority of each decision (read `with_authority()`), with the facts that held on `day`.

    Seven queries beside those of the decisions: sums decided, budgets, sums returned, spend, commitments,
    profiles, methods of forecast; and one of their terms where a day or a moment is asked for.
    """
    lines = [line for decision in decisions for line in decision.lines.all()]
    movements = BudgetMovement.objects.of_lines(lines)
    budgets = movements.by_line_and_year(day, known_at)
    returned = movements.filter(kind=BudgetMovement.Kind.RETURNED).by_line_and_year(day, known_at)
    posted = SpendEntry.objects.of_lines(lines).standing(day, known_at)
    spent = _cells(posted.exclude(kind=COMMITMENT))
    ordered = posted.filter(kind=COMMITMENT).order_by().values_list("line_id")
    committed = dict(ordered.annotate(ordered=Sum("amount")))
    costs = cost_by_month(lines, budgets, spent, day, known_at)
    made = {
        line.pk: LineAuthority(
            line,
            budgets.get(line.pk, {}),
            sum(spent.get(line.pk, {}).values(), NIL),
            committed.get(line.pk, NIL),
            -sum(returned.get(line.pk, {}).values(), NIL),
            costs.get(line.pk, {}),
        )
        for line in lines
    }
    decided = AuthorisedAmount.objects.by_decision(decisions, day, known_at)
    terms = terms_of(decisions, day, known_at)
    return [
        _authority(
            decision,
            terms[decision.pk],
            [made[line.pk] for line in decision.lines.all()],
            decided.get(decision.pk, NIL),
        )
        for decision in decisions
    ]


def _cells(posted: SpendEntryQuerySet) -> dict[int, dict[date, Decimal]]:
    cells: dict[int, dict[date, Decimal]] = {}
    for (line_id, month), amount in posted.by_cell().items():
        cells.setdefault(line_id, {})[month] = amount
    return cells


def _authority(
    decision: FundingDecision, terms: Terms, lines: Sequence[LineAuthority], gross: Decimal
) -> Authority:
    tranches = tuple(_state(tranche, lines) for tranche in terms.tranches)
    return Authority(decision, terms, tranches, tuple(lines), gross)


def _state(tranche: TrancheTerms, lines: Sequence[LineAuthority]) -> TrancheState:
    own = [line for line in lines if line.line.tranche_id == tranche.pk]
    return TrancheState(
        tranche,
        sum((line.budget for line in own), NIL),
        sum((line.spent for line in own), NIL),
        month_run_out(tranche.amount, [line.by_month or {} for line in own]),
    )


def effective_words(authority: Authority) -> str:
    """`17 July 2024, at the last approval`."""
    day = authority.effective_on
    return f"{full_date(day)}, at the last approval" if day else "Not yet: an approval is missing"
