"""What a funding decision allows and what has become of it: drawn, allocated to lines and spent, in pounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from finance.figures import NIL, budget_by_year
from finance.models import BudgetLine, BudgetMovement, FundingDecision, SpendEntry, Tranche


@dataclass(frozen=True)
class LineAuthority:
    """A line of a decision: its budget by financial year and what it has spent so far."""

    line: BudgetLine
    budgets: dict[int, Decimal]
    spent: Decimal

    @property
    def budget(self) -> Decimal:
        return sum(self.budgets.values(), NIL)


@dataclass(frozen=True)
class Authority:
    """A decision with its tranches and lines. Give it a decision read `with_authority()`."""

    decision: FundingDecision
    tranches: tuple[Tranche, ...]
    lines: tuple[LineAuthority, ...]

    @property
    def drawn(self) -> Decimal:
        """Tranches drawn down, and what was brought forward of those that are not yet."""
        return sum((drawn_of(tranche) for tranche in self.tranches), NIL)

    @property
    def allocated(self) -> Decimal:
        return sum((line.budget for line in self.lines), NIL)

    @property
    def spent(self) -> Decimal:
        return sum((line.spent for line in self.lines), NIL)

    @property
    def unallocated(self) -> Decimal:
        """Authorised and not given to a line; negative when the lines come to more than was decided."""
        return self.decision.amount - self.allocated

    @property
    def remaining(self) -> Decimal:
        return self.decision.amount - self.spent

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


@dataclass(frozen=True)
class YearsOfLine:
    """A line with one amount, or None, for each year of its decision."""

    line: LineAuthority
    amounts: tuple[Decimal | None, ...]


def drawn_of(tranche: Tranche) -> Decimal:
    """What of a tranche may be spent already (document 003: £1m of £6.489m before it was drawn down)."""
    return tranche.amount if tranche.drawn_on else tranche.brought_forward


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
    for tranche in authority.tranches:
        drawn = drawn_of(tranche)
        state = "drawn" if tranche.drawn_on else "forward"
        for name, amount in ((state, drawn), ("waiting", tranche.amount - drawn)):
            if amount:
                width = (100 * amount / authority.decision.amount).quantize(Decimal("0.01"))
                parts.append(BarPart(name, start, width))
                start += width
    return tuple(parts)


def authorities(decisions: Sequence[FundingDecision]) -> list[Authority]:
    """The authority of each decision. Two queries beside those of the decisions themselves."""
    lines = [line for decision in decisions for line in decision.lines.all()]
    budgets = BudgetMovement.objects.of_lines(lines).by_line_and_year()
    standing = SpendEntry.objects.of_lines(lines).standing().order_by()
    spent = dict(standing.values_list("line_id").annotate(spent=Sum("amount")))
    return [
        Authority(
            decision,
            tuple(decision.tranches.all()),
            tuple(
                LineAuthority(line, budgets.get(line.pk, {}), spent.get(line.pk, NIL))
                for line in decision.lines.all()
            ),
        )
        for decision in decisions
    ]
