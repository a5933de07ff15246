"""Sources against uses: what each decision brings, and what its lines take, by financial year."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from finance.authority import Authority
from finance.figures import NIL


@dataclass(frozen=True)
class Use:
    """A row of the uses: a line, with its budget by year (None where it has none), in all, and spent."""

    code: str
    name: str
    stream: str
    kind: str
    amounts: tuple[Decimal | None, ...]
    budget: Decimal
    spent: Decimal
    line_id: int


@dataclass(frozen=True)
class SourceRow:
    """A row of the sources: where the money comes from, and whether it comes every year."""

    words: str
    decision: str
    is_recurring: bool
    amount: Decimal


@dataclass(frozen=True)
class SourcesAndUses:
    """Both sides; `left` is what the sources bring beyond the uses and what was returned, below nil when they
    bring less."""

    years: tuple[int, ...]
    sources: tuple[SourceRow, ...]
    uses: tuple[Use, ...]
    returned: Decimal

    @property
    def brought(self) -> Decimal:
        return sum((source.amount for source in self.sources), NIL)

    @property
    def used(self) -> Decimal:
        return sum((use.budget for use in self.uses), NIL)

    @property
    def spent(self) -> Decimal:
        return sum((use.spent for use in self.uses), NIL)

    @property
    def left(self) -> Decimal:
        return self.brought - self.used - self.returned

    @property
    def by_year(self) -> tuple[Decimal, ...]:
        """The uses of each year."""
        return tuple(sum((use.amounts[at] or NIL for use in self.uses), NIL) for at in range(len(self.years)))


def sources_and_uses(authorities: Sequence[Authority]) -> SourcesAndUses:
    """Of the decisions that are effective; the others bring nothing yet and are left out."""
    effective = [authority for authority in authorities if authority.effective_on]
    years = tuple(sorted({year for authority in effective for year in authority.years}))
    sources = tuple(
        SourceRow(str(source), authority.terms.title, source.is_recurring, source.amount)
        for authority in effective
        for source in authority.sources
    )
    uses = tuple(
        Use(
            each.line.code,
            each.line.name,
            each.line.funding_stream,
            each.line.get_kind_display(),
            tuple(each.budgets.get(year) for year in years),
            each.budget,
            each.spent,
            each.line.pk,
        )
        for authority in effective
        for each in authority.lines
    )
    return SourcesAndUses(years, sources, uses, sum((each.returned for each in effective), NIL))
